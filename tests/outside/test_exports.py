"""Exports opened by what people open them with."""

import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from app.exports.pdf_file import write_pdf
from app.exports.report import AuditReport
from app.resources import Resources
from tests.api import Api
from tests.app.exports.scene import FORMULA, WORDS, Scene, exported, scene_in
from tests.app.exports.test_pdf import AT, audited
from tests.app.pictures.texts import TEXTS, fonts
from tests.outside.programs import program_path

# What is between two commas, what quotes a cell, UTF-8, the first line; and that a formula in a cell is one.
_AS_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
"""What pdftotext sets around text that runs the other way."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def cells_of(csv: Path) -> tuple[list[str], list[str]]:
    """The texts and the formulas that LibreOffice sees in the table."""
    soffice, profile = program_path("soffice"), csv.parent / "profile"
    options = (f"-env:UserInstallation={profile.as_uri()}", f"--infilter={_AS_CSV}", "--convert-to", "xlsx")
    run(soffice, "--headless", *options, "--outdir", str(csv.parent), str(csv))
    with zipfile.ZipFile(csv.with_suffix(".xlsx")) as book:
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        formulas = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{_SHEET}f")
        return ["".join(text.itertext()) for text in texts], [formula.text or "" for formula in formulas]


@pytest.mark.slow
async def test_libreoffice_reads_every_word_and_calculates_none(
    scene: Scene, resources: Resources, tmp_path: Path
) -> None:
    _, data = await exported(scene, resources, "CSV")
    table, harmful = tmp_path / "content.csv", tmp_path / "harmful.csv"
    table.write_bytes(data)
    harmful.write_text("content\n=1+1\n")

    texts, formulas = cells_of(table)

    assert formulas == []
    for _, words, _ in WORDS[2:6]:
        assert words.lstrip("＝") in [text.lstrip("'＝") for text in texts]
    assert f"'{FORMULA}" in texts
    assert cells_of(harmful)[1] == ["1+1"]  # it does calculate what is not made safe


async def test_unzip_finds_every_file_whole_under_its_name(scene: Scene, resources: Resources, tmp_path: Path) -> None:
    _, data = await exported(scene, resources, "ZIP")
    path = tmp_path / "content.zip"
    path.write_bytes(data)

    assert "No errors detected" in run(program_path("unzip"), "-t", str(path))
    run(program_path("unzip"), "-q", str(path), "-d", str(tmp_path / "out"))

    files = sorted(file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*.*"))
    assert len(files) == 10
    assert "linkedin/001-売れ残りを数えた.txt" in files
    assert (tmp_path / "out" / "twitter" / "003-it-outlived-its-hub.txt").read_text() == "It outlived its hub.\n"


def test_pdftotext_finds_every_piece_in_its_own_script(tmp_path: Path) -> None:
    pdftotext, path = program_path("pdftotext"), tmp_path / "report.pdf"
    pieces = [audited(number, 0, text) for number, text in enumerate(TEXTS.values())]
    report = AuditReport("Acme", AT, "Ada", None, (), None, None, len(pieces), {}, iter(pieces))
    write_pdf(report, path, fonts())

    text = "".join(sign for sign in run(pdftotext, str(path), "-") if sign not in _MARKS)

    words = set(text.split())
    for name, piece in TEXTS.items():
        if name in ("arabic", "hebrew"):  # in its own order, in which brackets and figures stand elsewhere
            assert len([word for word in piece.split() if word.isalpha() and word in words]) >= 6
        else:
            assert "".join(piece.split()) in "".join(text.split())
