"""A client in which people edit and approve, row by row, at times of our choosing."""

from typing import Any

import tenancy
from app.kit import clock
from app.spokes.models import MutationRecord, Spoke
from app.vocabulary import SpokeStatus
from tests.graphql_schema.content import spoke_in

DAY = 86_400_000


def days_ago(days: float) -> Any:
    return clock.from_millis(clock.now_millis() - round(days * DAY))


async def approved(client_id: str, number: int, *, edited: bool = False, days: float = 1) -> list[Spoke]:
    values = {"status": SpokeStatus.APPROVED, "is_mutated": edited, "approved_at": days_ago(days)}
    async with tenancy.bind(client_id), tenancy.transaction():
        return [await spoke_in(None, None, **values) for _ in range(number)]


async def edited(
    client_id: str, before: str, after: str, *, distance: float = 0.1, editor: str | None = None, days: float = 1
) -> Spoke:
    """A piece that somebody has edited, and that waits."""
    async with tenancy.bind(client_id), tenancy.transaction():
        spoke = await spoke_in(None, None, content=after, is_mutated=True)
        await MutationRecord.create(
            spoke_id=spoke.id,
            original_content=before,
            edited_content=after,
            edit_distance=distance,
            editor_user_id=editor,
            created_at=days_ago(days),
        )
    return spoke
