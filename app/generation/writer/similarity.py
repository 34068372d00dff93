"""When two pieces of a hub are too alike: the one rule that the plan, the writer and the workflow share."""

from rapidfuzz.fuzz import ratio

NEAR_DUPLICATE = 0.9


def normalised(text: str) -> str:
    """Case folded, blanks joined."""
    return " ".join(text.casefold().split())


def is_near_duplicate(first: str, second: str) -> bool:
    """Whether the normalised similarity (2 x common subsequence / both lengths, rapidfuzz `ratio`) is 0.9 or more."""
    return ratio(normalised(first), normalised(second), score_cutoff=NEAR_DUPLICATE * 100) >= NEAR_DUPLICATE * 100
