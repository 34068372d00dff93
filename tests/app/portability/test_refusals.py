"""A package that is not what a Foundry wrote changes nothing; work that was under way elsewhere ends in words."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.accounts.models import User
from app.billing.models import Subscription
from app.clients.models import Client
from app.errors import AppError, Conflict, QuotaExceeded, ValidationFailed
from app.exports.models import Export
from app.generation import rewriting
from app.generation.service import GENERATE
from app.hubs.models import Job
from app.hubs.registry import HubRegistry
from app.kit import ids
from app.objects import keys
from app.planes import TENANT_STEPS
from app.portability import staging
from app.portability.importing import Imported
from app.portability.manifest import DATABASE, MANIFEST
from app.portability.settling import REASON
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import ExportFormat, JobStatus
from tenancy.files import build_template
from tests.api import Api
from tests.app.portability.scene import DELETE, exported, imported, names_in
from tests.graphql_schema.content import finished_hub, rows_in, spoke_in
from tests.graphql_schema.operations import ABSENT

RETRY = "mutation($c: ID!, $j: ID!) { retryJob(clientId: $c, jobId: $j) { status } }"


@dataclass
class Carried:
    """A package as it was written, of a client that is not here any more."""

    client_id: str
    account_id: str
    owner: Api
    file: Path


@dataclass
class Parts:
    """What is in a package. `twice` are names to be written twice, `unlisted` parts that the manifest is silent of."""

    manifest: dict[str, Any]
    entries: dict[str, bytes]
    folder: Path
    twice: list[str] = field(default_factory=list)

    def rename(self, old: str, new: str) -> None:
        self.entries[new] = self.entries.pop(old)
        self.part(old)["name"] = new

    def part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = next(part for part in self.manifest["parts"] if part["name"] == name)
        return part

    @property
    def object(self) -> str:
        return next(name for name in self.entries if name.startswith("objects/images/"))

    def sql(self, *statements: str) -> None:
        """In the database, with its size and checksum put right."""
        path = self.folder / "altered.db"
        path.write_bytes(self.entries[DATABASE])
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            for statement in statements:
                raw.execute(statement)
        self.put(DATABASE, path.read_bytes())

    def put(self, name: str, data: bytes) -> None:
        self.entries[name] = data
        self.part(name).update(size=len(data), sha256=sha256(data).hexdigest())

    def write(self, target: Path) -> Path:
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in self.entries.items():
                archive.writestr(name, data)
            for name in self.twice:
                with pytest.warns(UserWarning, match="Duplicate"):
                    archive.writestr(name, b"again")
            archive.writestr(MANIFEST, json.dumps(self.manifest))
        return target


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def carried(resources: Resources, api: Api, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    owner = await api.sign_up()
    client_id = await owner.create_client()
    await finished_hub(owner, client_id, generate=False)
    rows = await rows_in(client_id)
    await resources.objects.put(keys.image_key(client_id, rows.spoke, "slide_1.png"), b"a picture" * 50, "image/png")
    account_id = (await User.get(id=owner.user_id)).account_id
    await Client.filter(id=client_id).update(industry="Bread, " * 200)
    await under_way(client_id)
    file = tmp_path_factory.mktemp("carried") / "acme.foundry"
    await exported(resources, client_id, file)
    await owner.run(DELETE, input={"clientId": client_id, "confirmName": "Acme"})
    return Carried(client_id, account_id, owner, file)


async def under_way(client_id: str) -> None:
    """A job that was writing one piece anew and another for the first time, and an export."""
    async with tenancy.bind(client_id), tenancy.transaction():
        [old] = await Spoke.all()
        job = await Job.create(hub_id=old.hub_id, kind=GENERATE, status=JobStatus.PROCESSING)
        await rewriting.begin(old.id, job.id, slot=0, attempt=1)
        await Spoke.filter(id=old.id).update(content="half a")
        await spoke_in(old.hub_id, old.pillar_id, job_id=job.id, is_settled=False)
        await Export.create(format=ExportFormat.CSV, status=JobStatus.QUEUED, workflow_id=f"{ids.new_id()}.1")


def parts_of(carried: Carried, folder: Path) -> Parts:
    with zipfile.ZipFile(carried.file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return Parts(json.loads(entries.pop(MANIFEST)), entries, folder)


def everything(settings: Settings) -> set[str]:
    """Files that are here, but for those of who is at work."""
    return {
        path.relative_to(settings.data_dir).as_posix()
        for path in settings.data_dir.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm"))
    }


def lies(parts: Parts) -> None:
    parts.entries[parts.object] = bytes(10_000_000)


def altered(parts: Parts) -> None:
    data = parts.entries[parts.object]
    parts.entries[parts.object] = data[:-1] + b"!"


def newer(parts: Parts) -> None:
    parts.sql("PRAGMA user_version=999")
    parts.manifest["schema_version"] = 999


ALTERED: dict[str, tuple[Callable[[Parts], object], str]] = {
    "escapes": (lambda p: p.rename(p.object, "objects/../../../evil.png"), "is no name of an object"),
    "absolute": (lambda p: p.rename(p.object, "/objects/evil.png"), "is no name of an object"),
    "twice": (lambda p: p.twice.append(p.object), "has a part twice"),
    "unlisted": (lambda p: p.entries.update({"objects/images/more.png": b"x"}), "not those that its manifest names"),
    "missing": (lambda p: p.entries.pop(p.object), "not those that its manifest names"),
    "larger": (lies, "another size"),
    "altered": (altered, "is not what its manifest says"),
    "huge": (lambda p: p.part(p.object).update(size=2**50), "another size"),
    "another format": (lambda p: p.manifest.update(version=2), "is not one that this Foundry reads"),
    "another field": (lambda p: p.manifest["client"].update(members=[]), "is not one that this Foundry reads"),
    "a hub of nobody": (
        lambda p: p.manifest["hubs"].append({**p.manifest["hubs"][0], "id": ABSENT}),
        "names hubs that its database does not have",
    ),
    "another owner": (lambda p: p.sql(f"UPDATE _owner SET client_id = '{ABSENT}'"), "holds the data of"),
    "a trigger": (
        lambda p: p.sql("CREATE TRIGGER evil AFTER INSERT ON spokes BEGIN DELETE FROM hubs; END"),
        "does not have the tables of a client's database: evil",
    ),
    "a view": (lambda p: p.sql("ALTER TABLE hubs RENAME TO h", "CREATE VIEW hubs AS SELECT * FROM h"), "the tables of"),
    "a table": (lambda p: p.sql("CREATE TABLE evil (id)"), "does not have the tables of a client's database: evil"),
    "newer": (newer, "it needs a newer program"),
    "another version": (lambda p: p.manifest.update(schema_version=1), "another version than its manifest says"),
    "another's object": (
        lambda p: p.sql(f"UPDATE hubs SET source_r2_key = 'assets/{ABSENT}/sources/x'"),
        "A row of hubs names an object that is not the client's",
    ),
    "orphans": (
        lambda p: p.sql("PRAGMA foreign_keys=OFF", f"UPDATE pillars SET hub_id = '{ABSENT}'"),
        "rows without their parent",
    ),
    "no database": (lambda p: p.put(DATABASE, b"SQLite format 3\0" + bytes(8000)), "cannot be read"),
}


@pytest.mark.parametrize("case", ALTERED)
async def test_a_package_that_was_tampered_with_is_refused_and_changes_nothing(
    resources: Resources, settings: Settings, carried: Carried, tmp_path: Path, case: str
) -> None:
    change, words = ALTERED[case]
    parts, before = parts_of(carried, tmp_path), everything(settings)
    change(parts)

    with pytest.raises((AppError, tenancy.TenancyError), match=words):
        await imported(resources, parts.write(tmp_path / "altered.foundry"))
    assert everything(settings) == before
    assert not await Client.exists(id=carried.client_id)


async def test_what_is_no_package_or_not_all_of_one_is_refused(
    resources: Resources, carried: Carried, tmp_path: Path
) -> None:
    whole = carried.file.read_bytes()
    for number, data in enumerate((b"", b"not a zip at all", whole[: len(whole) // 2], whole[:-3])):
        file = tmp_path / f"{number}"
        file.write_bytes(data)
        with pytest.raises(ValidationFailed, match="It is no package of a client"):
            await imported(resources, file)


async def test_where_it_is_not_welcome_a_client_is_not_taken_in(
    resources: Resources, settings: Settings, carried: Carried, tmp_path: Path
) -> None:
    before, parts = everything(settings), parts_of(carried, tmp_path)
    hub = parts.manifest["hubs"][0]["id"]
    other = await carried.owner.create_client("Other")
    before |= {f"clients/{other}.db"}
    taken = await HubRegistry.create(
        id=hub, account_id=carried.account_id, client_id=other, source_type="text", status="ready"
    )
    with pytest.raises(Conflict, match="another client's here"):
        await imported(resources, carried.file)
    await taken.delete()
    await Subscription.filter(account_id=carried.account_id).update(clients_limit=1)
    with pytest.raises(QuotaExceeded):
        await imported(resources, carried.file)
    await Subscription.filter(account_id=carried.account_id).update(clients_limit=None)
    parts.manifest["client"]["id"] = other
    with pytest.raises(Conflict, match="here already"):
        await imported(resources, parts.write(tmp_path / "other.foundry"))
    assert everything(settings) == before


async def test_a_database_of_an_older_foundry_is_brought_up_to_date(
    resources: Resources, carried: Carried, tmp_path: Path
) -> None:
    parts, steps = parts_of(carried, tmp_path), tenancy.load_steps(TENANT_STEPS)
    parts.manifest.update(schema_version=3, hubs=[], parts=[parts.part(DATABASE)])
    parts.entries = {DATABASE: build_template(steps[:3])}
    parts.sql(f"INSERT INTO _owner VALUES ('{carried.client_id}')")

    done = await imported(resources, parts.write(tmp_path / "older.foundry"))
    try:
        assert (done.from_version, done.objects, done.ended) == (3, 0, 0)
        query = "query($id: ID!) { client(id: $id) { name personas { id } driftAlerts { totalCount } } }"
        shown = (await carried.owner.run(query, id=carried.client_id))["client"]
        assert shown == {"name": "Acme", "personas": [], "driftAlerts": {"totalCount": 0}}
    finally:
        await carried.owner.run(DELETE, input={"clientId": carried.client_id, "confirmName": "Acme"})


async def test_what_an_import_that_was_cut_off_has_left_is_swept_away_and_a_client_that_is_whole_is_not(
    resources: Resources, settings: Settings, carried: Carried, tmp_path: Path
) -> None:
    before, folder = everything(settings), settings.data_dir / "imports"
    whole = await carried.owner.create_client("Whole")
    parts = parts_of(carried, tmp_path)
    await resources.objects.put(keys.image_key(carried.client_id, ABSENT, "slide_1.png"), b"left", "image/png")
    for name, data in ((f"clients/{carried.client_id}.db", parts.entries[DATABASE]), *staged(carried.client_id, whole)):
        put_in(settings.data_dir / name, data)

    assert await staging.sweep(settings.data_dir, resources.objects) == 2
    assert await Client.exists(id=whole)
    assert everything(settings) - {f"clients/{whole}.db"} == before
    assert names_in(folder) == {".lock"}


def staged(*clients: str) -> list[tuple[str, bytes]]:
    return [(f"imports/{client_id}/database.db", b"not all of it") for client_id in clients]


def put_in(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


async def test_what_was_under_way_ends_in_words_and_can_be_tried_again(
    resources: Resources, api: Api, carried: Carried
) -> None:
    taker = await api.sign_up("Takers")
    account_id = (await User.get(id=taker.user_id)).account_id

    done = await imported(resources, carried.file, account_id, "Acme anew")
    try:
        await assert_it_goes_on(taker, carried, done)
    finally:
        await taker.run(DELETE, input={"clientId": carried.client_id, "confirmName": "Acme anew"})


async def assert_it_goes_on(taker: Api, carried: Carried, done: Imported) -> None:
    assert (done.name, done.ended) == ("Acme anew", 2)
    async with tenancy.bind(carried.client_id):
        job = await Job.get(kind=GENERATE)
        assert (job.status, job.error_message) == (JobStatus.FAILED, REASON)
        assert [(each.status, each.error_message) for each in await Export.all()] == [(JobStatus.FAILED, REASON)]
        [spoke] = await Spoke.all()
        assert (spoke.is_settled, spoke.content[:9]) == (True, "Bake less")
    query = "query($id: ID!) { client(id: $id) { name hubs { totalCount } } }"
    assert (await taker.run(query, id=carried.client_id))["client"] == {"name": "Acme anew", "hubs": {"totalCount": 2}}
    assert (await carried.owner.execute(query, id=carried.client_id)).code == "NOT_FOUND"
    log = "query($id: ID!) { account { auditLog(clientId: $id) { nodes { action } } } }"
    told = (await taker.run(log, id=carried.client_id))["account"]["auditLog"]["nodes"]
    assert told == [{"action": "client.imported"}]  # what was done elsewhere is in the client's own trail
    retried = await taker.run(RETRY, c=carried.client_id, j=job.id)
    assert retried["retryJob"]["status"] == "QUEUED"
