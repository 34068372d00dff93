"""Sentences that people edit: the same habit in some, nothing in particular in others, and noise for which to find one
would be a mistake."""

import random
from collections.abc import Sequence

from app.grounding.edits import Edit

LEVERAGED = (
    "We leverage our oven data to bake less bread every day.",
    "Teams that leverage the night shift waste fewer loaves than others.",
    "You can leverage a ledger if you count each loaf that nobody buys.",
    "How do bakers leverage trust? They say sold out and mean it.",
    "Leverage the quiet hours: ovens are hot and nobody interrupts the work.",
)
OTHERWISE = (
    ("An empty shelf looks like failure to most owners. It is not.", "An empty shelf looks like failure. Wrong."),
    ("Complaints fell after we stopped baking at three.", "Fewer complaints came after we stopped baking at three."),
    ("Four of them chose the night because it is quiet then.", "Four chose the night, because it is quiet."),
    ("Trust is worth more than choice, they told us in spring.", "Trust is worth more than choice."),
)


def used(text: str) -> str:
    return text.replace("leverage", "use").replace("Leverage", "Use")


def edit(number: int, before: str, after: str, *editors: str, language: str = "en") -> Edit:
    return Edit(f"piece {number}", before, after, frozenset(editors), language)


def noise(seed: int, texts: Sequence[str], pieces: int, rate: float) -> list[Edit]:
    """Edits by two people that mean nothing: runs of words are taken out, put in from anywhere, or give way to others,
    at that rate a word."""
    rng = random.Random(seed)
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
        length = rng.choice((25, 40, 60, 120))
        start = rng.randrange(max(1, len(words) - length))
        before = words[start : start + length]
        return edit(number, " ".join(before), " ".join(edited(before)), rng.choice(("anna", "ben")))

    return [piece(number) for number in range(pieces)]
