"""The benches at a tiny size: the shape of what they say, and that floors and contestants give the same data."""

from pathlib import Path

import orjson
import pytest

from scripts.benches import analytics, pipeline, review, start, tenancy, vectors
from scripts.benches.__main__ import main
from scripts.benches.catalogue import BENCHES, in_common_shape
from scripts.benches.measure import alternating, row
from scripts.benches.reading import read, read_plainly
from scripts.benches.report import as_lines, as_table, shown
from scripts.benches.transcript import GUEST, HOST, transcript
from tests.scripts.rows import check_shape, named

pytestmark = pytest.mark.slow


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


async def test_start_compares_two_servers_when_asked_once(tmp_path: Path) -> None:
    rows = await start.run(tmp_path, rounds=1)

    check_shape(rows, "start")
    assert [(one["name"], one["goal"]) for one in rows] == [
        ("start to first answer of /healthz", 2.0),
        ("processor time of that", None),
    ]


async def test_analytics_reads_every_client_when_tiny(tmp_path: Path) -> None:
    """It raises by itself when one was not read."""
    rows = await analytics.run(tmp_path, analytics.Pace(clients=2, spokes=20, rounds=2, cold=0))

    check_shape(rows, "analytics")
    assert [(one["name"], one["goal"]) for one in rows if one["goal"]] == [
        ("Account.analytics, p99", 300.0),
        ("Account.analytics after a write to each, p99", 300.0),
        ("clients { analytics }, p99", 300.0),
    ]


async def test_review_decides_all_and_leaves_what_plain_sqlite_leaves(tmp_path: Path) -> None:
    """It raises by itself when anything else waits in the end."""
    rows = await review.run(tmp_path, review.Pace(waiting=60, decisions=8, bulk=20, rounds=2, pages=2))

    check_shape(rows, "review")
    assert [(one["name"], one["goal"]) for one in rows] == [
        ("decide, p50", None),
        ("decide, p99", 20),
        ("decide, processor time", None),
        ("approve 20 at once", 60),
        ("the same: the longest turn of the event loop", 20),
        ("a page of 50 of the queue, with counts", None),
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


async def test_vectors_finds_what_comparing_with_every_row_finds(tmp_path: Path) -> None:
    pace = vectors.Pace(hooks=300, searches=30, clients=3, passages=20, with_lite=False)

    rows = await vectors.run(tmp_path, pace)

    check_shape(rows, "vectors")
    assert [row["name"] for row in rows if row.get("goal")] == [
        "threads",
        "the 10 nearest of 300 hooks, p50",
        "the 10 nearest of 300 hooks, p50",
    ]
    assert vectors.hook_texts(50) == vectors.hook_texts(50)
    assert len(set(vectors.hook_texts(500))) == 500
