"""Review links: what somebody without an account sees and says by one, and that nothing else is reached."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_leaf_type

import tenancy
from app.accounts.secrets import token_hash
from app.hubs.models import Hub, Job
from app.main import build_app
from app.resources import Resources
from app.review.models import Comment, ReviewLink
from app.settings import Settings
from app.spokes.models import QualityScore, Spoke
from app.vocabulary import ComplianceStatus, HubStatus, JobStatus, Platform, Role, SpokeStatus
from graphql_schema.permissions import KEY, Open
from graphql_schema.schema import Mutation, build_schema
from tests.api import Api
from tests.graphql_schema.content import rows_in, spoke_in
from tests.graphql_schema.operations import ABSENT, operations
from tests.graphql_schema.shares import CREATE, REVOKE, linked, said, shared, trail
from tests.graphql_schema.streams import subscribed
from tests.graphql_schema.test_accounts import fields

LINKS = "query($id: ID!) { client(id: $id) { reviewLinks { id revokedAt lastUsedAt } } }"
COMMENT = "mutation($input: AddCommentInput!) { addComment(input: $input) { author body kind } }"
SPOKE = """query($id: ID!, $spoke: ID!) { client(id: $id) { spoke(id: $spoke) {
  content status approvedAt approvedBy { id } comments { author body kind }
} } }"""
EVENTS = """subscription($client: ID!) { clientEvents(clientId: $client) {
  __typename
  ... on SpokeDecided { actorLabel comment }
  ... on CommentAdded { spokeId newComment { author body kind } }
} }"""
WHO = "review link"


async def test_a_link_shows_what_it_is_for_and_nothing_internal(api: Api, owner: Api) -> None:
    client_id = await owner.create_client("Sourdough & Sons")
    rows = await rows_in(client_id, g7=60.0)
    elsewhere = await rows_in(client_id, g7=70.0)
    structure = {"posts": ["1/5 Bake less.", "2/5 Sell out."]}
    async with tenancy.bind(client_id):
        best = await spoke_in(rows.hub, rows.pillar, g7=95.5, platform=Platform.THREAD, content_json=structure)
        flagged = await spoke_in(rows.hub, rows.pillar, g7=91.0, passes=False)
        await QualityScore.filter(spoke_id=flagged.id).update(g_compliance_status=ComplianceStatus.FLAGGED)
        failing = await spoke_in(rows.hub, rows.pillar, g7=None, passes=False, status=SpokeStatus.REJECTED)
        for hidden in ({"status": SpokeStatus.KILLED}, {"is_settled": False}):
            await spoke_in(rows.hub, rows.pillar, g7=99.0, **hidden)
    token, _ = await linked(owner, client_id, hubId=rows.hub, permission="VIEW", expiresInHours=2)

    review = await shared(api, token)
    assert (review["clientName"], review["permission"]) == ("Sourdough & Sons", "VIEW")
    left = datetime.fromisoformat(review["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=119) < left <= timedelta(hours=2)
    assert (review["totalCount"], review["estimatedReviewSeconds"]) == (4, 18)
    assert [item["spokeId"] for item in review["items"]] == [best.id, flagged.id, rows.spoke, failing.id]
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
    about = ("highConfidence", "flagReason", "isApprovable", "status")
    assert [tuple(item[name] for name in about) for item in review["items"][1:]] == [
        (False, "A compliance rule asks for a person.", False, "PENDING"),
        (False, None, True, "PENDING"),
        (False, None, False, "REJECTED"),
    ]

    everything, _ = await linked(owner, client_id)
    found = [item["spokeId"] for item in (await shared(owner, everything))["items"]]
    assert found == [best.id, flagged.id, elsewhere.spoke, rows.spoke, failing.id]


async def test_what_an_outsider_decides_is_done_and_noted_under_their_name(api: Api, owner: Api) -> None:
    client_id = await owner.create_client("Sourdough")
    rows = await rows_in(client_id)
    token, link_id = await linked(owner, client_id)

    approved = (await said(api, token, rows.spoke, decision="APPROVE", comment=" Lovely! ", expectedRevision=0)).data
    item = approved["decideShared"]
    praise = {"author": "Sourdough", "body": "Lovely!", "kind": "COMMENT"}
    assert (item["status"], item["comments"]) == ("APPROVED", [praise])
    shown = (await owner.run(SPOKE, id=client_id, spoke=rows.spoke))["client"]["spoke"]
    assert (shown["status"], shown["approvedBy"], shown["comments"]) == ("APPROVED", None, [praise])
    async with tenancy.bind(client_id):
        assert (await Spoke.get(id=rows.spoke)).approved_by == link_id

    assert (await said(api, token, rows.spoke, decision="APPROVE", comment="Lovely!")).data == approved
    wish = {"author": "Sourdough", "body": "Shorter, please.", "kind": "CHANGE_REQUEST"}
    rejected = (await said(api, token, rows.spoke, decision="REJECT", comment="Shorter, please.")).data["decideShared"]
    assert (rejected["status"], rejected["comments"]) == ("REJECTED", [praise, wish])
    question = {"author": "Sourdough", "body": "When?", "kind": "COMMENT"}
    asked = (await said(api, token, rows.spoke, comment="When?")).data["decideShared"]
    assert (asked["status"], asked["comments"]) == ("REJECTED", [praise, wish, question])
    assert (await said(api, token, rows.spoke, decision="APPROVE")).data["decideShared"]["status"] == "APPROVED"
    assert (await said(api, token, rows.spoke, decision="REJECT")).data["decideShared"]["status"] == "REJECTED"

    assert await trail(client_id) == [
        ("link.created", owner.email, owner.user_id, None),
        ("spoke.approved", WHO, None, "Lovely!"),
        ("comment.added", WHO, None, "Lovely!"),
        ("spoke.rejected", WHO, None, "Shorter, please."),
        ("changes.requested", WHO, None, "Shorter, please."),
        ("comment.added", WHO, None, "When?"),
        ("spoke.approved", WHO, None, None),
        ("spoke.rejected", WHO, None, None),
    ]


async def test_what_an_outsider_may_not_do_changes_nothing(api: Api, owner: Api, client_id: str) -> None:
    rows, elsewhere = await rows_in(client_id), await rows_in(client_id)
    async with tenancy.bind(client_id):
        failing = await spoke_in(rows.hub, rows.pillar, passes=False)
        written = await spoke_in(rows.hub, rows.pillar, is_settled=False, job_id=rows.job)
        killed = await spoke_in(rows.hub, rows.pillar, status=SpokeStatus.KILLED)
    made = {name: await linked(owner, client_id, hubId=rows.hub, permission=name) for name in ("VIEW", "COMMENT")}
    token, _ = await linked(owner, client_id, hubId=rows.hub)
    before = await trail(client_id), await shared(api, token)

    async def refused(
        with_token: str, spoke_id: str, code: str, state: str | None = None, words: str = "", **more: Any
    ) -> None:
        answer = await said(api, with_token, spoke_id, **more)
        assert (answer.code, answer.error["extensions"].get("state")) == (code, state), answer.body
        assert words in answer.error["message"]

    for permission, (weaker, _) in made.items():
        for decision in ("APPROVE", "REJECT"):
            await refused(weaker, rows.spoke, "FORBIDDEN", decision=decision, comment="No.")
        if permission == "VIEW":
            await refused(weaker, rows.spoke, "FORBIDDEN", comment="No.")
    for decision in ("APPROVE", "REJECT"):
        await refused(token, written.id, "CONFLICT", "processing", decision=decision)
    await refused(token, failing.id, "CONFLICT", "failed_gate", "ask for changes", decision="APPROVE")
    for more in ({"decision": "APPROVE"}, {"decision": "REJECT"}, {"comment": "Old."}):
        await refused(token, rows.spoke, "CONFLICT", "changed", expectedRevision=7, **more)
    for absent in (elsewhere.spoke, killed.id, ABSENT, "x"):
        await refused(token, absent, "NOT_FOUND", words="There is no spoke with this id.", decision="APPROVE")
    for wrong in ({}, {"decision": "SKIP"}, {"comment": " \n "}, {"comment": "x" * 2001}):
        await refused(token, rows.spoke, "VALIDATION_ERROR", **wrong)
    async with tenancy.bind(client_id):
        assert await Comment.all().count() == 0
    assert (await trail(client_id), await shared(api, token)) == before

    assert (
        len((await said(api, made["COMMENT"][0], rows.spoke, comment="x" * 2000)).data["decideShared"]["comments"]) == 1
    )


async def test_the_team_and_whoever_has_the_link_read_each_other_and_no_other_link_does(
    api: Api, owner: Api, client_id: str
) -> None:
    rows = await rows_in(client_id)
    ours, theirs = await linked(owner, client_id), await linked(owner, client_id)
    viewer = await owner.colleague(Role.VIEWER, (client_id,))
    input = {"clientId": client_id, "spokeId": rows.spoke}

    await said(api, ours[0], rows.spoke, comment="From us.")
    await said(api, theirs[0], rows.spoke, comment="From them.")
    for _ in range(2):  # the same twice is one
        answer = (await viewer.run(COMMENT, input={**input, "body": "From the team."}))["addComment"]
        assert answer == {"author": "Agency", "body": "From the team.", "kind": "COMMENT"}

    def bodies(item: dict[str, Any]) -> list[str]:
        return [comment["body"] for comment in item["comments"]]

    assert bodies((await shared(api, ours[0]))["items"][0]) == ["From us.", "From the team."]
    assert bodies((await shared(api, theirs[0]))["items"][0]) == ["From them.", "From the team."]
    spoke = (await viewer.run(SPOKE, id=client_id, spoke=rows.spoke))["client"]["spoke"]
    assert bodies(spoke) == ["From us.", "From them.", "From the team."]
    assert (await trail(client_id))[-1] == ("comment.added", viewer.email, viewer.user_id, "From the team.")
    for body in ("  ", "x" * 2001):
        assert fields(await owner.execute(COMMENT, input={**input, "body": body})) == ["input.body"]


async def test_the_team_is_told_at_once(api: Api, owner: Api, client_id: str, settings: Settings) -> None:
    rows = await rows_in(client_id)
    token, _ = await linked(owner, client_id)
    async with tenancy.bind(client_id):
        await Job.filter(id=rows.job).update(status=JobStatus.QUEUED)
    async with subscribed(build_app(settings), owner, EVENTS, {"client": client_id}) as stream:
        began = await asyncio.wait_for(stream.get(), 10)
        await owner.run(COMMENT, input={"clientId": client_id, "spokeId": rows.spoke, "body": "Have a look."})
        await said(api, token, rows.spoke, decision="REJECT", comment="Shorter.")
        told = [began, *[await asyncio.wait_for(stream.get(), 10) for _ in range(3)]]

    def comment(author: str, body: str, kind: str) -> dict[str, Any]:
        about = {"author": author, "body": body, "kind": kind}
        return {"__typename": "CommentAdded", "spokeId": rows.spoke, "newComment": about}

    assert [event["data"]["clientEvents"] for event in told] == [
        {"__typename": "JobProgress"},
        comment("Agency", "Have a look.", "COMMENT"),
        {"__typename": "SpokeDecided", "actorLabel": WHO, "comment": "Shorter."},
        comment("Acme", "Shorter.", "CHANGE_REQUEST"),
    ]


async def test_a_link_is_made_with_care_and_revoked_once(
    api: Api, owner: Api, client_id: str, resources: Resources
) -> None:
    rows = await rows_in(client_id)
    made = (
        await owner.run(
            CREATE,
            input={"clientId": client_id, "hubId": rows.hub, "email": " Ann@Example.COM ", "permission": "COMMENT"},
        )
    )["createReviewLink"]
    link, token = made["link"], made["token"]
    assert made["url"] == f"http://127.0.0.1:8000/review/{token}"
    about = {"hubId": rows.hub, "email": "ann@example.com", "permission": "COMMENT", "revokedAt": None}
    assert {name: link[name] for name in about} == about
    assert link["createdBy"] == {"id": owner.user_id}
    good_for = datetime.fromisoformat(link["expiresAt"]) - datetime.fromisoformat(link["createdAt"])
    assert abs(good_for - timedelta(hours=168)) < timedelta(seconds=5)
    async with tenancy.bind(client_id):
        assert (await ReviewLink.get(id=link["id"])).token_hash == token_hash(token)

    second, second_id = await linked(owner, client_id)
    listed = (await owner.run(LINKS, id=client_id))["client"]["reviewLinks"]
    assert [each["id"] for each in listed] == [second_id, link["id"]]
    assert second not in str(listed)
    creator = await owner.colleague(Role.CREATOR, (client_id,))
    assert (await creator.execute(LINKS, id=client_id)).code == "FORBIDDEN"

    for wrong, path in (
        ({"expiresInHours": 0}, "input.expiresInHours"),
        ({"expiresInHours": 721}, "input.expiresInHours"),
        ({"email": "nobody"}, "input.email"),
        ({"email": ""}, "input.email"),
        ({"email": "ann@example.com,bob@example.com"}, "input.email"),
        ({"email": "ann,bob@example.com"}, "input.email"),
    ):
        assert fields(await owner.execute(CREATE, input={"clientId": client_id, **wrong})) == [path]
    assert (await owner.execute(CREATE, input={"clientId": client_id, "hubId": ABSENT})).code == "NOT_FOUND"
    async with tenancy.bind(client_id):
        await Hub.filter(id=rows.hub).update(status=HubStatus.KILLED)
    assert (await owner.execute(CREATE, input={"clientId": client_id, "hubId": rows.hub})).code == "CONFLICT"

    await shared(api, second)
    await resources.background.idle()
    [used, unused] = (await owner.run(LINKS, id=client_id))["client"]["reviewLinks"]
    assert (used["lastUsedAt"] is not None, unused["lastUsedAt"]) == (True, None)
    await shared(api, second)
    await resources.background.idle()
    assert (await owner.run(LINKS, id=client_id))["client"]["reviewLinks"] == [used, unused]

    for was_in_force in (True, False):
        revoked = await owner.run(REVOKE, clientId=client_id, id=second_id)
        assert revoked == {"revokeReviewLink": was_in_force}
    [now, before] = (await owner.run(LINKS, id=client_id))["client"]["reviewLinks"]
    assert (now["revokedAt"] is not None, before["revokedAt"]) == (True, None)
    who = (owner.email, owner.user_id, None)
    assert await trail(client_id) == [("link.created", *who), ("link.created", *who), ("link.revoked", *who)]


async def test_a_paused_client_is_shown_and_left_as_it_is(api: Api, owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    token, _ = await linked(owner, client_id)
    update = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { id } }"
    await owner.run(update, input={"clientId": client_id, "status": "PAUSED"})
    before = await shared(api, token)

    assert [item["spokeId"] for item in before["items"]] == [rows.spoke]
    for more in ({"decision": "APPROVE"}, {"comment": "Well?"}):
        answer = await said(api, token, rows.spoke, **more)
        assert (answer.code, answer.error["extensions"]["state"]) == ("CONFLICT", "paused")
    assert (await owner.execute(CREATE, input={"clientId": client_id})).code == "CONFLICT"
    assert await shared(api, token) == before


def test_what_an_outsider_is_shown_leads_nowhere_else() -> None:
    schema = build_schema()._schema
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    roots = {**schema.query_type.fields, **schema.mutation_type.fields}
    asks_token = {
        name
        for name, field in roots.items()
        for argument, given in field.args.items()
        if argument == "token" or "token" in getattr(get_named_type(given.type), "fields", ())
    }
    outside = {"sharedReview", "sendReviewCode", "confirmReviewCode", "decideShared"}
    assert asks_token == outside | {"acceptInvitation"}
    declared = {field.name: field.metadata[KEY] for field in Mutation.__strawberry_definition__.fields}  # type: ignore[attr-defined]  # set by the decorator
    assert {declared[name] for name in ("send_review_code", "confirm_review_code", "decide_shared")} == {Open.ANYONE}

    reached: set[str] = set()
    waiting = [get_named_type(roots[name].type) for name in outside]
    while waiting:
        kind = waiting.pop()
        if kind.name in reached or is_leaf_type(kind):
            continue
        assert isinstance(kind, GraphQLObjectType)
        assert not isinstance(kind, GraphQLInputObjectType)
        assert all(not field.args for field in kind.fields.values()), kind
        reached.add(kind.name)
        waiting += [get_named_type(field.type) for field in kind.fields.values()]
    assert reached == {"SharedReview", "SharedItem", "Comment", "ReviewPass"}


async def test_a_links_token_opens_no_other_door(api: Api, owner: Api, client_id: str) -> None:
    await rows_in(client_id)
    token, _ = await linked(owner, client_id)
    before = await trail(client_id)
    bearer = api.as_(token)
    open_to_all = {"signUp", "signIn", "acceptInvitation", "sharedReview"}
    open_to_all |= {"sendReviewCode", "confirmReviewCode", "decideShared"}

    for operation in operations("query", "mutation"):
        if operation.name not in open_to_all:
            answer = await bearer.execute(operation.document, **operation.variables({"clientId": client_id}))
            assert answer.code == "UNAUTHENTICATED", operation.name
    assert await trail(client_id) == before
