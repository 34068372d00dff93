"""Numbered steps: all or none, once, in order, and never backwards; on files and on Postgres."""

import asyncio
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

import tenancy as t
from tenancy import driver
from tenancy.migrations import sqlite as on_sqlite
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import TENANT_STEPS, Shelf
from tests.tenancy.sample_global import GLOBAL_STEPS

REBUILD = (
    "CREATE TABLE new_shelves (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, mood TEXT NOT NULL, "
    "is_open INTEGER NOT NULL, facts TEXT, built_at BIGINT, height INTEGER NOT NULL DEFAULT 9)",
    "INSERT INTO new_shelves (id, title, mood, is_open, facts, built_at) "
    "SELECT id, title, mood, is_open, facts, built_at FROM shelves",
    "DROP TABLE shelves",
    "ALTER TABLE new_shelves RENAME TO shelves",
    "CREATE INDEX idx_shelves_title ON shelves (title)",
)


def step(number: int, *statements: str) -> t.Step:
    return t.Step(number, f"step_{number}", lambda dialect: statements)


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as raw:
        return sorted(raw.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        version: int = raw.execute("PRAGMA user_version").fetchone()[0]
        return [str(version), *raw.iterdump()]


async def test_a_dormant_client_is_brought_up_to_date_when_bound(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy()
    a = await make_client()
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="x")
        await shelf.books.create(title="kept")
    await tenancy.close()

    newer = (*TENANT_STEPS, step(2, *REBUILD), step(3, "CREATE TABLE extra (id INTEGER PRIMARY KEY)"))
    tenancy = await open_tenancy(tenant_steps=newer)
    async with t.bind(a) as lease:
        rows = await lease.db.execute_query_dict(
            "SELECT height, books.title FROM shelves JOIN books ON shelf_id = shelves.id"
        )
        keys = await lease.db.execute_query_dict("PRAGMA foreign_keys")
        b = await make_client()
    async with t.bind(b):
        pass
    await tenancy.close()

    assert rows == [{"height": 9, "title": "kept"}]
    assert keys == [{"foreign_keys": 1}]
    assert schema(tenancy.files.path(a)) == schema(tenancy.files.path(b))
    assert {("index", "idx_books_shelf"), ("index", "idx_shelves_title"), ("table", "extra")} <= set(
        schema(tenancy.files.path(a))
    )


@pytest.mark.parametrize(
    "bad",
    [
        step(3, "CREATE TABLE half (id)", "THIS IS NOT SQL"),
        step(3, "CREATE TABLE half (id); CREATE TABLE second (id)"),
        step(3, "CREATE TABLE half (id)", "COMMIT"),
        step(3, "CREATE TABLE half (id)", "INSERT INTO books (title, shelf_id) VALUES ('x', 'no such shelf')"),
    ],
    ids=["broken", "two in one", "commits", "orphans"],
)
async def test_a_failing_step_leaves_data_and_version_as_they_were(tmp_path: Path, bad: t.Step) -> None:
    path = tmp_path / "client.db"
    on_sqlite.migrate_file(path, TENANT_STEPS)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO shelves VALUES ('1', 'x', 'calm', 1, NULL, NULL)")
        raw.execute("INSERT INTO books (title, shelf_id) VALUES ('kept', '1')")
        raw.commit()
    before = dump(path)

    with pytest.raises(t.MigrationFailed):
        on_sqlite.migrate_file(path, (*TENANT_STEPS, step(2, *REBUILD), bad))

    assert dump(path) == before
    assert on_sqlite.migrate_file(path, (*TENANT_STEPS, step(2, *REBUILD))) == 1


async def test_a_newer_client_is_refused_and_left_alone(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy(tenant_steps=(*TENANT_STEPS, step(2, "CREATE TABLE later (id)")))
    a = await make_client()
    await tenancy.close()
    before = dump(tenancy.files.path(a))

    tenancy = await open_tenancy()
    with pytest.raises(t.SchemaTooNew):
        await t.bind(a).__aenter__()

    assert dump(tenancy.files.path(a)) == before
    assert tenancy.open_clients == 0


async def test_the_global_database_is_brought_up_to_date_once(global_url: str, open_tenancy: Opener) -> None:
    more = (*GLOBAL_STEPS, step(2, "CREATE TABLE later (id INTEGER PRIMARY KEY)", "INSERT INTO later VALUES (1)"))
    for steps in (GLOBAL_STEPS, more, more):
        tenancy = await open_tenancy(global_url, global_steps=steps)
        if steps is more:
            rows = await tenancy._context.connections.get("global").execute_query_dict("SELECT id FROM later")
            assert rows == [{"id": 1}]
        await tenancy.close()


async def test_a_newer_global_database_is_refused(global_url: str, open_tenancy: Opener) -> None:
    more = (*GLOBAL_STEPS, step(2, "CREATE TABLE later (id INTEGER PRIMARY KEY)"))
    await (await open_tenancy(global_url, global_steps=more)).close()

    with pytest.raises(t.SchemaTooNew):
        await open_tenancy(global_url)
    with pytest.raises(t.NotInstalled):
        t.installed()


@pytest.mark.parametrize("last", ["THIS IS NOT SQL", "COMMIT", "SELECT 1; SELECT 2"])
async def test_a_failing_global_step_leaves_nothing(global_url: str, open_tenancy: Opener, last: str) -> None:
    await (await open_tenancy(global_url)).close()
    bad = (*GLOBAL_STEPS, step(2, "CREATE TABLE half (id INTEGER PRIMARY KEY)", last))

    with pytest.raises(t.MigrationFailed):
        await open_tenancy(global_url, global_steps=bad)

    good = (*GLOBAL_STEPS, step(2, "CREATE TABLE half (id INTEGER PRIMARY KEY)"))
    await (await open_tenancy(global_url, global_steps=good)).close()


async def test_pending_tells_what_is_missing_and_changes_nothing(
    global_url: str, open_tenancy: Opener, tmp_path: Path
) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    none = await t.pending(global_url, folder, global_steps=GLOBAL_STEPS, tenant_steps=TENANT_STEPS)
    assert (none.global_steps, none.clients, none.unusable) == (1, {}, {})
    tenancy = await open_tenancy(global_url)
    ids = sorted([await make_client() for _ in range(3)])
    (folder / f"{ids[2]}.db").write_bytes(b"no database" * 1000)

    more = (*TENANT_STEPS, step(2, "CREATE TABLE a (id)"), step(3, "CREATE TABLE b (id)"))
    found = await t.pending(global_url, folder, global_steps=GLOBAL_STEPS, tenant_steps=more)
    newer = await t.pending(global_url, folder, global_steps=GLOBAL_STEPS, tenant_steps=())

    assert found.global_steps == 0
    assert found.clients == {ids[0]: 2, ids[1]: 2}
    assert list(found.unusable) == [ids[2]]
    assert list(newer.unusable) == ids
    assert on_sqlite.file_version(tenancy.files.path(ids[0])) == 1


async def test_migrating_all_clients_goes_on_after_one_that_fails(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy()
    ids = sorted([await make_client() for _ in range(6)])
    await tenancy.close()
    tenancy.files.path(ids[3]).write_bytes(tenancy.files.path(ids[4]).read_bytes())

    more = (*TENANT_STEPS, step(2, "CREATE TABLE a (id)"))
    tenancy = await open_tenancy(tenant_steps=more, max_open=2)
    calls: list[tuple[int, int, str, t.TenancyError | None]] = []
    report = await t.migrate_all_clients(lambda *call: calls.append(call))

    assert report.total == 6
    assert {key: type(error) for key, error in report.failed.items()} == {ids[3]: t.WrongOwner}
    assert [call[:2] for call in calls] == [(n, 6) for n in range(1, 7)]
    assert sorted(call[2] for call in calls) == ids
    versions = {client_id: on_sqlite.file_version(tenancy.files.path(client_id)) for client_id in ids}
    assert versions == {client_id: 1 if client_id == ids[3] else 2 for client_id in ids}
    assert (await t.migrate_all_clients()).total == 6


PROCESS = """
import sys
from pathlib import Path
from tenancy import Step
from tenancy.migrations.sqlite import migrate_file
steps = [Step(n, "s", lambda d, n=n: [f"CREATE TABLE t{n} (id)", f"INSERT INTO t{n} VALUES (1)"]) for n in range(1, 40)]
print("ready", flush=True)
sys.stdin.readline()
print(migrate_file(Path(sys.argv[1]), steps))
"""


async def test_two_processes_migrate_one_file_once(tmp_path: Path) -> None:
    path = tmp_path / "client.db"
    pipe = asyncio.subprocess.PIPE
    both = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", PROCESS, str(path), stdin=pipe, stdout=pipe)
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(process.communicate(b"go\n") for process in both))

    assert sorted(int(out) for out, _ in answers) == [0, 39]
    with closing(sqlite3.connect(path)) as raw:
        assert [raw.execute(f"SELECT count(*) FROM t{n}").fetchone()[0] for n in range(1, 40)] == [1] * 39


async def test_many_openings_of_one_postgres_run_each_step_once(postgres_server: object) -> None:
    from tenancy.migrations import postgres as on_postgres
    from tenancy.urls import parse_global_url
    from tests.fixtures.postgres import PostgresServer

    assert isinstance(postgres_server, PostgresServer)
    async with postgres_server.database() as url:
        database = parse_global_url(url)
        steps = [step(1, "CREATE TABLE once (id INTEGER)"), step(2, "INSERT INTO once VALUES (1)")]
        done = await asyncio.gather(*(on_postgres.migrate(database.credentials, steps, "it") for _ in range(8)))
        connection = await asyncpg.connect(**database.credentials)
        count = await connection.fetchval("SELECT count(*) FROM once")
        await connection.close()

    assert sorted(done) == [0] * 7 + [2]
    assert count == 1


def package(
    folder: Path, name: str, *files: str, body: str = "def statements(dialect):\n    return [dialect]\n"
) -> str:
    (folder / name).mkdir()
    for file in ("__init__.py", *files):
        (folder / name / file).write_text("" if file == "__init__.py" else body)
    return name


def test_steps_are_loaded_in_the_order_of_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "steps_in_order", "0002_later.py", "0001_first.py", "0003_last_one.py")

    steps = t.load_steps(name)

    assert [(step.number, step.name) for step in steps] == [(1, "first"), (2, "later"), (3, "last_one")]
    assert list(steps[0].statements("sqlite")) == ["sqlite"]


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("gap", ["0001_a.py", "0003_b.py"]),
        ("double", ["0001_a.py", "0001_b.py"]),
        ("from_two", ["0002_a.py"]),
        ("stray", ["0001_a.py", "notes.py"]),
    ],
)
def test_steps_with_gaps_duplicates_or_strays_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, files: Iterable[str]
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package_name = package(tmp_path, f"steps_{name}", *files)
    with pytest.raises(t.InvalidSteps):
        t.load_steps(package_name)


def test_a_step_without_statements_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "steps_empty", "0001_a.py", body="")
    with pytest.raises(t.InvalidSteps):
        t.load_steps(name)


@pytest.mark.parametrize("plane", ["global_plane", "tenant"])
def test_the_steps_of_the_product_make_a_database(tmp_path: Path, plane: str) -> None:
    steps = t.load_steps(f"tenancy.migrations.{plane}")
    assert on_sqlite.migrate_file(tmp_path / "product.db", steps) == len(steps) > 0
    with closing(driver.connect(tmp_path / "product.db", "ro")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
