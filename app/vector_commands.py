"""`foundry hooks` and `foundry vectors`."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

import tenancy
from app.errors import AppError
from app.settings import Settings
from app.terminal import DataDir, console, only_server, settings_with
from app.vectors import Vectors, vectors_of
from app.vocabulary import HookIndex

hooks = typer.Typer(no_args_is_help=True, help="The hooks that all clients' hooks are measured against.")
vectors = typer.Typer(no_args_is_help=True, help="The indexes of meaning, which the databases can always make anew.")
SHOWN = 20


@hooks.callback()
def _hooks() -> None:
    pass


@hooks.command("import")
def import_file(file: Path, data: DataDir = None) -> None:
    """Take over the hooks of a JSONL or CSV file: text, and optionally id, platform, source, tier, points.

    A server may run meanwhile. The same file twice changes nothing.
    """
    raise typer.Exit(_run(_import(settings_with(data), file)))


@vectors.command()
def rebuild(
    client: Annotated[
        str | None, typer.Option("--client", help="One client's id; all, and the hooks, if left out.")
    ] = None,
    data: DataDir = None,
) -> None:
    """Make the vectors anew from the databases. Without a Milvus server, no server may run meanwhile."""
    settings = settings_with(data)
    with nullcontext() if settings.vector_url else only_server(settings.data_dir):
        raise typer.Exit(_run(_rebuild(settings, client)))


@vectors.command()
def status(data: DataDir = None) -> None:
    """Say which model the vectors are of, and how many hooks there are."""
    raise typer.Exit(_run(_status(settings_with(data))))


def refuse_other_model(settings: Settings) -> None:
    """Ends the command where the vectors in the data folder are another model's, before anything else is opened."""
    opened = vectors_of(settings)
    if opened.is_local and _run(_nothing_but(opened.require_model())):
        raise typer.Exit(1)


async def _nothing_but(check: Coroutine[Any, Any, None]) -> int:
    await check
    return 0


def _run(work: Coroutine[Any, Any, int]) -> int:
    try:
        return asyncio.run(work)
    except AppError as error:
        console.print(str(error), style="red", highlight=False)
        return 1


async def _import(settings: Settings, file: Path) -> int:
    from app.vectors.importing import UnreadableFile, import_hooks, read_hooks

    try:
        found = read_hooks(file)
    except OSError as error:
        console.print(f"{file}: {error.strerror}", style="red", highlight=False)
        return 1
    except UnreadableFile as error:
        for line in error.lines[:SHOWN]:
            console.print(f"{file}:{line.number}: {line.problem}", style="red", highlight=False, markup=False)
        console.print(f"{len(error.lines)} lines cannot be read; nothing was imported.", highlight=False)
        return 1
    async with _opened(settings) as vectors:
        with _progress() as bar:
            task = bar.add_task("vectors", total=len(found))
            result = await import_hooks(vectors, found, lambda done, all: bar.update(task, completed=done, total=all))
    said = f"Imported: {result.new:,} new, {result.known:,} known already; of our platforms: {result.of_platforms:,}."
    console.print(said if result.new else f"Nothing to do: all {result.known:,} are known.", highlight=False)
    return 0


async def _rebuild(settings: Settings, client: str | None) -> int:
    from app.recall.rebuilding import rebuild_all, rebuild_client

    async with _opened(settings) as vectors:
        if client is not None:
            if not tenancy.exists(client):
                console.print(f"There is no client {client}.", style="red", highlight=False)
                return 1
            await rebuild_client(vectors, client)
            console.print("The client's vectors are made anew.")
            return 0
        with _progress() as bar:
            tasks: dict[str, TaskID] = {}

            def tell(what: str, done: int, all: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=all)
                bar.update(tasks[what], completed=done)

            rebuilt = await rebuild_all(vectors, tell)
    for client_id, problem in rebuilt.failed.items():
        console.print(f"client {client_id}: {problem}", style="red", highlight=False)
    console.print(f"Made anew: clients {rebuilt.clients:,}, hooks {rebuilt.hooks:,}.", highlight=False)
    return 1 if rebuilt.failed else 0


async def _status(settings: Settings) -> int:
    async with _opened(settings) as vectors:
        kept = await vectors.kept_model()
        counts = {index: await vectors.count_hooks(index) for index in HookIndex}
        named = vectors.embedder.model
    console.print(f"model    {kept or 'none yet'}" + ("" if kept in (None, named) else f", the settings name {named}"))
    for index, count in counts.items():
        console.print(f"{count:>8,} {index}", highlight=False)
    return 0 if kept in (None, named) else 1


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Vectors]:
    from app.main import open_tenancy

    async with AsyncExitStack() as stack:
        opened = await open_tenancy(settings)
        stack.push_async_callback(opened.close)
        vectors = vectors_of(settings)
        stack.push_async_callback(vectors.close)
        yield vectors


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    )
