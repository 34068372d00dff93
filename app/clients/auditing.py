"""Reading an account's log: first everything that was done in its clients comes into it."""

import asyncio
import logging

import tenancy
from app import resources
from app.trail.relaying import tried

log = logging.getLogger(__name__)
WAIT_S = 3.0
"""Longer than many clients take that are open. After a start each has to be opened first: then the rest follows."""


async def bring_up_to_date(account_id: str) -> None:
    """What cannot be had in time, or at all, is told to the server's log and follows in the background."""
    open = resources.current().trails.open()
    if not open:
        return
    rows = await tenancy.global_reader().rows("SELECT id FROM clients WHERE account_id = ?", (account_id,))
    behind = sorted(open & {row[0] for row in rows})
    try:
        async with asyncio.timeout(WAIT_S):
            for client_id in behind:
                await tried(client_id)
    except TimeoutError:
        log.warning(
            "the audit log of account %s was read before all of its %d clients were in it", account_id, len(behind)
        )
