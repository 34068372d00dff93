"""The page at /review/{token}, where somebody outside reads, approves and comments. It is made of plain forms.

The token stands in the address, so nothing here writes an address down; a pass for a link that is for one e-mail
address alone is a cookie of that one path.
"""

import asyncio
from dataclasses import replace
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app import resources
from app.errors import AppError, NotFound
from app.http.forms import BadForm, read_form, require_same_origin
from app.http.review_cards import Answer, after
from app.http.review_pages import (
    ASSETS,
    HEADERS,
    NO_STORE,
    WAITING,
    View,
    asset,
    closed_page,
    message_page,
    part,
    prefix,
    review_page,
)
from app.kit import clock
from app.review.door import Refused
from app.review.sharing import Visitor, decide_shared, shared_review, visit
from app.review.visiting import Pass, confirm_code, send_code
from app.settings import Settings
from app.vocabulary import Decision

PASS, ADDRESS = "review_pass", "review_address"
ADDRESS_S = 15 * 60
MAX_ADDRESS = 254
MAX_DIGITS = 9
# Pieces whose page is written in less than ten milliseconds; longer ones must not keep everybody else waiting.
SOON_WRITTEN = 50
DECISIONS = {"approve": Decision.APPROVE, "changes": Decision.REJECT, "comment": None}
DONE = {"approve": "Approved.", "changes": "Changes requested.", "comment": "Comment sent."}
NO_WORDS = "Say in a few words what should change, so that the team can do it."
NO_COMMENT = "Write something first."
PROBLEMS = {
    "code": "That code is not right, or is no longer good. Try again, or have another one sent.",
    "address": "That is not an e-mail address.",
}
_STATUS = {"VALIDATION_ERROR": 422, "CONFLICT": 409, "FORBIDDEN": 403, "NOT_FOUND": 404, "UNAVAILABLE": 503}


async def show(request: Request) -> Response:
    """The review, or the one page for everybody who is not let in."""
    settings, token = _settings(), request.path_params["token"]
    try:
        visitor = await visit(token, None, request.cookies.get(PASS))
        review = await shared_review(visitor)
    except Refused:
        return _closed(request, settings)
    done, at = request.query_params.get("done", ""), request.query_params.get("at", "")
    answer = Answer(at, notice=DONE[done]) if done in DONE else None
    return await _page(View(visitor, review, _here(settings, token), request.query_params.get("show", ""), answer))


async def enter(request: Request) -> Response:
    """Has a code sent, or exchanges one for a pass. The answers are the same for every link there is or is not."""
    settings, token = _settings(), request.path_params["token"]
    try:
        require_same_origin(request, settings.origin)
        form = await read_form(request)
    except BadForm as error:
        return _bad(settings, error)
    email, code = form.get("email", "").strip(), form.get("code", "").strip()
    here = _here(settings, token)
    if "code" in form:
        return await _exchange(request, here, email, code)
    answer = _to(here)
    if email and not _is_address(email):
        answer = _to(f"{here}?problem=address")
    elif email:
        await send_code(token, email)
        _keep(answer, request, here, ADDRESS, quote(email), ADDRESS_S)
    else:
        answer.delete_cookie(ADDRESS, path=here)
    return answer


async def act(request: Request) -> Response:
    """Approves, asks for changes or comments; then back to the page, at the piece that comes next."""
    settings, token = _settings(), request.path_params["token"]
    spoke_id = request.path_params["spoke_id"]
    try:
        require_same_origin(request, settings.origin)
        form = await read_form(request)
        visitor = await visit(token, None, request.cookies.get(PASS))
        problem = await _done(visitor, spoke_id, form)
        review = await shared_review(visitor)
    except BadForm as error:
        return _bad(settings, error)
    except Refused:
        return _to(_here(settings, token))
    view = View(visitor, review, _here(settings, token), form.get("show", ""))
    return await _answered(request, view, form, problem)


async def back(request: Request) -> Response:
    """An address that only forms are sent to, opened: it leads to its piece."""
    return _to(f"{_here(_settings(), request.path_params['token'])}#piece-{quote(request.path_params['spoke_id'])}")


async def own_file(request: Request) -> Response:
    name = request.path_params["name"]
    return asset(name) if name in ASSETS else Response(status_code=404)


