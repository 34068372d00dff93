"""Fetching refuses before it connects, pins what it judged, and bounds what it reads.

The servers are real and on loopback; resolvers and connections that a refusal must not reach are stand-ins that count.
"""

import asyncio
import gzip
import ssl
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.errors import Unavailable, ValidationFailed
from app.hubs.ingest.limits import FetchLimits
from app.hubs.ingest.url import Fetched, Resolver, fetch
from app.kit.clock import now

LOOPBACK = ("127.0.0.1",)


class NeverConnects(httpx.AsyncBaseTransport):
    """Stands where the network would be and keeps what reached it."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        raise httpx.ConnectError("this connection leads nowhere")


def names(**hosts: Sequence[str]) -> Resolver:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return hosts.get(host.replace(".", "_"), ())

    return resolve


class Site:
    """A server on loopback: a path answers as it was told to, and every request is kept."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.hold = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                if self.path == "/hold":
                    site.hold.wait(10)
                status, headers, body = site.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                # A fetch that has read enough hangs up.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                """Nothing is logged to the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.005,))
        self.thread.start()

    def answer(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_port}{path}"

    def close(self) -> None:
        self.hold.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.close()


async def test_a_page_is_fetched_with_its_type_and_final_address(site: Site) -> None:
    page = site.answer("/page", b"<p>hello</p>", content_type="text/html; charset=utf-8")
    first = site.answer("/first", status=302, location="/page#part")
    assert await fetch(first, allowed=LOOPBACK) == Fetched(b"<p>hello</p>", "text/html; charset=utf-8", page)
    assert [path for path, _ in site.seen] == ["/first", "/page"]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/",
            "http://0.0.0.0/",
        ),
        *(
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::ffff:10.0.0.1]/",
        ),
        *("http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "https://192.168.1.1:8443/x", "http://[fe80::1%25lo]/"),
    ],
)
async def test_no_connection_is_made_when_the_address_is_private(url: str) -> None:
    network = NeverConnects()
    with pytest.raises(ValidationFailed) as refusal:
        await fetch(url, connect=network)
    assert refusal.value.details["fields"][0]["path"] == "url"
    assert network.requests == []


@pytest.mark.parametrize(
    "answers", [["10.0.0.5"], ["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], ["::1"]]
)
async def test_no_connection_is_made_when_any_address_of_the_name_is_private(answers: list[str]) -> None:
    network = NeverConnects()
    with pytest.raises(ValidationFailed, match="not on the public internet"):
        await fetch("https://rebind.test/", resolve=names(rebind_test=answers), connect=network)
    assert network.requests == []


async def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked: list[tuple[str, int]] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return next(answers)

    network = NeverConnects()
    with pytest.raises(Unavailable):
        await fetch("https://Rebind.test:8443/a?b=c", resolve=rebinding, connect=network)
    assert asked == [("rebind.test", 8443)]
    (request,) = network.requests
    assert (request.url.host, request.url.port, request.url.raw_path) == ("93.184.216.34", 8443, b"/a?b=c")
    assert request.headers["host"] == "rebind.test:8443"
    assert request.extensions["sni_hostname"] == "rebind.test"


async def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    network = NeverConnects()
    resolve = names(two_test=["2606:4700::1111", "93.184.216.34"])
    with pytest.raises(Unavailable):
        await fetch("http://two.test/", resolve=resolve, connect=network)
    assert [request.url.host for request in network.requests] == ["2606:4700::1111", "93.184.216.34"]


async def test_an_international_name_is_resolved_as_the_wire_spells_it() -> None:
    network = NeverConnects()
    resolve = names(**{"xn--bcher-kva_test": ["93.184.216.34"]})
    with pytest.raises(Unavailable):
        await fetch("http://bücher.test/", resolve=resolve, connect=network)
    assert network.requests[0].extensions["sni_hostname"] == "xn--bcher-kva.test"


async def test_the_request_carries_the_name_while_it_goes_to_the_address(site: Site) -> None:
    site.answer("/page", b"text", content_type="text/plain")
    resolve = names(wiki_internal=["127.0.0.1"])
    await fetch(site.url("/page", "wiki.internal"), allowed=("wiki.internal",), resolve=resolve)
    assert site.seen[0][1]["host"] == f"wiki.internal:{site.server.server_port}"


async def test_tls_asks_for_the_name_and_trusts_no_stranger(tmp_path: Path) -> None:
    asked: list[str | None] = []

    def keep(connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, context: ssl.SSLContext) -> None:
        asked.append(name)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed("shop.test", tmp_path))
    context.sni_callback = keep
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unavailable):
            await fetch(f"https://shop.test:{port}/", allowed=LOOPBACK, resolve=names(shop_test=["127.0.0.1"]))
    assert asked == ["shop.test"]


def self_signed(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]:1/", "//192.168.0.1/x", "http://hidden.test/"])
async def test_a_redirect_is_refused_when_it_leads_to_a_private_address(site: Site, target: str) -> None:
    start = site.answer("/start", status=302, location=target)
    with pytest.raises(ValidationFailed, match="not on the public internet"):
        await fetch(start, allowed=(f"127.0.0.1:{site.server.server_port}",), resolve=loopback_and_hidden)
    assert [path for path, _ in site.seen] == ["/start"]


