"""Chromium on the review page: an outside client's whole way, by keys, without scripts, on a phone, and by mail."""

import json
import os
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

import tenancy
from app.clients.models import Client
from app.kit import clock
from app.main import build_app, opened
from app.review.models import ReviewLink
from app.vocabulary import ContentType, Platform, SpokeStatus
from tests.api import Api
from tests.fixtures.app import settings_in
from tests.fixtures.live import Server
from tests.graphql_schema.content import rows_in, spoke_in
from tests.mail_server import mail_server
from tests.outside.programs import Node

pytestmark = pytest.mark.slow

Visit = dict[str, dict[str, Any]]

EMAIL = "anna@harbour.example"
SETTINGS = {
    "FOUNDRY_INDEX_TEXTS": "0",
    "FOUNDRY_LOG_LEVEL": "DEBUG",
    "FOUNDRY_MAIL_FROM": "Two Rivers Agency <desk@agency.example>",
}
CREATE = "mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) { token } }"
EDIT = """mutation($spokeId: ID!) { editSpoke(input: {
  clientId: "CLIENT", spokeId: $spokeId, content: "معظم المخابز تخسر المال (Foundry)." }) { spoke { id } } }"""
POSTS = [
    "1/5 38 percent of our flour went into bread that nobody paid full price for.",
    "2/5 We found it in a ledger.\n\nNot in a dashboard: in the handwriting of the night shift.",
    f"3/5 https://example.com/{'a-very-long-address/' * 12}",
    "4/5 An empty shelf at six is not failure. It is a promise that tomorrow's bread is fresh.",
    "5/5 Count your own.",
]
SLIDES = [
    {
        "index": 1,
        "title": "Sold out is a promise",
        "body": "38 percent of our flour went into bread that was given away.",
    },
    {"index": 2, "title": "Count for six weeks", "body": "Every loaf, every day."},
    {"index": 3, "title": "Stop at three", "body": "We stopped baking at three, and complaints fell."},
    {"index": 4, "title": "Ask", "body": "171 of 212 trust a bakery more when it runs out."},
    {"index": 5, "title": "Donaudampfschifffahrtsgesellschaftskapitän", "body": ""},
]
JAPANESE = "ほとんどのパン屋は、誰も見ないパンで損をしています。\n\n信頼は選択肢よりも価値がありました。"
HEBREW = "רוב המאפיות מפסידות כסף על הכיכרות שאיש אינו רואה.\n\nTrust is worth more than choice. #bakery"
# In the order of the page.
PIECES: list[dict[str, Any]] = [
    {
        "platform": Platform.LINKEDIN,
        "content": "Most bakeries lose money on loaves that nobody sees.\n\n#bakery #waste",
    },
    {"platform": Platform.THREAD, "content_type": ContentType.THREAD, "content_json": {"posts": POSTS}}
    | {"content": "\n\n".join(POSTS)},
    {"platform": Platform.LINKEDIN, "content": HEBREW},
    {"platform": Platform.CAROUSEL, "content_type": ContentType.CAROUSEL, "content": "Slides"}
    | {"content_json": {"slides": SLIDES, "caption": "What the night shift taught us. #bakery"}},
    {"platform": Platform.TIKTOK, "content_type": ContentType.SCRIPT}
    | {"content": "[Close on an empty shelf]\nThis shelf is empty.\n[Baker, to camera] And I am proud of it."},
    {"platform": Platform.INSTAGRAM, "content": JAPANESE},
    {"platform": Platform.TWITTER, "content": "It fails a gate.", "passes": False},
    {"platform": Platform.LINKEDIN, "content": "A long one. " * 240},
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Server, dict[str, Any]]]:
    """A server with a client's pieces and links, and what the visitor is told of them."""
    data = tmp_path_factory.mktemp("review")
    facts = await _prepared(data)
    letters = data / "letters"
    letters.touch()
    with mail_server(kept=letters) as mail:
        server = Server(data, {**SETTINGS, "FOUNDRY_SMTP_URL": f"smtp://127.0.0.1:{mail.port}"}).start()
        links = {name: f"{server.url}/review/{token}" for name, token in facts.pop("tokens").items()}
        try:
            yield server, {**facts, **links, "url": server.url, "mail": str(letters), "email": EMAIL}
        finally:
            server.kill(signal.SIGTERM)


