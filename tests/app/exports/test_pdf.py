"""The audit report as a PDF file: opened by another reader, every word of it is found."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import regex
from pypdf import PdfReader

from app.exports.pdf_file import write_pdf
from app.exports.report import AuditedPiece, AuditReport, Decision, Edit, Fault, GateResult, Override, Rejection
from app.resources import Resources
from app.vocabulary import ContentType, Gate, Platform, Severity, SpokeStatus
from tests.api import Api
from tests.app.exports.scene import exported, scene_in
from tests.app.pictures.texts import TEXTS, fonts

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# pypdf puts spaces, and sometimes zero bytes, between eastern signs.
_SPACES = regex.compile(r"[\s\0]+")


def audited(number: int, hub: int, words: str) -> AuditedPiece:
    return AuditedPiece(
        id=f"01900000-0000-7000-8000-{number:012d}",
        hub_id=f"hub {hub}",
        hub_title=f"Bread {hub} 毎日",
        pillar_title="Less",
        platform=Platform.LINKEDIN,
        content_type=ContentType.POST,
        content=words,
        content_json=None,
        status=SpokeStatus.APPROVED,
        is_mutated=True,
        is_creative_conflict=False,
        language="en",
        created_at=AT,
        approved_at=AT + timedelta(hours=1),
        overall_pass=True,
        gates=[GateResult(Gate.G2, True, 81.5, "passed", [f"hook of {number}: It opens with a figure."])],
        faults=[Fault(Gate.G4, Severity.SOFT, f"Softly banned in {number}.", "nobody")],
        rejections=[Rejection(AT, Gate.G2, 0, 55.0, f"The hook of {number} is flat.", "Open with it.", True)],
        overrides=[Override(AT, "Ada Lovelace", Gate.G_COMPLIANCE, f"The client insists on {number}.")],
        edits=[Edit(AT, "Grace Hopper", 0.25, f"Old words of {number}.", words)],
        decisions=[Decision(AT, "ada@example.com", "spoke.approved", f"Good one, {number}.")],
    )


def written(to: Path, words: list[str]) -> PdfReader:
    pieces = [audited(number, number // 3, text) for number, text in enumerate(words)]
    counts = {SpokeStatus.APPROVED: len(pieces)}
    report = AuditReport("Crumb & Co", AT, "Ada Lovelace", None, (), AT, None, len(pieces), counts, iter(pieces))
    write_pdf(report, to, fonts())
    return PdfReader(to)


def told(reader: PdfReader) -> str:
    """All that is written, without spaces: where a line ends is no part of it."""
    return _SPACES.sub("", "".join(page.extract_text() for page in reader.pages))


def bookmarks(outline: Iterable[Any]) -> Iterator[Any]:
    for entry in outline:
        yield list(bookmarks(entry)) if isinstance(entry, list) else entry.title


def test_every_word_said_and_done_is_in_the_report(tmp_path: Path) -> None:
    # What is joined and mirrored comes back in parts; another reader is asked for that in tests/outside.
    words = [text for name, text in TEXTS.items() if name not in ("emoji", "arabic", "hebrew", "hindi")]
    reader = written(tmp_path / "report.pdf", [*words, "ขนมปัง at last", "one\n\n\ttwo\u0007\n" + "endless" * 40])
    text = told(reader)

    for number, piece in enumerate(words):
        for said in (
            piece,
            f"hook of {number}: It opens with a figure.",
            f"G4 voice (soft): Softly banned in {number}.",
            f"attempt 0, G2 hook strength, 55: The hook of {number} is flat.",
            f"Ada Lovelace let Compliance pass: The client insists on {number}.",
            f"Grace Hopper, distance 0.25. The words before: Old words of {number}.",
            f"ada@example.com: piece approved Good one, {number}.",
        ):
            assert _SPACES.sub("", said) in text, said
    assert "[U+0E02]" in text
    assert "one" + "two" + "endless" * 40 in text


def test_the_report_can_be_found_one_s_way_in(tmp_path: Path) -> None:
    reader = written(tmp_path / "report.pdf", ["Bake less."] * 4)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Audit report of Crumb & Co", "Ada Lovelace")
    assert str(reader.root_object["/Lang"]) == "en"
    assert list(bookmarks(reader.outline)) == [
        "Audit report",
        "Bread 0 毎日",
        ["1. LinkedIn post, approved", "2. LinkedIn post, approved", "3. LinkedIn post, approved"],
        "Bread 1 毎日",
        ["4. LinkedIn post, approved"],
    ]
    last = reader.pages[-1].extract_text()
    assert f"{len(reader.pages)} / {len(reader.pages)}" in last
    assert "Audit report · Crumb & Co" in last


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        written(tmp_path / name, [TEXTS["hebrew"]])

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


async def test_a_report_is_made_for_a_client(api: Api, resources: Resources) -> None:
    fonts()
    scene = await scene_in(api, await api.sign_up())

    row, data = await exported(scene, resources, "PDF", status=None)

    assert (row["status"], row["itemCount"], row["sizeBytes"]) == ("COMPLETE", 12, len(data))
    text = told(PdfReader(BytesIO(data)))
    for said in ("Bäckerei & Söhne", "12 in all", "9 approved", "It is rejected.", "1. ", scene.manual):
        assert _SPACES.sub("", said) in text, said
