"""The pages at /review/, put into words and headers. Nothing of them is kept by a browser, framed, or tells where its
reader came from; their one script and their styles are ours."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.http.accents import accent_of
from app.http.review_cards import Answer, Card, Progress, cards_of
from app.review.shared_rows import SharedItem
from app.review.sharing import Review, Visitor
from app.settings import Settings
from app.vocabulary import SpokeStatus

FOLDER = Path(__file__).parents[1] / "web" / "review"
ASSETS = {"review.css": "text/css", "review.js": "text/javascript", "mark.svg": "image/svg+xml"}
WAITING = "waiting"
_YEAR_S = 365 * 24 * 3600
# A browser that knows `strict-origin` sends forms with our origin, and no page's address; an older one sends nothing.
HEADERS = {
    "Referrer-Policy": "no-referrer, strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a review: `show` is "waiting" or everything; `answer` is what came of a form."""

    visitor: Visitor
    review: Review
    here: str
    show: str = ""
    answer: Answer | None = None

    @property
    def cards(self) -> list[Card]:
        """The piece that an answer is about is shown in every case."""
        about = self.answer.spoke_id if self.answer else ""
        cards = cards_of(self.review.items, self.answer)
        if self.show != WAITING:
            return cards
        return [card for card in cards if card.status is SpokeStatus.PENDING or card.id == about]

    @property
    def stray(self) -> Answer | None:
        """A problem with a piece that the review no longer has."""
        answer = self.answer
        if answer is None or not answer.problem or any(item.spoke_id == answer.spoke_id for item in self.review.items):
            return None
        return answer


def prefix(settings: Settings) -> str:
    """The path that this server is reached under; empty for most."""
    return urlsplit(settings.origin).path.rstrip("/")


def review_page(settings: Settings, view: View, status: int = 200) -> Response:
    style = accent_of(view.review.brand_color).css
    return _page("review.html", settings, status, style=style, **_told(view), cards=view.cards, accent=style)


def part(settings: Settings, view: View, status: int = 200) -> Response:
    """The one piece that the answer is about."""
    about = view.answer.spoke_id if view.answer else ""
    cards = [card for card in view.cards if card.id == about]
    return _page("part.html", settings, status, **_told(view), cards=cards)


def closed_page(settings: Settings, *, email: str = "", problem: str = "", again: bool = False) -> Response:
    """For whoever is not let in, the same for every reason. `again` has the browser ask once more, as from here."""
    return _page("closed.html", settings, 404, email=email, problem=problem, again=again)


def message_page(settings: Settings, status: int, title: str, words: str) -> Response:
    return _page("message.html", settings, status, title=title, words=words)


def asset(name: str) -> Response:
    """Raises KeyError for what is none."""
    body, _ = _asset(name)
    headers = {**HEADERS, "Cache-Control": f"public, max-age={_YEAR_S}, immutable"}
    return Response(body, media_type=ASSETS[name], headers=headers)


def policy(style: str = "") -> str:
    """Of styles that stand in the page just this one."""
    own = f" 'sha256-{base64.b64encode(sha256(style.encode()).digest()).decode()}'" if style else ""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src 'self'{own}",
            "script-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _told(view: View) -> Mapping[str, Any]:
    review = view.review
    return {
        "review": review,
        "progress": Progress.of(review),
        "counts": _counts(review.items),
        "may_decide": view.visitor.may_decide,
        "may_comment": view.visitor.may_comment,
        "here": view.here,
        "show": view.show,
        "stray": view.stray,
    }


def _counts(items: list[SharedItem]) -> dict[str, int]:
    states = [item.status for item in items]
    return {"approved": states.count(SpokeStatus.APPROVED), "changes": states.count(SpokeStatus.REJECTED)}


def _page(template: str, settings: Settings, status: int, style: str = "", **told: Any) -> Response:
    places = {"assets": f"{prefix(settings)}/review/assets", "version": _version()}
    body = _templates().get_template(template).render(**places, **told)
    return HTMLResponse(body, status, {**HEADERS, **NO_STORE, "Content-Security-Policy": policy(style)})


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    return environment


@cache
def _asset(name: str) -> tuple[bytes, str]:
    body = (FOLDER / {name: name for name in ASSETS}[name]).read_bytes()
    return body, sha256(body).hexdigest()[:12]


@cache
def _version() -> str:
    """Of all of them together: an address with it may be kept for good."""
    return sha256("".join(_asset(name)[1] for name in ASSETS).encode()).hexdigest()[:12]


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
