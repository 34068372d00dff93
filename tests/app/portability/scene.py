"""A client with something of everything, and what can be found of one in a data folder."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

import tenancy
from app.brand.models import TrainingSample
from app.client_commands import CommandLine
from app.clients.models import Client
from app.main import build_app
from app.objects import keys
from app.portability.exporting import Exported, export_client
from app.portability.importing import Imported, import_client
from app.portability.manifest import Manifest
from app.recall.keeping import catch_up
from app.resources import Resources
from app.settings import Settings
from tests.api import Api
from tests.graphql_schema.content import finished_hub, rows_in

WORD = "marmalade-sundial"
"""Stands in the source of every hub here."""
BAN = "mutation($input: AddBannedWordInput!) { addBannedWord(input: $input) { id } }"
DELETE = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"
SIMILAR = """query($id: ID!) { client(id: $id) {
  similar(text: "bread that is sold out", index: RESEARCH, first: 5) { id text score }
  voice: similar(text: "count the loaves", index: BRAND_VOICE, first: 5) { id score }
} }"""


def api_on(settings: Settings) -> Api:
    return Api(httpx.AsyncClient(transport=httpx.ASGITransport(build_app(settings)), base_url="http://testserver"))


async def furnish(resources: Resources, owner: Api, client_id: str) -> None:
    """A hub that was read, pieces, words, samples, an object of each kind, and vectors of all of it."""
    await finished_hub(owner, client_id, generate=False)
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await TrainingSample.create(text=f"We count every loaf, and the {WORD} knows it.")
    await owner.run(BAN, input={"clientId": client_id, "word": WORD, "reason": f"No {WORD} here."})
    for key in (keys.image_key(client_id, rows.spoke, "thumbnail.png"), keys.voice_key(client_id, rows.job, "json")):
        await resources.objects.put(key, f"{key} {WORD}".encode() * 100, "application/octet-stream")
    await resources.objects.put(keys.export_key(client_id, rows.hub, "csv"), b"", "text/csv")
    await catch_up(resources.vectors, client_id)


def dump(settings: Settings, client_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    with closing(sqlite3.connect(settings.clients_dir / f"{client_id}.db")) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {table: sorted(raw.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


async def objects_of(resources: Resources, client_id: str) -> dict[str, bytes]:
    keys_ = await resources.objects.list(keys.client_prefix(client_id))
    return {key: await resources.objects.get(key) for key in keys_}


def registry(settings: Settings, client_id: str) -> tuple[list[Any], list[Any]]:
    """The client's row but for when it was made here, and its hubs'."""
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw:
        raw.row_factory = sqlite3.Row
        clients = [dict(row) for row in raw.execute("SELECT * FROM clients WHERE id = ?", (client_id,))]
        hubs = [dict(row) for row in raw.execute("SELECT * FROM hub_registry WHERE client_id = ?", (client_id,))]
    for row in clients:
        del row["provisioned_at"]
    return clients, hubs


def left_of(folder: Path, *texts: str) -> list[str]:
    """Files whose name or bytes have one of the texts, as it is or as a partition's name would have it."""
    needles = [form for text in texts for form in (text, text.replace("-", "_"))]
    found = []
    for path in sorted(folder.rglob("*")):
        named = any(needle in str(path.relative_to(folder)) for needle in needles)
        held = path.is_file() and any(needle.encode() in path.read_bytes() for needle in needles)
        if named or held:
            found.append(path.relative_to(folder).as_posix())
    return found


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def exported(resources: Resources, client_id: str, file: Path) -> Exported:
    client = await Client.get(id=client_id)
    return await export_client(resources.objects, CommandLine(client.account_id), client, file)


async def imported(resources: Resources, file: Path, account_id: str = "", name: str | None = None) -> Imported:
    async def actor_of(manifest: Manifest) -> CommandLine:
        return CommandLine(account_id or manifest.client.account_id)

    return await import_client(resources.settings.data_dir.resolve(), resources.objects, file, actor_of, name)
