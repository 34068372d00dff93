"""One way in: each type of source gives clean text, its language and its title, or says what to do instead."""

import pytest

from app.errors import ValidationFailed
from app.hubs.ingest.extract import extract
from app.hubs.ingest.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS
from app.hubs.source import Extracted, Turn
from app.vocabulary import SourceType
from tests.app.hubs.ingest.pages import column, pdf

SENTENCE = "Most beginners plant far too early and lose the whole bed to one cold night in the spring."
ARTICLE = f"""<!DOCTYPE html><html lang="en">
<head><meta charset="utf-8"><title>Waiting for the frost — Café Vert</title>
<script>document.write("scripted")</script></head>
<body><nav><a href="/">Home</a><a href="/shop">Shop the sale</a></nav>
<main><article><h1>Waiting for the frost</h1>
<p>{SENTENCE} It happens to <b>every</b> one of us, and <a href="/x">twice</a>.</p>
<h2>What to do <a href="#what">#</a></h2>
<p>Wait a week longer than the packet of seeds says, and then wait for another week.
Call <code>sow()</code> only after that.</p>
<pre><code>def sow():\n    return "seeds in the ground"</code></pre>
<ul><li>Cover the bed with straw and leave it alone until the nights are warm.</li><li>Write down the date.</li></ul>
<table><tr><td>cell one</td><td>cell two</td></tr></table></article></main>
<footer>All rights reserved</footer></body></html>"""


async def text_of(
    data: bytes,
    source_type: SourceType = SourceType.TEXT,
    content_type: str | None = None,
    filename: str | None = None,
    url: str | None = None,
) -> Extracted:
    return await extract(data, source_type=source_type, content_type=content_type, filename=filename, url=url)


async def test_a_page_gives_its_article_and_nothing_around_it() -> None:
    page = await text_of(ARTICLE.encode(), SourceType.URL, content_type="text/html", url="https://example.test/frost")
    assert page.title is not None
    assert page.title.startswith("Waiting for the frost")
    assert page.language == "en"
    assert page.text.split("\n\n")[-5:] == [
        f"{SENTENCE} It happens to every one of us, and twice.",
        "What to do",
        "Wait a week longer than the packet of seeds says, and then wait for another week. Call sow() only after that.",
        "Cover the bed with straw and leave it alone until the nights are warm.",
        "Write down the date.",
    ]
    for around in ("Shop", "scripted", "def sow", "cell one", "All rights"):
        assert around not in page.text


async def test_a_page_gives_the_same_text_however_often_it_is_read() -> None:
    texts = {(await text_of(ARTICLE.encode(), SourceType.URL, content_type="text/html")).text for _ in range(5)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    "page",
    [
        b"<html><head><title>App</title></head><body><div id='root'></div><script>start()</script></body></html>",
        b"<html><body></body></html>",
        b"<html><body><noscript>Please enable it.</noscript></body></html>",
    ],
)
async def test_a_page_is_refused_when_its_text_needs_scripts(page: bytes) -> None:
    with pytest.raises(ValidationFailed, match="after scripts have run") as refusal:
        await text_of(page, SourceType.URL, content_type="text/html")
    assert refusal.value.details["fields"][0]["path"] == "url"


@pytest.mark.parametrize(
    ("encoding", "content_type", "declared"),
    [
        ("utf-8", "text/html", ""),
        ("iso-8859-1", "text/html; charset=ISO-8859-1", ""),
        ("windows-1252", "text/html", '<meta charset="windows-1252">'),
        ("utf-16", "text/html", ""),
    ],
)
async def test_a_page_is_read_in_the_encoding_it_has(encoding: str, content_type: str, declared: str) -> None:
    body = "<p>" + "Der Gärtner prüft täglich, ob die Erde für die Bohnen schon warm genug ist. " * 3 + "</p>"
    page = f"<html><head>{declared}<title>Gärten</title></head><body><article>{body}</article></body></html>"
    read = await text_of(page.encode(encoding), SourceType.URL, content_type=content_type)
    assert "Gärtner prüft täglich" in read.text
    assert read.language == "de"


