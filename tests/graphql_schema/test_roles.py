"""Every operation against every role: who may is written down here, apart from the product's own table."""

import asyncio

import pytest
from starlette.applications import Starlette
from strawberry.utils.str_converters import to_camel_case

import tenancy
from app.accounts.policy import POLICY, Permission
from app.hubs.models import Job
from app.main import build_app
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus, Role
from graphql_schema.permissions import KEY, Open
from graphql_schema.schema import Mutation
from graphql_schema.subscriptions import Subscription
from tests.api import Api
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.operations import Operation, operations
from tests.graphql_schema.streams import subscribed

ANYONE = frozenset({*Role, None})
MEMBERS = frozenset(Role)
OWNERS = frozenset({Role.OWNER})
LEADERS = OWNERS | {Role.ADMIN}
DIRECTORS = LEADERS | {Role.MANAGER}
MAKERS = DIRECTORS | {Role.CREATOR}
DECIDERS = DIRECTORS | {Role.VIEWER}

MAY: dict[str, frozenset[Role | None]] = {
    **dict.fromkeys(["signUp", "signIn", "acceptInvitation"], ANYONE),
    **dict.fromkeys(["sendReviewCode", "confirmReviewCode", "decideShared"], ANYONE),
    **dict.fromkeys(["signOut", "switchClient", "addComment"], MEMBERS),
    **dict.fromkeys(["jobProgress", "hubProgress", "clientEvents"], MEMBERS),
    **dict.fromkeys(["createCheckoutSession", "createBillingPortalSession"], OWNERS),
    **dict.fromkeys(["createClient", "updateClient", "deleteClient"], LEADERS),
    **dict.fromkeys(["inviteUser", "updateUserRole", "removeUser", "assignUser", "unassignUser"], LEADERS),
    **dict.fromkeys(["createApiKey", "revokeApiKey"], LEADERS),
    **dict.fromkeys(["createHub", "updateHub", "addPillar", "updatePillar", "reorderPillars"], MAKERS),
    **dict.fromkeys(["generateSpokes", "cancelJob", "retryJob", "editSpoke", "regenerateSpoke"], MAKERS),
    **dict.fromkeys(["cloneSpoke", "renderAssets", "createExport", "deleteExport", "importContent"], MAKERS),
    **dict.fromkeys(["approveSpoke", "rejectSpoke", "bulkApprove", "bulkReject"], DECIDERS),
    **dict.fromkeys(["startReview", "decide", "finishReview"], DECIDERS),
    **dict.fromkeys(["overrideGate", "killHub", "killPillar", "killSpoke", "restore"], DIRECTORS),
    **dict.fromkeys(["createReviewLink", "revokeReviewLink", "calibrate", "addVoiceMarker"], DIRECTORS),
    **dict.fromkeys(["addBannedWord", "addBrandStance", "addPersona", "updatePersona"], DIRECTORS),
    **dict.fromkeys(["updateVoiceMarker", "updateBannedWord", "updateBrandStance"], DIRECTORS),
    **dict.fromkeys(["removeTrainingSample", "setTopicsToAvoid"], DIRECTORS),
    **dict.fromkeys(["removeBrandEntry", "setToneProfile", "setRubricOverride"], DIRECTORS),
    **dict.fromkeys(["groundingAudit", "applyProposal", "dismissProposal"], DIRECTORS),
    **dict.fromkeys(["clearRubricOverride", "setCompliance"], DIRECTORS),
}
CHANGING = operations("mutation")
WATCHING = operations("subscription")


def declared() -> dict[str, Permission | Open]:
    fields = [*Mutation.__strawberry_definition__.fields, *Subscription.__strawberry_definition__.fields]  # type: ignore[attr-defined]  # set by the decorator
    return {to_camel_case(field.python_name): field.metadata[KEY] for field in fields}


def roles_of(permission: Permission | Open) -> frozenset[Role | None]:
    if isinstance(permission, Open):
        return ANYONE if permission is Open.ANYONE else MEMBERS
    return frozenset(role for role in Role if permission in POLICY[role])


@pytest.mark.parametrize("operation", [*CHANGING, *WATCHING], ids=str)
def test_an_operation_declares_who_may_use_it(operation: Operation) -> None:
    assert operation.name in MAY, "say in MAY who may use this"
    assert roles_of(declared()[operation.name]) == MAY[operation.name]


