"""One attempt at one piece: its hook and what may follow it, chosen so that pieces of a pillar differ and each reads
in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from app.generation.platforms import PLATFORMS
from app.generation.writer.brief import Brief, DraftText
from app.generation.writer.framing import Framing, framing_for
from app.generation.writer.hashtags import hashtags
from app.generation.writer.hooks import Hook
from app.generation.writer.material import Line, Material, Passage, is_forbidden
from app.generation.writer.openings import skeleton
from app.hubs.analysis.words import is_unspaced
from app.hubs.source import Span
from app.vocabulary import Gate

_SPREAD = 4
_NAMING = 2
_CUT_SHORT = 0.9


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
    def followers(self) -> tuple[Line, ...]:
        """The sentences that lean on the hook, when the hook is a whole sentence."""
        if self.hook.passage is None or self.hook.template or not self.hook.is_whole:
            return ()
        return self.material.passages[self.hook.passage].lines[1:]

    @property
    def hook_lines(self) -> list[Line]:
        return [self.hook.line] if self.hook.line else []

    def keeps_word(self, points: Sequence[Line]) -> bool:
        """Whether the points are about what the hook announces: at least two of them name its topic."""
        if self.hook.topic is None:
            return True
        bare = next(
            t for t, named in zip(self.material.topics, self.material.named, strict=True) if named == self.hook.topic
        )
        return sum(bare.casefold() in point.text.casefold() for point in points) >= _NAMING

    def others(self, count: int, longest: int | None = None) -> list[Passage]:
        """Up to `count` further passages, the stronger ones, in the order of the source."""
        rest = [p for index, p in enumerate(self.material.passages) if index != self.hook.passage]
        if longest is not None:
            rest = [p for p in rest if len(p.lead.text) <= longest]
        if len(rest) > count:
            # Pieces share a pillar's best passages but not all of them.
            shift = self.turn % (min(len(rest) - count, _SPREAD) + 1)
            rest = rest[shift : shift + count]
        return sorted(rest, key=lambda p: p.start)

    def question(self) -> str | None:
        """A closing question: about the topic or open, dealt out by turn."""
        framing, topic = self.framing, self.topic
        if framing is None:
            return None
        about = framing.topic_questions if topic else ()
        return self.least_used([*about, *framing.open_questions]).replace("{topic}", topic or "")

    def least_used(self, options: Sequence[str]) -> str:
        """The option that the hub's other pieces use least; among equals the pillar and the turn decide."""
        allowed = [option for option in options if not is_forbidden(option, self.brief)] or options
        shift = (crc32(self.brief.pillar.title.encode()) + self.turn) % len(allowed)
        dealt = [*allowed[shift:], *allowed[:shift]]
        return min(dealt, key=lambda option: sum(skeleton(option) in content for content in self.brief.taken))

    def tags(self, limit: int) -> list[str]:
        if self.brief.edit_pattern is not None and self.brief.edit_pattern.drops_hashtags:
            return []
        return hashtags([*self.material.topics, *self.brief.themes], limit)


def turn_of(brief: Brief) -> int:
    return PLATFORMS.index(brief.platform) + len(PLATFORMS) * brief.variant


def spans_of(lines: Iterable[Line]) -> list[Span]:
    return sorted({line.span for line in lines}, key=lambda span: (span.start, span.end))


def texts(lines: Sequence[Line], language: str) -> str:
    """Sentences that follow one another, as running text."""
    return ("" if is_unspaced(language) else " ").join(line.text for line in lines)


__all__ = ["DraftText", "Sheet", "spans_of", "texts", "turn_of"]
