"""What is done in a client, noted in the client's own trail by the transaction that does it.

So what was done and the note of it are there together or not at all; the account's log follows.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

import tenancy
from app import resources
from app.audit.service import Actor
from app.kit import clock, ids

_NOTE = """
INSERT INTO audit_trail (id, account_id, at, actor_id, actor_label, action, subject_id, session_id, reason, detail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class Deed(NamedTuple):
    """`action` is `noun.verb` in the past; `reason` is in a person's words, `detail` holds ids, numbers and codes.

    The words stay in the client's database: into the account's log comes everything else.
    """

    action: str
    subject_id: str | None = None
    reason: str | None = None
    session_id: str | None = None
    detail: dict[str, Any] | None = None


def note(tx: tenancy.Writing, actor: Actor, *deeds: Deed) -> None:
    """Adds the deeds to the bound client's trail; call it in the transaction that does them."""
    now, client_id, opened = clock.now_millis(), tenancy.current_client_id(), resources.current()

    def tell() -> None:
        opened.trails.mark(client_id)
        opened.drifts.mark(client_id)

    for deed in deeds:
        detail = orjson.dumps(deed.detail).decode() if deed.detail else None
        who = (actor.account_id, now, actor.user_id, actor.label)
        tx.run(_NOTE, (ids.new_id(), *who, deed.action, deed.subject_id, deed.session_id, deed.reason, detail))
    tx.after_commit(tell)


async def noted(actor: Actor, deeds: Iterable[Deed]) -> None:
    """As `note`, inside `tenancy.transaction()`."""
    every = tuple(deeds)
    await tenancy.write(lambda tx: note(tx, actor, *every))
