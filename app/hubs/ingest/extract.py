"""One way in for every kind of source: bytes as uploaded or fetched, out comes clean text with its language and turns.

All work on the text runs in a thread, reading a PDF in a process. What cannot be read is a ValidationFailed that names
the input field and says what to do.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from urllib.parse import urlsplit

from app.errors import ValidationFailed
from app.hubs.ingest import clean, html, language, markdown, transcript, unwrap
from app.hubs.ingest.furniture import without_furniture
from app.hubs.ingest.lexicon import Lexicon
from app.hubs.ingest.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS, PDF_LIMITS, PdfLimits
from app.hubs.ingest.pdf import PdfText, read_pdf
from app.hubs.ingest.text import decode
from app.hubs.source import Extracted
from app.vocabulary import SourceType

_PATHS = {SourceType.PDF: "file", SourceType.URL: "url", SourceType.TEXT: "text", SourceType.TRANSCRIPT: "text"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SENTENCE_ENDS = (".", ",", ":", ";", "?", "!", "。", "、")
_MAX_TITLE = 300


async def extract(
    data: bytes,
    *,
    source_type: SourceType,
    content_type: str | None = None,
    filename: str | None = None,
    url: str | None = None,
    pdf_limits: PdfLimits = PDF_LIMITS,
) -> Extracted:
    """The clean text of a source.

    `content_type` is the media type as stated, with its charset; `url` is where the bytes were fetched, which settles
    what kind a page without a media type is. Raises: ValidationFailed, naming "file", "url" or "text".
    """
    path = "file" if filename and source_type is not SourceType.URL else _PATHS[source_type]
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ValidationFailed((path, f"The document is larger than {MAX_DOCUMENT_BYTES // 1024**2} MB."))
    if not data.strip():
        raise ValidationFailed((path, "There is nothing in it. Give a source with text."))
    if source_type is SourceType.PDF or (source_type is SourceType.URL and _is_pdf(data, content_type)):
        pdf = await read_pdf(data, limits=pdf_limits, path=path)
        return await asyncio.to_thread(_from_pdf, pdf, source_type, path)
    if source_type is SourceType.URL and _is_html(data, content_type, url):
        return await asyncio.to_thread(_from_html, data, content_type, path)
    return await asyncio.to_thread(_from_text, data, source_type, content_type, path)


def _from_pdf(pdf: PdfText, source_type: SourceType, path: str) -> Extracted:
    text = clean.with_accents(clean.normalise("\n\n".join(pdf.paragraphs)))
    _check_length(text, path)
    code = language.detect(text)
    lexicon = Lexicon(text, code)
    joined = (unwrap.join(block.split("\n"), lexicon) for block in text.split("\n\n"))
    return _extracted(_joined(joined), code, source_type, pdf.title, path)


def _from_html(data: bytes, content_type: str | None, path: str) -> Extracted:
    page = html.read_html(decode(data, charset=_charset(content_type) or html.charset_of(data), path=path), path=path)
    text = clean.normalise(_joined(page.paragraphs))
    return _extracted(text, language.detect(text), SourceType.URL, page.title, path)


def _from_text(data: bytes, source_type: SourceType, content_type: str | None, path: str) -> Extracted:
    raw = decode(data, charset=_charset(content_type), path=path)
    _check_length(raw, path)
    if source_type is SourceType.TRANSCRIPT:
        return _from_transcript(clean.normalise(raw), path)
    pages = (clean.normalise(page) for page in raw.split("\f"))
    text = markdown.without_markdown(without_furniture("\f".join(pages)))
    code = language.detect(text)
    paragraphs = unwrap.paragraphs(text, Lexicon(text, code))
    title = markdown.first_heading(raw) or _first_line(paragraphs)
    return _extracted(_joined(paragraphs), code, source_type, title, path)


def _from_transcript(text: str, path: str) -> Extracted:
    code = language.detect(text)
    words, turns = transcript.read_transcript(text, code)
    _check_words(words, path)
    return Extracted(words, code, SourceType.TRANSCRIPT, None, tuple(turns))


def _extracted(text: str, code: str, source_type: SourceType, title: str | None, path: str) -> Extracted:
    words = clean.without_reference_marks(text)
    _check_words(words, path)
    return Extracted(words, code, source_type, _short(title))


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _first_line(paragraphs: Sequence[str]) -> str | None:
    """The first paragraph as a title, when it is short and no sentence; below "Chapter V" stands the real one."""
    lines = [line for line in paragraphs[:2] if 3 <= len(line) <= 120 and not line.endswith(_SENTENCE_ENDS)]
    if not lines or len(paragraphs) < 2 or lines[0] != paragraphs[0]:
        return None
    return lines[-1] if len(lines[0].split()) < 3 <= len(lines[-1].split()) else lines[0]


def _short(title: str | None) -> str | None:
    return " ".join(clean.normalise(title).split())[:_MAX_TITLE] or None if title else None


def _charset(content_type: str | None) -> str | None:
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def _is_pdf(data: bytes, content_type: str | None) -> bool:
    return data.startswith(b"%PDF-") or _media_type(content_type) == "application/pdf"


def _is_html(data: bytes, content_type: str | None, url: str | None) -> bool:
    stated = _media_type(content_type)
    if stated.startswith("text/") and stated != "text/html":
        return False
    plain = PurePath(urlsplit(url or "").path).suffix.lower() in (".txt", ".md")
    return stated in ("text/html", "application/xhtml+xml") or not plain or b"<html" in data[:1024].lower()


def _media_type(content_type: str | None) -> str:
    return (content_type or "").split(";")[0].strip().lower()


def _check_length(text: str, path: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        limit = f"{MAX_TEXT_CHARACTERS:,} characters"
        raise ValidationFailed((path, f"The text is {len(text):,} characters long; {limit} are allowed. Split it up."))


def _check_words(text: str, path: str) -> None:
    _check_length(text, path)
    if not any(char.isalpha() for char in text):
        raise ValidationFailed((path, "There is no text in it. Give a source with sentences to work from."))
