"""Making a file, as durable steps. Each finds its work done when it runs again; a file that was begun is begun anew.

What a person can mend fails the export in words; anything else is tried again, and then fails it too.
"""

import logging
from collections.abc import Awaitable, Callable

import tenancy
from app.errors import AppError
from app.exports import making
from app.exports.models import Export
from app.exports.service import COMPLETED, MAKE, REQUESTED, keep_promise
from app.hubs import jobs
from app.kit import clock
from app.progress.events import ExportComplete
from app.trail.doers import who_did
from app.trail.service import Deed, noted
from app.vocabulary import JobStatus
from app.workflows import step, workflow

log = logging.getLogger(__name__)
Ticket = list[str]
"""Client, export and workflow, by id."""
MAKE_S = 3600
DONE, ENDED = "done", "ended"


class ExportEnded(Exception):
    """The export is over, deleted, or another workflow's."""


@workflow(MAKE)
async def make_export(ticket: Ticket) -> str:
    try:
        outcome = await begin(ticket)
        if outcome == DONE:
            outcome = await write(ticket)
    except Exception:
        log.exception("export %s gave up", ticket[1])
        outcome = await give_up(ticket)
    await settle(ticket)
    return outcome


@step("export.begin")
async def begin(ticket: Ticket) -> str:
    async def work() -> None:
        async with tenancy.bind(ticket[0]), tenancy.transaction():
            export = await _live(ticket)
            export.status = JobStatus.PROCESSING
            await export.save(update_fields=["status"])

    return await _guarded(ticket, work)


@step("export.write", timeout_s=MAKE_S)
async def write(ticket: Ticket) -> str:
    """The file and, in one transaction, what is known of it: where it is cut off between the two, it is made anew."""

    async def work() -> None:
        client_id = ticket[0]
        async with tenancy.bind(client_id):
            export = await _live(ticket)
        made = await making.make(client_id, export)
        async with tenancy.bind(client_id), tenancy.transaction():
            export = await _live(ticket)
            changes = {
                "status": JobStatus.COMPLETE,
                "r2_key": making.key_of(client_id, export),
                "item_count": made.pieces,
                "size_bytes": made.size,
                "sha256": made.sha256,
                "completed_at": clock.now(),
            }
            await export.update_from_dict(changes).save(update_fields=list(changes))
            detail = {"format": str(export.format), "pieces": made.pieces}
            await noted(await who_did(REQUESTED, export.id), [Deed(COMPLETED, export.id, detail=detail)])
            jobs.publish(ExportComplete(export_id=export.id))

    return await _guarded(ticket, work)


@step("export.give_up")
async def give_up(ticket: Ticket) -> str:
    return await _fail(ticket, "Something went wrong on our side; ask for the export again.")


@step("export.settle")
async def settle(ticket: Ticket) -> str:
    """However it ended: the next start has nothing to look for. Global plane, so a step of its own."""
    await making.clear(ticket[0], ticket[1])
    await keep_promise(ticket[1])
    return DONE


async def _guarded(ticket: Ticket, work: Callable[[], Awaitable[None]]) -> str:
    try:
        await work()
    except (ExportEnded, tenancy.UnknownClient):
        return ENDED
    except AppError as error:
        return await _fail(ticket, error.message)
    return DONE


async def _fail(ticket: Ticket, reason: str) -> str:
    try:
        async with tenancy.bind(ticket[0]), tenancy.transaction():
            export = await _live(ticket)
            changes = {"status": JobStatus.FAILED, "error_message": reason, "completed_at": clock.now()}
            await export.update_from_dict(changes).save(update_fields=list(changes))
            jobs.publish(ExportComplete(export_id=export.id))
    except (ExportEnded, tenancy.UnknownClient):
        pass
    return ENDED


async def _live(ticket: Ticket) -> Export:
    """The export of the bound client, as long as this workflow may go on with it. Raises ExportEnded."""
    _, export_id, workflow_id = ticket
    export = await Export.get_or_none(id=export_id)
    if export is None or export.status.is_terminal or export.workflow_id != workflow_id:
        raise ExportEnded(export_id)
    return export
