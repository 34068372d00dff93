"""What no hook is: real hooks with their words in disorder, cut to a word or two, or one word said again and again.

Fitted numbers add up what they find, so a heap of strong words would be a strong hook. Each of these must come out
below the text that it was made from.
"""

from collections.abc import Sequence

import numpy as np

from scripts.fit.data import Hooks

_COUNT = 7000
_LEAST_WORDS = 5
NAME = "broken"


def with_broken(hooks: Hooks, seed: int = 0) -> Hooks:
    """The same with pairs of a real text and a broken one, by lot but always the same."""
    chance = np.random.default_rng(seed)
    long = [index for index, text in enumerate(hooks.texts) if len(text.split()) >= _LEAST_WORDS]
    picked: Sequence[int] = chance.choice(long, min(_COUNT, len(long)), replace=False).tolist() if long else []
    broken = [_broken(hooks.texts[index].split(), turn, chance) for turn, index in enumerate(picked)]
    first = len(hooks.texts)
    pairs = np.array([(index, first + turn) for turn, index in enumerate(picked)], np.int64).reshape(-1, 2)
    return Hooks([*hooks.texts, *broken], {**hooks.pairs, NAME: pairs}, hooks.worths, hooks.spanish)


def _broken(words: list[str], turn: int, chance: np.random.Generator) -> str:
    one = words[int(chance.integers(len(words)))]
    if turn % 8 == 0:
        return one
    if turn % 8 == 4:
        return " ".join(words[:2])
    if turn % 4 == 1:
        return " ".join([one] * int(chance.integers(3, 7)))
    return " ".join(chance.permutation(words))
