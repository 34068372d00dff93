"""The benches at a tiny size: the shape of what they say, and that floors and contestants give the same data."""

import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from scripts.benches import growth, pipeline, reads, start, tenancy
from scripts.benches.__main__ import main
from scripts.benches.agreement import check
from scripts.benches.catalogue import BENCHES, in_common_shape
from scripts.benches.dataset import Size
from scripts.benches.load import Load, drive
from scripts.benches.measure import Detail, Row, alternating, row, tree_cpu_ms
from scripts.benches.opponents import same
from scripts.benches.plot import drawn, panel
from scripts.benches.reading import read, read_plainly
from scripts.benches.report import as_lines, as_table, shown
from scripts.benches.transcript import GUEST, HOST, transcript

KEYS = {"bench", "name", "value", "unit", "floor", "floor_name", "ratio", "goal", "met", "rounds", "note", "detail"}


def check_shape(rows: list[Row], bench: str) -> None:
    for one in rows:
        assert one.keys() == KEYS
        assert one["bench"] == bench
        assert one["value"] >= 0
        assert (one["ratio"] is None) == (not one["floor"])
        assert one["met"] == (None if one["goal"] is None else one["value"] < one["goal"])


def named(rows: list[Row]) -> list[str]:
    return [one["name"] for one in rows]


def test_transcript_is_the_same_again_and_another_for_another_seed() -> None:
    assert transcript(300) == transcript(300)
    assert transcript(300) != transcript(300, seed=8)


def test_transcript_is_an_hour_of_two_people_when_no_size_is_given() -> None:
    lines = transcript().decode().split("\n\n")
    spoken = [line.split(": ", 1)[1] for line in lines]

    assert 9_500 <= sum(len(said.split()) for said in spoken) < 9_700
    assert {line[8:].split(":")[0] for line in lines} == {HOST, GUEST}
    assert lines[-1].startswith(("[59:", "[60:"))


async def test_the_floor_of_reading_finds_the_text_that_foundry_finds(tmp_path: Path) -> None:
    source = transcript(1_500)
    extracted, analysis = await read(source)

    assert read_plainly(source, tmp_path / "words.db") == extracted.text
    assert len(extracted.turns) == source.count(b"\n\n") + 1
    assert len(analysis.pillars) >= 3


async def test_pipeline_tells_reading_and_writing_when_tiny(tmp_path: Path) -> None:
    """It raises by itself when the floors do not store the same."""
    rows = await pipeline.run(tmp_path, pipeline.Pace(rounds=1, words=1_500, spokes=3))

    check_shape(rows, "pipeline")
    assert named(rows) == [
        "imports of extraction and analysis",
        "the first source of a process",
        "a transcript from bytes to pillars",
        "planning alone",
        "compose and judge alone",
        "createHub to a ready hub",
        "3 spokes, generateSpokes to COMPLETE",
    ]
    assert [one["goal"] for one in rows] == [None, None, 3.0, None, None, None, 5.0]


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


class Plainly(asyncio.Protocol):
    """Answers whatever comes with the next of the answers given, in two pieces."""

    def __init__(self, answers: Iterator[bytes]) -> None:
        self.answers = answers
        self.gone = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        answer = next(self.answers)
        self.transport.write(answer[:5])
        self.transport.write(answer[5:])

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set_result(None)


async def loaded(answers: Iterator[bytes], requests: Iterator[bytes], **options: Any) -> Load:
    served: list[Plainly] = []

    def connected() -> Plainly:
        served.append(Plainly(answers))
        return served[-1]

    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        try:
            return await drive(port, requests, **{"connections": 1, "seconds": 60.0} | options)
        finally:
            await asyncio.gather(*(one.gone for one in served))


SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


async def test_load_counts_every_answer_when_requests_run_out() -> None:
    load = await loaded(itertools.cycle([SHORT, CHUNKED]), iter([b"ask"] * 7), connections=3, lengths={2})

    assert len(load.waits_ms) == 7
    assert 0 < load.p50 <= load.p99


