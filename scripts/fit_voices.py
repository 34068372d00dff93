"""Fits the cohort of public voices: `python -m scripts.fit_voices FOLDER` reads its *.jsonl and writes `cohort.npz`.

Each line is {"author", "text", "register"}, texts of 40 to 180 words, ten or more of an author where they can be had.
The texts stay where they are; what is written are means of hashed counts and ten figures. Those figures come from the
public voices alone: each in turn plays the client, with the rest as the cohort, and texts of other authors of the same
register as the ones to keep out. Where the voices that ship come from stands in `docs/voice.md`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression, QuantileRegressor

from app.generation.gates.tone.cohort import FILE, Cohort, store, unit
from app.generation.gates.tone.marks import Floats
from app.generation.gates.tone.profile import Sample, fitted

SIZES = (3, 5, 10, 20)
RARITY = 1.5
"""How much more a rare column counts than its share of texts alone would have it."""
OWN_ACCEPTED = 0.85
SHARE = 0.85
"""How much of the client's own mean score the floor takes over. Left to the fit it comes out lower, since few samples
say little of that mean, and clients whose texts are alike would then have to put up with anybody's."""
_OWN, _OTHERS = 8, 12
_FEWEST_TO_PLAY = 8


@dataclass(frozen=True)
class Text:
    author: str
    register: str
    text: str


@dataclass(frozen=True)
class Trial:
    """One text asked of one voice: its score, what the floor depends on, and whether the voice wrote it."""

    score: float
    features: tuple[float, ...]
    same: bool


def read(folder: Path) -> list[Text]:
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines())
    rows = (json.loads(line) for line in lines)
    return [Text(row["author"], row["register"], row["text"]) for row in rows]


def gather(texts: list[Text], sample: Sample) -> tuple[Cohort, dict[str, list[int]]]:
    """The cohort without its figures, and which texts are whose."""
    raw = sample.marks[-1]
    names = np.array([text.register for text in texts])
    shares = np.mean([(raw[names == name] > 0).mean(axis=0) for name in np.unique(names)], axis=0)
    rarity = (np.log((1 + len(raw)) / (1 + shares * len(raw))) + 1) ** RARITY
    rarity = rarity.astype(np.float16).astype(np.float32)  # As precise as it is stored.
    weighed = unit(raw * rarity)
    whose: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        whose[text.author].append(at)
    means = np.stack([weighed[rows].mean(axis=0) for rows in whose.values()])
    registers = tuple(texts[rows[0]].register for rows in whose.values())
    return Cohort(rarity, means, registers), dict(whose)


def rehearse(texts: list[Text], cohort: Cohort, whose: dict[str, list[int]], sample: Sample) -> Iterator[Trial]:
    """Every public voice with enough texts plays the client once for each number of samples.

    It is asked of texts whole and cut, by chance.
    """
    chance = np.random.default_rng(20)
    for at, (author, rows) in enumerate(whose.items()):
        others = [i for i, t in enumerate(texts) if t.register == cohort.registers[at] and t.author != author]
        if len(rows) < _FEWEST_TO_PLAY or len({texts[i].author for i in others}) < 2:
            continue
        kept = [voice for voice in range(len(whose)) if voice != at]
        without = replace(cohort, means=cohort.means[kept], registers=tuple(cohort.registers[i] for i in kept))
        for size in SIZES:
            if len(rows) < size + 3:
                continue
            order = chance.permutation(rows)
            asked = [*order[size : size + _OWN], *chance.permutation(others)[:_OTHERS]]
            cuts = chance.integers(len(sample.marks), size=len(asked))
            profile = fitted(without, sample.only(order[:size].tolist()), size)
            scores = profile.scores_of(without.weigh(sample.marks[cuts, asked]))
            for row, length, score in zip(asked, sample.lengths[cuts, asked], scores, strict=True):
                yield Trial(float(score), profile.features(length), texts[row].author == author)


def fit(texts: list[Text]) -> Cohort:
    """The cohort with its figures."""
    sample = Sample.of([text.text for text in texts])
    cohort, whose = gather(texts, sample)
    cohort = replace(cohort, usual_spread=_usual_spread(cohort, whose, sample))
    trials = list(rehearse(texts, cohort, whose, sample))
    own = [trial for trial in trials if trial.same]
    rest = QuantileRegressor(quantile=1 - OWN_ACCEPTED, alpha=0, fit_intercept=False)
    rest.fit([(1.0, *trial.features[2:]) for trial in own], [trial.score - SHARE * trial.features[1] for trial in own])
    start, by_length, by_samples = (float(weight) for weight in rest.coef_)
    scale = LogisticRegression(class_weight="balanced", C=1e6)
    scale.fit([[trial.score] for trial in trials], [trial.same for trial in trials])
    return replace(
        cohort,
        floor=(start, SHARE, by_length, by_samples),
        scale=(float(scale.intercept_[0]), float(scale.coef_[0, 0])),
    )


def _usual_spread(cohort: Cohort, whose: dict[str, list[int]], sample: Sample) -> float:
    """With this as the unit, a usual text's score is a plain sum of cosines."""
    found: list[Floats] = []
    for rows in whose.values():
        if len(rows) > 1:
            profile = fitted(cohort, sample.only(rows), len(rows))
            found.append(profile.spreads_of(cohort.weigh(sample.marks[-1][rows])))
    return float(np.median(np.concatenate(found)))


def main() -> None:
    texts = read(Path(sys.argv[1]))
    cohort = fit(texts)
    store(cohort, FILE)
    print(f"{len(texts)} texts of {len(cohort.registers)} voices, {FILE.stat().st_size} bytes")
    print(f"usual spread {cohort.usual_spread:.4f}, floor {cohort.floor}, scale {cohort.scale}")


if __name__ == "__main__":
    main()
