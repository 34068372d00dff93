"""Finding a phrase in a text the way a reader would: any case, any Unicode form, with its simple inflections.

Both sides are compared as NFKC case-folds without invisible characters; spans always point into the text as given.
"""

import regex

from app.generation.gates.irregular import irregular
from app.kit.memory import kept
from app.kit.text import fold

# Scripts written without spaces: a phrase in them has no edges. Korean particles stick to the end of a word.
_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_EDGELESS = regex.compile(f"[{_NO_SPACES}]")
_EDGELESS_END = regex.compile(rf"[{_NO_SPACES}\p{{Hangul}}]")
_IN_WORD = rf"[[\p{{L}}\p{{N}}\p{{M}}_]--[{_NO_SPACES}]]"
_GAP = r"[\s\-_]+"
_LEAST_INFLECTED = 4  # Shorter words make other words: "new" is not "news".


def find_phrase(text: str, phrase: str, language: str | None = None) -> list[tuple[int, int]]:
    """Where `phrase` stands in `text` as whole words, left to right. With a `language`, its inflections count too."""
    return Searchable(text).find(phrase, language)


class Searchable:
    """A text folded once, to be searched for many phrases."""

    def __init__(self, text: str) -> None:
        folded: list[str] = []
        self._origins: list[tuple[int, int]] = []
        for match in regex.finditer(r"\X", text):
            cluster = fold(match.group())
            folded.append(cluster)
            self._origins += [match.span()] * len(cluster)
        self._folded = "".join(folded)

    @property
    def folded(self) -> str:
        return self._folded

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text, which is not empty, stands in the text as given."""
        return self._origins[start][0], self._origins[end - 1][1]

    def find(self, phrase: str, language: str | None = None) -> list[tuple[int, int]]:
        pattern = _pattern(phrase, language)
        if pattern is None:
            return []
        hits = (match.span() for match in pattern.finditer(self._folded))
        return [self.place(start, end) for start, end in hits]


@kept(4096)
def _pattern(phrase: str, language: str | None) -> "regex.Pattern[str] | None":
    words = [word for word in regex.split(_GAP, fold(phrase).strip()) if word]
    if not words:
        return None
    body = _GAP.join(_any_form(word, language) for word in words)
    before = "" if _EDGELESS.match(words[0]) else f"(?<!{_IN_WORD})"
    after = "" if _EDGELESS_END.match(words[-1][-1]) else rf"(?!{_IN_WORD}|'(?!s\b)\p{{L}})"
    return regex.compile(before + body + after, regex.V1)


def _any_form(word: str, language: str | None) -> str:
    forms = {word, *(inflections(word, language) if language else ())}
    return "(?:" + "|".join(regex.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) + ")"


def inflections(word: str, language: str) -> set[str]:
    """Plurals, possessives and verb forms by rule of spelling (English, Spanish); of other languages, none.

    English forms that follow no rule are those of `irregular`.
    """
    return _regular(word, language) | (irregular(word) if language.casefold().startswith("en") else set())


def _regular(word: str, language: str) -> set[str]:
    if len(word) < _LEAST_INFLECTED or not regex.fullmatch(r"\p{Latin}+", word):
        return set()
    by_language = {"en": _english, "es": _spanish}
    forms = by_language.get(language.casefold().replace("_", "-").split("-")[0])
    return forms(word) if forms else set()


def _english(word: str) -> set[str]:
    forms = {word + "'s"}
    if word.endswith("e"):
        return forms | {word + "s", word + "d", word[:-1] + "ing"}
    if regex.search(r"[^aeiou]y$", word):
        return forms | {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    if regex.search(r"(?:s|x|z|ch|sh)$", word):
        return forms | {word + "es", word + "ed", word + "ing", word + "'"}
    forms |= {word + "s", word + "ed", word + "ing"}
    if regex.search(r"[^aeiou][aeiou][bdglmnprt]$", word):
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms


def _spanish(word: str) -> set[str]:
    if word.endswith("z"):
        return {word[:-1] + "ces"}
    if word.endswith("o"):
        return {word + "s", word[:-1] + "a", word[:-1] + "as"}
    return {word + "s", word + "es"}
