"""Writing the audit log."""

from typing import Any, Protocol

from app.audit.models import AuditEntry


class Actor(Protocol):
    """Whoever does something: a Viewer, or an outsider, who is no user."""

    @property
    def user_id(self) -> str | None: ...
    @property
    def account_id(self) -> str: ...
    @property
    def label(self) -> str: ...


async def record(
    actor: Actor, action: str, *, client_id: str | None = None, subject_id: str | None = None, **detail: Any
) -> None:
    """Adds a row; call it inside the transaction of what it tells of, where that is a global one."""
    await AuditEntry.create(
        account_id=actor.account_id,
        actor_id=actor.user_id,
        actor_label=actor.label,
        action=action,
        client_id=client_id,
        subject_id=subject_id,
        detail=detail or None,
    )