@pytest.mark.parametrize("role", [*Role, None], ids=str)
async def test_a_role_is_forbidden_exactly_what_is_not_its_own(
    api: Api, owner: Api, client_id: str, role: Role | None
) -> None:
    person = await owner.colleague(role, (client_id,)) if role else api
    # Signing out comes last: nobody is there afterwards.
    for operation in sorted(CHANGING, key=lambda operation: operation.name == "signOut"):
        answer = await person.execute(operation.document, **operation.variables({"clientId": client_id}))
        codes = [error["extensions"]["code"] for error in answer.body.get("errors", [])]
        if role not in MAY[operation.name]:
            assert codes == ["FORBIDDEN" if role else "UNAUTHENTICATED"], operation.name
        else:
            assert "FORBIDDEN" not in codes, operation.name
            assert "INTERNAL_ERROR" not in codes, operation.name


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


@pytest.mark.parametrize("role", Role)
async def test_every_role_watches_what_it_may_see(app: Starlette, owner: Api, client_id: str, role: Role) -> None:
    person = await owner.colleague(role, (client_id,))
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Job.filter(id=rows.job).update(status=JobStatus.QUEUED)
    for operation in WATCHING:
        ids = {"clientId": client_id, "jobId": rows.job}
        async with subscribed(app, person, operation.document, operation.variables(ids)) as events:
            event = await asyncio.wait_for(events.get(), 10)
        if operation.name == "hubProgress":  # rows written past the API have no registry entry
            assert event["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        else:
            assert event["data"] == {operation.name: {"__typename": "JobProgress"}}


@pytest.mark.parametrize("operation", WATCHING, ids=str)
async def test_watching_needs_credentials(app: Starlette, api: Api, client_id: str, operation: Operation) -> None:
    async with subscribed(app, api, operation.document, operation.variables({"clientId": client_id})) as events:
        event = await asyncio.wait_for(events.get(), 10)
    assert [error["extensions"]["code"] for error in event["errors"]] == ["UNAUTHENTICATED"]


READ = {
    "apiKeys": ("{ account { apiKeys { id } } }", LEADERS),
    "auditLog": ("{ account { auditLog { totalCount } } }", LEADERS),
    "hubRegistry": ("{ account { hubRegistry { totalCount } } }", LEADERS),
    "usageEvents": ("{ account { usageEvents { totalCount } } }", LEADERS),
    "usage": ("{ account { usage { clients } subscription { tier } } }", MEMBERS),
}


@pytest.mark.parametrize("field", READ)
async def test_what_the_account_tells_depends_on_the_role(owner: Api, field: str) -> None:
    query, may = READ[field]
    for role in Role:
        person = await owner.colleague(role)
        answer = await person.execute(query)
        assert ("errors" not in answer.body) == (role in may), role
        if role not in may:
            assert answer.code == "FORBIDDEN"


async def test_only_owners_see_the_customer_number(owner: Api) -> None:
    query = "{ account { subscription { stripeCustomerId } } }"
    seen = {role: (await (await owner.colleague(role)).run(query))["account"]["subscription"] for role in Role}

    assert {role for role, shown in seen.items() if shown["stripeCustomerId"] == "local"} == OWNERS
    assert {role for role, shown in seen.items() if shown["stripeCustomerId"] is None} == MEMBERS - OWNERS


@pytest.mark.parametrize(
    ("role", "approves", "edits"),
    [(Role.VIEWER, True, False), (Role.CREATOR, False, True), (Role.MANAGER, True, True)],
)
async def test_a_real_piece_is_approved_or_edited_as_the_role_allows(
    owner: Api, client_id: str, role: Role, approves: bool, edits: bool
) -> None:
    person, rows = await owner.colleague(role, (client_id,)), await rows_in(client_id)
    approve = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status } }"
    edit = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { content } } }"
    state = f'{{ client(id: "{client_id}") {{ spoke(id: "{rows.spoke}") {{ status content isMutated }} }} }}'
    ids = {"clientId": client_id, "spokeId": rows.spoke}
    before = await owner.run(state)

    edited = await person.execute(edit, input={**ids, "content": "Bake less, tell more."})
    if not edits:
        assert edited.code == "FORBIDDEN"
        assert await owner.run(state) == before
    else:
        assert edited.data["editSpoke"]["spoke"]["content"] == "Bake less, tell more."
    rows = await rows_in(client_id)
    approved = await person.execute(approve, input={"clientId": client_id, "spokeId": rows.spoke})
    assert approved.data["approveSpoke"]["status"] == "APPROVED" if approves else approved.code == "FORBIDDEN"
