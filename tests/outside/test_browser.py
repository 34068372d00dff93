"""Chromium on the explorer page: the way of a newcomer, from signing up to watching the first hub being made."""

import json
import os
from typing import Any

import pytest

from tests.outside.operations import LiveServer
from tests.outside.programs import Node

pytestmark = pytest.mark.slow

Visit = dict[str, dict[str, Any]]

NEWCOMER = "newcomer@bakery.example"
SIGNED_IN = f"Signed in as {NEWCOMER} owner"


@pytest.fixture(scope="module")
def visit(node: Node, chromium: str, live_server: LiveServer) -> Visit:
    """The steps of one visit, each by its name. FOUNDRY_SCREENSHOT names a file to keep a picture in."""
    picture = os.environ.get("FOUNDRY_SCREENSHOT", "")
    steps = node("browser.mjs", live_server.url, picture, within_s=120, CHROMIUM=chromium)
    return {step["step"]: step for step in steps}


def test_browser_lands_on_the_page_when_it_opens_the_endpoint(visit: Visit, live_server: LiveServer) -> None:
    assert visit["open /graphql"]["address"] == f"{live_server.url}/graphiql/"


def test_newcomer_signs_up_and_in_by_the_forms(visit: Visit) -> None:
    assert visit["sign up"]["who"] == SIGNED_IN
    assert visit["sign in"]["who"] == SIGNED_IN


def test_page_says_so_when_the_password_is_wrong(visit: Visit) -> None:
    assert "password" in visit["wrong password"]["problem"].lower()


def test_first_example_shows_the_account(visit: Visit) -> None:
    pane = visit["query"]["pane"]
    assert NEWCOMER in pane
    assert '"errors"' not in pane


def test_headers_editor_wins_over_the_sign_in(visit: Visit) -> None:
    answer = json.loads(visit["headers editor"]["pane"])
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAUTHENTICATED"}


def test_explorer_offers_the_schema(visit: Visit) -> None:
    assert {"me", "account", "clients", "qualityScore"} <= set(visit["explorer"]["fields"])


def test_examples_create_a_client_and_a_hub(visit: Visit) -> None:
    client = json.loads(visit["create a client"]["pane"])["data"]["createClient"]
    assert client["name"] == "Corner Bakery"
    created = json.loads(visit["create a hub"]["pane"])["data"]["createHub"]
    assert created["hub"]["title"] == "Listen before you write"


def test_page_shows_a_hub_being_made(visit: Visit) -> None:
    step = visit["subscription"]
    events = [event["data"]["hubProgress"] for event in step["events"]]
    percents = [event["percent"] for event in events]
    assert percents == sorted(percents)
    assert (events[-1]["status"], events[-1]["percent"]) == ("COMPLETE", 100)
    assert json.loads(step["pane"])["data"]["hubProgress"] == events[-1]


def test_link_signs_in_and_leaves_the_address(visit: Visit, live_server: LiveServer) -> None:
    step = visit["link with a token"]
    assert (step["who"], step["address"]) == (SIGNED_IN, f"{live_server.url}/graphiql/")


def test_page_forgets_a_token_when_it_is_nobodys(visit: Visit, live_server: LiveServer) -> None:
    step = visit["link with a stale token"]
    assert step["problem"]
    assert step["address"] == f"{live_server.url}/graphiql/"


def test_token_outlives_no_tab(visit: Visit) -> None:
    assert visit["storage"]["lasting"] is False


def test_page_asks_no_other_host_and_breaks_no_policy(visit: Visit) -> None:
    assert visit["end"] == {"step": "end", "hosts": ["127.0.0.1"], "violations": [], "crashes": []}
