"""How the numbers are shown: a table for people, one JSON object a line for programs."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

WIDTH = 120
MET = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


def as_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{orjson.dumps(row).decode()}\n" for row in rows)


def as_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, expand=True, caption="Medians. Each floor ran in turns with what it is compared to."
    )
    table.add_column("what", ratio=1)
    for name in ("value", "floor", "ratio", "goal"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    bench = None
    for row in rows:
        if row["bench"] != bench:
            bench = row["bench"]
            table.add_section()
            table.add_row(f"[bold]{bench}[/]")
        table.add_row(*_cells(row))
    return table


def as_load_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Servers under load side by side. Every row has a `detail`, with the same numbers of connections."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, caption="p50 and p99 in ms; processor time in ms a request.")
    table.add_column("under load", ratio=1)
    for one in rows[0]["detail"]:
        for name in (f"{one['connections']} conn: req/s", "p50", "p99", "cpu"):
            table.add_column(name, justify="right", no_wrap=True)
    table.add_column("to floor", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(escape(str(row["name"])), *_load_cells(row["detail"]), _times(row.get("ratio")))
    return table


def print_table(rows: Iterable[Mapping[str, Any]]) -> None:
    """Servers under load in a table of their own."""
    all = list(rows)
    loads = [row for row in all if row.get("detail")]
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    if loads:
        console.print(as_load_table(loads))
    if len(loads) < len(all):
        console.print(as_table(row for row in all if not row.get("detail")))


def shown(value: float | None, unit: str) -> str:
    return "" if value is None else f"{short(value)} {unit}"


def short(value: float) -> str:
    """Three digits that say something."""
    return f"{value:,.{_decimals(value)}f}"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    unit, ratio, goal = str(row["unit"]), row.get("ratio"), row.get("goal")
    return (
        _what(row),
        shown(row["value"], unit),
        shown(row.get("floor"), unit),
        _times(ratio),
        "" if goal is None else f"< {goal:g} {unit}",
        MET[row.get("met")],
    )


def _load_cells(detail: Iterable[Mapping[str, float]]) -> Iterable[str]:
    for one in detail:
        for name in ("per_second", "p50_ms", "p99_ms", "cpu_ms"):
            yield short(one[name])


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{short(ratio)}x"


def _what(row: Mapping[str, Any]) -> str:
    floor, note = row.get("floor_name"), row.get("note")
    details = "; ".join(str(part) for part in (f"floor: {floor}" if floor else "", note or "") if part)
    name = escape(str(row["name"]))
    return f"{name}\n[dim]{escape(details)}[/]" if details else name


def _decimals(value: float) -> int:
    for decimals, bound in enumerate((100, 10, 1, 0.1)):
        if abs(value) >= bound or value == 0:
            return decimals
    return 4
