"""The benches of reads at a tiny size: contestants that must say the same, what is promised, tables and the plot."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.benches import growth, reads
from scripts.benches.agreement import check
from scripts.benches.dataset import Size
from scripts.benches.measure import Detail, Row, row
from scripts.benches.opponents import same
from scripts.benches.plot import drawn, panel
from scripts.benches.tables import as_markdown
from tests.scripts.rows import check_shape, named

Measure = Callable[[Path, growth.Pace], Awaitable[list[Row]]]


@pytest.mark.slow
async def test_reads_compare_servers_that_say_the_same_when_tiny(tmp_path: Path) -> None:
    """It raises by itself when answers differ, or when an approval is not in the database."""
    pace = reads.Pace(rounds=1, seconds=0.02, warm_up=0.01, clients=2)

    rows = await reads.run(tmp_path, pace, Size(pillars=2, spokes=20))

    check_shape(rows, "reads")
    under_load = [one for one in rows if one["detail"]]
    assert named(under_load) == [
        *(f"full hub: {who}" for who in ("cold plan", "warm plan", "cached", "planner off", "floor")),
        *(f"review queue: {who}" for who in ("cold plan", "warm plan", "cached", "planner off", "floor")),
        *(f"approveSpoke: {who}" for who in ("warm plan", "planner off", "floor")),
    ]
    assert {tuple(told["connections"] for told in one["detail"]) for one in under_load} == {(1, 16)}
    assert [(one["name"], one["goal"]) for one in rows if not one["detail"]] == [
        ("full hub: warm plan to floor", 1.15),
        ("full hub: cached to floor", 0.125),
        ("full hub: p99 to p50 of warm plan, 16 connections", 2.0),
        ("full hub: p99 to p50 of cached, 16 connections", 2.0),
        ("review queue: warm plan to floor", 1.5),
        ("review queue: p99 to p50 of warm plan, 16 connections", 2.0),
        ("review queue: p99 to p50 of cached, 16 connections", 2.0),
    ]


def test_goals_against_peers_are_told_when_they_take_part() -> None:
    def under(cpu: float) -> list[Detail]:
        return [Detail(connections=16, per_second=1, p50_ms=1, p99_ms=1, spread=1.5, cpu_ms=cpu)]

    cpu = {"warm plan": 2.0, "cached": 0.2, "floor": 2.0, "mercurius": 8.0, "PostGraphile 4": 9.0}

    rows = reads.goal_rows("full hub", {name: under(ms) for name, ms in cpu.items()}, rounds=1)

    assert [(one["name"], one["value"], one["goal"], one["met"]) for one in rows] == [
        ("full hub: warm plan to floor", 1.0, 1.15, True),
        ("full hub: cached to floor", 0.1, 0.125, True),
        ("full hub: warm plan to mercurius", 0.25, 0.4, True),
        ("full hub: warm plan to PostGraphile 4", 0.2222, 0.2, False),
        ("full hub: p99 to p50 of warm plan, 16 connections", 1.5, 2.0, True),
        ("full hub: p99 to p50 of cached, 16 connections", 1.5, 2.0, True),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "canonical", "agree"),
    [
        (b'{"a": 1}', b'{"a":1}', None, False),
        (b'{"a": 1}', b'{"a":1}', same, True),
        (b'{"a": 1.0, "b": 2}', b'{"b":2,"a":1}', same, True),
        (b'["2026-01-02T03:04:05.678000+00:00"]', b'["2026-01-02T03:04:05.678Z"]', same, True),
        (b'["2026-01-02T03:04:05.678000+00:00"]', b'["2026-01-02T03:04:05.679Z"]', same, False),
        (b'{"a": [1, 2]}', b'{"a": [2, 1]}', same, False),
    ],
)
def test_answers_agree_when_only_the_writing_differs(
    ours: bytes, theirs: bytes, canonical: Callable[[bytes], bytes] | None, agree: bool
) -> None:
    if agree:
        check("hub", [ours], [theirs], canonical)
    else:
        with pytest.raises(RuntimeError, match="hub: the answers differ"):
            check("hub", [ours], [theirs], canonical)


PACE = growth.Pace(rounds=1, seconds=0.02, spokes=(10,), clients=(2,), written=(2,))
WAYS, DOORS = ("warm plan", "cached", "planner off", "floor"), ("all open", "all open, cached", "8 open", "floor")


@pytest.mark.slow
@pytest.mark.skipif(
    "FOUNDRY_EVERY_BENCH" not in os.environ,
    reason="each starts four servers, as the bench of reads does: FOUNDRY_EVERY_BENCH=1 runs them",
)
@pytest.mark.parametrize(
    ("measure", "what", "who", "connections"),
    [
        (growth.with_size, "10 spokes", WAYS, 1),
        (growth.with_clients, "2 clients", DOORS, 1),
        (growth.with_written, "one write in ten, 2 clients", WAYS, 16),
    ],
    ids=["size", "clients", "writes"],
)
async def test_growth_compares_servers_when_tiny(
    tmp_path: Path, measure: Measure, what: str, who: tuple[str, ...], connections: int
) -> None:
    """It raises by itself when answers differ."""
    rows = await measure(tmp_path, PACE)

    check_shape(rows, "growth")
    assert named(rows) == [f"{what}: {each}" for each in who]
    noted = [f"{what}: cached"] if measure is growth.with_written else []
    assert [one["name"] for one in rows if one["note"]] == noted
    assert [one["detail"][0]["connections"] for one in rows] == [connections] * 4


def test_plot_draws_a_line_for_each_contestant_when_given_rows() -> None:
    rows = [
        row("growth", f"{number} spokes: {who}", value, "ms")
        for number, who, value in ((10, "a", 1.0), ("1,000", "a", 100.0), (10, "b", 2.0), ("1,000", "b", 20.0))
    ]
    clients = [row("growth", "1 client: a", 1.0, "ms"), row("growth", "10 clients: a", 1.0, "ms")]

    sizes = panel([*rows, *clients], "By size", "spokes")
    picture = drawn([sizes, panel([*rows, *clients], "By clients", "clients")])

    assert sizes.lines == {"a": [(10, 1.0), (1000, 100.0)], "b": [(10, 2.0), (1000, 20.0)]}
    lines = ElementTree.fromstring(picture).findall(".//{http://www.w3.org/2000/svg}polyline")
    assert [line.get("points") for line in lines] == [
        "64.0,346.0 364.0,66.0",
        "64.0,303.9 364.0,163.9",
        "528.0,346.0 828.0,346.0",
    ]


def test_markdown_has_a_table_for_each_kind_of_row() -> None:
    def under(connections: int) -> Detail:
        return Detail(connections=connections, per_second=1234, p50_ms=0.5, p99_ms=2, spread=4, cpu_ms=0.4)

    rows = [
        row("reads", "full hub: floor", 0.4, "ms", floor=0.4, detail=[under(1), under(16)]),
        row("reads", "full hub: cached to floor", 0.2, "x", goal=0.125),
        row("growth", "1,000 spokes: floor", 0.4, "ms", floor=0.4, detail=[under(1)]),
        row("growth", "1 client: floor", 0.4, "ms", floor=0.4, detail=[under(1)]),
        row("growth", "one write in ten, 20 clients: cached", 0.4, "ms", detail=[under(16)], note="88% of the reads"),
    ]

    assert as_markdown(rows).splitlines() == [
        "| full hub | CPU ms | to the floor | 1 connection: req/s | p50 ms | p99 ms | 16: req/s | p50 ms | p99 ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        "| floor | 0.400 | 1.00 | 1,234 | 0.500 | 2.00 | 1,234 | 0.500 | 2.00 |",
        "",
        "| goal | measured | bound | |",
        "|---|---:|---:|---|",
        "| full hub: cached to floor | 0.200 | 0.125 | **missed** |",
        "",
        "| spokes | floor |",
        "|---:|---:|",
        "| 1,000 | 0.400 / 0.500 |",
        "",
        "| clients | floor |",
        "|---:|---:|",
        "| 1 | 0.400 / 0.500 / 2.00 |",
        "",
        "| clients, one write in ten | cached |",
        "|---:|---:|",
        "| 20 | 1,234 / 2.00 (88 %) |",
    ]
