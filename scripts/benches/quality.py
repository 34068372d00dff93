"""`python -m scripts.benches quality DIR [--shipped] [--json]`: how good the gates are on labelled public data.

DIR holds `hooks/*.csv` (see `scripts.fit.data`) and `voice/*.jsonl` (see `quality_voice`). By cross-validation the
numbers are fitted anew on DIR, and each text is judged by a fit that had not seen it; `--shipped` judges by the
numbers that ship, and fits nothing.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich import box
from rich.console import Console
from rich.table import Table

from scripts.benches import quality_hooks, quality_voice
from scripts.benches.report import WIDTH


@dataclass(frozen=True, slots=True)
class Measured:
    """One number. `known` are what other scorers reached, by their names; `goal` is a lower bound."""

    gate: str
    name: str
    value: float
    rows: int
    goal: float | None = None
    known: tuple[tuple[str, float], ...] = ()


def main(arguments: Sequence[str]) -> int:
    """0 when everything was measured. A missed goal is no failure."""
    parser = argparse.ArgumentParser(prog="scripts/bench quality", description="Measures the gates on labelled data.")
    parser.add_argument("folder", type=Path, help="holds hooks/*.csv and voice/*.jsonl")
    parser.add_argument("--shipped", action="store_true", help="judge by the numbers that ship, fit nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    rows = measure(options.folder, shipped=options.shipped)
    if options.json:
        print("".join(f"{orjson.dumps(asdict(row)).decode()}\n" for row in rows), end="")
    else:
        Console(width=WIDTH).print(_table(rows, options.shipped))
    return 0


def measure(folder: Path, *, shipped: bool) -> list[Measured]:
    """Of every set that DIR holds."""
    parts = (quality_hooks.measure(folder, shipped=shipped), quality_voice.measure(folder, shipped=shipped))
    return [Measured(*found) for part in parts for found in part]


def _table(rows: Sequence[Measured], shipped: bool) -> Table:
    how = (
        "by the numbers that ship"
        if shipped
        else "by cross-validation in five folds; G4 without the public voices that are nearest"
    )
    table = Table(box=box.SIMPLE_HEAD, expand=True, caption=f"Judged {how}.")
    for column in ("gate", "measured on"):
        table.add_column(column)
    for column in ("rows", "value", "goal"):
        table.add_column(column, justify="right")
    table.add_column("")
    table.add_column("known baselines", ratio=1)
    for row in rows:
        is_met = None if row.goal is None else row.value >= row.goal
        table.add_row(
            row.gate,
            row.name,
            f"{row.rows:,}",
            f"{row.value:.3f}",
            "" if row.goal is None else f"{row.goal:.2f}",
            {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[is_met],
            ", ".join(f"{name} {value:g}" for name, value in row.known),
        )
    return table
