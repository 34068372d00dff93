"""What the code promises about itself: schemas, settings, sizes, and what is known where."""

import ast
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tortoise.context import TortoiseContext
from tortoise.utils import get_schema_sql

from app.planes import GLOBAL_MODELS, GLOBAL_STEPS, TENANT_MODELS, TENANT_STEPS
from scripts.checks.settings import rows
from tenancy import load_steps
from tenancy.migrations import postgres as on_postgres
from tenancy.migrations import sqlite as on_sqlite
from tenancy.urls import parse_global_url
from tests.fixtures.postgres import PostgresServer, postgres_server

__all__ = ["postgres_server"]

ROOT = Path(__file__).parents[1]
PACKAGES = ("app", "graphql_schema", "tenancy")
MAX_FILE = 400
MAX_FUNCTION = 50
PLANES = {"global": (GLOBAL_MODELS, GLOBAL_STEPS), "tenant": (TENANT_MODELS, TENANT_STEPS)}
# References that are plain columns to the models: the database alone keeps them.
KEPT_BY_THE_DATABASE = {
    ("comments", "spoke_id", "spokes", "CASCADE"),
    ("rewrites", "id", "spokes", "CASCADE"),
    ("review_queue", "id", "spokes", "CASCADE"),
    ("review_decisions", "session_id", "review_sessions", "CASCADE"),
    ("review_claims", "session_id", "review_sessions", "CASCADE"),
    ("review_claims", "spoke_id", "spokes", "CASCADE"),
    ("review_visits", "link_id", "review_links", "CASCADE"),
    ("users", "account_id", "accounts", "CASCADE"),
    ("sessions", "user_id", "users", "CASCADE"),
    ("invitations", "account_id", "accounts", "CASCADE"),
    ("api_keys", "account_id", "accounts", "CASCADE"),
    ("api_keys", "created_by", "users", "CASCADE"),
    ("clients", "account_id", "accounts", "CASCADE"),
    ("client_members", "user_id", "users", "CASCADE"),
    ("client_members", "client_id", "clients", "CASCADE"),
    ("hub_registry", "account_id", "accounts", "CASCADE"),
    ("hub_registry", "client_id", "clients", "CASCADE"),
    ("subscriptions", "account_id", "accounts", "CASCADE"),
    ("usage_events", "account_id", "accounts", "CASCADE"),
    ("usage_events", "client_id", "clients", "SET NULL"),
    ("export_promises", "client_id", "clients", "CASCADE"),
    ("job_promises", "client_id", "clients", "CASCADE"),
}


@dataclass
class Shape:
    """A database without names of its own making. Columns are (table, column, affinity, not null, place in the key)."""

    columns: set[tuple[str, str, str, bool, int]] = field(default_factory=set)
    references: set[tuple[str, str, str, str]] = field(default_factory=set)
    unique: set[tuple[str, ...]] = field(default_factory=set)
    indexes: set[tuple[str, ...]] = field(default_factory=set)


def affinity(declared: str) -> str:
    """SQLite's own rules, in their order."""
    declared = declared.upper()
    for parts, name in ((("INT",), "INTEGER"), (("CHAR", "CLOB", "TEXT"), "TEXT"), (("REAL", "FLOA", "DOUB"), "REAL")):
        if any(part in declared for part in parts):
            return name
    return "BLOB" if "BLOB" in declared or not declared else "NUMERIC"


def shape_of(path: Path) -> Shape:
    shape = Shape()
    with closing(sqlite3.connect(path)) as raw:
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (table,) in names.fetchall():
            for _, name, declared, not_null, _, key in raw.execute(f"PRAGMA table_info({table})"):
                shape.columns.add((table, name, affinity(declared), bool(not_null or key), key))
            for _, _, target, column, _, _, on_delete, _ in raw.execute(f"PRAGMA foreign_key_list({table})"):
                shape.references.add((table, column, target, on_delete))
            for _, index, unique, origin, _ in raw.execute(f"PRAGMA index_list({table})").fetchall():
                columns = tuple(row[2] for row in raw.execute(f"PRAGMA index_info({index})"))
                if origin != "pk":
                    (shape.unique if unique else shape.indexes).add((table, *columns))
    return shape


async def made_by_models(path: Path, plane: str) -> Shape:
    config: dict[str, Any] = {
        "connections": {plane: f"sqlite://{path}"},
        "apps": {plane: {"models": PLANES[plane][0], "default_connection": plane}},
    }
    context = TortoiseContext()
    with context:
        await context.init(config)
        script = get_schema_sql(context.connections.get(plane), safe=False)
        await context.close_connections()
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    return shape_of(path)


