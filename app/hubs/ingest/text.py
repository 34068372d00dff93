"""From bytes to text: the encoding of a file, and a refusal for what is no text at all."""

import codecs
import re

from app.errors import ValidationFailed

_SIGNATURES = (
    (b"%PDF-", "a PDF. Choose the type PDF for it"),
    (b"PK\x03\x04", "a Word document or another packed file. Save it as PDF or plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document. Save it as PDF or plain text"),
    (b"{\\rtf", "a Rich Text document. Save it as PDF or plain text"),
    (b"\x89PNG", "a picture. Upload text"),
    (b"\xff\xd8\xff", "a picture. Upload text"),
    (b"GIF8", "a picture. Upload text"),
    (b"\x1f\x8b", "a packed file. Unpack it first"),
    (b"ID3", "a recording. Upload its transcript"),
    (b"OggS", "a recording. Upload its transcript"),
    (b"fLaC", "a recording. Upload its transcript"),
    (b"RIFF", "a recording or video. Upload its transcript"),
    (b"\x1aE\xdf\xa3", "a recording or video. Upload its transcript"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_NOT_TEXT = "This file is not text that can be read. Save it as UTF-8 text and upload that."


def decode(data: bytes, *, charset: str | None = None, path: str = "file") -> str:
    """The text, by byte order mark, declared charset, UTF-8, and at last Windows-1252.

    `path` is the input field that an error names. Raises: ValidationFailed.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ValidationFailed((path, f"This is {kind}."))
    text = _decoded(data, charset)
    if text is None or len(_CONTROLS.findall(text)) > len(text) / 200:
        raise ValidationFailed((path, _NOT_TEXT))
    return text.removeprefix("\ufeff")


def _decoded(data: bytes, charset: str | None) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _attempt(data, encoding)
    if b"\x00" in data:
        return _attempt(data, _wide_encoding(data))
    candidates = [charset, "utf-8"] if charset else ["utf-8"]
    for encoding in candidates:
        text = _attempt(data, encoding)
        if text is not None:
            return text
    return _japanese(data) or data.decode("cp1252", errors="replace")


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide_encoding(data: bytes) -> str:
    """Latin text in UTF-16 without a mark has its zero bytes on one side of every pair."""
    sample = data[:4096]
    return "utf-16-be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _japanese(data: bytes) -> str | None:
    """The old Japanese encodings, believed only when the result holds as much kana as Japanese does."""
    for encoding in ("cp932", "euc_jp"):
        text = _attempt(data, encoding)
        if text and len(_KANA.findall(text)) > sum(not char.isascii() for char in text) / 5:
            return text
    return None
