"""Review links: what somebody without an account sees and says by one, and that nothing else is reached."""

from datetime import UTC, datetime, timedelta
from typing import Any

import tenancy
from app.trail.models import TrailEntry
from app.vocabulary import Platform, SpokeStatus
from tests.api import Answer, Api
from tests.graphql_schema.content import rows_in, spoke_in

CREATE = """mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) {
  token url link { id hubId email permission expiresAt revokedAt createdAt createdBy { id } }
} }"""
REVOKE = "mutation($clientId: ID!, $id: ID!) { revokeReviewLink(clientId: $clientId, id: $id) }"
LINKS = "query($id: ID!) { client(id: $id) { reviewLinks { id hubId email permission revokedAt } } }"
COMMENT = "mutation($input: AddCommentInput!) { addComment(input: $input) { id author body kind } }"
ITEM = "spokeId platform content contentJson highConfidence flagReason isApprovable status revision"
SHARED = f"""query($token: String!, $email: String, $pass: String) {{
  sharedReview(token: $token, email: $email, pass: $pass) {{
    clientName permission expiresAt totalCount estimatedReviewSeconds
    items {{ {ITEM} comments {{ author body kind }} }}
}} }}"""
DECIDE = f"""mutation($input: DecideSharedInput!) {{ decideShared(input: $input) {{
  {ITEM} comments {{ author body kind }}
}} }}"""


async def linked(owner: Api, client_id: str, **more: Any) -> tuple[str, str]:
    """The token of a new link, and its id."""
    made = (await owner.run(CREATE, input={"clientId": client_id, **more}))["createReviewLink"]
    return made["token"], made["link"]["id"]


async def shared(api: Api, token: str, **more: Any) -> dict[str, Any]:
    review: dict[str, Any] = (await api.run(SHARED, token=token, **more))["sharedReview"]
    return review


async def said(api: Api, token: str, spoke_id: str, **more: Any) -> Answer:
    return await api.execute(DECIDE, input={"token": token, "spokeId": spoke_id, **more})


async def trail(client_id: str) -> list[tuple[str, str, str | None, str | None]]:
    async with tenancy.bind(client_id):
        return [
            (entry.action, entry.actor_label, entry.actor_id, entry.reason)
            for entry in await TrailEntry.all().order_by("number")
        ]


async def test_a_link_shows_what_it_is_for_and_nothing_internal(api: Api, owner: Api) -> None:
    client_id = await owner.create_client("Sourdough & Sons")
    rows = await rows_in(client_id, g7=60.0)
    elsewhere = await rows_in(client_id, g7=70.0)
    structure = {"posts": ["1/5 Bake less.", "2/5 Sell out."]}
    async with tenancy.bind(client_id):
        best = await spoke_in(rows.hub, rows.pillar, g7=95.5, platform=Platform.THREAD, content_json=structure)
        failing = await spoke_in(rows.hub, rows.pillar, g7=None, passes=False, status=SpokeStatus.REJECTED)
        for hidden in ({"status": SpokeStatus.KILLED}, {"is_settled": False}):
            await spoke_in(rows.hub, rows.pillar, g7=99.0, **hidden)
    token, _ = await linked(owner, client_id, hubId=rows.hub, permission="VIEW", expiresInHours=2)

    review = await shared(api, token)
    assert (review["clientName"], review["permission"]) == ("Sourdough & Sons", "VIEW")
    left = datetime.fromisoformat(review["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=119) < left <= timedelta(hours=2)
    assert (review["totalCount"], review["estimatedReviewSeconds"]) == (3, 12)
    assert [item["spokeId"] for item in review["items"]] == [best.id, rows.spoke, failing.id]
    assert review["items"][0] == {
        "spokeId": best.id,
        "platform": "THREAD",
        "content": best.content,
        "contentJson": structure,
        "highConfidence": True,
        "flagReason": None,
        "isApprovable": True,
        "status": "PENDING",
        "revision": 0,
        "comments": [],
    }
    assert [(item["isApprovable"], item["status"]) for item in review["items"][1:]] == [
        (True, "PENDING"),
        (False, "REJECTED"),
    ]

    everything, _ = await linked(owner, client_id)
    assert [item["spokeId"] for item in (await shared(owner, everything))["items"]] == [
        best.id,
        elsewhere.spoke,
        rows.spoke,
        failing.id,
    ]
