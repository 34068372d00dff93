"""What the commands share: the folder they work on, what they print on, and that one server alone runs there."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from app.settings import Settings

console = Console(soft_wrap=True)
DataDir = Annotated[Path | None, typer.Option("--data", help="Folder of databases and objects.")]


def settings_with(data: Path | None = None, host: str | None = None, port: int | None = None) -> Settings:
    """Settings from the environment, with what the command line says on top."""
    named: dict[str, Any] = {"data_dir": data, "host": host, "port": port}
    given = {name: value for name, value in named.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        for problem in error.errors():
            name = "FOUNDRY_" + "_".join(map(str, problem["loc"])).upper() if problem["loc"] else "Settings"
            console.print(f"{name}: {problem['msg']}", style="red", highlight=False)
        raise typer.Exit(2) from error


@contextmanager
def only_server(data: Path) -> Iterator[None]:
    """One process serves a data folder: a second one would take the first one's running jobs for its own."""
    with alone(data) as is_alone:
        if not is_alone:
            console.print(f"Another server runs on {data}.", style="red", highlight=False)
            raise typer.Exit(1)
        yield


@contextmanager
def alone(data: Path) -> Iterator[bool]:
    """Whether no server runs there; if so, none begins before the block has ended."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "server.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            is_alone = False
        else:
            is_alone = True
        yield is_alone