@pytest.mark.parametrize("plane", PLANES)
async def test_the_steps_make_what_the_models_say(tmp_path: Path, plane: str) -> None:
    on_sqlite.migrate_file(tmp_path / "steps.db", load_steps(PLANES[plane][1]))
    steps, models = shape_of(tmp_path / "steps.db"), await made_by_models(tmp_path / "models.db", plane)

    assert len({column[0] for column in steps.columns}) >= 10
    assert steps.columns == models.columns
    assert steps.unique == models.unique
    assert steps.indexes == models.indexes
    tables = {column[0] for column in steps.columns}
    assert steps.references == models.references | {kept for kept in KEPT_BY_THE_DATABASE if kept[0] in tables}


async def test_the_global_steps_make_the_same_on_postgres(tmp_path: Path, postgres_server: PostgresServer) -> None:
    steps = load_steps(GLOBAL_STEPS)
    on_sqlite.migrate_file(tmp_path / "steps.db", steps)
    async with postgres_server.database() as url:
        credentials = parse_global_url(url).credentials
        assert await on_postgres.migrate(credentials, steps, "it") == len(steps)
        connection = await asyncpg.connect(**credentials)
        try:
            found = await connection.fetch(
                """SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
                   WHERE table_schema = 'public' AND table_name <> 'schema_version'"""
            )
        finally:
            await connection.close()

    columns = {(row[0], row[1], affinity(row[2]), row[3] == "NO") for row in found}
    assert columns == {column[:4] for column in shape_of(tmp_path / "steps.db").columns}


def test_every_setting_stands_in_the_readme() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()

    assert [row for row in rows() if row not in lines] == [], "run python -m scripts.checks.settings"
    named = [line for line in lines if line.startswith("| `FOUNDRY_")]
    assert sorted(named) == sorted(rows()), "the table names a setting that is none"


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_one_can_read() -> None:
    long = {named(path): len(path.read_text().splitlines()) for path in sources()}

    assert {name: lines for name, lines in long.items() if lines > MAX_FILE} == {}


def test_no_function_is_longer_than_one_can_read() -> None:
    long = {
        f"{named(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    }

    assert len(long) > 500
    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION} == {}


def imports(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("strawberry", ("graphql_schema/",)),
        ("graphql", ("graphql_schema/",)),
        ("dbos", ("app/workflows/",)),
        ("aiosqlite", ("tenancy/",)),
        ("asyncpg", ("tenancy/", "app/progress/")),
        ("uvicorn", ("app/cli.py", "app/demo/")),
        ("pymilvus", ("app/vectors/milvus.py",)),
        ("milvus_lite", ("app/vectors/milvus.py",)),
        ("wordllama", ("app/vectors/embedder.py",)),
        ("icalendar", ("app/exports/ics_file.py",)),
        ("jwt", ("app/accounts/credentials.py",)),
        ("argon2", ("app/accounts/secrets.py",)),
        ("aiosmtplib", ("app/mail/smtp.py",)),
        ("jinja2", ("app/http/review_pages.py",)),
        ("PIL", ("app/pictures/",)),
        ("av", ("app/speech/decoding_child.py",)),
        ("faster_whisper", ("app/speech/local.py",)),
        ("fontTools", ("app/pictures/fonts.py",)),
        ("fpdf", ("app/pictures/bidi.py", "app/exports/pdf_")),
        ("typer", ("app/cli.py", "app/terminal.py", "app/client_commands.py", "app/vector_commands.py")),
    ],
)
def test_a_library_is_known_in_one_place(library: str, homes: tuple[str, ...]) -> None:
    assert [named(path) for path in sources() if library in imports(path) and not named(path).startswith(homes)] == []


def test_the_mapper_is_known_to_models_and_services_alone() -> None:
    mapped = [named(path) for path in sources() if "tortoise" in imports(path)]
    strangers = [
        name
        for name in mapped
        if not name.startswith("tenancy/")
        and not name.endswith(("/models.py", "/service.py", "/registry.py", "/invitations.py", "/loaders.py"))
    ]

    assert mapped
    assert strangers == []


def test_the_environment_is_read_by_the_settings_alone() -> None:
    # The demo hands its own environment on to the server that it starts.
    readers = [
        named(path)
        for path in sources()
        if {"environ", "getenv"}
        & {node.attr for node in ast.walk(ast.parse(path.read_text())) if hasattr(node, "attr")}
    ]

    assert [name for name in readers if not name.startswith("app/demo/")] == []
