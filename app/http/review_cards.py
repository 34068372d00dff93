"""A shared piece as the review page shows it: each platform's form, and words for what is known of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.review.shared_rows import SharedItem
from app.review.sharing import SECONDS_EACH, Review
from app.vocabulary import CommentKind, Platform, SpokeStatus

PLATFORMS = {
    Platform.TWITTER: "X post",
    Platform.LINKEDIN: "LinkedIn post",
    Platform.TIKTOK: "TikTok script",
    Platform.INSTAGRAM: "Instagram caption",
    Platform.CAROUSEL: "Carousel",
    Platform.THREAD: "X thread",
}
STATES = {
    SpokeStatus.PENDING: "Waiting",
    SpokeStatus.APPROVED: "Approved",
    SpokeStatus.REJECTED: "Changes requested",
}
_CUE = re.compile(r"(\[[^\[\]\n]+\])")
_NUMBER = re.compile(r"\s*\d{1,3}/\d{1,3}\s+")


class Slide(NamedTuple):
    title: str
    body: str


class Run(NamedTuple):
    """A part of a line of a script: spoken, or a cue for the camera."""

    text: str
    is_cue: bool


@dataclass(frozen=True, slots=True)
class Said:
    author: str
    body: str
    at: datetime
    asks_for_changes: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a form: `problem` says why nothing was done, and `typed` are the words that were not sent."""

    spoke_id: str
    notice: str = ""
    problem: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One piece. Of `text`, `script`, `posts` and `slides` one is shown; `text` is also the caption below slides."""

    id: str
    number: int
    platform: Platform
    revision: int
    status: SpokeStatus
    is_approvable: bool
    high_confidence: bool
    flag_reason: str
    comments: Sequence[Said]
    language: str = ""
    text: str = ""
    script: Sequence[Sequence[Run]] = ()
    posts: Sequence[str] = ()
    slides: Sequence[Slide] = ()
    notice: str = ""
    problem: str = ""
    typed: str = ""

    @property
    def name(self) -> str:
        return PLATFORMS[self.platform]

    @property
    def state(self) -> str:
        return STATES[self.status]


def cards_of(items: Sequence[SharedItem], answer: Answer | None = None) -> list[Card]:
    return [card_of(number, item, answer) for number, item in enumerate(items, 1)]


def card_of(number: int, item: SharedItem, answer: Answer | None = None) -> Card:
    about = answer if answer and answer.spoke_id == item.spoke_id else Answer("")
    return Card(
        id=item.spoke_id,
        number=number,
        platform=item.platform,
        revision=item.revision,
        status=item.status,
        is_approvable=item.is_approvable,
        high_confidence=item.high_confidence,
        flag_reason=item.flag_reason or "",
        comments=[
            Said(said.author, said.body, said.created_at, said.kind is CommentKind.CHANGE_REQUEST)
            for said in item.comments
        ],
        language=item.language or "",
        notice=about.notice,
        problem=about.problem,
        typed=about.typed,
        **_form(item),
    )


def _form(item: SharedItem) -> dict[str, Any]:
    """Where there is no structure, or none that can be read, the whole text is shown."""
    structure = item.content_json if isinstance(item.content_json, dict) else {}
    if item.platform is Platform.TIKTOK:
        return {"script": script_of(item.content)}
    if item.platform is Platform.THREAD and (posts := structure.get("posts")):
        return {"posts": [_NUMBER.sub("", str(post), count=1) if _NUMBER.match(str(post)) else post for post in posts]}
    if item.platform is Platform.CAROUSEL and (slides := structure.get("slides")):
        shown = [Slide(str(slide.get("title", "")), str(slide.get("body", ""))) for slide in slides]
        return {"slides": shown, "text": str(structure.get("caption", "")).strip()}
    return {"text": item.content}


def script_of(content: str) -> list[list[Run]]:
    """The lines that say something; cues stand in brackets."""
    lines = (line.strip() for line in content.splitlines())
    return [
        [Run(part.strip(), _CUE.fullmatch(part) is not None) for part in _CUE.split(line) if part.strip()]
        for line in lines
        if line
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """`decided` of `total` pieces; `wait` for a decision."""

    total: int
    wait: int

    @classmethod
    def of(cls, review: Review) -> "Progress":
        return cls(review.total_count, review.pending_count)

    @property
    def decided(self) -> int:
        return self.total - self.wait

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.wait == 0

    @property
    def time_left(self) -> str:
        """In words, and never less than a minute."""
        return minutes(self.wait * SECONDS_EACH)

    @property
    def time_to_read(self) -> str:
        return minutes(self.total * SECONDS_EACH)


def minutes(seconds: int) -> str:
    whole = max(1, -(-seconds // 60))
    return "about a minute" if whole == 1 else f"about {whole} minutes"


def after(items: Sequence[SharedItem], spoke_id: str) -> str | None:
    """The next piece that waits, below this one or else from the top; None where none does."""
    at = next((index for index, item in enumerate(items) if item.spoke_id == spoke_id), -1)
    waiting = (item.spoke_id for item in [*items[at + 1 :], *items[: at + 1]] if item.status is SpokeStatus.PENDING)
    return next(waiting, None)
