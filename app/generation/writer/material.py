"""What a piece is made of: the quotable passages of a pillar, read from the source, with offsets for every sentence.

Nothing enters a piece that did not pass the checks of `app.hubs.analysis.quality`, and no sentence with a banned word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from app.generation.gates.compliance.reading import claims_against
from app.generation.gates.phrases import Searchable
from app.generation.writer.brief import Brief, PillarBrief
from app.generation.writer.surroundings import Line, surroundings
from app.hubs.analysis.passages import MAX_DEPENDENTS, Reading, leans, read, strength_of
from app.hubs.analysis.quality import display, is_self_contained
from app.hubs.analysis.sentences import Sentence, split
from app.hubs.analysis.terms import similarity
from app.hubs.analysis.words import stems
from app.hubs.source import Extracted, Span
from app.kit.memory import kept
from app.vocabulary import Industry, Platform, SourceType

_LEAST_LOOKED_UP, _LOOKED_UP = 8, 16
_TOO_ALIKE = 0.6
_TOPICS = 14


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow one another in the source; the first stands alone, the others lean on it. `heading` is what
    they stand under, `question` the one that the source asks right before them."""

    lines: tuple[Line, ...]
    strength: float
    heading: Line | None = None
    question: Line | None = None

    @property
    def lead(self) -> Line:
        return self.lines[0]

    @property
    def start(self) -> int:
        return self.lead.span.start

    def speaks_of(self, topic: str) -> bool:
        return topic.casefold() in self.lead.text.casefold()

    @property
    def end(self) -> int:
        return self.lines[-1].span.end


_SHARED = 0.3
"""Share of a pillar's passages that must name a topic before a piece announces it as theirs."""


@dataclass(frozen=True, slots=True)
class Material:
    """Passages best first; `topics` are phrases of the source, best first, `named` the same with the article they
    need, `shared` those of them that many of the passages speak of."""

    passages: tuple[Passage, ...]
    topics: tuple[str, ...]
    named: tuple[str, ...]
    shared: tuple[str, ...]
    language: str

    @property
    def reach(self) -> int:
        """Code points of the source from the first of the passages to the last."""
        starts = [passage.start for passage in self.passages]
        return max(starts) - min(starts)


def material_for(brief: Brief) -> Material:
    """The pillar's material without what the client's voice forbids; with everything where that leaves nothing."""
    pillar = brief.pillar
    spans = tuple((int(start), int(end)) for start, end in pillar.spans)
    hints = () if spans else (pillar.title, pillar.angle, *pillar.key_points)
    whole = _material(brief.text, brief.language, spans, hints)
    allowed = _allowed(whole.passages, brief)
    topics = [t for t in whole.topics if not is_forbidden(t, brief)]
    named = [n for t, n in zip(whole.topics, whole.named, strict=True) if t in topics]
    passages = tuple(allowed) or whole.passages
    return Material(passages, tuple(topics), tuple(named), tuple(_shared(passages, topics, named)), brief.language)


@kept(64)
def _material(text: str, language: str, spans: tuple[tuple[int, int], ...], hints: tuple[str, ...]) -> Material:
    found = [p for start, end in spans for p in _passages(text, start, end, language)] or _looked_up(
        text, language, hints
    )
    distinct = tuple(_distinct(found, language))
    reading = _reading(text, language)
    among = {n for p in distinct for n in reading.numbers_between(p.start, p.end)}
    topics, named = (tuple(reading.topics.best(_TOPICS, among=among, named=name)) for name in (False, True))
    return Material(distinct, topics, named, (), language)


def _shared(passages: Sequence[Passage], topics: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    for topic, phrase in zip(topics, named, strict=True):
        if sum(p.speaks_of(topic) for p in passages) >= max(2, len(passages) * _SHARED):
            yield phrase


def _passages(text: str, start: int, end: int, language: str) -> Iterator[Passage]:
    sentences = split(text[start:end], language)
    reading = _reading(text, language)
    for index, sentence in enumerate(sentences):
        if is_self_contained(sentence.text, language):
            followers = sentences[index + 1 : index + 1 + MAX_DEPENDENTS]
            rows = [sentence, *_leaning(followers, language)]
            lines = tuple(Line(display(row.text, language), Span(start + row.start, start + row.end)) for row in rows)
            strength = strength_of(lines[0].text, language, 0.5)
            yield Passage(lines, strength, *surroundings(text, reading, lines[0].span.start))


def _leaning(followers: Iterable[Sentence], language: str) -> Iterator[Sentence]:
    for follower in followers:
        if not leans(follower.text, language):
            return
        yield follower


def _looked_up(text: str, language: str, hints: tuple[str, ...]) -> list[Passage]:
    """The passages of the whole source nearest to what a person wrote about an angle; the strongest where none is
    near."""
    reading = _reading(text, language)
    wanted = [stem for hint in hints for stem in stems(hint, language)]

    def nearness(number: int) -> float:
        own = reading.topics.stems[number]
        return len(set(own) & set(wanted)) / max(len(set(own)), 1)

    ranked = sorted(reading.passages, key=lambda p: (-nearness(p.number), -p.strength, p.start))
    near = sum(nearness(p.number) > 0 for p in ranked)
    ranked = ranked[: min(max(near, _LEAST_LOOKED_UP), _LOOKED_UP)]
    return [p for found in ranked for p in _passages(text, found.start, found.end, language)]


@kept(4)
def _reading(text: str, language: str) -> Reading:
    return read(Extracted(text, language, SourceType.TEXT))


def _distinct(passages: Sequence[Passage], language: str) -> Iterator[Passage]:
    kept: list[Sequence[str]] = []
    for passage in passages:
        own = stems(passage.lead.text, language)
        if all(similarity(own, other) < _TOO_ALIKE for other in kept):
            kept.append(own)
            yield passage


def _allowed(passages: Sequence[Passage], brief: Brief) -> Iterator[Passage]:
    for passage in passages:
        lines = tuple(takewhile(lambda line: not is_forbidden(line.text, brief), passage.lines))
        if lines:
            heading, question = _unless_forbidden(passage.heading, brief), _unless_forbidden(passage.question, brief)
            yield replace(passage, lines=lines, heading=heading, question=question)


def _unless_forbidden(line: Line | None, brief: Brief) -> Line | None:
    return line if line is not None and not is_forbidden(line.text, brief) else None


def is_forbidden(text: str, brief: Brief) -> bool:
    """Whether the client's voice bans a word of it, the rules of its industry reject it, or people keep taking a phrase
    of it out of what is generated."""
    phrases = [banned.word for banned in brief.voice.banned_words]
    if brief.edit_pattern is not None:
        phrases += [*brief.edit_pattern.removed, *(before for before, _ in brief.edit_pattern.replaced)]
    searchable = Searchable(text) if phrases else None
    if searchable is not None and any(searchable.find(phrase, brief.language) for phrase in phrases):
        return True
    compliance = brief.voice.compliance
    return compliance is not None and _breaks_rules(text, compliance.industry, brief.language)


@kept(8192)
def _breaks_rules(text: str, industry: Industry, language: str) -> bool:
    return bool(claims_against(text, industry, language))


def pillar_passages(text: str, language: str, pillar: PillarBrief) -> int:
    """How many passages a pillar has to write from."""
    return len(material_for(Brief(text, language, pillar, Platform.TWITTER)).passages)
