"""Stored files, for whoever bears a link that was signed for them: streamed, in parts where that is asked for.

A link that is wrong, altered or out of time, and one to a file that is gone, are answered alike. What comes from here
is never shown as a page of this server's.
"""

import mimetypes
from urllib.parse import quote

import regex
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from app import resources
from app.errors import Unauthenticated
from app.kit import clock
from app.objects import links
from app.objects.files import FileStore

_HEADERS = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
# The standard library asks the machine for these, and machines differ.
_TYPES = {".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".json": "application/json"}
_REFUSED = "This download link is not valid or has expired. Ask for a new one.\n"
_NOT_PLAIN = regex.compile(r"[^A-Za-z0-9._ -]+")


async def download(request: Request) -> Response:
    objects = resources.current().objects
    if not isinstance(objects, FileStore):
        return _refused()  # other stores serve their files themselves
    try:
        grant = await objects.verify(f"{request.url.path}?{request.url.query}", clock.now())
    except Unauthenticated:
        return _refused()
    if not await objects.exists(grant.key):
        return _refused()
    headers = {**_HEADERS, "content-disposition": disposition(grant.filename)}
    return FileResponse(objects.path(grant.key), headers=headers, media_type=_type(grant.key))


def disposition(filename: str) -> str:
    """To be kept, under this name in any script (RFC 6266); those who cannot read that get it in ASCII."""
    plain = _NOT_PLAIN.sub("_", filename).strip()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _type(key: str) -> str:
    dot, extension = key.rpartition(".")[1:]
    return _TYPES.get(f"{dot}{extension}") or mimetypes.guess_type(key)[0] or "application/octet-stream"


def _refused() -> Response:
    return PlainTextResponse(_REFUSED, 404, headers=_HEADERS)


routes = [Route(f"{links.PATH}{{key:path}}", download, methods=["GET", "HEAD"])]
