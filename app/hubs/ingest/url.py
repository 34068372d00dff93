"""Fetching a web page that a user named, without letting the user reach what only this server can reach.

A name is resolved once; every address that it has is judged; the connection goes to a judged address, never to the
name. The same holds at each redirect. Nothing is sent before the judgement.
"""

import asyncio
import re
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urljoin

import httpx

from app.errors import Unavailable, ValidationFailed
from app.hubs.ingest import address
from app.hubs.ingest.limits import FETCH_LIMITS, FetchLimits

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

_HEADERS = {
    "User-Agent": "Foundry/1.0 (source import)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"})
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_MAX_URL = 2_000
_DAMAGED = "The page arrived damaged. Try again later."


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body as it was meant (unpacked), the media type as stated, and the address that redirects led to."""

    data: bytes
    content_type: str | None
    final_url: str


async def fetch(
    url: str,
    *,
    allowed: Sequence[str] = (),
    limits: FetchLimits = FETCH_LIMITS,
    resolve: Resolver | None = None,
    connect: httpx.AsyncBaseTransport | None = None,
) -> Fetched:
    """The page behind a web address.

    `allowed` lists hosts and networks (`host:port`, CIDR) that are fetched though they are not public. `resolve`
    gives the addresses of a name, `connect` sends a request to an address; the defaults use the network.
    Raises: ValidationFailed("url") for what the user can mend, Unavailable when the other side fails or is slow.
    """
    if connect is None:
        # Reading the certificates for TLS takes long enough to leave the loop.
        connect = await asyncio.to_thread(httpx.AsyncHTTPTransport, trust_env=False)
    guard = _Guard(address.allowances(allowed), resolve or _system_resolver, connect)
    client = httpx.AsyncClient(transport=guard, timeout=limits.seconds, trust_env=False)
    try:
        async with asyncio.timeout(limits.seconds), client:
            return await _follow(client, url, limits)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise Unavailable(f"The page did not arrive within {limits.seconds:g} seconds. Try again later.") from error
    except httpx.TransportError as error:
        raise Unavailable("The server of this page could not be reached, or broke off. Try again later.") from error


class _Guard(httpx.AsyncBaseTransport):
    """Sends each request to an address that was judged; the name stays in the Host header and in TLS."""

    def __init__(
        self, allowed: Sequence[address.Allowance], resolve: Resolver, connect: httpx.AsyncBaseTransport
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._connect = connect

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = _name(request.url)
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        candidates = await self._judged(host, port)
        for number, candidate in enumerate(candidates, start=1):
            try:
                return await self._connect.handle_async_request(_pinned(request, candidate))
            except httpx.ConnectError:
                if number == len(candidates):
                    raise
        raise AssertionError("a name without addresses was refused before")

    async def aclose(self) -> None:
        await self._connect.aclose()

    async def _judged(self, host: str, port: int) -> Sequence[str]:
        """All addresses of the host, if each may be reached: one that may not condemns the name."""
        found = [ip_address(text) for text in await self._resolve(host, port)]
        if not found:
            raise _refused("There is no server of this name. Check the address.")
        for one in found:
            if not address.is_public(one) and not any(entry.covers(host, one, port) for entry in self._allowed):
                raise _refused("This address is not on the public internet. Give a public page, or upload the file.")
        return [str(one) for one in found]


def _pinned(request: httpx.Request, candidate: str) -> httpx.Request:
    """The same request aimed at this address. httpx took the Host header from the name; TLS is told the name here."""
    extensions = {**request.extensions, "sni_hostname": _name(request.url)}
    url = request.url.copy_with(host=candidate)
    return httpx.Request(request.method, url, headers=request.headers, extensions=extensions)


def _name(url: httpx.URL) -> str:
    """The host as the wire knows it: punycode, lower case, without the dot of the root."""
    return url.raw_host.decode("ascii").strip("[]").rstrip(".").lower()


async def _system_resolver(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def _follow(client: httpx.AsyncClient, url: str, limits: FetchLimits) -> Fetched:
    for _ in range(limits.redirects + 1):
        checked = _checked_url(url)
        async with client.stream("GET", checked, headers=_HEADERS, follow_redirects=False) as response:
            if not response.has_redirect_location:
                return Fetched(await _body(response, limits.bytes), response.headers.get("content-type"), str(checked))
            url = urljoin(str(checked), response.headers["location"])
    raise _refused(f"This address redirects more than {limits.redirects} times. Give the address of the page itself.")


def _checked_url(url: str) -> httpx.URL:
    """The address as parsed once for all further use. Raises: ValidationFailed."""
    if not _SCHEME.match(url.strip()) or len(url) > _MAX_URL:
        raise _refused("This is not a web address. It must begin with http:// or https://.")
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused("This is not a web address. Check how it is written.") from error
    if not parsed.host or parsed.scheme not in ("http", "https"):
        raise _refused("This is not a web address. It must begin with http:// or https:// and name a server.")
    if parsed.userinfo:
        raise _refused("This address contains a user name or password. Give one that needs none.")
    return parsed.copy_with(fragment=None)


async def _body(response: httpx.Response, max_bytes: int) -> bytes:
    _check_status(response.status_code)
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type and media_type not in _TYPES:
        raise _refused(f"This address leads to {media_type}, not to a page, a text or a PDF.")
    if int(response.headers.get("content-length", "0") or 0) > max_bytes:
        raise _too_large(max_bytes)
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    data = bytearray()
    async for piece in unpack(response.aiter_raw(), max_bytes):
        data += piece
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(data)


def _check_status(status: int) -> None:
    if status == 429 or status >= 500:
        raise Unavailable(f"The server of this page answers with an error ({status}). Try again later.")
    if status in (401, 403, 407):
        raise _refused(f"This page may not be read without signing in ({status}). Paste its text instead.")
    if status in (404, 410):
        raise _refused(f"There is no page at this address ({status}).")
    if status != 200:
        raise _refused(f"This address does not give a page ({status}).")


Unpacker = Callable[[AsyncIterator[bytes], int], AsyncIterator[bytes]]


def _unpacker(encoding: str) -> Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _as_sent
        case "gzip" | "x-gzip" | "deflate":
            return _inflated
        case other:
            raise _refused(f"This page is sent in a packing that is not understood ({other}). Paste its text instead.")


async def _as_sent(pieces: AsyncIterator[bytes], max_bytes: int) -> AsyncIterator[bytes]:
    async for piece in pieces:
        yield piece


async def _inflated(pieces: AsyncIterator[bytes], max_bytes: int) -> AsyncIterator[bytes]:
    """Unpacked, no more than one byte beyond the cap at a time: a small page can unpack to gigabytes."""
    # 32: zlib and gzip headers alike.
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        async for piece in pieces:
            yield inflater.decompress(piece, max_bytes + 1)
            if inflater.unconsumed_tail:
                raise _too_large(max_bytes)
    except zlib.error as error:
        raise Unavailable(_DAMAGED) from error
    if not inflater.eof:
        raise Unavailable(_DAMAGED)


def _too_large(max_bytes: int) -> ValidationFailed:
    return _refused(f"This page is larger than {max_bytes:,} bytes. Paste the part that matters.")


def _refused(sentence: str) -> ValidationFailed:
    return ValidationFailed(("url", sentence))
