"""What the writer is asked and what it answers. Plain data; every offset counts code points of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.generation.gates.base import Voice
from app.hubs.source import Span
from app.vocabulary import ContentType, Gate, Platform

if TYPE_CHECKING:
    from app.generation.healing import EditPattern
    from app.generation.portrait import Portrait


@dataclass(frozen=True, slots=True)
class PillarBrief:
    """A pillar as the writer needs it. `spans` are (start, end) of passages of the source, best first; a pillar that a
    person added has none, and its passages are looked up by its title, angle and key points."""

    id: str
    title: str
    angle: str
    key_points: Sequence[str] = ()
    spans: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One piece to write. `variant` counts the pieces of this pillar on this platform, `attempt` the tries at this one
    (0 is the first). `taken` are the contents of the hub's other pieces, `feedback` lines such as "g2: ...", `failed`
    the gates that the draft before failed. `instruction` is what a person asked for in their own words, when they had
    it written again, `replaces` the text that it takes the place of, `portrait` what a model is told of the client.
    """

    text: str
    language: str
    pillar: PillarBrief
    platform: Platform
    variant: int = 0
    attempt: int = 0
    taken: Sequence[str] = ()
    themes: Sequence[str] = ()
    voice: Voice = field(default_factory=Voice)
    feedback: Sequence[str] = ()
    edit_pattern: "EditPattern | None" = None
    instruction: str | None = None
    replaces: str | None = None
    portrait: "Portrait | None" = None
    failed: frozenset[Gate] = frozenset()


@dataclass(frozen=True, slots=True)
class DraftText:
    """A piece. `sources` are the sentences of the source that stand in it, in the order of the source."""

    content: str
    content_json: Mapping[str, Any] | None
    content_type: ContentType
    sources: Sequence[Span]
