"""The public sets that the hooks are fitted and measured on, as they lie in a folder, and their folds.

DIR/hooks holds clickbait.csv and clickbait-es.csv (text, label), upworthy-pairs.csv (headline_1, headline_2, winner),
tweet-pairs.csv (tweet_1, tweet_2, winner), hn-titles.csv and hn-discussed.csv (title, points). A missing file is an
empty set. `docs/quality.md` says where they come from and under which licences.
"""

import csv
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import regex
from numpy.typing import NDArray

SETS = ("upworthy", "tweets", "clickbait", "hackernews", "discussed")


@dataclass(slots=True)
class Hooks:
    """Every text once, and each set as numbers of texts: pairs as (winner, loser), others as (text, worth).

    The Spanish set stands apart, with the medium of each row.
    """

    texts: list[str] = field(default_factory=list)
    pairs: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    worths: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    spanish: Sequence[tuple[str, int, str]] = ()

    def without(self, names: Collection[str]) -> "Hooks":
        """The same with those sets empty."""
        return Hooks(
            self.texts,
            {name: rows[:0] if name in names else rows for name, rows in self.pairs.items()},
            {name: rows[:0] if name in names else rows for name, rows in self.worths.items()},
            () if "clickbait-es" in names else self.spanish,
        )


def read_hooks(folder: Path) -> Hooks:
    hooks = Hooks()
    numbers: dict[str, int] = {}

    def number(text: str) -> int:
        if text not in numbers:
            numbers[text] = len(hooks.texts)
            hooks.texts.append(text)
        return numbers[text]

    for name, file, kind in (("upworthy", "upworthy-pairs", "headline"), ("tweets", "tweet-pairs", "tweet")):
        found = [
            (number(row[f"{kind}_{won}"]), number(row[f"{kind}_{3 - won}"]))
            for row in _rows(folder, file)
            if (won := int(row["winner"])) in (1, 2)
        ]
        hooks.pairs[name] = np.array(found, np.int64).reshape(-1, 2)
    for name, file, text, worth in (
        ("clickbait", "clickbait", "text", "label"),
        ("hackernews", "hn-titles", "title", "points"),
        ("discussed", "hn-discussed", "title", "points"),
    ):
        pointed = [(number(row[text]), int(row[worth])) for row in _rows(folder, file)]
        hooks.worths[name] = np.array(pointed, np.int64).reshape(-1, 2)
    hooks.spanish = [(row["text"], int(row["label"]), row.get("media", "")) for row in _rows(folder, "clickbait-es")]
    return hooks


def folds_of(hooks: Hooks, count: int) -> NDArray[np.int64]:
    """The fold of each text, by hash; texts that are tied, as a pair or by the same words, lie in one fold."""
    leader = list(range(len(hooks.texts)))

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    same: dict[str, int] = {}
    for index, text in enumerate(hooks.texts):
        leader[lead(index)] = lead(same.setdefault(_bare(text), index))
    for pairs in hooks.pairs.values():
        for one, other in pairs:
            leader[lead(int(one))] = lead(int(other))
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in hooks.texts]
    least: dict[int, str] = {}
    for index, digest in enumerate(digests):
        group = lead(index)
        least[group] = min(least.get(group, digest), digest)
    return np.array([int(least[lead(index)][:8], 16) % count for index in range(len(digests))], np.int64)


def fold_of(text: str, count: int) -> int:
    return int(hashlib.sha256(_bare(text).encode()).hexdigest()[:8], 16) % count


def _bare(text: str) -> str:
    return regex.sub(r"\W+", " ", text.casefold()).strip()


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / "hooks" / f"{name}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
