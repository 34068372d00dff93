"""Who asked for work that others do later: as the trail knows them, for what is noted in their name."""

from dataclasses import dataclass

from app.trail.models import TrailEntry


@dataclass(frozen=True, slots=True)
class Doer:
    user_id: str | None
    account_id: str
    label: str


async def who_did(action: str, subject_id: str) -> Doer:
    """Of the bound client. It was noted in the transaction that made the subject, so it is there."""
    entry = await TrailEntry.filter(subject_id=subject_id, action=action).order_by("number").first()
    assert entry is not None, f"nobody is known to have done {action} to {subject_id}"
    return Doer(entry.actor_id, entry.account_id, entry.actor_label)
