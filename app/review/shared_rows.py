"""The pieces that a link shows, as an outsider sees them: what is internal is not read in the first place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from app.kit import clock
from app.review.buckets import BUCKET, FLAG_REASON
from app.vocabulary import CommentKind, Platform, ReviewBucket, SpokeStatus

MAX_ITEMS = 500
Fetch = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_G7 = "q.g7_engagement_prediction"
_PIECES = """
FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
WHERE s.status IN ('pending', 'approved', 'rejected')"""
_ITEM = f"""
SELECT s.id, s.platform, s.content, s.content_json, s.status, s.revision,
{BUCKET} = '{ReviewBucket.HIGH_CONFIDENCE}', COALESCE(q.overall_pass, 0), {FLAG_REASON},
(SELECT language FROM hubs WHERE id = s.hub_id)
{_PIECES}"""
# What waits for a decision comes first into a list that has no room for all; within it, it is the queue's order.
_CHOSEN = f"""
SELECT s.id {_PIECES} AND s.is_settled = 1 {{scope}}
ORDER BY s.status = 'pending' DESC, {_G7} DESC NULLS LAST, s.id LIMIT {MAX_ITEMS}"""
_COUNTS = f"SELECT COUNT(*), TOTAL(s.status = 'pending') {_PIECES} AND s.is_settled = 1 {{scope}}"
_COMMENTS = """
SELECT spoke_id, id, kind, author, body, created_at FROM comments
WHERE spoke_id IN (SELECT value FROM json_each(?)) AND (link_id = ? OR author_id IS NOT NULL) ORDER BY id"""


@dataclass(frozen=True, slots=True)
class SharedComment:
    """By the team, or by whoever came through the same link."""

    id: str
    kind: CommentKind
    author: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SharedItem:
    """`is_approvable` says whether the words pass their gates; `revision` counts how often they changed; `language` is
    that of their source, as in BCP 47, where it is known."""

    spoke_id: str
    platform: Platform
    content: str
    content_json: Any
    status: SpokeStatus
    revision: int
    high_confidence: bool
    is_approvable: bool
    flag_reason: str | None
    comments: tuple[SharedComment, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a link shows: the pieces of one hub, or the client's."""

    link_id: str
    hub_id: str | None

    @property
    def condition(self) -> tuple[str, tuple[str, ...]]:
        return ("AND s.hub_id = ?", (self.hub_id,)) if self.hub_id else ("", ())


def shared_items(fetch: Fetch, scope: Scope) -> list[SharedItem]:
    """The queue's order: the best first. At most 500."""
    condition, given = scope.condition
    rows = fetch(f"{_ITEM} AND s.id IN ({_CHOSEN.format(scope=condition)}) ORDER BY {_G7} DESC NULLS LAST, s.id", given)
    return _shown(fetch, scope, rows)


def shared_item(fetch: Fetch, scope: Scope, spoke_id: str) -> SharedItem | None:
    """One of them, also while it is being written anew."""
    condition, given = scope.condition
    shown = _shown(fetch, scope, fetch(f"{_ITEM} AND s.id = ? {condition}", (spoke_id, *given)))
    return shown[0] if shown else None


def counts(fetch: Fetch, scope: Scope) -> tuple[int, int]:
    """How many the link shows, and how many of them wait for a decision."""
    condition, given = scope.condition
    [(total, pending)] = fetch(_COUNTS.format(scope=condition), given)
    return total, int(pending)


def _shown(fetch: Fetch, scope: Scope, rows: Sequence[tuple[Any, ...]]) -> list[SharedItem]:
    said: dict[str, list[SharedComment]] = {row[0]: [] for row in rows}
    for spoke_id, id, kind, author, body, at in fetch(_COMMENTS, (orjson.dumps(list(said)), scope.link_id)):
        said[spoke_id].append(SharedComment(id, CommentKind(kind), author, body, clock.from_millis(at)))
    return [_item(row, said[row[0]]) for row in rows]


def _item(row: tuple[Any, ...], comments: Sequence[SharedComment]) -> SharedItem:
    id, platform, content, structure, status, revision, high_confidence, passes, reason, language = row
    return SharedItem(
        spoke_id=id,
        platform=Platform(platform),
        content=content,
        content_json=orjson.loads(structure) if structure else None,
        status=SpokeStatus(status),
        revision=revision,
        high_confidence=bool(high_confidence),
        is_approvable=bool(passes),
        flag_reason=reason,
        comments=tuple(comments),
        language=language,
    )
