"""The review page without a browser: its headers, its forms, and what it tells whom."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
import pytest_asyncio

import tenancy
from app.clients.models import Client
from app.http.review_pages import closed_page
from app.kit import clock
from app.main import build_app
from app.resources import Resources
from app.review.models import Comment, ReviewLink
from app.settings import Settings
from app.spokes.models import Spoke
from app.trail.models import TrailEntry
from app.vocabulary import ContentType, Platform, SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import rows_in, spoke_in

CREATE = "mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) { token url } }"
ANNA = "anna@client.example"
SAME = {"sec-fetch-site": "same-origin"}
HOSTILE = 'Say "less" </textarea><script>alert(1)</script> & <b>more</b>'
POSTS = ["1/5 38 percent.", "2/5 معظم المخابز", "3/5 Trust.", "4/5 Count.", "5/5 Tell."]
SLIDES = [{"index": at, "title": f"Title {at}", "body": f"Body {at}"} for at in range(1, 6)]
PIECES: tuple[dict[str, Any], ...] = (
    {"platform": Platform.LINKEDIN, "content": HOSTILE, "g7": 95.0},
    {"platform": Platform.THREAD, "content_type": ContentType.THREAD, "content": "\n\n".join(POSTS), "g7": 80.0}
    | {"content_json": {"posts": POSTS}},
    {"platform": Platform.CAROUSEL, "content_type": ContentType.CAROUSEL, "content": "x", "g7": 70.0}
    | {"content_json": {"slides": SLIDES, "caption": "Swipe."}},
    {"platform": Platform.TIKTOK, "content_type": ContentType.SCRIPT, "g7": 60.0}
    | {"content": "[Close on a shelf] It is empty.\n\nI am proud."},
    {"platform": Platform.TWITTER, "content": "It fails a gate.", "g7": 50.0, "passes": False},
)


@dataclass(frozen=True)
class Scene:
    """A client with five pieces, in the order in which they are shown, and nobody signed in."""

    client_id: str
    owner: Api
    ids: tuple[str, ...]
    outside: httpx.AsyncClient
    hub_id: str

    async def link(self, **more: Any) -> str:
        """The path of a new one."""
        made = await self.owner.run(CREATE, input={"clientId": self.client_id, "hubId": self.hub_id, **more})
        return f"/review/{made['createReviewLink']['token']}"

    async def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] = SAME) -> httpx.Response:
        return await self.outside.post(path, data=form, headers=headers)

    async def act(self, path: str, at: int, action: str, comment: str = "", revision: int = 0) -> httpx.Response:
        form = {"action": action, "comment": comment, "revision": str(revision)}
        return await self.post(f"{path}/{self.ids[at]}", form)

    async def states(self) -> list[str]:
        async with tenancy.bind(self.client_id):
            return [str((await Spoke.get(id=id)).status) for id in self.ids]


@pytest_asyncio.fixture(loop_scope="session")
async def scene(api: Api, owner: Api, client_id: str, settings: Settings) -> AsyncIterator[Scene]:
    rows = await rows_in(client_id, status=SpokeStatus.KILLED)
    async with tenancy.bind(client_id), tenancy.transaction():
        ids = tuple([(await spoke_in(rows.hub, rows.pillar, **piece)).id for piece in PIECES])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_app(settings)), base_url="http://testserver"
    ) as outside:
        yield Scene(client_id, owner, ids, outside, rows.hub)


class Page(HTMLParser):
    """What a test asks of a page: its elements, each with its attributes and the text within."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, [""])
        self.elements.append(element)
        if tag not in ("meta", "link", "input"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element[2][0] += data

    def texts(self, tag: str, **wanted: str) -> list[str]:
        return [" ".join(text[0].split()) for _, text in self._found(tag, wanted)]

    def attributes(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [attrs for attrs, _ in self._found(tag, wanted)]

    def _found(self, tag: str, wanted: dict[str, str]) -> list[tuple[dict[str, str], list[str]]]:
        fits = {name.rstrip("_"): value for name, value in wanted.items()}
        return [
            (attrs, text)
            for name, attrs, text in self.elements
            if name == tag and all(attrs.get(key) == value for key, value in fits.items())
        ]


async def test_page_shows_each_piece_in_its_form_under_a_strict_policy(scene: Scene) -> None:
    await Client.filter(id=scene.client_id).update(brand_color="#8A1C4A")
    answer = await scene.outside.get(await scene.link())
    page = Page(answer.text)

    assert answer.status_code == 200
    [style] = re.findall(r"<style>(.*?)</style>", answer.text)
    assert style.startswith(":root{--accent:#8a1c4a;--on-accent:#ffffff}")
    own = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    assert answer.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'self' {own}; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    told = ("cache-control", "x-content-type-options", "x-robots-tag", "referrer-policy", "x-frame-options")
    assert [answer.headers[name] for name in told] == [
        "no-store", "nosniff", "noindex, nofollow", "no-referrer, strict-origin", "DENY"
    ]  # fmt: skip

    assert page.attributes("html") == [{"lang": "en"}]
    assert page.texts("h1") == ["Acme: posts for your approval"]
    names = ["1 LinkedIn post", "2 X thread", "3 Carousel", "4 TikTok script", "5 X post"]
    assert page.texts("h2")[:5] == names
    assert page.texts("label", for_="bar") == ["0 of 5 decided · about a minute left"]
    texts = page.texts("p", class_="text", dir="auto")
    assert texts == [HOSTILE, *(post[4:] for post in POSTS), *(f"Body {at}" for at in range(1, 6)), "It fails a gate."]
    assert page.texts("p", class_="text caption") == ["Swipe."]
    assert page.texts("span", class_="cue") == ["[Close on a shelf]"]
    assert page.texts("p", class_="cannot") == [
        "This one does not pass its checks yet, so it cannot be approved. You can ask for changes."
    ]
    assert len(page.attributes("button", value="approve")) == 4
    places = [each["src"] for each in page.attributes("script")] + [each["href"] for each in page.attributes("link")]
    assert len(places) == 3
    assert [(await scene.outside.get(place)).status_code for place in places] == [200, 200, 200]
    assert (await scene.outside.get(places[0])).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await scene.outside.get("/review/assets/base.html")).status_code == 404


async def test_reader_reads_and_a_commenter_comments(scene: Scene) -> None:
    reading = Page((await scene.outside.get(await scene.link(permission="VIEW"))).text)
    assert (reading.attributes("form", method="post"), reading.texts("h1")) == ([], ["Acme: posts to read"])
    assert reading.texts("div", id="progress") == ["5 pieces · about a minute"]

    path = await scene.link(permission="COMMENT")
    commenting = Page((await scene.outside.get(path)).text)
    assert {each["value"] for each in commenting.attributes("button", name="action")} == {"comment"}
    refused = await scene.act(path, 0, "approve")
    assert refused.status_code == 403
    assert "This link does not allow that." in refused.text
    assert set(await scene.states()) == {"pending"}


async def test_forms_decide_lead_to_the_next_and_end_when_all_is_decided(scene: Scene) -> None:
    path = await scene.link()
    seen: list[tuple[int, str]] = []
    for at, action, words in (
        (0, "approve", ""), (2, "changes", "Zeile eins\r\nZeile zwei"), (0, "comment", "Thank you 🥖"),
        (1, "approve", ""), (3, "approve", ""), (4, "changes", "Not this one."),
    ):  # fmt: skip
        answer = await scene.act(path, at, action, words)
        seen.append((answer.status_code, answer.headers["location"].removeprefix(path)))

    def to(at: int, done: str) -> tuple[int, str]:
        return 303, f"?done={done}&at={scene.ids[at]}#piece-{scene.ids[at]}"

    assert seen == [
        to(1, "approve"), to(3, "changes"), to(0, "comment"), to(3, "approve"), to(4, "approve"),
        (303, "?done=changes&at=#end"),
    ]  # fmt: skip
    assert await scene.states() == ["approved", "approved", "rejected", "approved", "rejected"]
    async with tenancy.bind(scene.client_id):
        said = await Comment.all().order_by("id").values_list("kind", "body")
        [deed] = await TrailEntry.filter(subject_id=scene.ids[0], action="spoke.approved")
    assert said == [
        ("change_request", "Zeile eins\nZeile zwei"), ("comment", "Thank you 🥖"), ("change_request", "Not this one.")
    ]  # fmt: skip
    assert deed.actor_id is None

    end = Page((await scene.outside.get(path)).text)
    assert "hidden" not in end.attributes("section", id="end")[0]
    assert "3 approved, 2 with changes requested." in end.texts("section", id="end")[0]
    assert end.texts("label", for_="bar") == ["5 of 5 decided"]
    told = Page((await scene.outside.get(f"{path}?done=approve&at={scene.ids[1]}")).text)
    assert told.texts("p", class_="notice") == ["Approved."]


async def test_those_that_wait_can_be_seen_alone_and_stay_so(scene: Scene) -> None:
    path = await scene.link()
    await scene.act(path, 0, "approve")
    page = Page((await scene.outside.get(f"{path}?show=waiting")).text)
    assert page.texts("h2")[:4] == ["2 X thread", "3 Carousel", "4 TikTok script", "5 X post"]
    assert page.texts("nav", class_="views") == ["All 5 Waiting 4"]
    assert page.attributes("input", name="show") == [{"type": "hidden", "name": "show", "value": "waiting"}] * 4

    form = {"action": "approve", "revision": "0", "show": "waiting"}
    answer = await scene.post(f"{path}/{scene.ids[1]}", form)
    next_one = scene.ids[2]
    assert answer.headers["location"] == f"{path}?done=approve&at={next_one}&show=waiting#piece-{next_one}"


async def test_problem_stands_at_its_piece_with_the_words_that_were_typed(scene: Scene) -> None:
    path = await scene.link()
    async with tenancy.bind(scene.client_id):
        await Spoke.filter(id=scene.ids[1]).update(content="1/5 Other words.", revision=7)
        await Spoke.filter(id=scene.ids[3]).update(status=SpokeStatus.KILLED)

    for at, action, words, status, problem in (
        (1, "approve", HOSTILE, 409, "Somebody else has edited this meanwhile; read it again."),
        (0, "changes", "", 422, "Say in a few words what should change, so that the team can do it."),
        (0, "comment", "long " * 500, 422, "A comment has at most 2,000 characters."),
        (4, "approve", "All right.", 409, "This piece does not pass its checks yet, so it cannot be approved; "
         "ask for changes instead."),
    ):  # fmt: skip
        answer = await scene.act(path, at, action, words)
        page = Page(answer.text)
        assert answer.status_code == status
        assert page.texts("p", class_="problem", id=f"problem-{scene.ids[at]}") == [problem]
        assert page.texts("textarea", id=f"words-{scene.ids[at]}") == [words.strip()]
        assert [each["id"] for each in page.attributes("textarea") if "autofocus" in each] == [f"words-{scene.ids[at]}"]
    assert {"name": "revision", "value": "7", "type": "hidden"} in page.attributes("input")

    gone = await scene.act(path, 3, "changes", "My words")
    assert gone.status_code == 404
    assert "somebody has taken it out meanwhile" in Page(gone.text).texts("div", class_="problem")[0]
    assert Page(gone.text).texts("p", class_="typed") == ["My words"]
    assert await scene.states() == ["pending", "pending", "pending", "killed", "pending"]
    async with tenancy.bind(scene.client_id):
        assert await Comment.all().count() == 0


async def test_script_is_given_the_piece_and_the_progress_alone(scene: Scene) -> None:
    path = await scene.link()
    part = {**SAME, "x-part": "piece"}
    answer = await scene.post(f"{path}/{scene.ids[0]}", {"action": "approve", "revision": "0"}, part)
    page = Page(answer.text)
    assert (answer.status_code, len(page.attributes("article"))) == (200, 1)
    assert page.attributes("article")[0]["data-status"] == "approved"
    assert page.attributes("div", id="progress")[0]["data-wait"] == "4"
    stale = await scene.post(f"{path}/{scene.ids[1]}", {"action": "approve", "revision": "3", "comment": "Mine."}, part)
    assert (stale.status_code, Page(stale.text).texts("textarea")) == (409, ["Mine."])


NOTHING_DONE: list[tuple[dict[str, str], bytes, int]] = [
    ({"sec-fetch-site": "cross-site"}, b"action=approve&revision=0", 403),
    ({"sec-fetch-site": "same-site"}, b"action=approve&revision=0", 403),
    ({"origin": "https://elsewhere.example"}, b"action=approve&revision=0", 403),
    ({"origin": "null"}, b"action=approve&revision=0", 403),
    ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, b"action=approve&revision=0", 403),
    (SAME, b"action=publish&revision=0", 400),
    (SAME, b"action=approve&revision=now", 400),
    (SAME, b"action=approve&revision=" + b"9" * 5000, 400),
    (SAME, b"action=approve", 400),
    (SAME, b"action=approve&revision=0&comment=%ff", 400),
    (SAME, b"&".join([b"action=approve"] * 30), 400),
    (SAME, b"action=approve&revision=0&comment=" + b"x" * 64_000, 413),
    ({**SAME, "content-type": "application/json"}, b"{}", 415),
]


