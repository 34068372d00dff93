"""Starting, at start, what the last stop left behind: exports that the engine never got, or whose workflow is over."""

import logging

import tenancy
from app import resources
from app.exports.models import Export
from app.exports.registry import ExportPromise
from app.exports.service import keep_promise, start, workflow_id

log = logging.getLogger(__name__)


async def restart_lost_exports() -> int:
    """Returns how many were started. One that cannot be looked at is logged and waits for the next start."""
    started = 0
    for promise in await ExportPromise.all().order_by("id"):
        try:
            started += tenancy.exists(promise.client_id) and await _restart(promise)
        except Exception:
            log.exception("export %s of client %s could not be looked at", promise.id, promise.client_id)
    return started


async def _restart(promise: ExportPromise) -> bool:
    async with tenancy.bind(promise.client_id):
        export = await Export.get_or_none(id=promise.id)
    if export is None or export.status.is_terminal:
        await keep_promise(promise.id)
        return False
    is_live = await resources.current().engine.is_live(export.workflow_id or "")
    if is_live:
        return False
    if is_live is not None:
        await _new_run(promise.client_id, export)
    await start(promise.client_id, export)
    log.warning("started export %s, which the last stop had left behind", export.id)
    return True


async def _new_run(client_id: str, export: Export) -> None:
    """A workflow that is over is not run again: it gets another one."""
    run = int((export.workflow_id or "").rpartition(".")[2] or 0) + 1
    export.workflow_id = workflow_id(export.id, run)
    async with tenancy.bind(client_id), tenancy.transaction():
        await export.save(update_fields=["workflow_id"])
