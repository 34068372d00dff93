from collections import Counter

import pytest

from app.generation.writer import PillarBrief, plan_slots
from app.generation.writer.planning import capacity
from app.hubs.analysis import analyse
from app.vocabulary import Platform
from tests.app.hubs.analysis.texts import ESSAY, SHORT, source


def pillars(count: int, passages: int = 9) -> list[PillarBrief]:
    return [PillarBrief(f"p{n}", f"P{n}", "angle", (), [(i, i + 1) for i in range(passages)]) for n in range(count)]


@pytest.mark.parametrize(("count", "total"), [(1, 25), (3, 25), (5, 25), (10, 25), (10, 15), (4, 6), (7, 200)])
def test_every_pillar_and_every_platform_is_covered_when_there_is_room(count: int, total: int) -> None:
    slots = plan_slots(pillars(count), list(Platform), total)
    assert {slot.platform for slot in slots} == set(Platform)
    assert {slot.pillar_id for slot in slots} == {f"p{n}" for n in range(count)}
    assert len(slots) <= total
    assert [slot.index for slot in slots] == list(range(len(slots)))


def test_slots_are_spread_evenly_over_pillars_and_platforms() -> None:
    slots = plan_slots(pillars(5), list(Platform), 25)
    assert len(slots) == 25
    assert set(Counter(slot.pillar_id for slot in slots).values()) == {5}
    assert set(Counter(slot.platform for slot in slots).values()) == {4, 5}
    assert all(slot.variant == 0 for slot in slots)


def test_variants_count_up_within_a_pair_of_pillar_and_platform() -> None:
    slots = plan_slots(pillars(2), [Platform.TWITTER], 6)
    assert [(slot.pillar_id, slot.variant) for slot in slots] == [
        ("p0", 0), ("p1", 0), ("p0", 1), ("p1", 1), ("p0", 2), ("p1", 2),
    ]  # fmt: skip


def test_plan_is_empty_when_nothing_is_asked() -> None:
    assert plan_slots([], list(Platform), 25) == []
    assert plan_slots(pillars(2), [], 25) == []
    assert plan_slots(pillars(2), list(Platform), 0) == []


def test_capacity_follows_the_passages() -> None:
    [pillar] = pillars(1, 2)
    assert capacity(pillar, Platform.TWITTER) == 2
    assert capacity(pillar, Platform.LINKEDIN) == 1
    assert capacity(pillar, Platform.THREAD) == 0
    assert capacity(pillar, Platform.LINKEDIN, passages=12) == 3


def test_short_source_is_promised_few_pieces() -> None:
    found = [
        PillarBrief("p", p.title, p.angle, p.key_points, [(s.start, s.end) for s in p.spans])
        for p in analyse(source(SHORT)).pillars
    ]
    slots = plan_slots(found, list(Platform), 25, SHORT, "en")
    assert 3 <= len(slots) <= 12
    assert len(slots) < len(plan_slots(pillars(3), list(Platform), 25))


def test_plan_leaves_out_what_the_hub_has_already() -> None:
    found = [
        PillarBrief(str(n), p.title, p.angle, p.key_points, [(s.start, s.end) for s in p.spans])
        for n, p in enumerate(analyse(source(ESSAY)).pillars)
    ]
    assert plan_slots(found, list(Platform), 10, ESSAY, "en") == plan_slots(found, list(Platform), 10, ESSAY, "en")
    assert len(plan_slots(found, list(Platform), 10, ESSAY, "en", taken=["Something else."])) == 10
