"""Asking for a file of pieces, and giving it up again."""

from datetime import datetime, timedelta

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.clients.models import Client
from app.errors import Conflict, NotFound
from app.exports.making import key_of
from app.exports.models import Export
from app.exports.registry import ExportPromise
from app.exports.selection import Selection, check
from app.exports.zip_file import slug
from app.hubs.models import Hub
from app.kit import clock, ids
from app.trail.service import Deed, noted
from app.vocabulary import ExportFormat, JobStatus
from tenancy import global_transaction

MAKE = "export.make"
REQUESTED, COMPLETED, DELETED = "export.requested", "export.completed", "export.deleted"
LINK_LASTS = timedelta(hours=1)


async def create_export(access: ClientAccess, format: ExportFormat, selection: Selection) -> Export:
    """Queues the making of a file. A client that is not active can be exported, and an account that has not paid.

    Raises:
        Forbidden: as always.
        NotFound: a hub that is not the client's.
        ValidationFailed: too many hubs, or a time that ends before it begins.
    """
    access.require(Permission.EXPORT)
    check(selection)
    export_id = ids.new_id()
    async with access.bind():
        await _require_hubs(selection)
    await ExportPromise.create(id=export_id, account_id=access.account_id, client_id=access.client_id)
    try:
        async with access.bind(), tenancy.transaction():
            export = await Export.create(
                id=export_id,
                format=format,
                status=JobStatus.QUEUED,
                filters=selection.plain(),
                requested_by=access.viewer.user_id,
                workflow_id=workflow_id(export_id, 1),
            )
            await noted(access.viewer, [Deed(REQUESTED, export_id, detail={"format": str(format)})])
    except BaseException:
        await keep_promise(export_id)
        raise
    await start(access.client_id, export)
    return export


async def delete_export(access: ClientAccess, export_id: str) -> None:
    """Removes the file and what is known of it. Raises Forbidden, NotFound; Conflict while the file is being made."""
    access.require(Permission.EXPORT)
    async with access.bind():
        async with tenancy.transaction():
            export = await _require_export(export_id)
            if not export.status.is_terminal:
                raise Conflict("The export is still being made.", state=str(export.status))
            await export.delete()
            await noted(access.viewer, [Deed(DELETED, export_id)])
        await resources.current().objects.delete(key_of(access.client_id, export))


async def get_export(access: ClientAccess, export_id: str) -> Export:
    """Raises NotFound."""
    async with access.bind():
        return await _require_export(export_id)


async def link_to(client_id: str, export: Export, until: datetime) -> str | None:
    """A link that downloads the file until then; None as long as there is none."""
    if export.r2_key is None or export.status is not JobStatus.COMPLETE:
        return None
    client = await Client.get_or_none(id=client_id)
    about = slug(client.name) if client else ""
    name = f"{about or 'content'}-{export.created_at.date().isoformat()}.{export.format}"
    return await resources.current().objects.signed_url(export.r2_key, until, name)


async def start(client_id: str, export: Export) -> None:
    engine, id = resources.current().engine, export.workflow_id or ""
    await engine.start(MAKE, id, client_id, [client_id, export.id, id])


async def keep_promise(export_id: str) -> None:
    """The export is over, or never was: the next start has nothing to look for."""
    async with global_transaction():
        await ExportPromise.filter(id=export_id).delete()


def workflow_id(export_id: str, run: int) -> str:
    return f"{export_id}.{run}"


def link_end() -> datetime:
    return clock.now() + LINK_LASTS


async def _require_export(export_id: str) -> Export:
    """Of the bound client. Raises NotFound."""
    export = await Export.get_or_none(id=export_id)
    if export is None:
        raise NotFound("export", export_id)
    return export


async def _require_hubs(selection: Selection) -> None:
    """Raises NotFound for the first hub that is not the bound client's."""
    known = {hub.id for hub in await Hub.filter(id__in=list(selection.hub_ids)).only("id")}
    for hub_id in selection.hub_ids:
        if hub_id not in known:
            raise NotFound("hub", hub_id)
