"""A piece as the files tell of it, and a hub with its angles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import regex

from app.kit.clock import from_millis
from app.vocabulary import ContentType, Platform, SpokeStatus

COLUMNS = """
s.id, s.hub_id, h.title, s.pillar_id, p.title, p.order_index, s.platform, s.content_type, s.content, s.content_json,
s.status, s.is_mutated, s.is_creative_conflict, s.parent_spoke_id, s.visual_archetype, s.visual_concept, s.image_prompt,
s.sources, s.written_by, s.approved_at, s.approved_by, s.created_at, h.language,
q.g2_hook_strength, q.g4_voice_alignment, q.g5_platform_compliance, q.g6_visual_metaphor, q.g7_engagement_prediction,
q.g_compliance_status, q.overall_pass, q.evaluated_at
"""
FROM = """
FROM spokes s LEFT JOIN hubs h ON h.id = s.hub_id LEFT JOIN pillars p ON p.id = s.pillar_id
LEFT JOIN quality_scores q ON q.spoke_id = s.id
"""
_NUMBER = regex.compile(r"^\s*[0-9]{1,3}/[0-9]{1,3}(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Score:
    """None where a gate was not evaluated; all of it where the piece never was."""

    g2: float | None
    g4: bool | None
    g5: bool | None
    g6: float | None
    g7: float | None
    compliance: str | None
    overall_pass: bool | None
    evaluated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Piece:
    """`order_index` is the pillar's place in its hub. `hub_id` is None for a piece that outlived its hub."""

    id: str
    hub_id: str | None
    hub_title: str | None
    pillar_id: str | None
    pillar_title: str | None
    order_index: int | None
    platform: Platform
    content_type: ContentType
    content: str
    content_json: Mapping[str, Any] | None
    status: SpokeStatus
    is_mutated: bool
    is_creative_conflict: bool
    parent_spoke_id: str | None
    visual_archetype: str | None
    visual_concept: str | None
    image_prompt: str | None
    sources: Sequence[Sequence[int]] | None
    written_by: str | None
    approved_at: datetime | None
    approved_by: str | None
    created_at: datetime
    language: str | None
    score: Score

    @property
    def parts(self) -> list[str]:
        """The slides of a carousel, `title: body` each, or the posts of a thread; else nothing."""
        structure = self.content_json or {}
        slides = [_slide(slide) for slide in structure.get("slides", ())]
        return slides or [str(post) for post in structure.get("posts", ())]

    @property
    def caption(self) -> str:
        return str((self.content_json or {}).get("caption", ""))

    @property
    def headline(self) -> str:
        """The first line with words in it: the title of a carousel, the hook of a post; the number of neither."""
        lines = (_NUMBER.sub("", line).strip() for line in self.content.splitlines())
        return next((line for line in lines if line), "")

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Its place among the pieces of its hub, as the statements sort them."""
        last = 1_000_000 if self.order_index is None else self.order_index
        return last, self.pillar_id or "", self.platform, self.id


def piece_of(row: Sequence[Any]) -> Piece:
    """Of a row of COLUMNS."""
    head, score = row[:23], row[23:]
    given = dict(zip(Piece.__slots__, head, strict=False))
    return Piece(
        **{
            **given,
            "platform": Platform(given["platform"]),
            "content_type": ContentType(given["content_type"]),
            "content_json": _json(given["content_json"]),
            "status": SpokeStatus(given["status"]),
            "is_mutated": bool(given["is_mutated"]),
            "is_creative_conflict": bool(given["is_creative_conflict"]),
            "sources": _json(given["sources"]),
            "approved_at": _moment(given["approved_at"]),
            "created_at": from_millis(given["created_at"]),
        },
        score=_score(score),
    )


def _score(row: Sequence[Any]) -> Score:
    g2, g4, g5, g6, g7, compliance, overall, at = row
    return Score(g2, _yes(g4), _yes(g5), g6, g7, compliance, _yes(overall), _moment(at))


def _slide(slide: Mapping[str, Any]) -> str:
    return ": ".join(part for part in (str(slide.get("title", "")), str(slide.get("body", ""))) if part)


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)


def _json(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)
