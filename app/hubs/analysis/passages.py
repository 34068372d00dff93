"""The passages of a source that can be quoted: a sentence that stands alone, with those after it that lean on it.

Each is one stretch of the clean text, `text[start:end]`, inside one paragraph and one speaker's turn; `strength` says
how much it deserves to be quoted.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.quality import display, looks_misread, noise_share, objection, stumbles, unfit
from app.hubs.analysis.quoted import not_the_authors
from app.hubs.analysis.sentences import Sentence, split
from app.hubs.analysis.terms import Topics
from app.hubs.analysis.words import length_in_words
from app.hubs.source import Extracted

MAX_DEPENDENTS = 2
_LEANING = ("dangling", "anaphora", "pointing")
NOISY = 0.03
"""Share of strange words above which a source counts as badly read and is looked at more strictly."""
_FLOOR, _ENOUGH, _PLENTY, _BETTER_SHARE = -0.35, 24, 70, 0.4
_BEST_LENGTH = 16
_OWN_ENOUGH = 40
"""Whole sentences of the author from which on nothing else is read."""
_ARGUING = {Stance.EVIDENCE: 0.3, Stance.CONTRARIAN: 0.2, Stance.CAUSE: 0.25, Stance.CALL: 0.2, Stance.WARNING: 0.15}


@dataclass(frozen=True, slots=True)
class Passage:
    """`lead` is the text of its first sentence as published; `number` is that sentence's place in the source."""

    start: int
    end: int
    lead: str
    number: int
    strength: float
    heading: str | None = None
    paragraph: int = 0


@dataclass(frozen=True)
class Reading:
    """A source read once: its sentences, what may be quoted of it, and what it is about."""

    language: str
    sentences: Sequence[Sentence]
    passages: Sequence[Passage]
    topics: Topics
    starts: Sequence[int]

    def numbers_between(self, start: int, end: int) -> range:
        """The numbers, as `topics` counts them, of the sentences that begin in `text[start:end]`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


def read(extracted: Extracted) -> Reading:
    """Pure and deterministic; passages are in source order, each lead only once."""
    language = extracted.language
    sentences = split(extracted.text, language, extracted.turns)
    whole = [s for s in sentences if s.complete and unfit(s.text, language) in (None, "length", "unseen", "verbless")]
    foreign = not_the_authors(sentences)
    own = [s for s in whole if s.paragraph not in foreign]
    foreign, whole = (foreign, own) if len(own) >= _OWN_ENOUGH else (frozenset(), whole)
    noisy = noise_share([s.text for s in sentences], language) > NOISY
    topics = Topics([display(s.text, language) for s in whole], language)
    numbers = {s.start: number for number, s in enumerate(whole)}
    askers = _askers(sentences)
    names = _first_names(sentences)
    passages: dict[str, Passage] = {}
    for index, sentence in enumerate(sentences):
        if sentence.paragraph in foreign or objection(sentence.text, language):
            continue
        if noisy and looks_misread(sentence.text, language):
            continue
        if extracted.turns and _is_talk(sentence.text, language, names):
            continue
        passage = _passage(sentences, index, language, topics, numbers[sentence.start])
        if sentence.speaker in askers:
            passage = replace(passage, strength=passage.strength - 0.35)
        passages.setdefault(passage.lead.casefold(), passage)
    return Reading(language, sentences, _worth_quoting(list(passages.values())), topics, [s.start for s in whole])


def _worth_quoting(passages: list[Passage]) -> list[Passage]:
    """Without the weak ones, as long as enough are left."""
    ranked = sorted((p.strength for p in passages), reverse=True)
    if len(ranked) < _ENOUGH:
        return passages
    most = max(_PLENTY, round(len(ranked) * _BETTER_SHARE))
    floor = max(min(_FLOOR, ranked[_ENOUGH - 1]), ranked[min(most, len(ranked)) - 1])
    return [p for p in passages if p.strength >= floor]


def strength_of(text: str, language: str, weight: float) -> float:
    """How well a sentence works as a claim, about -1..2: on the subject, arguing, of a good length, without
    stumbling."""
    lexicon = lexicon_for(language)
    arguing = sum(
        points
        for stance, points in _ARGUING.items()
        if stance in lexicon.stances and lexicon.stances[stance].search(text)
    )
    length = length_in_words(text, language)
    misfit = min(abs(length - _BEST_LENGTH) / _BEST_LENGTH, 1.5) * (0.4 if length > _BEST_LENGTH else 0.2)
    weak = (
        0.7 * bool(lexicon.self_talk.search(text))
        + 0.3 * text.startswith(("There ", "Hay ", "("))
        + 0.15 * ("(" in text)
    )
    spoken = min(stumbles(text, language), 4) * 0.3
    quoted = 0.25 * text.startswith(('"', "“", "'", "‘"))
    return 1.2 * weight + arguing - misfit - weak - spoken - quoted


def _passage(sentences: Sequence[Sentence], index: int, language: str, topics: Topics, number: int) -> Passage:
    lead = sentences[index]
    text = display(lead.text, language)
    last = lead
    for follower in sentences[index + 1 : index + 1 + MAX_DEPENDENTS]:
        if follower.paragraph != lead.paragraph or not leans(follower.text, language):
            break
        last = follower
    strength = strength_of(text, language, topics.weight(number))
    return Passage(lead.start, last.end, text, number, strength, lead.heading, lead.paragraph)


def leans(sentence: str, language: str) -> bool:
    """Whether the sentence is fit to be published, though only right after the one before it."""
    if objection(sentence, language) not in _LEANING or unfit(sentence, language) or stumbles(sentence, language):
        return False
    asks = sentence.rstrip('"”」 ').endswith(("?", "？"))
    return not asks and not lexicon_for(language).self_talk.search(sentence) and length_in_words(sentence, language) > 5


def _is_talk(sentence: str, language: str, names: "regex.Pattern[str] | None") -> bool:
    """Speech that a reader would stumble over: fillers, talk about one's own talking, a speaker called by name."""
    text = display(sentence, language)
    if names is not None and names.search(text):
        return True
    return stumbles(text, language) > 0 or bool(lexicon_for(language).self_talk.search(text))


def _first_names(sentences: Sequence[Sentence]) -> "regex.Pattern[str] | None":
    """Speakers by name: a sentence that calls one is talk between them."""
    names = {
        word for s in sentences if s.speaker for word in s.speaker.split()[:1] if len(word) > 2 and word[0].isupper()
    }
    return regex.compile(r"\b(?:" + "|".join(map(regex.escape, sorted(names))) + r")\b") if names else None


def _askers(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The speakers who lead the conversation: of those who speak, who asks more than a third as often as the rest."""
    said: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for sentence in sentences:
        if sentence.speaker:
            said[sentence.speaker] += 1
            asked[sentence.speaker] += sentence.text.rstrip().endswith(("?", "？"))
    if len(said) < 2:
        return frozenset()
    rates = {speaker: asked[speaker] / count for speaker, count in said.items()}
    calmest = min(rates.values())
    return frozenset(speaker for speaker, rate in rates.items() if rate > calmest + 0.05 and rate > 1.5 * calmest)
