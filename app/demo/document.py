"""What the person gave: a file or an address, and which kind of source the API should take it for.

The kind is read off the content, not off the name: people call a transcript .txt and a page .php.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from app.demo.failure import USAGE, DemoFailed
from app.hubs.ingest import captions, cues
from app.vocabulary import SourceType

SAMPLE = Path(__file__).parents[1] / "samples" / "source.md"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PAGE_SUFFIXES = {".html", ".htm", ".xhtml"}
# A conversation labels a good part of its lines; an article with one bold "Note:" does not.
LABELLED_SHARE = 0.15
PROBED_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Document:
    """Either `data` to upload or `url` to name; `allowed` is the host that the server must be told it may fetch."""

    name: str
    source_type: SourceType
    data: bytes | None = None
    url: str | None = None
    allowed: str | None = None


def read_document(given: str | None) -> Document:
    """Raises: DemoFailed for what is neither a readable file nor a web address."""
    if given is not None and urlsplit(given).scheme.lower() in ("http", "https"):
        return _at_address(given)
    path = Path(given) if given is not None else SAMPLE
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DemoFailed(f"There is no file {path}. Give a file or an http(s) address.", USAGE) from error
    except OSError as error:
        raise DemoFailed(f"The file {path} cannot be read: {error.strerror}.", USAGE) from error
    return Document(path.name, kind_of(data, path.suffix), data)


def kind_of(data: bytes, suffix: str = "") -> SourceType:
    """PDF by its first bytes, a page by its first tag, a transcript by its speakers or times; else plain text."""
    if b"%PDF-" in data[:1024]:
        return SourceType.PDF
    text = data.decode("utf-8", errors="replace")[:PROBED_CHARACTERS].lstrip("\ufeff \r\n\t")
    if suffix.lower() in PAGE_SUFFIXES or re.match(r"<!doctype html|<html[\s>]", text, re.IGNORECASE):
        return SourceType.URL
    return SourceType.TRANSCRIPT if is_transcript(text) else SourceType.TEXT


def is_transcript(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    if captions.is_captions(text) or cues.speakers(lines):
        return True
    labelled = sum(_is_labelled(line) for line in lines)
    return labelled > max(1, LABELLED_SHARE * len(lines))


def _is_labelled(line: str) -> bool:
    return cues.bold_speaker(cues.take_time(line)[1]) is not None or cues.take_time(line)[0] is not None


def _at_address(url: str) -> Document:
    """The server fetches public addresses only, so one on this machine has to be allowed by name."""
    try:
        host, port = urlsplit(url).hostname, urlsplit(url).port
    except ValueError as error:
        raise DemoFailed(f"{url} is no web address: {error}.", USAGE) from error
    if not host:
        raise DemoFailed(f"{url} is no web address: it names no host.", USAGE)
    allowed = None
    if host in LOOPBACK:
        allowed = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return Document(url, SourceType.URL, url=url, allowed=allowed)


@asynccontextmanager
async def reachable(document: Document) -> AsyncIterator[Document]:
    """A page on disk is served on this machine for as long as this is open: the API takes pages by address only."""
    if document.source_type is not SourceType.URL or document.data is None:
        yield document
        return
    body = document.data

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        address = f"127.0.0.1:{port}"
        yield replace(document, data=None, url=f"http://{address}/{quote(document.name)}", allowed=address)
