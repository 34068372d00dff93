"""Which pieces an export is made of, and what goes with them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.errors import ValidationFailed
from app.kit.clock import from_millis, to_millis
from app.vocabulary import Platform, SpokeStatus

MAX_HUBS = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty `hub_ids` and `platforms` leave out none, and `status` None is any. The time from `since` on and before
    `until` is that of the approval where approved pieces are asked for, else when the piece was made."""

    hub_ids: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()
    status: SpokeStatus | None = SpokeStatus.APPROVED
    since: datetime | None = None
    until: datetime | None = None
    with_schedule: bool = False
    with_assets: bool = False

    def plain(self) -> dict[str, Any]:
        """As the row of the export keeps it."""
        times = {name: value and to_millis(value) for name, value in (("since", self.since), ("until", self.until))}
        return {**asdict(self), "hub_ids": list(self.hub_ids), "platforms": list(self.platforms), **times}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Selection":
        return cls(
            tuple(plain["hub_ids"]),
            tuple(Platform(platform) for platform in plain["platforms"]),
            SpokeStatus(plain["status"]) if plain["status"] else None,
            from_millis(plain["since"]) if plain["since"] is not None else None,
            from_millis(plain["until"]) if plain["until"] is not None else None,
            plain["with_schedule"],
            plain["with_assets"],
        )

    def pieces(self) -> tuple[str, list[Any]]:
        """Conditions on `spokes s` in SQL, with their parameters; hubs are left to `hubs`. A piece that is still being
        written is none yet."""
        moment = "s.approved_at" if self.status is SpokeStatus.APPROVED else "s.created_at"
        conditions: list[tuple[str, list[Any]]] = [("s.is_settled = 1", [])]
        if self.status is not None:
            conditions.append(("s.status = ?", [self.status]))
        if self.platforms:
            conditions.append((f"s.platform IN ({_marks(self.platforms)})", list(self.platforms)))
        if self.since is not None:
            conditions.append((f"{moment} >= ?", [to_millis(self.since)]))
        if self.until is not None:
            conditions.append((f"{moment} < ?", [to_millis(self.until)]))
        return " AND ".join(sql for sql, _ in conditions), [value for _, values in conditions for value in values]

    def hubs(self, column: str) -> tuple[str, list[Any]]:
        """The condition that a column names one of the hubs, with its parameters."""
        return (f"{column} IN ({_marks(self.hub_ids)})", list(self.hub_ids)) if self.hub_ids else ("1", [])


def check(selection: Selection) -> None:
    """What can be said without looking. Raises ValidationFailed."""
    if len(selection.hub_ids) > MAX_HUBS:
        raise ValidationFailed(("input.hubIds", f"Name at most {MAX_HUBS} hubs, or none for all."))
    since, until = selection.since, selection.until
    if since is not None and until is not None and since >= until:
        raise ValidationFailed(("input.until", "This must be later than `since`."))


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))
