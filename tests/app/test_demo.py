"""The demo from outside: a real process with a real server below it, judged by what it prints and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from app.demo.document import SAMPLE, kind_of
from app.demo.page import wrapped
from app.demo.show import KINDS
from app.vocabulary import SourceType
from tests.fixtures.live import ROOT, free_port

pytestmark = pytest.mark.slow

WITHIN_S = 120
TRANSCRIPT = """\
Ada: Our bakery stopped baking at night, and sales went up by 12 percent.
Ben: Everybody told you that you would lose the morning customers.
Ada: We lost nine of them. We won forty people who buy bread at six in the evening.
Ben: What was the biggest mistake?
Ada: We announced the change with a note on the door. Nobody reads a note on the door.
Ben: And what would you do again?
Ada: I would ask the bakers first, because the bakers knew which loaves nobody wants at dawn.
Ben: How long did it take until you were sure?
Ada: It took eleven weeks, and the first four weeks were terrible.
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo prints for its own document."""
    ended = demo("--exit", "--data", str(tmp_path_factory.mktemp("demo")))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=WITHIN_S, check=False)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app.cli", "demo", *arguments]


def test_sample_is_of_real_length() -> None:
    assert 1500 <= len(SAMPLE.read_text().split()) <= 2000


def test_demo_shows_twenty_five_scored_posts_when_given_nothing(shown: str) -> None:
    assert len(re.findall(r"^▌ ", shown, re.MULTILINE)) == 25
    assert len(re.findall(r"^    G2 hook: \d+ of 100$", shown, re.MULTILINE)) == 25
    assert shown.count("G4 voice: ") == shown.count("G5 platform rules: ") == 25
    assert shown.count("G7 engagement: likely to outdo ") == shown.count("Written by: built-in") == 25
    assert shown.count("G6 picture: ") >= 10
    assert shown.count("Rests on: “") >= 25
    assert len(re.findall(r"^Pillar \d of ", shown, re.MULTILINE)) >= 5


def test_demo_says_what_it_understood_of_a_note_on_the_voice(shown: str) -> None:
    assert "  Avoided: synergy, leverage.\n  Theirs: in plain numbers.\n  Tone: formal -" in shown


def test_demo_shows_the_work_as_it_happens_when_not_on_a_terminal(shown: str) -> None:
    live = shown[shown.index("Live: ") : shown.index("The source\n─")]
    assert "  100 %  " in live
    assert len(re.findall(r"^  \S.* draft 1  hook ", live, re.MULTILINE)) == 25
    assert "\x1b" not in shown


def test_demo_ends_with_the_totals_and_the_wall(shown: str) -> None:
    assert re.search(r"^  All +25 ", shown, re.MULTILINE)
    assert re.search(r"^  25 posts from \d+ pillars in \d+\.\d s\.$", shown, re.MULTILINE)
    assert "Harbour & Co: 1 hub, 25 posts" in shown
    assert "Northlight Bakery: 0 hubs, 0 posts" in shown
    files = [Path(path) for path in re.findall(r"^    (/.+\.db)$", shown, re.MULTILINE)]
    assert len(set(files)) == 2
    assert all(file.is_file() for file in files)
    assert "Asking Northlight Bakery for the hub of Harbour & Co: NOT_FOUND." in shown


@pytest.fixture
def staying(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The demo of a short transcript, left running, and its port."""
    (tmp_path / "talk.txt").write_text(TRANSCRIPT)
    port = free_port()
    arguments = command(str(tmp_path / "talk.txt"), "--port", str(port), "--data", str(tmp_path / "data"))
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            yield process, port
        finally:
            process.terminate()


def test_demo_leaves_the_server_up_until_interrupted(staying: tuple[subprocess.Popen[str], int]) -> None:
    process, port = staying
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    assert f"{KINDS['TRANSCRIPT']}, " in printed
    token = re.findall(rf"^    http://127.0.0.1:{port}/graphiql/#token=(\S+)$", printed, re.MULTILINE)[0]
    answer = httpx.post(
        f"http://127.0.0.1:{port}/graphql",
        json={"query": "{ clients { totalCount } }"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json()["data"]["clients"]["totalCount"] == 2
    link = re.findall(rf"^    (http://127.0.0.1:{port}/review/fr_\S+)$", printed, re.MULTILINE)[0]
    assert "posts for your approval" in httpx.get(link).text
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    with closing(socket.socket()) as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_demo_says_why_when_the_source_cannot_be_had(tmp_path: Path) -> None:
    ended = demo(f"http://127.0.0.1:{free_port()}/nothing", "--exit", "--data", str(tmp_path))
    assert ended.returncode == 1
    assert "The job failed: " in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_demo_refuses_when_there_is_no_such_file(tmp_path: Path) -> None:
    missing, data = tmp_path / "missing.pdf", tmp_path / "data"
    ended = demo(str(missing), "--exit", "--data", str(data))
    assert ended.returncode == 2
    assert f"There is no file {missing}." in ended.stderr
    assert not data.exists()


def test_demo_refuses_when_the_port_is_taken(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = demo("--exit", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "data"))
    assert ended.returncode == 1
    assert "cannot be used" in ended.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"%PDF-1.7 ...", "", SourceType.PDF),
        (b"<!DOCTYPE html><html><body>Bread</body></html>", ".php", SourceType.URL),
        (b"<p>Bread</p>", ".html", SourceType.URL),
        (TRANSCRIPT.encode(), ".md", SourceType.TRANSCRIPT),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nBread rises.\n", "", SourceType.TRANSCRIPT),
        (b"**Ada:** Bread rises.\n\n**Ben:** It does.\n\n**Ada:** Slowly.\n", "", SourceType.TRANSCRIPT),
        (b"[00:01] Bread rises.\n[00:09] It does.\n[00:15] Slowly.\n", "", SourceType.TRANSCRIPT),
        (b"# Bread\n\n**Note:** it rises.\n\nSlowly, that is.\n", ".md", SourceType.TEXT),
        (b"One thing: bread rises.\nIt does so slowly.\n", ".txt", SourceType.TEXT),
        ("Señal".encode("latin-1"), ".txt", SourceType.TEXT),
    ],
)
def test_kind_of_document_is_read_off_its_content(data: bytes, suffix: str, kind: SourceType) -> None:
    assert kind_of(data, suffix) is kind


def test_lines_are_broken_between_words_and_between_dense_characters() -> None:
    assert wrapped("Bread rises slowly, that is all", 12) == ["Bread rises", "slowly, that", "is all"]
    assert wrapped("2. パンは、ゆっくり膨らむ。", 10) == ["2. パン", "は、ゆっく", "り膨らむ。"]