routes = [
    Route("/review/assets/{name}", own_file),
    Route("/review/{token}", show, methods=["GET"]),
    Route("/review/{token}", enter, methods=["POST"]),
    Route("/review/{token}/{spoke_id}", back, methods=["GET"]),
    Route("/review/{token}/{spoke_id}", act, methods=["POST"]),
]


async def _done(visitor: Visitor, spoke_id: str, form: dict[str, str]) -> AppError | None:
    """What kept it from being done, told to whoever sent it. Raises: Refused, BadForm."""
    action, words = form.get("action", ""), form.get("comment", "").strip()
    revision = form.get("revision", "")
    if action not in DECISIONS or not revision.isdecimal() or len(revision) > MAX_DIGITS:
        raise BadForm(400, "This form cannot be read.")
    if not words and action != "approve":
        return Unsaid(NO_WORDS if action == "changes" else NO_COMMENT)
    try:
        await decide_shared(visitor, spoke_id, DECISIONS[action], words or None, int(revision))
    except Refused:
        raise
    except AppError as error:
        return error
    return None


class Unsaid(AppError):
    code = "VALIDATION_ERROR"


async def _answered(request: Request, view: View, form: dict[str, str], problem: AppError | None) -> Response:
    """With a problem the page itself, so that the words are kept; else the way back, where the next piece is."""
    spoke_id, action = request.path_params["spoke_id"], form["action"]
    answer, status = Answer(spoke_id, notice=DONE[action]), 200
    if problem is not None:
        answer = Answer(spoke_id, problem=_words(problem), typed=form.get("comment", ""))
        status = _STATUS.get(problem.code, 500)
    if "x-part" in request.headers:
        return part(_settings(), replace(view, answer=answer), status)
    if problem is not None:
        return await _page(replace(view, answer=answer), status)
    return _to(_next(view, spoke_id, action))


async def _page(view: View, status: int = 200) -> Response:
    if len(view.review.items) <= SOON_WRITTEN:
        return review_page(_settings(), view, status)
    return await asyncio.to_thread(review_page, _settings(), view, status)


def _next(view: View, spoke_id: str, action: str) -> str:
    landing = spoke_id if action == "comment" else after(view.review.items, spoke_id)
    shown = {"show": WAITING} if view.show == WAITING else {}
    told = {"done": action, "at": landing or "", **shown}
    return f"{view.here}?{urlencode(told)}#{f'piece-{landing}' if landing else 'end'}"


def _words(problem: AppError) -> str:
    if isinstance(problem, NotFound):
        return "This piece is no longer part of the review; somebody has taken it out meanwhile."
    fields = problem.details.get("fields")
    return fields[0]["message"] if fields else problem.message


async def _exchange(request: Request, here: str, email: str, code: str) -> Response:
    try:
        found = await confirm_code(request.path_params["token"], email, code)
    except Refused:
        return _to(f"{here}?problem=code")
    answer = _to(here)
    _keep(answer, request, here, PASS, found.value, _seconds_left(found))
    answer.delete_cookie(ADDRESS, path=here)
    return answer


def _closed(request: Request, settings: Settings) -> Response:
    """A link in a letter is opened from elsewhere, and then the browser keeps back a pass that it may have."""
    from_elsewhere = request.headers.get("sec-fetch-site") == "cross-site"
    email = unquote(request.cookies.get(ADDRESS, ""))[:MAX_ADDRESS]
    problem = PROBLEMS.get(request.query_params.get("problem", ""), "")
    return closed_page(settings, email=email, problem=problem, again=from_elsewhere)


def _keep(answer: Response, request: Request, here: str, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https" or _settings().origin.startswith("https:")
    answer.set_cookie(name, value, max_age=seconds, path=here, secure=secure, httponly=True, samesite="strict")


def _seconds_left(found: Pass) -> int:
    return max(0, int((found.expires_at - clock.now()).total_seconds()))


def _is_address(email: str) -> bool:
    return "@" in email and email.isprintable() and len(email) <= MAX_ADDRESS


def _bad(settings: Settings, error: BadForm) -> Response:
    return message_page(settings, error.status, "Nothing was done", str(error))


def _to(place: str) -> Response:
    return RedirectResponse(place, 303, {**HEADERS, **NO_STORE})


def _here(settings: Settings, token: str) -> str:
    return f"{prefix(settings)}/review/{quote(token, safe='')}"


def _settings() -> Settings:
    return resources.current().settings
