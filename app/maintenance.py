"""What the command line does with the databases while no server needs to run."""

import shutil
import sqlite3
import sys
from collections.abc import Callable

from rich.console import Console

import tenancy
from app.accounts.models import User
from app.accounts.service import open_session
from app.errors import Unavailable
from app.main import PAGE, open_tenancy
from app.pictures.fonts import open_fonts
from app.planes import GLOBAL_STEPS, TENANT_STEPS
from app.settings import LOCAL_TRANSCRIPTION, Settings
from app.speech.local import weights
from app.speech.opening import MISSING

MIN_SQLITE = (3, 35, 0)
MIN_FREE_BYTES = 500_000_000


async def migrate_all(settings: Settings, console: Console) -> int:
    """Opens, and so migrates, the global database and each client's; returns the exit code."""
    opened = await open_tenancy(settings)
    try:
        report = await tenancy.migrate_all_clients()
        console.print(f"{report.total - len(report.failed)} of {report.total} client databases are up to date.")
        for client_id, error in report.failed.items():
            console.print(f"[red]{client_id}: {error}[/red]")
        return 1 if report.failed else 0
    finally:
        await opened.close()


async def new_token(settings: Settings, email: str, hours: int, console: Console) -> int:
    opened = await open_tenancy(settings)
    try:
        user = await User.get_or_none(email=email.strip().lower())
        if user is None:
            console.print(f"Nobody here has the e-mail address {email}.", style="red")
            return 1
        token, session = await open_session(user, hours, "user.token_issued")
        print(token)  # noqa: T201  # for scripts: the token and nothing else
        console.print(f"Good until {session.expires_at:%Y-%m-%d %H:%M} UTC.", style="dim", highlight=False)
        return 0
    finally:
        await opened.close()


async def examine(settings: Settings, console: Console) -> int:
    """Prints a line for each thing looked at; the exit code is 1 when one of them keeps the server from running."""
    failed = False
    for name, look in _LOOKS.items():
        problem = look(settings)
        failed |= problem is not None
        console.print(
            f"{'[red]no [/red]' if problem else '[green]ok [/green]'} {name}{f': {problem}' if problem else ''}"
        )
    problem = await _databases(settings)
    console.print(
        f"{'[red]no [/red]' if problem else '[green]ok [/green]'} databases{f': {problem}' if problem else ''}"
    )
    if not (PAGE / "index.html").is_file():
        console.print("[yellow]!! [/yellow] GraphiQL is not built: run scripts/build_graphiql")
    console.print(_recogniser(settings), highlight=False)
    try:
        open_fonts(settings.fonts)
    except Unavailable as error:
        console.print(f"[yellow]!! [/yellow] {error.message}", highlight=False)
    return 1 if failed or problem else 0


def _recogniser(settings: Settings) -> str:
    """A line on what writes voice notes down."""
    if not settings.transcription:
        return "[green]ok [/green] voice notes: none are taken, FOUNDRY_TRANSCRIPTION is empty"
    if settings.transcription == LOCAL_TRANSCRIPTION and weights() is None:
        return f"[yellow]!! [/yellow] voice notes: {MISSING}"
    return f"[green]ok [/green] voice notes: written down by {settings.transcription}"


async def _databases(settings: Settings) -> str | None:
    """Changes nothing: a database that lacks steps gets them at the next start, or by `foundry migrate`."""
    try:
        state = await tenancy.pending(
            settings.global_url,
            settings.clients_dir,
            global_steps=tenancy.load_steps(GLOBAL_STEPS),
            tenant_steps=tenancy.load_steps(TENANT_STEPS),
        )
    except (tenancy.TenancyError, OSError) as error:
        return str(error)
    return "; ".join(f"client {id}: {problem}" for id, problem in state.unusable.items()) or None


def _python(_: Settings) -> str | None:
    return None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed"


def _sqlite(_: Settings) -> str | None:
    return None if sqlite3.sqlite_version_info >= MIN_SQLITE else f"SQLite {sqlite3.sqlite_version} is too old"


def _disk(settings: Settings) -> str | None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    return None if free > MIN_FREE_BYTES else f"{free:,} bytes are free in {settings.data_dir}"


_LOOKS: dict[str, Callable[[Settings], str | None]] = {"python": _python, "sqlite": _sqlite, "disk": _disk}