async def test_form_from_elsewhere_or_without_sense_does_nothing(scene: Scene) -> None:
    place = f"{await scene.link()}/{scene.ids[0]}"
    plain = {"content-type": "application/x-www-form-urlencoded"}
    for headers, body, status in NOTHING_DONE:
        answer = await scene.outside.post(place, content=body, headers={**plain, **headers})
        assert (answer.status_code, Page(answer.text).texts("h1")) == (status, ["Nothing was done"]), (headers, body)
    assert (await scene.states())[0] == "pending"

    ours = {**plain, "origin": "http://testserver"}
    answer = await scene.outside.post(place, content=b"action=approve&revision=0", headers=ours)
    assert (answer.status_code, (await scene.states())[0]) == (303, "approved")


async def test_whoever_is_not_let_in_is_told_the_same_and_a_code_from_the_letter_opens(
    scene: Scene, resources: Resources, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    path, other = await scene.link(email=ANNA), await scene.link(email=ANNA)
    expired, revoked = await scene.link(), await scene.link()
    async with tenancy.bind(scene.client_id):
        links = await ReviewLink.all().order_by("id")
        await ReviewLink.filter(id=links[2].id).update(expires_at=clock.now() - timedelta(seconds=1))
        await ReviewLink.filter(id=links[3].id).update(revoked_at=clock.now())
    guessed = f"{path[:-4]}{'AAAA' if not path.endswith('AAAA') else 'BBBB'}"
    closed = (path, expired, revoked, guessed, "/review/fr_none", "/review/%00%3Bx")

    async def same_for_all(status: int, **form: str) -> str:
        """Posts the form to each door, opens each, and gives the one page that all of them show."""
        if form:
            answers = [await scene.post(each, form) for each in closed]
            went = {
                (answer.status_code, answer.headers["location"].removeprefix(each))
                for each, answer in zip(closed, answers, strict=True)
            }
            assert len(went) == 1
            address = went.pop()[1]
        else:
            address = ""
        shown = [await scene.outside.get(f"{each}{address}") for each in closed]
        alike = {(one.status_code, one.content, str(sorted(one.headers.items()))) for one in shown}
        assert len(alike) == 1
        assert shown[0].status_code == status
        return shown[0].text

    assert "E-mail address" in await same_for_all(404)
    assert "That is not an e-mail address." in await same_for_all(404, email="anna")
    assert 'If this link is for <strong class="address">bob@x.example</strong>' in await same_for_all(
        404, email="bob@x.example"
    )
    assert "E-mail address" in await same_for_all(404, email="")
    await same_for_all(404, email=f" {ANNA.upper()} ")
    assert "That code is not right" in await same_for_all(404, email=ANNA, code="000 000x")
    await resources.background.idle()
    letters = [record.getMessage() for record in caplog.records if record.name == "app.mail.log"]
    assert len(letters) == 1
    assert letters[0].startswith(f"mail to {ANNA}: ")

    [code] = re.findall(r"\b\d{6}\b", letters[0].partition(": ")[2])
    entered = await scene.post(path, {"email": ANNA, "code": f" {code[:3]} {code[3:]} "})
    assert (entered.status_code, entered.headers["location"]) == (303, path)
    [kept, forgotten] = entered.headers.get_list("set-cookie")
    assert re.fullmatch(rf"review_pass=frp_[\w-]+; HttpOnly; Max-Age=86\d{{3}}; Path={path}; SameSite=strict", kept)
    assert forgotten.startswith('review_address=""; ')
    assert (await scene.outside.get(path)).status_code == 200
    assert (await scene.outside.get(other)).status_code == 404
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not [line for line in own if path[8:] in line]
    counted = (await scene.outside.get("/metrics")).text
    assert "/review" not in counted
    assert path[8:] not in counted


async def test_cookies_are_secure_over_https_and_places_keep_the_path_of_the_public_address(scene: Scene) -> None:
    sent = await scene.outside.post("https://testserver/review/fr_none", data={"email": ANNA}, headers=SAME)
    assert sent.headers["set-cookie"] == (
        "review_address=anna%40client.example; HttpOnly; Max-Age=900; Path=/review/fr_none; SameSite=strict; Secure"
    )
    page = closed_page(Settings(public_url="https://agency.example/desk/"))
    assert all(
        each["href"].startswith("/desk/review/assets/") for each in Page(bytes(page.body).decode()).attributes("link")
    )


async def test_link_that_is_opened_from_elsewhere_is_asked_for_once_more(scene: Scene) -> None:
    """A browser keeps the pass back when a letter's link is followed, and sends it when the page itself asks."""
    path = await scene.link(email=ANNA)
    first = await scene.outside.get(path, headers={"sec-fetch-site": "cross-site"})
    again = await scene.outside.get(path, headers={"sec-fetch-site": "same-origin"})
    assert [Page(one.text).attributes("meta", content="0") for one in (first, again)] == [
        [{"http-equiv": "refresh", "content": "0"}], []
    ]  # fmt: skip
