"""Reading PDFs: in the order in which people read, without furniture, by a child that never outlives its limits."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.errors import ValidationFailed
from app.hubs.ingest.limits import PdfLimits
from app.hubs.ingest.pdf import read_pdf
from tests.app.hubs.ingest.pages import Put, column, encrypted, pdf, pdf_of_streams

LEFT = [
    "A garden teaches patience before it",
    "teaches anything else at all, and the",
    "lesson is repeated every single year",
    "to whoever has forgotten it by spring.",
    "Most beginners plant far too early and",
    "lose the whole bed to one cold night.",
]
RIGHT = [
    "The second lesson is about water, and",
    "it is mostly a lesson about leaving it",
    "alone. Roots go looking for what they",
    "cannot find, and that search is what",
    "makes them strong enough for August.",
    "Nobody believes it until the drought.",
]


def joined(lines: Sequence[str]) -> str:
    return " ".join(lines)


async def words(data: bytes) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in (await read_pdf(data)).paragraphs]


async def test_two_columns_are_read_one_after_the_other() -> None:
    heading = Put(72, 740, "What a small garden teaches", 18)
    mixed = [put for pair in zip(column(72, 700, LEFT), column(320, 700, RIGHT), strict=True) for put in pair]
    assert await words(pdf([heading, *mixed])) == [heading.text, joined(LEFT), joined(RIGHT)]


async def test_a_line_across_both_columns_parts_what_is_above_from_what_is_below() -> None:
    above = [*column(72, 700, LEFT[:4]), *column(320, 700, RIGHT[:4])]
    across = Put(72, 620, "A heading that spans the whole width of the page above two columns", 14)
    below = [*column(72, 590, LEFT), *column(320, 590, RIGHT)]
    found = await words(pdf([*below, across, *above]))
    assert found == [joined(LEFT[:4]), joined(RIGHT[:4]), across.text, joined(LEFT), joined(RIGHT)]


async def test_a_sentence_is_whole_when_a_page_divides_it() -> None:
    first, second = column(72, 500, LEFT[:2]), column(72, 700, LEFT[2:4])
    assert await words(pdf(first, second)) == [joined(LEFT[:4])]


async def test_running_heads_and_page_numbers_are_left_out() -> None:
    bodies = [LEFT, RIGHT, LEFT[::-1], RIGHT[::-1]]
    sheets = [
        [
            *(Put(72, 770, "The Garden Report", 8), Put(400, 770, f"Volume {number}", 8)),
            *column(72, 640, lines),
            *(Put(72, 400, f"The end of part {number} is reached here."), Put(300, 30, f"Page {number} of 4", 8)),
        ]
        for number, lines in enumerate(bodies, start=1)
    ]
    text = "\n".join(await words(pdf(*sheets)))
    assert "Garden Report" not in text
    assert "Volume" not in text
    assert "Page 1" not in text
    assert [f"The end of part {number}" in text for number in (1, 2, 3, 4)] == [True] * 4


async def test_headings_stay_apart_and_the_reference_list_is_left_out() -> None:
    page = [
        Put(72, 740, "Results", 12, bold=True),
        *column(72, 720, LEFT),
        Put(72, 620, "References", 12, bold=True),
        *column(72, 600, ["1. Author A. A paper on gardens. 2001.", "2. Author B. Another paper on water. 2002."]),
        Put(72, 540, "Appendix", 12, bold=True),
        *column(72, 520, RIGHT),
    ]
    assert await words(pdf(page)) == ["Results", joined(LEFT), "Appendix", joined(RIGHT)]


async def test_tables_captions_and_footnotes_in_small_print_are_left_out() -> None:
    cells = [Put(x, y, text, 8) for y in (560, 550, 540) for x, text in ((72, "row"), (200, "12.5"), (330, "0.07"))]
    page = [
        *column(72, 740, LEFT),
        Put(72, 580, "Table 1. Yields by bed and by year.", 8),
        *cells,
        *column(72, 500, RIGHT),
        Put(72, 60, "1 A note that explains the word bed.", 7),
    ]
    assert await words(pdf(page)) == [joined(LEFT), joined(RIGHT)]


async def test_raised_figures_go_when_they_point_to_notes_and_stay_when_they_are_exponents() -> None:
    raised = [
        Put(72, 700, "Patience"),
        Put(113.5, 704, "12", 6),
        Put(121, 700, "grows on ten m"),
        Put(184.5, 704, "2", 6),
    ]
    assert await words(pdf([*raised, *column(72, 660, LEFT)])) == ["Patience grows on ten m²", joined(LEFT)]


async def test_an_indented_line_begins_a_paragraph() -> None:
    page = [*column(72, 700, LEFT), Put(84, 628, RIGHT[0]), *column(72, 616, RIGHT[1:])]
    assert await words(pdf(page)) == [joined(LEFT), joined(RIGHT)]


async def test_the_title_is_the_stated_one_or_the_largest_print() -> None:
    page = [Put(72, 740, "Set in large print", 20), *column(72, 700, LEFT)]
    assert (await read_pdf(pdf(page, title="What was stated"))).title == "What was stated"
    assert (await read_pdf(pdf(page, title="Microsoft Word - draft.docx"))).title == "Set in large print"
    assert (await read_pdf(pdf(column(72, 700, LEFT)))).title is None


WHOLE = pdf(column(72, 700, LEFT), column(72, 700, RIGHT))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (encrypted(WHOLE, "secret"), "protected by a password"),
        (pdf_of_streams([b"q 500 0 0 700 50 50 cm /Im Do Q"] * 2, image=True), "scanned pages without a text layer"),
        (pdf([]), "holds no text"),
        (b"%PDF-1.7\n" + b"\x00garbage" * 50, "is damaged"),
        (WHOLE[:200], "is damaged"),
        (b"<html><body>no pdf</body></html>", "not a PDF file"),
    ],
    ids=["encrypted", "scanned", "empty", "garbage", "truncated", "html"],
)
async def test_a_pdf_is_refused_with_what_to_do_when_it_has_no_text_to_give(data: bytes, sentence: str) -> None:
    with pytest.raises(ValidationFailed, match=sentence) as refusal:
        await read_pdf(data)
    assert refusal.value.details["fields"][0]["path"] == "file"


async def test_a_pdf_is_readable_when_only_its_use_is_restricted() -> None:
    assert await words(encrypted(WHOLE, "")) == [joined(LEFT), joined(RIGHT)]


async def test_a_pdf_is_refused_when_it_has_more_pages_than_allowed() -> None:
    assert len((await read_pdf(WHOLE, limits=PdfLimits(pages=2))).paragraphs) == 2
    with pytest.raises(ValidationFailed, match="has 2 pages; 1 are allowed"):
        await read_pdf(WHOLE, limits=PdfLimits(pages=1))


def hungry() -> bytes:
    """Some kilobytes that ask for seconds of work: hundreds of thousands of lines, packed well."""
    return pdf_of_streams([b"BT /F1 1 Tf " + b"0.1 0 Td (abcdefghijklmnopqrstuvwxyz) Tj " * 400_000 + b"ET"])


async def test_a_pdf_is_refused_when_it_uses_up_its_processor_time() -> None:
    data = hungry()
    assert len(data) < 100_000
    with pytest.raises(ValidationFailed, match="takes too long"):
        await read_pdf(data, limits=PdfLimits(cpu_s=1))
    assert children() == []


async def test_a_pdf_is_refused_when_it_takes_too_long() -> None:
    with pytest.raises(ValidationFailed, match="takes too long"):
        await read_pdf(hungry(), limits=PdfLimits(wall_s=0.05))
    assert children() == []


async def test_a_pdf_is_refused_when_it_needs_too_much_memory() -> None:
    with pytest.raises(ValidationFailed, match=r"too much memory|is damaged"):
        await read_pdf(hungry(), limits=PdfLimits(memory_bytes=60 * 1024 * 1024))
    assert children() == []


async def test_no_process_is_left_when_reading_is_cancelled() -> None:
    reading = asyncio.create_task(read_pdf(hungry()))
    await asyncio.to_thread(first_child)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert children() == []


async def test_the_child_sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOUNDRY_SECRET", "not for the child")
    reading = asyncio.create_task(read_pdf(hungry()))
    environment = await asyncio.to_thread(environment_of_child)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert b"not for the child" not in environment


def children() -> list[int]:
    """The processes that this one has started and that still exist."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


def first_child() -> Path:
    while not (running := children()):
        pass
    return Path(f"/proc/{running[0]}")


def environment_of_child() -> bytes:
    """Of the child once it runs its own program: until then it is a copy of this process."""
    child = first_child()
    while b"pdf_child" not in (child / "cmdline").read_bytes():
        pass
    return (child / "environ").read_bytes()
