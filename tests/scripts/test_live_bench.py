"""The bench of live progress at a tiny size: everybody is placed, and hears everything."""

from pathlib import Path

import pytest

from scripts.benches import live
from scripts.benches.live import Audience, Pace
from scripts.benches.live_client import Heard, framed

pytestmark = pytest.mark.slow


async def test_everybody_hears_everything_when_there_are_few(tmp_path: Path) -> None:
    rows = await live.run(tmp_path, Pace(rounds=1, seconds=0.5, audiences=(Audience(6, 2),)))
    told = {row["name"].removeprefix("6 sockets on the jobs of 2 clients: "): row for row in rows}
    assert set(told) == {
        "event to watcher, median",
        "event to watcher, 99th percentile",
        "events lost, or later than a second",
        "share of one processor",
        "memory a socket",
        "sockets that join in a second",
    }
    missing = told["events lost, or later than a second"]
    assert (missing["value"], missing["floor"]) == (0, 0)
    latest = told["event to watcher, 99th percentile"]
    assert latest["value"] >= told["event to watcher, median"]["value"] > 0
    assert latest["goal"] == 100
    assert latest["met"] == (latest["value"] < 100)


def test_a_report_tells_what_was_heard_since_the_last_one() -> None:
    heard = Heard()
    heard.latencies.extend([3_000_000, 1_000_000, 1_500_000_000])
    assert heard.report() == {"p50": 3.0, "p99": 1500.0, "most": 1500.0, "heard": 3, "late": 1}
    assert heard.report() == {"p50": 0, "p99": 0, "most": 0, "heard": 0, "late": 0}


def test_a_frame_is_one_that_a_client_may_send() -> None:
    assert framed(b"hi") == b"\x81\x82\0\0\0\0hi"
    assert framed(bytes(300))[:8] == b"\x81\xfe\x01\x2c\0\0\0\0"