async def _prepared(data: Path) -> dict[str, Any]:
    settings = settings_in(data)
    transport = httpx.ASGITransport(build_app(settings))
    async with opened(settings), httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        owner = await Api(http).sign_up()
        client_id = await owner.create_client("Harbour & Co")
        await Client.filter(id=client_id).update(brand_color="#8a1c4a")
        rows = await rows_in(client_id, status=SpokeStatus.KILLED)
        async with tenancy.bind(client_id), tenancy.transaction():
            for at, piece in enumerate(PIECES):
                await spoke_in(rows.hub, rows.pillar, g7=90.0 - at, **piece)

        async def link(**more: Any) -> str:
            made = await owner.run(CREATE, input={"clientId": client_id, "hubId": rows.hub, **more})
            token: str = made["createReviewLink"]["token"]
            return token

        tokens = {name: await link() for name in ("approve", "expired", "revoked")}
        tokens |= {"restricted": await link(email=EMAIL), "guessed": tokens["approve"][:-6] + "guess_"}
        async with tenancy.bind(client_id):
            links = await ReviewLink.all().order_by("id")
            await ReviewLink.filter(id=links[1].id).update(expires_at=clock.now() - timedelta(seconds=1))
            await ReviewLink.filter(id=links[2].id).update(revoked_at=clock.now())
    edit = EDIT.replace("CLIENT", client_id)
    return {"tokens": tokens, "token": owner.token, "client_id": client_id, "edit": edit, "count": len(PIECES)}


@pytest.fixture(scope="module")
def visit(node: Node, chromium: str, served: tuple[Server, dict[str, Any]]) -> Visit:
    """The steps of one visit, each by its name. FOUNDRY_SCREENSHOTS names a folder to keep pictures in."""
    folder = os.environ.get("FOUNDRY_SCREENSHOTS", "")
    steps = node("review.mjs", json.dumps(served[1]), folder, within_s=180, CHROMIUM=chromium)
    return {step["step"]: step for step in steps}


def test_page_is_read_from_a_letter(visit: Visit) -> None:
    step = visit["read"]
    assert step["title"] == "Harbour & Co: 0 of 8 decided"
    assert step["heading"] == "Harbour & Co: posts for your approval"
    assert step["progress"] == "0 of 8 decided · about a minute left"
    assert (len(step["ids"]), step["links"]) == (8, 0)


def test_piece_is_approved_and_the_next_is_at_hand(visit: Visit) -> None:
    step, ids = visit["approve"], visit["read"]["ids"]
    assert step["first"] == f"piece-{ids[0]}"
    assert (step["approved"], step["state"]) == ("Approved. 1 of 8 decided.", "Approved")
    assert (step["focused"], step["title"]) == (f"piece-{ids[1]}", "Harbour & Co: 1 of 8 decided")


def test_changes_are_requested_in_words_and_comments_made_by_keys_alone(visit: Visit) -> None:
    asked, said, ids = visit["request changes"], visit["comment"], visit["read"]["ids"]
    assert (asked["requested"], asked["state"]) == ("Changes requested. 2 of 8 decided.", "Changes requested")
    assert "asks for changes" in asked["said"]
    assert "Please name the number: 41 percent." in asked["said"]
    assert (said["left"], said["focused"], said["state"]) == (f"piece-{ids[2]}", f"piece-{ids[2]}", "Waiting")
    assert "Lovely." in said["said"]


def test_keys_are_told_and_can_be_turned_off_and_nothing_loads_the_page_anew(visit: Visit) -> None:
    step = visit["keys"]
    assert (step["back"], step["quiet"], step["loads"]) == (visit["comment"]["focused"], "Waiting", 0)
    assert step["help"] == {"open": True, "faults": []}