async def test_load_ends_when_time_is_up() -> None:
    load = await loaded(itertools.repeat(SHORT), itertools.repeat(b"ask"), seconds=0.01)

    assert len(load.waits_ms) >= 1
    assert load.per_second == len(load.waits_ms) / load.seconds


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}", "an answer was refused"),
        (SHORT.replace(b"2\r\n", b"3\r\n"), "has 3 bytes, which is not what was expected"),
    ],
)
async def test_load_fails_when_an_answer_is_not_what_it_should_be(answer: bytes, reason: str) -> None:
    with pytest.raises(RuntimeError, match=reason):
        await loaded(itertools.repeat(answer), itertools.repeat(b"ask"), lengths={2})


async def test_load_fails_when_there_is_nothing_to_ask() -> None:
    with pytest.raises(RuntimeError, match="nothing to ask"):
        await loaded(itertools.repeat(SHORT), iter(()))


def test_processor_time_counts_children_when_they_have_ended() -> None:
    before = tree_cpu_ms(os.getpid())
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.1: pass"], check=True)

    assert tree_cpu_ms(os.getpid()) - before >= 100


async def test_growth_compares_servers_when_tiny(tmp_path: Path) -> None:
    """It raises by itself when answers differ."""
    pace = growth.Pace(rounds=1, seconds=0.02, spokes=(10, 20), clients=(1, 3), written=(2,))

    rows = await growth.run(tmp_path, pace)

    check_shape(rows, "growth")
    ways, doors = ("warm plan", "cached", "planner off", "floor"), ("all open", "all open, cached", "8 open", "floor")
    assert named(rows) == [
        *(f"{what}: {who}" for what in ("10 spokes", "20 spokes") for who in ways),
        *(f"{what}: {who}" for what in ("1 client", "3 clients") for who in doors),
        *(f"one write in ten, 2 clients: {who}" for who in ways),
    ]
    assert [one["name"] for one in rows if one["note"]] == ["one write in ten, 2 clients: cached"]
    assert [one["detail"][0]["connections"] for one in rows] == [1] * 16 + [16] * 4


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


async def test_start_compares_two_servers_when_asked_once(tmp_path: Path) -> None:
    rows = await start.run(tmp_path, rounds=1)

    check_shape(rows, "start")
    assert [(one["name"], one["goal"]) for one in rows] == [
        ("start to first answer of /healthz", 2.0),
        ("processor time of that", None),
    ]


async def test_tenancy_speaks_as_the_others_do_when_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenancy, "KNOWN", 400)
    monkeypatch.setattr(tenancy, "OPEN", 10)

    rows = [in_common_shape(one) for one in await tenancy.run(tmp_path)]

    check_shape(rows, "tenancy")
    assert [(one["name"], one["unit"], one["goal"]) for one in rows] == [
        ("provision", "ms", 100),
        ("open_clients_memory", "MB", 100),
        ("cold_open", "ms", 20),
        ("warm_bind", "ms", 1),
    ]


async def test_contestants_take_turns_and_swap_who_begins() -> None:
    order: list[tuple[str, int]] = []

    async def measured(name: str, number: int) -> float:
        order.append((name, number))
        return float(number)

    medians = await alternating({"a": lambda n: measured("a", n), "b": lambda n: measured("b", n * 10)}, 3)

    assert order == [("a", 0), ("b", 0), ("b", 10), ("a", 1), ("a", 2), ("b", 20)]
    assert medians == {"a": 1.0, "b": 10.0}


def test_a_goal_is_missed_when_it_is_just_reached() -> None:
    assert row("b", "n", 3.0, "s", goal=3.0)["met"] is False
    assert row("b", "n", 2.0, "s", floor=4.0, goal=3.0)["ratio"] == 0.5


def test_lines_are_json_and_the_table_has_a_row_for_each() -> None:
    rows = [row("b", "n", 2.0, "s", floor=4.0), row("b", "m", 1.0, "s"), row("c", "n", 1.0, "s")]

    assert [orjson.loads(line) for line in as_lines(rows).splitlines()] == rows
    assert as_table(rows).row_count == len(rows) + 2


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234 s"), (0.0, "0 s"), (12.34, "12.3 s"), (0.0123, "0.0123 s"), (None, "")]
)
def test_numbers_are_shown_with_three_digits(value: float | None, text: str) -> None:
    assert shown(value, "s") == text


def test_a_name_that_is_no_bench_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense", "--json"]) == 2

    out, err = capsys.readouterr()
    assert err == f"There is no bench “nonsense”. There are: {', '.join(BENCHES)}.\n"
    assert out == ""
