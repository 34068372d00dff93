"""The tables of docs/performance.md: `python -m scripts.benches reads --json | python -m scripts.benches.tables`.

Takes the rows of `reads` and of `growth`, prints Markdown.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson

from scripts.benches.report import short

Row = Mapping[str, Any]
Cell = Callable[[Row], str]
WRITTEN = "one write in ten, "
MET = {True: "met", False: "**missed**"}


def as_markdown(rows: Sequence[Row]) -> str:
    """Every table that the rows give, one after the other."""
    reads = [row for row in rows if row["bench"] == "reads"]
    tables = [_under_load(task, of) for task, of in _grouped(row for row in reads if row["detail"]).items()]
    tables.append(_goals([row for row in reads if not row["detail"]]))
    grown = _grouped(row for row in rows if row["bench"] == "growth")
    parts: list[tuple[str, Callable[[str], bool], Cell]] = [
        ("spokes", lambda name: name.endswith("spokes"), _processor_and_wait),
        ("clients", lambda name: "client" in name and not name.startswith(WRITTEN), _with_p99),
        ("clients, one write in ten", lambda name: name.startswith(WRITTEN), _throughput),
    ]
    for head, belongs, cell in parts:
        tables.append(_grid(head, {name: of for name, of in grown.items() if belongs(name)}, cell))
    return "\n\n".join(table for table in tables if table) + "\n"


def _grouped(rows: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """By what is measured, then by who is."""
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        what, _, who = row["name"].partition(": ")
        groups.setdefault(what, {})[who] = row
    return groups


def _under_load(task: str, rows: Mapping[str, Row]) -> str:
    lines = [
        f"| {task} | CPU ms | to the floor | 1 connection: req/s | p50 ms | p99 ms | 16: req/s | p50 ms | p99 ms |",
        f"|---{'|---:' * 8}|",
    ]
    for who, row in rows.items():
        waits = [
            one[name] for one in (row["detail"][0], row["detail"][-1]) for name in ("per_second", "p50_ms", "p99_ms")
        ]
        lines.append(_line(who, *map(short, (row["value"], row["ratio"] or 0, *waits))))
    return "\n".join(lines)


def _goals(rows: Sequence[Row]) -> str:
    lines = [_line(row["name"], short(row["value"]), f"{row['goal']:g}", MET[row["met"]]) for row in rows]
    return "\n".join(["| goal | measured | bound | |", "|---|---:|---:|---|", *lines]) if lines else ""


def _grid(head: str, groups: Mapping[str, Mapping[str, Row]], cell: Cell) -> str:
    """A line for each thing measured, a column for each contestant."""
    if not groups:
        return ""
    who = list(next(iter(groups.values())))
    lines = [_line(head, *who), f"|---:{'|---:' * len(who)}|"]
    for what, of in groups.items():
        lines.append(_line(what.removeprefix(WRITTEN).split()[0], *(cell(of[name]) for name in who)))
    return "\n".join(lines)


def _processor_and_wait(row: Row) -> str:
    return f"{short(row['value'])} / {short(row['detail'][0]['p50_ms'])}"


def _with_p99(row: Row) -> str:
    return f"{_processor_and_wait(row)} / {short(row['detail'][0]['p99_ms'])}"


def _throughput(row: Row) -> str:
    of, note = row["detail"][0], row["note"].partition("%")[0]
    return f"{short(of['per_second'])} / {short(of['p99_ms'])}{f' ({note} %)' if note else ''}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(as_markdown([orjson.loads(line) for line in sys.stdin.buffer]), end="")
