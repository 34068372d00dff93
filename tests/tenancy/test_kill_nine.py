"""A process that is killed while it writes loses nothing that it had acknowledged, and tears no transaction."""

import asyncio
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

WRITER = """
import asyncio, os, sys, uuid
from pathlib import Path
import tenancy as t
from tests.tenancy.conftest import SAMPLE
from tests.tenancy.sample import Shelf

async def write(client_id):
    n = 0
    while True:
        n += 1
        id = f"{os.getpid()}-{n}"
        async with t.bind(client_id):
            if n % 2:
                async with t.transaction():
                    shelf = await Shelf.create(id=id, title="one book")
                    await shelf.books.create(title="the book")
            elif n % 7 == 0:
                await Shelf.bulk_create([Shelf(id=f"{id}-{k}", title="of ten") for k in range(10)])
            elif n % 4:
                await Shelf.create(id=id, title="alone")
            else:
                sql = "INSERT INTO shelves (id, title, mood, is_open) VALUES (?, 'at one go', 'calm', 1)"
                await t.write(lambda tx: tx.run(sql, (id,)))
        os.write(1, f"{client_id} {id} {n % 2 or n % 7}\\n".encode())

async def main(root):
    await t.Tenancy.open(f"sqlite://{root}/global.db", root / "clients", **SAMPLE)
    ids = t.known_clients() or [str(uuid.uuid4()) for _ in range(3)]
    for client_id in ids:
        await t.provision(client_id)
    await asyncio.gather(*(write(client_id) for client_id in ids))

asyncio.run(main(Path(sys.argv[1])))
"""


async def write_and_kill(root: Path, after: int) -> list[list[str]]:
    """Run the writer, kill it after that many acknowledgements, and return all that it gave."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", WRITER, str(root)), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = []
    for _ in range(after):
        lines.append(await process.stdout.readline())
        if not lines[-1]:
            pytest.fail((await process.communicate())[1].decode())
    process.kill()
    rest, _ = await process.communicate()
    # The last line may be torn: what was not said in full was not acknowledged.
    whole = b"".join(lines) + rest[: rest.rfind(b"\n") + 1]
    return [line.split() for line in whole.decode().splitlines()]


async def test_no_acknowledged_commit_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    acknowledged: dict[str, set[str]] = defaultdict(set)
    for after in (1, 40, 150):
        for client_id, id, kind in await write_and_kill(tmp_path, after):
            acknowledged[client_id] |= {f"{id}-{k}" for k in range(10)} if kind == "0" else {id}

    assert sum(len(ids) for ids in acknowledged.values()) >= 191
    for client_id, ids in acknowledged.items():
        with closing(sqlite3.connect(tmp_path / "clients" / f"{client_id}.db")) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert ids <= {row[0] for row in raw.execute("SELECT id FROM shelves")}
            torn = "SELECT count(*) FROM shelves s WHERE title = 'one book' AND 1 <> "
            assert raw.execute(torn + "(SELECT count(*) FROM books WHERE shelf_id = s.id)").fetchone() == (0,)
            assert raw.execute("SELECT count(*) % 10 FROM shelves WHERE title = 'of ten'").fetchone() == (0,)
