"""Deleting entries that are older than the account's log is kept, once a day."""

import asyncio
import logging

from app.audit.service import prune

log = logging.getLogger(__name__)
DAY_S = 86_400.0


async def keep_pruning(days: int, *, every_s: float = DAY_S) -> None:
    """Until it is cancelled. What could not be deleted is deleted the next time."""
    while True:
        try:
            if gone := await prune(days):
                log.info("%d entries of the audit log were older than %d days and are gone", gone, days)
        except Exception:
            log.exception("old entries of the audit log could not be deleted")
        await asyncio.sleep(every_s)