async def loopback_and_hidden(host: str, port: int) -> Sequence[str]:
    return ["172.16.0.9"] if host == "hidden.test" else [host]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.test/x", "gopher://example.test/", "http://a:b@127.0.0.1/"]
)
async def test_a_redirect_is_refused_when_it_leaves_the_web(site: Site, target: str) -> None:
    start = site.answer("/start", status=301, location=target)
    with pytest.raises(ValidationFailed):
        await fetch(start, allowed=LOOPBACK)
    assert len(site.seen) == 1


async def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site) -> None:
    for number in range(6):
        site.answer(f"/{number}", status=302, location=f"/{number + 1}")
    site.answer("/6", b"text", content_type="text/plain")
    assert (await fetch(site.url("/1"), allowed=LOOPBACK)).data == b"text"
    with pytest.raises(ValidationFailed, match="redirects more than 5 times"):
        await fetch(site.url("/0"), allowed=LOOPBACK)


@pytest.mark.parametrize(
    "url",
    ["", "example.test", "ftp://example.test/", "javascript:alert(1)", "http://", "http:///x", "http://u:p@x.test/"],
)
async def test_an_address_is_refused_when_it_is_none_of_the_web(url: str) -> None:
    network = NeverConnects()
    with pytest.raises(ValidationFailed):
        await fetch(url, resolve=names(x_test=["93.184.216.34"]), connect=network)
    assert network.requests == []


async def test_a_name_is_refused_when_nobody_has_it() -> None:
    network = NeverConnects()
    with pytest.raises(ValidationFailed, match="no server of this name"):
        await fetch("http://nobody.test/", resolve=names(), connect=network)
    assert network.requests == []


async def test_a_body_is_refused_when_it_is_over_the_cap(site: Site) -> None:
    exact = site.answer("/exact", b"x" * 100, content_type="text/plain")
    stated = site.answer("/stated", b"x" * 101, content_type="text/plain", content_length="101")
    unstated = site.answer("/unstated", b"x" * 101, content_type="text/plain")
    limits = FetchLimits(bytes=100)
    assert len((await fetch(exact, allowed=LOOPBACK, limits=limits)).data) == 100
    for url in (stated, unstated):
        with pytest.raises(ValidationFailed, match="larger than 100 bytes"):
            await fetch(url, allowed=LOOPBACK, limits=limits)


async def test_a_packed_body_is_unpacked_up_to_the_cap(site: Site) -> None:
    text = b"hello " * 50
    small = site.answer("/small", gzip.compress(text), content_type="text/plain", content_encoding="gzip")
    flat = site.answer("/flat", zlib.compress(text), content_type="text/plain", content_encoding="deflate")
    bomb = site.answer("/bomb", gzip.compress(bytes(50_000_000)), content_type="text/plain", content_encoding="gzip")
    assert (await fetch(small, allowed=LOOPBACK)).data == text
    assert (await fetch(flat, allowed=LOOPBACK)).data == text
    with pytest.raises(ValidationFailed, match="larger than"):
        await fetch(bomb, allowed=LOOPBACK)


# Without a time of its own the packed body, and so the test's name, would be another in every process.
@pytest.mark.parametrize(
    "body", [b"no gzip at all", gzip.compress(b"hello " * 500, mtime=0)[:-12]], ids=["none", "cut"]
)
async def test_a_packed_body_is_refused_when_it_is_damaged(site: Site, body: bytes) -> None:
    url = site.answer("/broken", body, content_type="text/plain", content_encoding="gzip")
    with pytest.raises(Unavailable, match="damaged"):
        await fetch(url, allowed=LOOPBACK)


async def test_a_page_is_unavailable_when_it_does_not_arrive_in_time(site: Site) -> None:
    with pytest.raises(Unavailable, match=r"within 0\.05 seconds"):
        await fetch(site.url("/hold"), allowed=LOOPBACK, limits=FetchLimits(seconds=0.05))


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "video/mp4", "application/json"])
async def test_a_page_is_refused_when_it_is_of_another_kind(site: Site, kind: str) -> None:
    url = site.answer("/other", b"x", content_type=kind)
    with pytest.raises(ValidationFailed, match=f"leads to {kind}"):
        await fetch(url, allowed=LOOPBACK)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *((status, ValidationFailed) for status in (204, 401, 403, 404, 410)),
        *((status, Unavailable) for status in (429, 500, 503)),
    ],
)
async def test_a_status_is_the_users_to_mend_or_a_reason_to_wait(
    site: Site, status: int, error: type[ValidationFailed] | type[Unavailable]
) -> None:
    url = site.answer("/status", status=status)
    with pytest.raises(error, match=str(status)):
        await fetch(url, allowed=LOOPBACK)


async def test_a_page_is_unavailable_when_nobody_listens(site: Site) -> None:
    url = site.url("/")
    site.close()
    with pytest.raises(Unavailable, match="could not be reached"):
        await fetch(url, allowed=LOOPBACK)
