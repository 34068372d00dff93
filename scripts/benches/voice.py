"""`python -m scripts.benches voice DIR [--json]`: what calibrating does, on sets of texts by known authors.

DIR holds `voice/*.jsonl` of {author, text}. Two questions are asked of each set:

- What does G4 accept of an author's other texts, and of others' texts, when the client is calibrated on twenty texts of
  a colleague, on as many of five colleagues mixed, and on the author's own?
- How strong does the product find the DNA: of one author with 1, 3, 10, 20 and 50 samples, and of as many texts of 2,
  3 and 5 authors mixed, or glued from everybody's most ordinary sentences? How often has a mixture less than the mean
  of the authors that it is mixed of, and how often less than any single author (AUC)?

Nothing is fitted here: all numbers are those that ship.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import orjson
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from app.calibration.reading import read
from app.calibration.strength import measure
from app.generation.gates.tone.cohort import shipped
from app.hubs.analysis.words import zipf
from scripts.benches.quality_voice import Texts, by_profile
from scripts.benches.quality_voice import read as read_texts
from scripts.benches.report import WIDTH

SAMPLES = 20
SIZES = (1, 3, 10, 20, 50)
MIXED = (2, 3, 5)
DRAWS = 6
MIXTURES = 40
ORDINARY, GLUED = 0.3, 80


@dataclass(frozen=True, slots=True)
class Measured:
    """One number. `share` is how often a mixture is below the mean of its authors, `auc` how often below any author."""

    table: str
    set: str
    name: str
    value: float
    spread: float
    rows: int
    share: float | None = None
    auc: float | None = None


@dataclass(frozen=True)
class Set:
    """`rows` are the numbers of each author's texts."""

    name: str
    texts: Sequence[str]
    measured: Texts
    rows: Mapping[str, Sequence[int]]


def main(arguments: Sequence[str]) -> int:
    """0 when everything was measured."""
    parser = argparse.ArgumentParser(prog="scripts/bench voice", description="Measures what calibration does.")
    parser.add_argument("folder", type=Path, help="holds voice/*.jsonl")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    found = [row for path in sorted((options.folder / "voice").glob("*.jsonl")) for row in of_set(_set(path))]
    if options.json:
        print("".join(f"{orjson.dumps(asdict(row)).decode()}\n" for row in found), end="")
    else:
        for name in dict.fromkeys(row.table for row in found):
            Console(width=WIDTH).print(_table(name, [row for row in found if row.table == name]))
    return 0


def of_set(texts: Set) -> Iterator[Measured]:
    yield from _acceptance(texts)
    yield from _strength(texts)


def _set(path: Path) -> Set:
    lines = [orjson.loads(line) for line in path.read_text().splitlines()]
    rows: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        rows.setdefault(line["author"], []).append(at)
    return Set(path.stem, [line["text"] for line in lines], read_texts(path), rows)


