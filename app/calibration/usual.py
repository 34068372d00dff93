"""What is usual in English, so that what is somebody's own can be told: numbers measured on the public voices of G4.

The file holds no text. `scripts.fit_strength` makes it; `docs/strength.md` says how.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("usual.npz")
PARTS = ("tone_match", "vocabulary", "structure", "topics")

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Usual:
    """`habits` are voices x habits, in the order of the cohort; `habit_spread` how far a text is from its author.

    `cues` and `cue_spread` are means over the voices, and how far these are apart. `phrases` are sorted hashes of runs
    of words that several voices have, and `phrase_texts` in how many of `texts` they stand. `scales` gives, for each of
    `PARTS`, the two weights by which agreement becomes 0 to 100.
    """

    habits: Numbers
    habit_spread: Numbers
    cues: Numbers
    cue_spread: Numbers
    phrases: NDArray[np.uint32]
    phrase_texts: NDArray[np.uint16]
    texts: int
    scales: Numbers

    def texts_with(self, phrase: int) -> int:
        """In how many texts the phrase with this hash stands; 0 where in too few to be kept."""
        at = int(np.searchsorted(self.phrases, phrase))
        return int(self.phrase_texts[at]) if at < len(self.phrases) and self.phrases[at] == phrase else 0

    def points(self, part: str, agreement: float) -> float:
        """0 to 100."""
        start, slope = self.scales[PARTS.index(part)]
        return float(100 / (1 + np.exp(-(start + slope * agreement))))


@lru_cache(maxsize=1)
def shipped() -> Usual:
    return load(FILE)


def load(path: Path) -> Usual:
    with np.load(path) as stored:
        return Usual(
            habits=stored["habits"].astype(np.float64),
            habit_spread=stored["habit_spread"].astype(np.float64),
            cues=stored["cues"].astype(np.float64),
            cue_spread=stored["cue_spread"].astype(np.float64),
            phrases=stored["phrases"],
            phrase_texts=stored["phrase_texts"],
            texts=int(stored["texts"]),
            scales=stored["scales"].astype(np.float64),
        )


def store(usual: Usual, path: Path) -> None:
    np.savez_compressed(
        path,
        habits=usual.habits.astype(np.float32),
        habit_spread=usual.habit_spread.astype(np.float32),
        cues=usual.cues.astype(np.float32),
        cue_spread=usual.cue_spread.astype(np.float32),
        phrases=usual.phrases,
        phrase_texts=usual.phrase_texts,
        texts=usual.texts,
        scales=usual.scales,
    )
