"""How the words of a hook are written down: one pattern for each cue, matched without regard to case."""

import regex

Lexicon = dict[str, "regex.Pattern[str]"]


def words(*alternatives: str) -> "regex.Pattern[str]":
    """Any of the alternatives as whole words."""
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}'’])(?:{'|'.join(alternatives)})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)


def anywhere(*alternatives: str) -> "regex.Pattern[str]":
    return regex.compile("|".join(alternatives), regex.IGNORECASE)