async def test_a_pdf_gives_whole_words_and_sentences() -> None:
    lines = [
        "Patience is the first of the charac-",
        "teristics that a garden asks for [1].",
        "Most have it by the end [2], some [3].",
    ]
    for source_type, content_type in ((SourceType.PDF, None), (SourceType.URL, "application/pdf")):
        read = await extract(pdf(column(72, 700, lines)), source_type=source_type, content_type=content_type)
        assert read == Extracted(
            "Patience is the first of the characteristics that a garden asks for. Most have it by the end, some.",
            "en",
            source_type,
        )


async def test_a_text_gives_paragraphs_its_title_and_language() -> None:
    text = (
        "# El jardín\n\nLa paciencia es lo **primero** que enseña un jardín,\n"
        "y se aprende cada año de nuevo.\n\n- Agua y sombra, y nada más que agua y sombra."
    )
    read = await text_of(text.encode())
    assert read.title == "El jardín"
    assert read.language == "es"
    assert read.text.split("\n\n")[:2] == [
        "El jardín",
        "La paciencia es lo primero que enseña un jardín, y se aprende cada año de nuevo.",
    ]


async def test_japanese_text_keeps_its_lines_as_they_are() -> None:
    text = "『庭の教え』\n\n　庭は忍耐を教える。\nそれは毎年くり返される。"
    read = await text_of(text.encode("cp932"))
    assert (read.language, read.text) == ("ja", "『庭の教え』\n\n庭は忍耐を教える。\n\nそれは毎年くり返される。")


async def test_a_transcript_gives_turns() -> None:
    read = await text_of(b"Ann: What do you grow?\nBo: Mostly beans.\n", SourceType.TRANSCRIPT)
    assert read.text == "What do you grow?\n\nMostly beans."
    assert read.turns == (Turn(0, 17, "Ann"), Turn(19, 32, "Bo"))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(SENTENCE + " “Quoted” — naïve café.", name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")],
)
async def test_text_is_read_in_the_encoding_it_has(data: str, encoding: str) -> None:
    assert (await text_of(data.encode(encoding))).text == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04" + bytes(100), "Word document"),
        (b"%PDF-1.7\n...", "Choose the type PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"{\\rtf1 text}", "Rich Text"),
        (bytes(range(256)) * 20, "not text that can be read"),
        (b"", "nothing in it"),
        (b" \n\t ", "nothing in it"),
        (b"1234 5678 -- !!", "no text in it"),
        (("ab c " * (MAX_TEXT_CHARACTERS // 5 + 1)).encode(), "2,000,000 characters are allowed"),
        (b"a" * (MAX_DOCUMENT_BYTES + 1), "larger than 50 MB"),
    ],
    ids=["docx", "pdf", "png", "rtf", "binary", "empty", "blank", "numbers", "long", "large"],
)
async def test_a_source_is_refused_with_what_to_do_when_it_holds_no_text(data: bytes, sentence: str) -> None:
    for filename, path in ((None, "text"), ("upload.txt", "file")):
        with pytest.raises(ValidationFailed, match=sentence) as refusal:
            await text_of(data, SourceType.TEXT, filename=filename)
        assert refusal.value.details["fields"][0]["path"] == path


async def test_a_page_is_refused_when_it_is_uploaded_as_a_pdf() -> None:
    with pytest.raises(ValidationFailed, match="not a PDF file"):
        await text_of(ARTICLE.encode(), SourceType.PDF, filename="page.pdf")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We sold the audit in blocks of hours.", "en"),
        ("Guten Tag, wie geht es Ihnen heute?", "de"),
        ("Bonjour tout le monde, ça va bien ?", "fr"),
        ("Olá, tudo bem com você hoje?", "pt"),
        ("株主総会は来月です。", "ja"),
        ("한국어 문장입니다", "ko"),
        ("Привет, как дела, друг?", "ru"),
        ("ok 12", "en"),
    ],
)
async def test_the_language_is_known_even_of_a_short_text(text: str, code: str) -> None:
    assert (await text_of(text.encode())).language == code
