"""`foundry clients`: a client written to one file, taken in from one, and erased."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

import tenancy
from app.errors import AppError, NotFound, ValidationFailed
from app.settings import Settings
from app.terminal import DataDir, alone, console, only_server, settings_with

clients = typer.Typer(no_args_is_help=True, help="Clients as a whole: list them, carry one elsewhere, erase one.")
Taker = Annotated[str | None, typer.Option("--account", help="Its id, or the address of one of its people.")]
NewName = Annotated[str | None, typer.Option("--as-name", help="What the client is called here.")]
SameName = Annotated[str, typer.Option("--confirm", help="The client's name, repeated.")]


class CommandLine(NamedTuple):
    """Whoever works at the machine, as the audit log knows them."""

    account_id: str
    user_id: str | None = None
    label: str = "command line"


@clients.command("list")
def list_all(data: DataDir = None) -> None:
    """Print every client: id, status, name, account."""
    raise typer.Exit(_run(_list(settings_with(data))))


@clients.command("export")
def export_one(client: str, file: Path, data: DataDir = None) -> None:
    """Write a client whole, with its database and objects, to a new file. A server may run meanwhile."""
    raise typer.Exit(_run(_export(settings_with(data), client, file)))


@clients.command("import")
def import_one(file: Path, account: Taker = None, as_name: NewName = None, data: DataDir = None) -> None:
    """Take in a client from a file, all of it or nothing. A server may run meanwhile.

    Without --account: into the account that it was of, or the only one there is.
    """
    settings = settings_with(data)
    with alone(settings.data_dir) as is_alone:
        may_index = is_alone or bool(settings.vector_url)
        raise typer.Exit(_run(_import(settings, file, account, as_name, may_index=may_index)))


@clients.command("delete")
def delete_one(client: str, confirm: SameName, data: DataDir = None) -> None:
    """Erase a client for good: database, vectors, objects. No server may run; there, `deleteClient` does the same."""
    settings = settings_with(data)
    with only_server(settings.data_dir):
        raise typer.Exit(_run(_delete(settings, client, confirm)))


def _run(work: Coroutine[Any, Any, int]) -> int:
    try:
        return asyncio.run(work)
    except (AppError, tenancy.TenancyError, OSError) as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        return 1


def _say(words: str) -> None:
    console.print(words, highlight=False, markup=False)


async def _list(settings: Settings) -> int:
    from app.accounts.models import Account
    from app.clients.models import Client
    from app.main import at_rest

    async with at_rest(settings):
        accounts = {account.id: account.name for account in await Account.all()}
        for client in await Client.all().order_by("account_id", "id"):
            _say(f"{client.id}  {client.status:<8}  {client.name}  ({accounts[client.account_id]})")
    return 0


async def _export(settings: Settings, client_id: str, file: Path) -> int:
    from app.clients.models import Client
    from app.main import at_rest
    from app.portability.exporting import export_client

    async with at_rest(settings) as opened:
        client = await Client.get_or_none(id=client_id)
        if client is None:
            raise NotFound("client", client_id)
        done = await export_client(opened.objects, CommandLine(client.account_id), client, file)
    rows = sum(done.tables.values())
    _say(f"Exported {client.name}: {rows:,} rows, {done.objects:,} objects, {done.bytes:,} bytes.")
    return 0


async def _import(settings: Settings, file: Path, account: str | None, name: str | None, *, may_index: bool) -> int:
    from app.main import at_rest
    from app.portability.importing import import_client
    from app.portability.manifest import Manifest
    from app.recall.keeping import catch_up

    async def actor_of(manifest: Manifest) -> CommandLine:
        return CommandLine(await _account(account, manifest.client.account_id))

    async with at_rest(settings) as opened:
        done = await import_client(settings.data_dir.resolve(), opened.objects, file, actor_of, name)
        _say(f"Imported {done.name} ({done.client_id}): {done.objects:,} objects, {done.bytes:,} bytes.")
        if done.ended:
            _say(f"Jobs and exports that were under way, and can be tried again: {done.ended:,}.")
        if not may_index:
            _say("Its vectors are made when the server that runs here is first asked for them.")
            return 0
        try:
            await catch_up(opened.vectors, done.client_id)
        except AppError as error:
            _say(f"Its vectors are made when they are first asked for: {error}")
    return 0


async def _account(given: str | None, of_old: str) -> str:
    """Raises NotFound, ValidationFailed."""
    from app.accounts.models import Account, User

    if given is not None:
        user = await User.get_or_none(email=given.strip().lower())
        account = await Account.get_or_none(id=user.account_id if user else given)
        if account is None:
            raise NotFound("account", given)
        return account.id
    if await Account.filter(id=of_old).exists():
        return of_old
    every = await Account.all().limit(2)
    if len(every) != 1:
        raise ValidationFailed(("account", "Say with --account which account takes the client."))
    return every[0].id


async def _delete(settings: Settings, client_id: str, confirm: str) -> int:
    from app.clients.models import Client
    from app.clients.service import erase_client
    from app.main import opened

    async with opened(settings):
        client = await Client.get_or_none(id=client_id)
        if client is None:
            raise NotFound("client", client_id)
        await erase_client(CommandLine(client.account_id), client, confirm)
    _say(f"Erased {client.name}.")
    return 0
