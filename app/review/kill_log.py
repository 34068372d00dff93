"""What a kill has changed, written down so that it can be undone, and told."""

from dataclasses import dataclass, field
from typing import Any

from app.clients.access import ClientAccess
from app.hubs import jobs
from app.hubs.models import Hub, Job, Pillar
from app.progress.events import ContentKilled
from app.review.models import KillLog
from app.trail.service import Deed, noted

HUB, PILLAR, SPOKE = "hub", "pillar", "spoke"
Columns = dict[str, Any]


@dataclass(slots=True)
class Changed:
    """By table and id: the columns that a kill changed, as they were. `valid_under` is what the verdicts of the pieces
    that it killed rest on (see app.review.verdicts)."""

    hubs: dict[str, Columns] = field(default_factory=dict)
    pillars: dict[str, Columns] = field(default_factory=dict)
    spokes: dict[str, Columns] = field(default_factory=dict)
    jobs: dict[str, Columns] = field(default_factory=dict)
    valid_under: str | None = None

    @property
    def killed(self) -> int:
        return sum("status" in was for was in self.spokes.values())

    @property
    def survived(self) -> int:
        return len(self.spokes) - self.killed

    def plain(self) -> dict[str, Any]:
        return {
            "hubs": self.hubs,
            "pillars": self.pillars,
            "spokes": self.spokes,
            "generation_queue": self.jobs,
            "valid_under": self.valid_under,
        }


@dataclass(slots=True)
class Kill:
    """What came of it: nothing, where the hub or pillar `is_old`, killed already."""

    hub: Hub | None = None
    pillar: Pillar | None = None
    is_old: bool = False
    changed: Changed = field(default_factory=Changed)
    stopped: list[Job] = field(default_factory=list)


async def log_kill(
    access: ClientAccess, kill: Kill, kind: str, subject_id: str, hub_id: str | None, reason: str | None
) -> None:
    """What is written down of the kill, and told once it is committed."""
    changed = kill.changed
    await KillLog.create(
        subject_kind=kind,
        subject_id=subject_id,
        actor_id=access.viewer.user_id,
        reason=reason,
        changed=changed.plain(),
    )
    detail = {"killed": changed.killed, "survived": changed.survived, "canceled_jobs": len(kill.stopped)}
    await noted(access.viewer, [Deed(f"{kind}.killed", subject_id, reason, detail=detail)])
    jobs.publish(
        ContentKilled(
            hub_id=hub_id,
            pillar_id=subject_id if kind == PILLAR else None,
            spoke_id=subject_id if kind == SPOKE else None,
            killed=changed.killed,
            survived=changed.survived,
            reason=reason,
        )
    )