def _acceptance(texts: Set) -> Iterator[Measured]:
    """Shares of texts that the tone of G4 lets pass. Nobody's samples are asked of, nor authors calibrated on."""
    passed: dict[str, list[float]] = {}
    for draw in range(DRAWS):
        chance = np.random.default_rng(draw)
        drawn = {who: chance.permutation(rows)[: min(SAMPLES, len(rows) * 2 // 3)] for who, rows in texts.rows.items()}
        asked = np.setdiff1d(np.arange(len(texts.texts)), np.concatenate(list(drawn.values())))
        for author in texts.rows:
            for name, samples in _calibrations(author, drawn, chance).items():
                verdicts = by_profile(shipped(), texts.measured, samples, asked.tolist())[1]
                whose = texts.measured.authors[asked]
                own, third = whose == author, ~np.isin(whose, [author, *texts.measured.authors[samples]])
                for kind, rows in (("the author's own", own), ("others'", third)):
                    if rows.any():
                        passed.setdefault(f"{kind}, calibrated on {name}", []).append(float(verdicts[rows].mean()))
    for name, shares in passed.items():
        yield Measured("acceptance", texts.name, name, fmean(shares), pstdev(shares), len(shares))


def _calibrations(
    author: str, drawn: Mapping[str, NDArray[np.int_]], chance: np.random.Generator
) -> dict[str, list[int]]:
    others = [other for other in drawn if other != author]
    five = chance.choice(others, min(5, len(others)), replace=False)
    return {
        "a colleague": drawn[chance.choice(others)].tolist(),
        "colleagues mixed": [int(row) for other in five for row in drawn[other][: SAMPLES // len(five)]],
        "the author": drawn[author].tolist(),
    }


def _strength(texts: Set) -> Iterator[Measured]:
    chance = np.random.default_rng(7)
    for size in SIZES:
        singles = {author: _of_author(texts, rows, size, chance) for author, rows in texts.rows.items()}
        singles = {author: scores for author, scores in singles.items() if scores}
        if not singles:
            continue
        every = [score for scores in singles.values() for score in scores]
        yield Measured("strength", texts.name, f"{size} of one author", fmean(every), pstdev(every), len(every))
        if size > 1:
            yield from _mixtures(texts, singles, size, chance)
            yield from _generic(texts, every, size, chance)


def _of_author(texts: Set, rows: Sequence[int], size: int, chance: np.random.Generator) -> list[float]:
    if len(rows) < size:
        return []
    return [_score(texts, chance.permutation(rows)[:size].tolist()) for _ in range(DRAWS)]


def _mixtures(
    texts: Set, singles: Mapping[str, Sequence[float]], size: int, chance: np.random.Generator
) -> Iterator[Measured]:
    every = [score for scores in singles.values() for score in scores]
    for number in MIXED:
        if len(singles) < number or size < number:
            continue
        scores, below = [], []
        for _ in range(MIXTURES):
            authors = chance.choice(sorted(singles), number, replace=False)
            counts = [size // number + (at < size % number) for at in range(number)]
            rows = [
                row
                for author, count in zip(authors, counts, strict=True)
                for row in chance.permutation(texts.rows[author])[:count]
            ]
            scores.append(_score(texts, rows))
            below.append(scores[-1] < fmean(fmean(singles[author]) for author in authors))
        name = f"{size} of {number} authors mixed"
        yield Measured(
            "strength", texts.name, name, fmean(scores), pstdev(scores), len(scores), fmean(below), _auc(every, scores)
        )


def _generic(texts: Set, every: Sequence[float], size: int, chance: np.random.Generator) -> Iterator[Measured]:
    """Texts of everybody's most ordinary sentences: those whose words are neither rare nor common, next to the rest."""
    sentences = sorted(
        (fmean(zipf(word, "en") for word in sentence.split()), sentence)
        for text in texts.texts
        for sentence in read(text, "en").sentences
    )
    middle, reach = len(sentences) // 2, int(len(sentences) * ORDINARY / 2)
    ordinary = [sentence for _, sentence in sentences[middle - reach : middle + reach]]
    if len(_glued(ordinary, size)) < size:
        return
    scores = []
    for _ in range(MIXTURES // 2):
        chance.shuffle(ordinary)
        scores.append(measure(_glued(ordinary, size)).score)
    name = f"{size} glued of ordinary sentences"
    auc = _auc(every, scores)
    yield Measured("strength", texts.name, name, fmean(scores), pstdev(scores), len(scores), None, auc)


def _glued(sentences: Sequence[str], size: int) -> list[str]:
    """So many texts, or as many as there are sentences for."""
    texts: list[list[str]] = [[]]
    for sentence in sentences:
        if sum(len(each.split()) for each in texts[-1]) >= GLUED:
            texts.append([])
        if len(texts) > size:
            break
        texts[-1].append(sentence)
    return [" ".join(text) for text in texts[:size]]


def _score(texts: Set, rows: Sequence[int]) -> float:
    return measure([texts.texts[row] for row in rows]).score


def _auc(single: Sequence[float], others: Sequence[float]) -> float:
    return float(roc_auc_score([1] * len(single) + [0] * len(others), [*single, *others]))


def _table(name: str, rows: Sequence[Measured]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, title=name)
    for column in ("set", "of"):
        table.add_column(column)
    for column in ("mean", "spread", "measured", "below its authors' mean", "AUC against single authors"):
        table.add_column(column, justify="right")
    for row in rows:
        told = [f"{row.value:.3f}" if name == "acceptance" else f"{row.value:.1f}", f"{row.spread:.2f}", str(row.rows)]
        rest = ["" if value is None else f"{value:.2f}" for value in (row.share, row.auc)]
        table.add_row(row.set, row.name, *told, *rest)
    return table
