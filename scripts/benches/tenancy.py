"""How long it takes to bind, open and make clients, and what open ones weigh.

Each time is the median of many, taken in turns with a floor of plain sqlite3 in the same run, so that a busy machine
slows both.
"""

import gc
import shutil
import sqlite3
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from tenancy import Tenancy, bind, load_steps, provision
from tenancy.files import build_template

GLOBAL_MODULES = [f"app.{domain}.models" for domain in ("accounts", "audit", "billing", "clients")]
TENANT_MODULES = [f"app.{domain}.models" for domain in ("brand", "hubs", "spokes", "review", "exports", "analytics")]
KNOWN, OPEN = 1000, 100
POINT_QUERY = "SELECT id FROM hubs WHERE id = ?"

Row = dict[str, Any]
Act = Callable[[], Awaitable[None]]


async def run(tmp: Path) -> list[Row]:
    """Measure in an empty folder. Times are milliseconds; the memory rows are MB of resident memory."""
    tenant_steps = load_steps("tenancy.migrations.tenant")
    tenancy = await Tenancy.open(
        f"sqlite://{tmp}/global.db",
        tmp / "clients",
        global_modules=GLOBAL_MODULES,
        tenant_modules=TENANT_MODULES,
        global_steps=load_steps("tenancy.migrations.global_plane"),
        tenant_steps=tenant_steps,
        max_open=OPEN,
    )
    try:
        template = build_template(tenant_steps)
        ids = [str(uuid.uuid4()) for _ in range(KNOWN)]
        return [
            await _provisioning(tmp, template, ids),
            await _memory(tenancy, ids),
            await _cold_opening(tenancy, ids),
            await _warm_binding(tenancy, ids[-1]),
        ]
    finally:
        await tenancy.close()


async def _in_turns(times: int, act: Act, floor: Act) -> tuple[float, float]:
    """The medians of both, in milliseconds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for which, side in zip((act, floor), taken, strict=True):
            start = time.perf_counter()
            await which()
            side.append((time.perf_counter() - start) * 1000)
    return median(taken[0]), median(taken[1])


def _row(name: str, value: float, floor: float, goal: float) -> Row:
    return {
        "bench": "tenancy",
        "name": name,
        "value_ms": round(value, 4),
        "floor_ms": round(floor, 4),
        "ratio": round(value / floor, 2),
        "goal_ms": goal,
    }


async def _warm_binding(tenancy: Tenancy, client_id: str) -> Row:
    """Entering and leaving a binding of an open client; the floor is one point query on an open connection."""
    with closing(sqlite3.connect(tenancy.files.path(client_id))) as raw:

        async def act() -> None:
            async with bind(client_id):
                pass

        async def floor() -> None:
            raw.execute(POINT_QUERY, ("none",)).fetchall()

        await act()
        return _row("warm_bind", *await _in_turns(2000, act, floor), goal=1)


async def _cold_opening(tenancy: Tenancy, ids: list[str]) -> Row:
    """Binding a client that was closed, up to its first row; the floor opens the same file with the same pragmas."""
    dormant = iter(ids * 2)

    async def act() -> None:
        async with bind(next(dormant)) as lease:
            await lease.db.execute_query(POINT_QUERY, ["none"])

    async def floor() -> None:
        path = tenancy.files.path(next(dormant))
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None)) as raw:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                raw.execute(f"PRAGMA {pragma}")
            raw.execute(POINT_QUERY, ("none",)).fetchall()

    return _row("cold_open", *await _in_turns(400, act, floor), goal=20)


async def _provisioning(tmp: Path, template: bytes, ids: list[str]) -> Row:
    """Making a client durably; the floor copies the template, names its owner and commits with synchronous=FULL."""
    coming = iter(ids)
    (tmp / "template.db").write_bytes(template)

    async def act() -> None:
        await provision(next(coming))

    async def floor() -> None:
        shutil.copyfile(tmp / "template.db", tmp / "copy.db")
        with closing(sqlite3.connect(tmp / "copy.db")) as raw:
            raw.execute("INSERT INTO _owner VALUES ('x')")
            raw.commit()
        (tmp / "copy.db").unlink()

    return _row("provision", *await _in_turns(len(ids), act, floor), goal=100)


async def _memory(tenancy: Tenancy, ids: list[str]) -> Row:
    """What a hundred open clients add, a thousand being known; the floor is as many plain connections. In MB."""
    gc.collect()
    before = _resident_mb()
    plain = [sqlite3.connect(tenancy.files.path(client_id)) for client_id in ids[:OPEN]]
    for raw in plain:
        raw.execute(POINT_QUERY, ("none",)).fetchall()
    floor = _resident_mb() - before
    for raw in plain:
        raw.close()

    before = _resident_mb()
    for client_id in ids[OPEN : 2 * OPEN]:
        async with bind(client_id) as lease:
            await lease.db.execute_query(POINT_QUERY, ["none"])
    row = _row("open_clients_memory", _resident_mb() - before, max(floor, 0.1), goal=100)
    return {**row, "unit": "MB", "open": tenancy.open_clients, "known": len(ids)}


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell how much memory a process has")
