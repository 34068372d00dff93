"""The page at /graphiql/, as built from app/web/graphiql, and the way a browser is led to it.

It loads nothing from elsewhere and runs no inline script; the headers here hold it to that.
"""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

# Styles must be allowed inline (the code editor writes them as it runs), and its icon font is a data: address.
_CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
_YEAR_S = 365 * 24 * 3600

_NOT_BUILT = """\
Foundry is running, but this page has not been built yet.

Build it with:  scripts/build_graphiql
It needs no restart: reload this page afterwards. The API itself answers at /graphql all the while.
"""


def routes(dist: Path) -> list[BaseRoute]:
    """Serves the folder that scripts/build_graphiql writes; it may also be built while the server runs."""
    return [
        Route("/graphiql", _to_page, methods=["GET"]),
        Mount("/graphiql", _page(dist), name="graphiql"),
    ]


def wants_page(request: Request) -> bool:
    """True for a browser that opens /graphql by its address bar; false for every API client.

    A GET with a `query` is an operation, and `*/*` (curl, fetch) asks for no page.
    """
    opened = request.method == "GET" and "query" not in request.query_params
    return opened and "text/html" in request.headers.get("accept", "")


def page_redirect(request: Request) -> Response:
    """Leads from /graphql or /graphiql to the page beside it, wherever the application is mounted."""
    beside = "../graphiql/" if request.url.path.endswith("/") else "graphiql/"
    return RedirectResponse(beside, status_code=303)


async def _to_page(request: Request) -> Response:
    return page_redirect(request)


def _page(dist: Path) -> ASGIApp:
    files = StaticFiles(directory=dist, html=True, check_dir=False)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(scope["path"], message)
            await send(message)

        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        elif (dist / "index.html").is_file():
            await files(scope, receive, send_with_headers)
        else:
            # 200: until the build this is what the address holds, and no proxy should put an error page before it.
            await PlainTextResponse(_NOT_BUILT)(scope, receive, send_with_headers)

    return serve


def _set_headers(path: str, start: Message) -> None:
    """Files named by their content may be kept for good; the page itself is asked for anew."""
    headers = MutableHeaders(scope=start)
    headers["Content-Security-Policy"] = _CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    lasting = "/assets/" in path and start["status"] in (200, 304)
    headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable" if lasting else "no-cache"
