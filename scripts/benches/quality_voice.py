"""How well G4 tells voices apart, on sets of texts by known authors: `DIR/voice/*.jsonl` of {author, text}.

A client is twenty texts of an author, or two thirds of them where there are not thirty, drawn at random; each text
that nobody drew is asked of every author of its set. The numbers that ship are judged as they are. By
cross-validation, the cohort goes without the register that it has nearest to the set: what a client may expect who
writes in a register that nobody collected.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from app.generation.gates.tone.cohort import Cohort, unit
from app.generation.gates.tone.cohort import shipped as public_voices
from app.generation.gates.tone.marks import Floats
from app.generation.gates.tone.profile import Sample, fitted

Found = tuple[str, str, float, int, float | None, tuple[tuple[str, float], ...]]
SIZES = (20, 10, 5, 3)
DRAWS = 3
GOALS = {"changelog": 0.77, "sotu": 0.78, "18f-blog": 0.80, "letters-books": 0.94}
KNOWN = {
    "changelog": (("fixed cosine of embeddings", 0.61), ("all other clients' texts, forbidden", 0.89)),
    "sotu": (("fixed cosine of embeddings", 0.65), ("all other clients' texts, forbidden", 0.91)),
    "18f-blog": (("fixed cosine of embeddings", 0.71), ("all other clients' texts, forbidden", 0.92)),
    "letters-books": (("fixed cosine of embeddings", 0.80), ("all other clients' texts, forbidden", 0.99)),
}
_MOST_SAMPLES = 20
_FEWEST_TEXTS = 6


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


def measure(folder: Path, *, shipped: bool) -> Iterator[Found]:
    """For each set, the area under the ROC curve by number of samples; at twenty, what the thresholds let pass."""
    for path in sorted((folder / "voice").glob("*.jsonl")):
        texts = read(path)
        cohort = public_voices() if shipped else _without_nearest(public_voices(), texts)
        for size in SIZES:
            asked = list(_ask(texts, cohort, size, by_profile))
            pairs = sum(len(one.own) for one in asked)
            known = (
                ("fixed cosine of the same marks", round(_auc(list(_ask(texts, cohort, size, _by_cosine))), 3)),
                *(KNOWN.get(path.stem, ()) if size == SIZES[0] else ()),
            )
            goal = GOALS.get(path.stem) if size == SIZES[0] else None
            yield "G4", f"{path.stem}, {size} samples, AUC", _auc(asked), pairs, goal, known
            if size == SIZES[0]:
                own = np.concatenate([one.passed[one.own] for one in asked])
                others = np.concatenate([one.passed[~one.own] for one in asked])
                yield "G4", f"{path.stem}, AUC within an author", _within(asked), pairs, None, ()
                yield "G4", f"{path.stem}, own accepted", float(own.mean()), len(own), None, ()
                yield "G4", f"{path.stem}, others rejected", float(1 - others.mean()), len(others), None, ()


def read(path: Path) -> Texts:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return Texts(np.array([line["author"] for line in lines]), Sample.of([line["text"] for line in lines]))


def _within(asked: Sequence[Asked]) -> float:
    return fmean(float(roc_auc_score(one.own, one.scores)) for one in asked)


def _auc(asked: Sequence[Asked]) -> float:
    """Of all pairs of a text and an author together: one scale must serve them all."""
    return float(roc_auc_score(np.concatenate([a.own for a in asked]), np.concatenate([a.scores for a in asked])))


Judge = Callable[[Cohort, Texts, Sequence[int], Sequence[int]], tuple[Floats, NDArray[np.bool_]]]


def _ask(texts: Texts, cohort: Cohort, size: int, judge: Judge) -> Iterator[Asked]:
    for draw in range(DRAWS):
        chance = np.random.default_rng(draw)
        drawn = {
            author: rows[: min(_MOST_SAMPLES, 2 * len(rows) // 3)]
            for author in np.unique(texts.authors)
            if len(rows := chance.permutation(np.flatnonzero(texts.authors == author))) >= _FEWEST_TEXTS
        }
        asked = np.setdiff1d(np.arange(len(texts.authors)), np.concatenate(list(drawn.values())))
        for author, rows in drawn.items():
            scores, passed = judge(cohort, texts, rows[:size].tolist(), asked.tolist())
            own = texts.authors[asked] == author
            if own.any():
                yield Asked(scores, passed, own)


def by_profile(
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
