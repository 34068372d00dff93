"""The explorer page: what is served at /graphiql/, under which headers, and who is led there."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.http.graphiql import page_redirect, routes, wants_page

_ROOT = Path(__file__).parents[3]
_SOURCES = _ROOT / "app" / "web" / "graphiql"
_INDEX = "<!doctype html><title>The page</title>"
_SCRIPT = "console.log('of the page')"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("not for the world")
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(_INDEX)
    (folder / "assets" / "index-Ab12.js").write_text(_SCRIPT)
    return folder


@pytest.fixture
async def browser(dist: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=routes(dist)))
    async with httpx.AsyncClient(transport=transport, base_url="http://foundry.test") as client:
        yield client


async def test_page_is_served_under_its_policy(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/graphiql/")
    assert (page.status_code, page.text) == (200, _INDEX)
    policy = dict(rule.split(" ", 1) for rule in page.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-cache"


async def test_page_is_not_sent_again_when_the_browser_has_it(browser: httpx.AsyncClient) -> None:
    tag = (await browser.get("/graphiql/")).headers["etag"]
    again = await browser.get("/graphiql/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")


async def test_assets_may_be_kept_for_good(browser: httpx.AsyncClient) -> None:
    asset = await browser.get("/graphiql/assets/index-Ab12.js")
    assert (asset.status_code, asset.text) == (200, _SCRIPT)
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-security-policy" in asset.headers


@pytest.mark.parametrize(
    "path", ["assets/gone.js", "..%2fsecret.txt", "%2e%2e/secret.txt", "assets/..%2f..%2fsecret.txt"]
)
async def test_nothing_is_found_when_the_page_has_no_such_file(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(f"/graphiql/{path}")
    assert answer.status_code == 404
    assert "world" not in answer.text


async def test_address_without_its_slash_leads_to_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/graphiql", follow_redirects=True)
    assert [step.status_code for step in answer.history] == [303]
    assert (answer.url.path, answer.text) == ("/graphiql/", _INDEX)


@pytest.mark.parametrize("endpoint", ["/api/graphql", "/api/graphql/", "/api/graphiql"])
async def test_redirect_stays_inside_when_the_application_is_mounted(dist: Path, endpoint: str) -> None:
    async def graphql(request: Request) -> Response:
        return page_redirect(request)

    inner = Starlette(routes=[Route("/graphql", graphql), Route("/graphql/", graphql), *routes(dist)])
    transport = httpx.ASGITransport(Starlette(routes=[Mount("/api", inner)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://foundry.test") as client:
        answer = await client.get(endpoint, follow_redirects=True)
    assert (answer.url.path, answer.text) == ("/api/graphiql/", _INDEX)


async def test_page_tells_how_to_build_it_when_it_is_not_built(browser: httpx.AsyncClient, dist: Path) -> None:
    (dist / "index.html").rename(dist / "elsewhere.html")
    for path in ("/graphiql/", "/graphiql/assets/index-Ab12.js"):
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert "scripts/build_graphiql" in answer.text
    assert (_ROOT / "scripts" / "build_graphiql").is_file()


async def test_page_appears_when_it_is_built_while_the_server_runs(browser: httpx.AsyncClient, dist: Path) -> None:
    (dist / "index.html").rename(dist / "elsewhere.html")
    before = await browser.get("/graphiql/")
    (dist / "elsewhere.html").rename(dist / "index.html")
    after = await browser.get("/graphiql/")
    assert (before.text == _INDEX, after.text == _INDEX) == (False, True)


def test_socket_is_closed_when_it_is_opened_on_the_page(dist: Path) -> None:
    with pytest.raises(WebSocketDisconnect), TestClient(Starlette(routes=routes(dist))).websocket_connect("/graphiql/"):
        pass


_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("method", "accept", "query", "expected"),
    [
        ("GET", _BROWSER, "", True),
        ("GET", _BROWSER, "utm=1", True),
        ("GET", _BROWSER, "query={me{email}}", False),
        ("POST", _BROWSER, "", False),
        ("GET", "*/*", "", False),
        ("GET", "application/graphql-response+json, application/json", "", False),
        ("GET", "text/event-stream", "", False),
        ("GET", None, "", False),
    ],
)
def test_page_is_wanted_by_browsers_alone(method: str, accept: str | None, query: str, expected: bool) -> None:
    headers = [] if accept is None else [(b"accept", accept.encode())]
    scope = {"type": "http", "method": method, "path": "/graphql", "query_string": query.encode(), "headers": headers}
    assert wants_page(Request(scope)) is expected


def test_source_of_the_page_has_no_inline_script() -> None:
    page = (_SOURCES / "index.html").read_text()
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert [("src=" in attributes, body) for attributes, body in scripts] == [(True, "")]
    assert re.findall(r"""\s(?:on\w+|style)=|(?:src|href)=["']?(?:https?:)?//""", page) == []


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"]
    return {name: package for name, package in packages.items() if name}


@pytest.mark.parametrize("folder", [_SOURCES, _ROOT / "tests" / "outside" / "node"], ids=lambda folder: folder.name)
def test_lock_names_contents_and_no_addresses(folder: Path) -> None:
    packages = _packages(folder / "package-lock.json")
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
