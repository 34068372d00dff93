"""`python -m scripts.benches grounding DIR [--audits N] [--json]`: what a grounding audit finds that is not there, and
what it misses.

DIR holds `voice/*.jsonl` of {text}. Edits that mean nothing are made of each set: runs of words are taken out, put in
from other texts of the set, or give way to such; whatever is proposed of them is wrong. Then one word gives way to
another in some of the pieces, among other edits that mean nothing: how often that is found.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
from rich import box
from rich.console import Console
from rich.table import Table

from app.grounding.edits import Edit
from app.grounding.proposals import Proposal
from app.grounding.proposing import proposals_of
from scripts.benches.report import WIDTH

RATES = (0.05, 0.2, 0.5)
SIZES = (5, 10, 30, 100)
LENGTHS = (25, 40, 60, 120)
OLD, NEW = "leverage", "put to work"
AMONG, AMONG_RATE = 30, 0.1
PLANTED = (2, 3, 5, 8)
EDITORS = ("anna", "ben")


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` is the part of the audits; `note` some of what was wrongly proposed."""

    name: str
    value: float
    audits: int
    note: str = ""


def noise(rng: random.Random, texts: Sequence[str], pieces: int, rate: float) -> list[Edit]:
    """Edits by two people that mean nothing, at that rate a word."""
    pool = " ".join(texts).split()

    def run() -> list[str]:
        start = rng.randrange(len(pool) - 4)
        return pool[start : start + rng.randint(1, 4)]

    def edited(words: Sequence[str]) -> list[str]:
        found: list[str] = []
        at = 0
        while at < len(words):
            if rng.random() >= rate / 2:
                found.append(words[at])
                at += 1
                continue
            taken_out, put_in = rng.choice([(True, False), (True, True), (False, True)])
            found += run() if put_in else []
            at += rng.randint(1, 4) if taken_out else 0
        return found

    def piece(number: int) -> Edit:
        words = rng.choice(texts).split()
        length = rng.choice(LENGTHS)
        start = rng.randrange(max(1, len(words) - length))
        before = words[start : start + length]
        return Edit(f"{number}", " ".join(before), " ".join(edited(before)), frozenset([rng.choice(EDITORS)]))

    return [piece(number) for number in range(pieces)]


def planted(rng: random.Random, texts: Sequence[str], times: int, editors: Sequence[str]) -> list[Edit]:
    """Edits that mean nothing, in so many of which one word gave way to another besides."""

    def with_habit(number: int, edit: Edit) -> Edit:
        before, after = edit.before.split(), edit.after.split()
        same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
        at = rng.randrange(same + 1)
        before.insert(at, OLD)
        after.insert(at, NEW)
        editor = frozenset([editors[number % len(editors)]])
        return replace(edit, before=" ".join(before), after=" ".join(after), editors=editor)

    edits = noise(rng, texts, AMONG, AMONG_RATE)
    return [with_habit(number, edit) if number < times else edit for number, edit in enumerate(edits)]


def measure(folder: Path, audits: int) -> Iterator[Measured]:
    sets = [_texts(path) for path in sorted(folder.glob("voice/*.jsonl"))]
    for size in SIZES:
        for rate in RATES:
            found = [_found(noise(random.Random(seed), sets[seed % len(sets)], size, rate)) for seed in range(audits)]
            wrong = [f"{proposal.kind} “{proposal.words}”" for proposals in found for proposal in proposals]
            name = f"wrong, {size} pieces, {rate:.0%} of the words edited"
            yield Measured(name, sum(map(bool, found)) / audits, audits, ", ".join(wrong[:4]))
    for times in PLANTED:
        for editors in (EDITORS[:1], EDITORS):
            hits = 0
            for seed in range(audits):
                edits = planted(random.Random(seed), sets[seed % len(sets)], times, editors)
                hits += any(proposal.words == OLD for proposal in _found(edits))
            people = "one person" if len(editors) == 1 else "two people"
            yield Measured(f"found, in {times} of {AMONG} pieces by {people}", hits / audits, audits)


def _found(edits: Sequence[Edit]) -> list[Proposal]:
    return proposals_of(edits, [])


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench grounding", description="Measures grounding audits.")
    parser.add_argument("folder", type=Path, help="holds voice/*.jsonl")
    parser.add_argument("--audits", type=int, default=100, help="of each kind")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    table = Table("measured", "part of the audits", "audits", "such as", box=box.SIMPLE_HEAD)
    for row in measure(options.folder, options.audits):
        if options.json:
            print(orjson.dumps(row).decode(), flush=True)
        table.add_row(row.name, f"{row.value:.1%}", str(row.audits), row.note)
    if not options.json:
        Console(width=WIDTH).print(table)
    return 0
