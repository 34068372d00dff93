"""Reading spokes and keeping what the Critic says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.clients.access import ClientAccess
from app.errors import NotFound
from app.kit import clock, ids
from app.spokes.models import QualityScore, Spoke
from app.vocabulary import Platform, SpokeStatus


@dataclass(frozen=True, slots=True)
class SpokeFilter:
    """Every condition that is given must hold. `g2_min` and the like leave out what was not evaluated."""

    hub_id: str | None = None
    pillar_id: str | None = None
    platform: Platform | None = None
    status: SpokeStatus | None = None
    g2_min: float | None = None
    g7_min: float | None = None
    g7_max: float | None = None
    creative_conflict: bool | None = None
    mutated: bool | None = None
    search: str | None = None
    manual_assets: bool = False

    def conditions(self) -> dict[str, Any]:
        named: dict[str, Any] = {
            "hub_id": self.hub_id,
            "pillar_id": self.pillar_id,
            "platform": self.platform,
            "status": self.status,
            "score__g2_hook_strength__gte": self.g2_min,
            "score__g7_engagement_prediction__gte": self.g7_min,
            "score__g7_engagement_prediction__lte": self.g7_max,
            "is_creative_conflict": self.creative_conflict,
            "is_mutated": self.mutated,
            "content__icontains": self.search or None,
        }
        given = {name: value for name, value in named.items() if value is not None}
        return given | (_OUTLIVED if self.manual_assets else {})


_OUTLIVED = {"hub_id__isnull": True, "is_mutated": True, "status__not": SpokeStatus.KILLED}


async def get_spoke(access: ClientAccess, spoke_id: str) -> Spoke:
    """Raises NotFound."""
    async with access.bind():
        return await require_spoke(spoke_id)


async def require_spoke(spoke_id: str) -> Spoke:
    """Of the bound client. Raises NotFound."""
    spoke = await Spoke.get_or_none(id=spoke_id)
    if spoke is None:
        raise NotFound("spoke", spoke_id)
    return spoke


async def write_score(spoke_id: str, columns: Mapping[str, Any]) -> None:
    """Replaces the piece's score; `columns` are those of QualityScore. Call it inside a tenant transaction."""
    values = {"evaluated_at": clock.now(), **columns}
    if not await QualityScore.filter(spoke_id=spoke_id).update(**values):
        await QualityScore.create(id=ids.derived_id(spoke_id, "score"), spoke_id=spoke_id, **values)
