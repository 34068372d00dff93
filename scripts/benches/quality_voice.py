"""How well G4 tells voices apart, on sets of texts by known authors: `DIR/voice/*.jsonl` of {author, text}.

A client is twenty texts of an author, drawn at random; each text that nobody drew is asked of every author of its set.
The numbers that ship are judged as they are. By cross-validation, the cohort is fitted anew without the register that
the shipped numbers call the nearest to the set: what a client in a register that nobody collected may expect.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from app.generation.gates.tone.cohort import Cohort, shipped, unit
from app.generation.gates.tone.marks import Floats
from app.generation.gates.tone.profile import Sample, fitted

SIZES = (20, 10, 5, 3)
DRAWS = 2
_MOST_SAMPLES = 20


@dataclass(frozen=True)
class Row:
    """Of one set and number of samples. `accepted` and `rejected` are shares at the threshold in force."""

    name: str
    samples: int
    auc: float
    auc_by_author: float
    accepted: float
    rejected: float
    fixed_cosine: float


@dataclass(frozen=True)
class Asked:
    """What one profile said of the texts, and which its author wrote."""

    scores: Floats
    passed: NDArray[np.bool_]
    own: NDArray[np.bool_]


@dataclass(frozen=True)
class Texts:
    authors: NDArray[np.str_]
    sample: Sample


def measure(folder: Path, *, shipped_numbers: bool = True) -> list[Row]:
    """A row for each set and number of samples."""
    return [row for path in sorted((folder / "voice").glob("*.jsonl")) for row in _of_set(path, shipped_numbers)]


def _of_set(path: Path, shipped_numbers: bool) -> Iterator[Row]:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    texts = Texts(
        np.array([line["author"] for line in lines]),
        Sample.of([line["text"] for line in lines]),
    )
    cohort = shipped() if shipped_numbers else _without_nearest(shipped(), texts)
    for size in SIZES:
        asked = list(_ask(texts, cohort, size, _by_profile))
        plain = list(_ask(texts, cohort, size, _by_cosine))
        yield Row(
            path.stem,
            size,
            auc=_auc(asked),
            auc_by_author=fmean(roc_auc_score(one.own, one.scores) for one in asked),
            accepted=float(np.concatenate([one.passed[one.own] for one in asked]).mean()),
            rejected=float(1 - np.concatenate([one.passed[~one.own] for one in asked]).mean()),
            fixed_cosine=_auc(plain),
        )


def _auc(asked: Sequence[Asked]) -> float:
    """Of all pairs of a text and an author together: one scale must serve them all."""
    return float(roc_auc_score(np.concatenate([a.own for a in asked]), np.concatenate([a.scores for a in asked])))


Judge = Callable[[Cohort, Texts, Sequence[int], Sequence[int]], tuple[Floats, NDArray[np.bool_]]]


def _ask(texts: Texts, cohort: Cohort, size: int, judge: Judge) -> Iterator[Asked]:
    for draw in range(DRAWS):
        chance = np.random.default_rng(draw)
        drawn = {
            author: chance.permutation(np.flatnonzero(texts.authors == author))[:_MOST_SAMPLES]
            for author in np.unique(texts.authors)
        }
        asked = np.setdiff1d(np.arange(len(texts.authors)), np.concatenate(list(drawn.values())))
        for author, rows in drawn.items():
            scores, passed = judge(cohort, texts, rows[:size].tolist(), asked.tolist())
            own = texts.authors[asked] == author
            if own.any():
                yield Asked(scores, passed, own)


def _by_profile(
    cohort: Cohort, texts: Texts, samples: Sequence[int], asked: Sequence[int]
) -> tuple[Floats, NDArray[np.bool_]]:
    profile = fitted(cohort, texts.sample.only(samples), len(samples))
    scores = profile.scores_of(cohort.weigh(texts.sample.marks[-1][asked]))
    lengths = texts.sample.lengths[-1][asked]
    margins = scores - np.array([np.dot(cohort.floor, profile.features(length)) for length in lengths])
    return np.asarray(margins, dtype=np.float32), margins >= 0


def _by_cosine(
    cohort: Cohort, texts: Texts, samples: Sequence[int], asked: Sequence[int]
) -> tuple[Floats, NDArray[np.bool_]]:
    """What a fixed threshold on a plain cosine of the same marks can tell."""
    whole = texts.sample.marks[-1]
    direction = unit(cohort.weigh(whole[samples]).mean(axis=0))
    scores = (cohort.weigh(whole[asked]) * direction).sum(axis=(1, 2))
    return np.asarray(scores, dtype=np.float32), np.ones(len(asked), dtype=bool)


def _without_nearest(cohort: Cohort, texts: Texts) -> Cohort:
    nearest = fitted(cohort, texts.sample, len(texts.authors)).register
    kept = [voice for voice, register in enumerate(cohort.registers) if register != nearest]
    return replace(cohort, means=cohort.means[kept], registers=tuple(cohort.registers[voice] for voice in kept))
