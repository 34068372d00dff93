"""One attempt at one piece: its hook and what may follow it, chosen so that pieces of a pillar differ and each reads
in order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import regex

from app.generation.gates.phrases import Searchable
from app.generation.platforms import PLATFORMS, RULES
from app.generation.writer.brief import Brief, DraftText
from app.generation.writer.framing import Framing, framing_for
from app.generation.writer.hashtags import hashtags
from app.generation.writer.hooks import Hook
from app.generation.writer.material import Material, Passage, is_forbidden
from app.generation.writer.order import cohesion, turns, without_strays
from app.generation.writer.surroundings import Line
from app.hubs.analysis.words import is_unspaced
from app.hubs.source import Span
from app.vocabulary import Gate

_SPREAD = 3
_ENDINGS = 4
_NAMING = 2
_CUT_SHORT = 0.9
_ARTICLE = regex.compile(r"^(?:the|an?|el|la|los|las|un|una)\s", regex.IGNORECASE)
_LEAST_IN_PARTS = 4
"""Passages of a thread or carousel: with its hook they are the five parts that it needs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`turn` counts the pieces of the pillar over all platforms, so that each takes other passages."""

    brief: Brief
    material: Material
    hook: Hook
    turn: int

    @property
    def framing(self) -> Framing | None:
        return framing_for(self.brief.language)

    @property
    def tightness(self) -> int:
        """How many points fewer than usual: for limits that were overrun, and for people who keep cutting."""
        overruns = sum(line.startswith(f"{Gate.G5}:") for line in self.brief.feedback)
        pattern = self.brief.edit_pattern
        return min(2, overruns + (pattern is not None and pattern.length_ratio < _CUT_SHORT))

    @property
    def topic(self) -> str | None:
        """A phrase for a sentence of ours, with its article."""
        shared = self.material.shared
        return shared[self.turn % len(shared)] if shared else None

    @property
    def owes(self) -> bool:
        """Whether the hook is no statement of its passage yet, so that the passage has to come next."""
        at = self.hook.passage
        return at is not None and self.material.passages[at].lead in self.hook.follows

    @property
    def announced(self) -> str | None:
        """The topic that the hook names, as the source writes it."""
        if self.hook.topic is None:
            return None
        pairs = zip(self.material.topics, self.material.named, strict=True)
        return next((topic for topic, named in pairs if named == self.hook.topic), None)

    def keeps_word(self, points: Sequence[Line]) -> bool:
        """Whether the points are about what the hook announces: at least two of them name its topic."""
        topic = self.announced
        return topic is None or sum(topic.casefold() in point.text.casefold() for point in points) >= _NAMING

    @property
    def least_points(self) -> int:
        """How many points a list has at least: three, or two where the source gives no more."""
        return 3 if len(self.material.passages) > 3 else 2

    @property
    def closes(self) -> bool:
        """Whether the piece ends with a line of ours: one in four does."""
        return (crc32(self.brief.pillar.title.encode()) + self.turn) % _ENDINGS == 0

    def others(self, count: int, fits: Callable[[Passage], bool] | None = None) -> list[Passage]:
        """Up to `count` further passages that stand next to each other in the pillar, in the order of the source: such
        as fit, and as the hook announces."""
        said = (*self.hook.lines, *self.hook.follows)
        rest = [
            p for index, p in enumerate(self.material.passages) if index != self.hook.passage and p.lead not in said
        ]
        rest = [p for p in rest if fits is None or fits(p)]
        rest = [p for p in rest if self.hook.points is None or self.hook.points.search(p.lead.text)]
        rest.sort(key=lambda p: p.start)
        windows = [rest[at : at + count] for at in range(len(rest) - count + 1)] or [rest]
        # Pieces share a pillar's best stretches but not all of them.
        chosen = sorted(windows, key=self._fit, reverse=True)[self.turn % min(len(windows), _SPREAD)]
        least = _LEAST_IN_PARTS if RULES[self.brief.platform].parts else self.least_points
        return without_strays(chosen, self._opening, least, self.brief.language)

    @property
    def _opening(self) -> Passage | None:
        """The passage that the hook is of."""
        return None if self.hook.passage is None else self.material.passages[self.hook.passage]

    def _fit(self, window: Sequence[Passage]) -> tuple[float, int]:
        """How well a stretch continues the piece: strong, one thought with a turn in it, after its hook and near it,
        about its topic."""
        if not window:
            return 0.0, 0
        whole = self.material.reach or 1
        strength = sum(p.strength for p in window) / len(window)
        spread = (window[-1].start - window[0].start) / whole
        before = bool(self.hook.lines) and window[0].start < self.hook.lines[0].span.start
        topic = self.announced
        named = sum(p.speaks_of(topic) for p in window) if topic else 0
        spoken = sum(self.marks(p.lead.text) for p in window) / len(window)
        opening = self._opening
        thought = cohesion([*([opening] if opening else []), *window], self.brief.language)
        away = abs(window[0].start - opening.start) / whole if opening else 0.0
        fit = strength - spread - 0.6 * before + 0.3 * min(named, _NAMING) + 0.3 * spoken
        return fit + thought + 0.2 * turns(window) - 0.5 * away, -window[0].start

    def marks(self, text: str) -> bool:
        """Whether a sentence has something that the client's voice is known by."""
        markers = self.brief.voice.voice_markers
        searchable = Searchable(text) if markers else None
        return searchable is not None and any(searchable.find(m.phrase, self.brief.language) for m in markers)

    def question(self, needed: bool = False, besides: str | None = None) -> str | None:
        """A closing question, for a quarter of the pieces and where a part is `needed`: about the topic or open, and
        another than `besides`."""
        framing, topic = self.framing, self.topic
        if framing is None or not (needed or self.closes):
            return None
        about = framing.topic_questions if topic and _is_telling(topic, self.brief.language) else ()
        asked = [text.replace("{topic}", topic or "") for text in (*about, *framing.open_questions)]
        return self.least_used([text for text in asked if text != besides])

    def saving(self) -> str | None:
        """A call to save or share, now and then; for platforms where people do."""
        if self.framing is None or self.closes or self.turn % _ENDINGS:
            return None
        return self.least_used(self.framing.save_this)

    def least_used(self, options: Sequence[str]) -> str:
        """The option that the hub's other pieces use least; among equals the pillar and the turn decide."""
        allowed = [option for option in options if not is_forbidden(option, self.brief)] or options
        shift = (crc32(self.brief.pillar.title.encode()) + self.turn) % len(allowed)
        dealt = [*allowed[shift:], *allowed[:shift]]
        return min(dealt, key=lambda option: sum(option in content for content in self.brief.taken))

    def tags(self, limit: int, said: str | None = None) -> list[str]:
        """Up to `limit` hashtags: of what the piece names in `said`, or of what its pillar and hub are about."""
        if self.brief.edit_pattern is not None and self.brief.edit_pattern.drops_hashtags:
            return []
        topics = [*self.material.topics, *self.brief.themes]
        if said is not None:
            topics = [topic for topic in topics if topic.casefold() in said.casefold()]
        return hashtags(topics, limit)


def _is_telling(topic: str, language: str) -> bool:
    """Whether people can have a view on the topic as it stands: a name, or a noun with what tells it from others."""
    bare = _ARTICLE.sub("", topic)
    return is_unspaced(language) or " " in bare or bare != bare.lower()


def turn_of(brief: Brief) -> int:
    return PLATFORMS.index(brief.platform) + len(PLATFORMS) * brief.variant


def spans_of(lines: Iterable[Line]) -> list[Span]:
    return sorted({line.span for line in lines}, key=lambda span: (span.start, span.end))


def texts(lines: Sequence[Line], language: str) -> str:
    """Sentences that follow one another, as running text."""
    return ("" if is_unspaced(language) else " ").join(line.text for line in lines)


__all__ = ["DraftText", "Sheet", "spans_of", "texts", "turn_of"]
