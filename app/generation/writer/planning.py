"""Which pieces a hub will have. The plan is the promise: exactly the slots planned are written.

So a slot is planned only if it can be: with the source at hand each is written once, on trial, and dropped when the
source gives no piece that differs from those planned before it, or none with a strong hook: ten good pieces are worth
more than twenty-five. Every pillar and every platform has one piece all the same. Without the source (a plan made for
its shape) the number of passages stands for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.generation.writer.brief import Brief, PillarBrief
from app.generation.writer.compose import promised_draft
from app.generation.writer.material import pillar_passages
from app.vocabulary import Platform

_LEAST_FOR_PARTS = 3
_PASSAGES_A_VARIANT = 4


@dataclass(frozen=True, slots=True)
class Slot:
    index: int
    pillar_id: str
    platform: Platform
    variant: int


def plan_slots(
    pillars: Sequence[PillarBrief],
    platforms: Sequence[Platform],
    total: int,
    text: str | None = None,
    language: str = "en",
    taken: Sequence[str] = (),
) -> list[Slot]:
    """Up to `total` slots, round robin over pillars x platforms: every pillar has one and every platform, as far as
    `total` and the source reach. `taken` are the contents that the hub has already.
    """
    slots: list[Slot] = []
    written = list(taken)
    closed: set[tuple[str, Platform]] = set()
    while len(slots) < total and (choice := _next(pillars, platforms, slots, closed)):
        pillar, platform, variant = choice
        possible = variant < capacity(pillar, platform, _passages(text, language, pillar))
        if possible and text is not None:
            found = promised_draft(Brief(text, language, pillar, platform, variant, taken=tuple(written)))
            possible = found is not None and (found[1] or _is_owed(pillar, platform, slots))
            written += [found[0].content] if found and possible else []
        if possible:
            slots.append(Slot(len(slots), pillar.id, platform, variant))
        else:
            closed.add((pillar.id, platform))
    return slots


def _is_owed(pillar: PillarBrief, platform: Platform, slots: Sequence[Slot]) -> bool:
    """Whether the hub has nothing yet of this pillar, or for this platform."""
    return all(slot.pillar_id != pillar.id for slot in slots) or all(slot.platform is not platform for slot in slots)


def _passages(text: str | None, language: str, pillar: PillarBrief) -> int | None:
    return None if text is None else pillar_passages(text, language, pillar)


def capacity(pillar: PillarBrief, platform: Platform, passages: int | None = None) -> int:
    """How many pieces a pillar gives a platform that differ in substance, not only in their opening.

    A post on X takes one passage. The longer forms take several and may share some with each other, but a further
    variant wants `_PASSAGES_A_VARIANT` more; forms in parts cannot be filled from fewer than `_LEAST_FOR_PARTS`.
    """
    if passages is None:
        passages = len(pillar.spans) or len(pillar.key_points) or _LEAST_FOR_PARTS
    if platform is Platform.TWITTER:
        return passages
    if platform in (Platform.CAROUSEL, Platform.THREAD) and passages < _LEAST_FOR_PARTS:
        return 0
    return max(1, passages // _PASSAGES_A_VARIANT)


def _next(
    pillars: Sequence[PillarBrief],
    platforms: Sequence[Platform],
    slots: Sequence[Slot],
    closed: set[tuple[str, Platform]],
) -> tuple[PillarBrief, Platform, int] | None:
    """The open pair of pillar and platform that is owed most: first one not served yet, then the least served."""
    open_pairs = list(_open(pillars, platforms, slots, closed))
    if not open_pairs:
        return None
    *_, i, j, variant = min(open_pairs)
    return pillars[i], platforms[j], variant


def _open(
    pillars: Sequence[PillarBrief],
    platforms: Sequence[Platform],
    slots: Sequence[Slot],
    closed: set[tuple[str, Platform]],
) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    for i, pillar in enumerate(pillars):
        of_pillar = sum(slot.pillar_id == pillar.id for slot in slots)
        for j, platform in enumerate(platforms):
            if (pillar.id, platform) in closed:
                continue
            of_platform = sum(slot.platform is platform for slot in slots)
            variant = sum(slot.pillar_id == pillar.id and slot.platform is platform for slot in slots)
            owed = -((of_pillar == 0) + (of_platform == 0))
            yield owed, variant, of_pillar, of_platform, i, j, variant
