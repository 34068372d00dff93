"""`foundry demo`: a server, an account, two clients and one document, seen from outside.

Everything that is shown came over HTTP and WebSocket from the server's public API.
"""

import asyncio
import signal
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from app.demo.client import reaching
from app.demo.document import Document, reachable, read_document
from app.demo.failure import DemoFailed
from app.demo.page import heading, new_console, write
from app.demo.server import Server, serving
from app.demo.story import Told, tell

STOPPED = 130


async def run(source: str | None, *, leave: bool, data: Path | None, port: int | None) -> int:
    """Shows the demo and gives the exit code; with `leave` it ends by itself, else when somebody ends it."""
    console = new_console()
    shown = asyncio.Event()
    try:
        work = asyncio.create_task(_demo(console, read_document(source), data, port, leave, shown))
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(name, work.cancel)
        await work
    except DemoFailed as failure:
        Console(stderr=True, highlight=False).print(Text(f"\n{failure}", style="bold red"), soft_wrap=True)
        return failure.exit_code
    except asyncio.CancelledError:
        console.print("Stopped.")
        return 0 if shown.is_set() else STOPPED
    return 0


async def _demo(
    console: Console, document: Document, data: Path | None, port: int | None, leave: bool, shown: asyncio.Event
) -> None:
    folder = (data or Path(tempfile.mkdtemp(prefix="foundry-demo-"))).resolve()
    async with (
        reachable(document) as source,
        serving(folder, port, source.allowed) as server,
        reaching(server.url) as api,
    ):
        told = await tell(console, api, source, folder)
        shown.set()
        if leave:
            write(console, f"The server ends now. Its data stays in {folder}.")
            return
        _invite(console, server, told)
        await server.process.wait()
        raise DemoFailed(f"The server has ended by itself. {server.last_words()}")


def _invite(console: Console, server: Server, told: Told) -> None:
    heading(console, "Look around")
    write(console, "The server stays up. GraphiQL, signed in as the account's owner:", "  ")
    console.print(f"    {server.url}/graphiql/#token={told.token}", soft_wrap=True, markup=False)
    write(console, "What an outside client sees, to approve and comment without an account:", "  ")
    console.print(f"    {told.review_url}", soft_wrap=True, markup=False)
    write(console, "The token, for clients of your own (Authorization: Bearer …):", "  ")
    console.print(f"    {told.token}", soft_wrap=True, markup=False)
    write(console, f"Data and log are in {server.data}. Ctrl-C ends the server.", "  ")
