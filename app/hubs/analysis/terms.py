"""What a text is about, in its own words: phrases that name a topic, and how much each sentence carries of it.

A phrase keeps the form in which the source writes it. It must look like a name of something: cut where nouns end,
repeated, and rarer in the language at large than here (keyness).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log1p

import regex

from app.hubs.analysis.lexicon import lexicon_for
from app.hubs.analysis.phrases import Phrase, Signs, joined, surface_of
from app.hubs.analysis.quality import MISREAD
from app.hubs.analysis.words import Token, base, is_unspaced, knows_words, tokens, zipf

MAX_CONTENT_WORDS = 3
_COMMONEST = 7.0
_NAMED_OFTEN = 6
_SAID_OFTEN = 8
_RARE = 4.3
_ARTICLES = ("the", "a", "an")
_SHARPER = 0.15
_HAN_RUN = regex.compile(r"\p{Han}{2,6}|[\p{Katakana}ー]{3,12}")
_NOUN_KINDS = ("名詞/普通名詞", "名詞/固有名詞", "接尾辞/名詞的", "接頭辞")
_SINGLE, _PAIR, _TRIPLE = 0.55, 1.6, 1.7


class Topics:
    """The phrases and word counts of one document; sentences are known by their number in it."""

    def __init__(self, sentences: Sequence[str], language: str) -> None:
        self.language = language
        self.lexicon = lexicon_for(language)
        self.stems: list[list[str]] = [[t.stem for t in tokens(text, language) if t.content] for text in sentences]
        self.counts: Counter[str] = Counter(stem for row in self.stems for stem in row)
        self._signs = Signs(self.lexicon)
        self.phrases: dict[tuple[str, ...], Phrase] = {}
        for number, text in enumerate(sentences):
            self._read(number, text)

    def weight(self, number: int) -> float:
        """How much of the document's subject sentence `number` carries, 0..1."""
        unique = set(self.stems[number])
        if not unique:
            return 0.0
        top = log1p(max(self.counts.values()))
        return sum(log1p(self.counts[stem] - 1) for stem in unique) / (top * max(len(unique), 4))

    def best(
        self, limit: int, among: Iterable[int] | None = None, avoid: Sequence[str] = (), named: bool = False
    ) -> list[str]:
        """Up to `limit` phrases that share no words, best first; `among` restricts to some sentences.

        `avoid` are phrases already used elsewhere; `named` ones carry the article that a sentence of ours needs.
        """
        inside = None if among is None else frozenset(among)
        ranked = sorted(self._scored(inside), key=lambda row: (-row[0], row[1].key))
        chosen: list[Phrase] = []
        for phrase in self._sharpened([phrase for _, phrase in ranked]):
            if phrase.surface.casefold() not in {a.casefold() for a in avoid} and not any(
                _overlap(phrase.key, other.key) for other in chosen
            ):
                chosen.append(phrase)
            if len(chosen) == limit:
                break
        return [self._named(phrase) if named else phrase.surface for phrase in chosen]

    def _sharpened(self, ranked: Sequence[Phrase]) -> Iterator[Phrase]:
        """A single word gives way to the phrase of two in which the source often says it: "audit" to "code audit"."""
        pairs = [phrase for phrase in ranked if phrase.words > 1]
        for phrase in ranked:
            around = [pair for pair in pairs if phrase.words == 1 and phrase.key[0] in pair.key]
            sharper = max(around, key=lambda pair: pair.count, default=phrase)
            yield sharper if sharper.count >= max(2, _SHARPER * phrase.count) else phrase

    def _named(self, phrase: Phrase) -> str:
        """The phrase with the article that it needs in a sentence, where the source mostly gives it one."""
        if self.lexicon.head_first:
            often = sum(phrase.articles.values()) * 2 >= phrase.count
            return f"{phrase.articles.most_common(1)[0][0]} {phrase.surface}" if often else phrase.surface
        definite = sum(phrase.articles[word] for word in _ARTICLES) * 2 >= phrase.count
        if definite and not phrase.surface.endswith("s"):
            return f"the {phrase.surface}"
        return phrase.surface if definite else phrase.plural or phrase.surface

    def _scored(self, inside: frozenset[int] | None) -> Iterator[tuple[float, Phrase]]:
        least = 1 if len(self.stems) < 12 else 2
        for phrase in self.phrases.values():
            count = (
                phrase.count if inside is None else sum(phrase.where[number] for number in inside & phrase.where.keys())
            )
            if phrase.words == 1 and inside is not None and count < (3 if self._is_common(phrase) else 2):
                continue
            if count and phrase.count >= (least if phrase.words > 1 else least + 1) and self._names_something(phrase):
                share = count / phrase.count if inside is not None else 1.0
                yield self._keyness(phrase) * count**0.8 * (0.4 + share), phrase

    def _is_strange(self, word: str, count: int) -> bool:
        """A word unknown to the language and rare here too: a slip of the pen or of the scanner."""
        least = 2.2 if count < _NAMED_OFTEN or len(word) < 5 else 1.0
        if word in MISREAD and base(self.language) == "en":
            return True
        return knows_words(self.language) and zipf(word, self.language) < least

    def _is_common(self, phrase: Phrase) -> bool:
        return knows_words(self.language) and zipf(phrase.surface.casefold(), self.language) > 4.5

    def _keyness(self, phrase: Phrase) -> float:
        size = {1: _SINGLE, 2: _PAIR}.get(phrase.words, _TRIPLE)
        if not knows_words(self.language):
            return size * (1 + min(len(phrase.surface), 6) / 6)
        rare = [_COMMONEST - zipf(word.casefold(), self.language) for word in phrase.surface.split() if len(word) > 2]
        return size * max(sum(rare) / max(len(rare), 1), 0.5)

    def _names_something(self, phrase: Phrase) -> bool:
        if is_unspaced(self.language) or not self.lexicon.determiners:
            return phrase.words > 1 or len(phrase.surface) > 3 or is_unspaced(self.language)
        words = phrase.surface.casefold().split()
        if any(self._is_strange(word, phrase.count) for word in words):
            return False
        if any(word in self.lexicon.not_themes for word in (words[0], words[-1])) or len(phrase.surface) < 4:
            return False
        head = phrase.key[0] if self.lexicon.head_first else phrase.key[-1]
        is_name = phrase.words > 1 and all(word[0].isupper() for word in phrase.surface.split())
        if not is_name and (not self._signs.is_noun(head) or phrase.ends_clean * 2 < phrase.count):
            return False
        shape = self.lexicon.not_theme_shape
        if shape.fullmatch(words[0]) or shape.fullmatch(words[-1]):
            return False
        if self._is_person(phrase) or (not self.lexicon.head_first and words[-1].endswith("ed")):
            return False
        if phrase.words == 1:
            return self._is_subject(phrase, words[0]) and not self.lexicon.not_noun_shape.fullmatch(words[0])
        if len(words) > phrase.words and (not self._signs.is_noun(phrase.key[0]) or words[-1].endswith("ing")):
            return False
        return not self._signs.is_verb(phrase.key[0])

    def _is_person(self, phrase: Phrase) -> bool:
        """A name that the source speaks of as of people: never what something is in, at or on, and never "the"."""
        signs = self.lexicon.name_signs
        if not signs or not all(word[0].isupper() and word[1:].islower() for word in phrase.surface.split()):
            return False
        return sum(phrase.before[word] for word in signs) * 6 < phrase.count

    def _is_subject(self, phrase: Phrase, word: str) -> bool:
        """A single word names a topic when it is rare, or said so often that the text must be about it."""
        rarity = zipf(word, self.language)
        often = (
            phrase.count >= min(_SAID_OFTEN, max(2, len(self.stems) // 10))
            and phrase.ends_clean * 5 >= phrase.count * 3
        )
        named = phrase.surface[0].isupper() or word.endswith("s") or sum(phrase.articles.values()) * 3 >= phrase.count
        return rarity < 5.3 and (often or (rarity < _RARE and named))

    def _read(self, number: int, text: str) -> None:
        if is_unspaced(self.language):
            for surface in _unspaced_phrases(text, self.language, self.lexicon.not_themes):
                self._count((surface,), 2, number, surface, True)
            return
        row = tokens(text, self.language)
        for at, token in enumerate(row):
            if not token.content:
                continue
            before = row[at - 1] if at and joined(text, row[at - 1], token) else None
            self._signs.see(token, before)
            for size, end in self._extents(text, row, at):
                after = row[end] if end < len(row) and joined(text, row[end - 1], row[end]) else None
                key = tuple(t.stem for t in row[at:end] if t.content)
                surface = surface_of(text, row[at:end], at == 0, self.language)
                self._count(
                    key, size, number, surface, after is None or not (after.content or after.text[0].isdigit()), at == 0
                )
                word = before.text.casefold() if before is not None else ""
                self.phrases[key].before[word] += 1
                if word in self.lexicon.articles:
                    self.phrases[key].articles[word] += 1

    def _extents(self, text: str, row: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
        """(content words, end) of every phrase that opens at `at`."""
        size, end = 0, at
        while end < len(row) and size < MAX_CONTENT_WORDS:
            if end > at and not joined(text, row[end - 1], row[end]):
                return
            token = row[end]
            end += 1
            if token.content:
                size += 1
                yield size, end
            elif token.text.casefold() not in self.lexicon.links:
                return

    def _count(
        self, key: tuple[str, ...], size: int, number: int, surface: str, clean: bool, opens: bool = False
    ) -> None:
        phrase = self.phrases.setdefault(key, Phrase(key, size))
        phrase.where[number] += 1
        (phrase.opened if opens else phrase.forms)[surface] += 1
        phrase.ends_clean += clean


def similarity(first: Sequence[str], second: Sequence[str]) -> float:
    """Jaccard share of common stems, 0..1."""
    a, b = set(first), set(second)
    return len(a & b) / len(a | b) if a and b else 0.0


def _unspaced_phrases(text: str, language: str, excluded: frozenset[str]) -> Iterator[str]:
    if not language.startswith("ja"):
        yield from (match.group() for match in _HAN_RUN.finditer(text))
        return
    run: list[str] = []
    for token in [*tokens(text, language), Token("", 0, "", False)]:
        if token.kind.startswith(_NOUN_KINDS) and token.text not in excluded:
            run.append(token.text)
            continue
        surface = "".join(run)
        if 2 <= len(surface) <= 12 and surface not in excluded and not (len(run) == 1 and run[0] in excluded):
            yield surface
        run = []


def _overlap(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    if len(first) == len(second) == 1:
        return first[0] in second[0] or second[0] in first[0]
    return bool(set(first) & set(second))