def test_words_that_changed_meanwhile_are_shown_and_what_was_typed_is_kept(visit: Visit) -> None:
    step, ids = visit["stale"], visit["read"]["ids"]
    assert step["problem"] == "Somebody else has edited this meanwhile; read it again."
    assert (step["kept"], step["text"]) == ("Mine.", "معظم المخابز تخسر المال (Foundry).")
    assert step["focused"] == f"words-{ids[2]}"


def test_review_ends_when_all_is_decided_and_the_client_has_it_all(
    visit: Visit, served: tuple[Server, dict[str, Any]]
) -> None:
    step, without = visit["end of the review"], visit["without script"]
    assert (step["focused"], step["waiting"], step["progress"]) == ("end", 0, "8 of 8 decided")
    assert "5 approved, 3 with changes requested." in step["words"]
    assert without["problem"] == "Say in a few words what should change, so that the team can do it."
    assert (without["state"], without["after"]) == ("Changes requested", "Approved")
    assert (without["progress"], without["keys"], without["end"]) == ("8 of 8 decided", False, True)

    server, facts = served
    ids = visit["read"]["ids"]
    with closing(sqlite3.connect(server.data / "clients" / f"{facts['client_id']}.db")) as rows:
        states = [rows.execute("SELECT status FROM spokes WHERE id = ?", (id,)).fetchone()[0] for id in ids]
        deeds = "SELECT action, actor_id FROM audit_trail WHERE subject_id = ? ORDER BY number"
        first = rows.execute(deeds, (ids[0],)).fetchall()
        said = rows.execute("SELECT body, author FROM comments WHERE spoke_id = ?", (ids[0],)).fetchall()
    assert states == ["approved", "rejected", "rejected", *["approved"] * 3, "rejected", "approved"]
    assert first == [
        ("spoke.approved", None),
        ("spoke.rejected", None),
        ("changes.requested", None),
        ("spoke.approved", None),
    ]
    assert said == [("On second thought: shorter.", "Harbour & Co")]


def test_link_for_one_address_opens_by_the_code_that_is_sent_there(visit: Visit) -> None:
    step = visit["by mail"]
    assert (step["closed"]["heading"], step["asked"]["heading"]) == (
        "This link does not open by itself",
        "Enter your code",
    )
    assert step["problem"].startswith("That code is not right")
    assert (step["pieces"], step["again"]) == (8, 8)
    [cookie] = step["cookies"]
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("review_pass", True, "Strict")
    assert cookie["path"].startswith("/review/fr_")


def test_whoever_is_refused_sees_the_same_bytes(visit: Visit) -> None:
    assert visit["refused"] == {"step": "refused", "statuses": [404], "pages": 1, "seconds": 1}


def test_page_fits_a_phone(visit: Visit) -> None:
    fits = {"over": 0, "small": []}
    assert (visit["phone"]["closed"], visit["phone"]["opened"]) == (fits, fits)
    assert visit["phone, closed"]["fit"] == fits
    assert visit["read"]["fit"] == fits


def test_no_rule_of_the_accessibility_guidelines_is_broken(visit: Visit) -> None:
    steps = ("read", "end of the review", "phone", "phone, closed")
    faults = {step: visit[step]["faults"] for step in steps}
    faults |= {f"by mail, {part}": visit["by mail"][part]["faults"] for part in ("closed", "asked")}
    assert {step: found for step, found in faults.items() if found} == {}


def test_page_asks_no_other_host_breaks_no_policy_and_tells_its_address_to_nobody(
    visit: Visit, served: tuple[Server, dict[str, Any]]
) -> None:
    assert visit["end"] == {"step": "end", "hosts": ["127.0.0.1"], "referers": [], "violations": [], "crashes": []}
    server, facts = served
    log = (server.data / "server.log").read_text()
    assert [name for name in ("approve", "restricted", "guessed") if facts[name].rpartition("/")[2] in log] == []
    [code] = re.findall(r": \d{6}\b", Path(facts["mail"]).read_text())
    assert code not in log
