"""Many pieces decided at once: one transaction, and what came of each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import AppError, Conflict, ValidationFailed
from app.review import claims
from app.review.deciding import (
    Ruling,
    approve_in,
    approve_many_in,
    checked_reason,
    reject_in,
    reject_many_in,
)
from app.review.report import BULK_APPROVED
from app.review.sessions import keep, own_session, require_open
from app.spokes.models import Spoke
from app.trail.service import Deed, note
from app.vocabulary import Decision

MAX_IDS = 500
AT_ONCE = 20
"""More than so many are decided beside the event loop."""
BULK_REJECTED = "review.bulk_rejected"


class Skip(NamedTuple):
    spoke_id: str
    code: str
    message: str


class Outcome(NamedTuple):
    changed: int
    skipped: list[Skip]


class _Way(NamedTuple):
    """How a decision is made of many pieces, of one, and what the trail calls the whole."""

    many: Callable[..., list[str]]
    one: Callable[..., Spoke]
    action: str


_WAYS = {
    Decision.APPROVE: _Way(approve_many_in, approve_in, BULK_APPROVED),
    Decision.REJECT: _Way(reject_many_in, reject_in, BULK_REJECTED),
}


async def decide_many(
    access: ClientAccess,
    decision: Decision,
    spoke_ids: Sequence[str],
    reason: str | None = None,
    session_id: str | None = None,
) -> Outcome:
    """Approves or rejects each piece that may be, in one transaction; the others are told with the reason.

    A piece that is named twice counts once. With a session of the person's own, what is decided counts there.

    Raises:
        Forbidden: as always.
        ValidationFailed: more than 500 pieces, or too long a reason.
        NotFound, Conflict: no such session of this person's, or one that is over.
    """
    access.require(Permission.DECIDE)
    wanted = list(dict.fromkeys(spoke_ids))
    if len(wanted) > MAX_IDS:
        raise ValidationFailed(("input.spokeIds", f"At most {MAX_IDS} spokes are decided at once."))
    ruling = Ruling("", reason=checked_reason(reason), session_id=session_id)
    async with access.bind():
        return await tenancy.write(
            lambda tx: _decide_many(tx, access, decision, wanted, ruling), threaded=len(wanted) > AT_ONCE
        )


def _decide_many(
    tx: tenancy.Writing, access: ClientAccess, decision: Decision, wanted: list[str], ruling: Ruling
) -> Outcome:
    if ruling.session_id is not None:
        require_open(own_session(tx, access.viewer.user_id, ruling.session_id))
    way = _WAYS[decision]
    changed = way.many(tx, access.viewer, wanted, ruling)
    left = set(wanted).difference(changed)
    skipped = [_why(tx, access, way, ruling._replace(spoke_id=id)) for id in wanted if id in left]
    if ruling.session_id is not None:
        for id in changed:
            claims.drop(tx, ruling.session_id, id)
            keep(tx, ruling.session_id, id, decision, None, 0)
    if changed:
        detail = {"changed": len(changed), "skipped": len(skipped)}
        note(tx, access.viewer, Deed(way.action, None, ruling.reason, ruling.session_id, detail))
    return Outcome(len(changed), skipped)


def _why(tx: tenancy.Writing, access: ClientAccess, way: _Way, ruling: Ruling) -> Skip:
    """What the mutation for one piece says of it."""
    try:
        spoke = way.one(tx, access.viewer, ruling)
    except AppError as error:
        return Skip(ruling.spoke_id, error.code, error.message)
    return Skip(ruling.spoke_id, Conflict.code, f"The spoke is {spoke.status} already.")
