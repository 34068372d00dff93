"""Everything that people do is recorded: each mutation once, by the name that the audit log has for it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

import tenancy
from app.brand.models import TrainingSample
from app.grounding.models import DnaProposal
from app.hubs.models import Job
from app.pictures.fonts import are_there
from app.resources import Resources
from app.vocabulary import JobStatus, ProposalKind
from tests.api import PASSWORD, Api
from tests.app.exports.scene import Scene, exported, promises_kept
from tests.app.exports.test_import import taken_in
from tests.graphql_schema.content import SOURCE, followed, rows_in
from tests.graphql_schema.operations import Operation, operations
from tests.graphql_schema.shares import Letters

RECORDED: dict[str, list[str]] = {
    "signUp": ["user.signed_up"],
    "signIn": ["user.signed_in"],
    "signOut": ["user.signed_out"],
    "inviteUser": ["user.invited"],
    "acceptInvitation": ["user.joined"],
    "updateUserRole": ["user.role_changed"],
    "removeUser": ["user.removed"],
    "createApiKey": ["api_key.created"],
    "revokeApiKey": ["api_key.revoked"],
    "createClient": ["client.created"],
    "updateClient": ["client.updated"],
    "deleteClient": ["client.deleted"],
    "assignUser": ["client.assigned"],
    "unassignUser": ["client.unassigned"],
    "switchClient": [],  # it opens, and changes nothing
    "calibrate": ["brand.calibration_requested", "brand.calibrated"],
    "addVoiceMarker": ["brand.added"],
    "addBannedWord": ["brand.added"],
    "addBrandStance": ["brand.added"],
    "addPersona": ["brand.added"],
    "updateVoiceMarker": ["brand.changed"],
    "updateBannedWord": ["brand.changed"],
    "updateBrandStance": ["brand.changed"],
    "updatePersona": ["brand.changed"],
    "setTopicsToAvoid": ["brand.changed"],
    "setToneProfile": ["brand.tone_set"],
    "removeTrainingSample": ["brand.removed"],
    "removeBrandEntry": ["brand.removed"],
    "setRubricOverride": ["rubric.overridden"],
    "clearRubricOverride": ["rubric.override_cleared"],
    "setCompliance": ["compliance.set"],
    "groundingAudit": ["brand.audit_requested"],
    "applyProposal": ["brand.added", "brand.proposal_applied"],
    "dismissProposal": ["brand.proposal_dismissed"],
    "createHub": ["hub.created"],
    "updateHub": ["hub.updated"],
    "addPillar": ["pillar.added"],
    "updatePillar": ["pillar.updated"],
    "reorderPillars": ["hub.pillars_reordered"],
    "generateSpokes": ["generation.requested"],
    "cancelJob": ["job.canceled"],
    "retryJob": ["job.retried"],
    "approveSpoke": ["spoke.approved"],
    "rejectSpoke": ["spoke.rejected"],
    "editSpoke": ["spoke.edited"],
    "regenerateSpoke": ["spoke.regenerated"],
    "cloneSpoke": ["spoke.cloned"],
    "renderAssets": ["assets.rendered"],
    "overrideGate": ["spoke.gate_overridden"],
    "startReview": ["review.started"],
    "decide": ["spoke.approved"],
    "finishReview": ["review.finished"],
    "bulkApprove": ["spoke.approved", "review.bulk_approved"],
    "bulkReject": ["spoke.rejected", "review.bulk_rejected"],
    "createReviewLink": ["link.created"],
    "revokeReviewLink": ["link.revoked"],
    "sendReviewCode": [],  # whether the address was the right one is told to nobody
    "confirmReviewCode": [],  # it lets in; what is done there is recorded
    "addComment": ["comment.added"],
    "decideShared": ["spoke.rejected", "changes.requested"],
    "createExport": ["export.requested", "export.completed"],
    "deleteExport": ["export.deleted"],
    "importContent": ["hub.created"],
    "killHub": ["hub.killed"],
    "killPillar": ["pillar.killed"],
    "killSpoke": ["spoke.killed"],
    "restore": ["hub.restored"],
}
CALIBRATE = "mutation($input: CalibrateInput!) { calibrate(input: $input) { job { id } } }"
LOG = "{ account { auditLog(first: 20) { nodes { id action actorLabel clientId detail } } } }"
PIECES = """query($id: ID!, $hub: ID!) { client(id: $id) {
  hub(id: $hub) { pillars { id } spokes(status: PENDING) { id } } } }"""


@dataclass
class Story:
    """What an account's people do, and what the log says of each."""

    owner: Api
    letters: Letters
    resources: Resources
    client: str = ""
    seen: set[str] = field(default_factory=set)
    told: dict[str, list[str]] = field(default_factory=dict)

    async def tell(self, name: str) -> None:
        """What is new in the log, oldest first, came of this."""
        nodes = (await self.owner.run(LOG))["account"]["auditLog"]["nodes"]
        new = [node for node in reversed(nodes) if node["id"] not in self.seen]
        self.seen |= {node["id"] for node in new}
        self.told[name] = [node["action"] for node in new]

    async def do(self, name: str, shown: str = "__typename", by: Api | None = None, /, **variables: Any) -> Any:
        document = Operation("mutation", name).document.replace("{ __typename }", f"{{ {shown} }}")
        done = (await (by or self.owner).run(document, **variables))[name]
        await self.tell(name)
        return done

    async def put(self, name: str, shown: str = "__typename", by: Api | None = None, /, **input: Any) -> Any:
        """As `do`, for one whose argument is an input."""
        return await self.do(name, shown, by, input=input)

    async def of_client(self, name: str, shown: str = "__typename", /, **input: Any) -> Any:
        return await self.put(name, shown, None, clientId=self.client, **input)


async def test_each_mutation_leaves_its_entries_in_the_log_and_no_other(
    api: Api, resources: Resources, caplog: pytest.LogCaptureFixture
) -> None:
    story = Story(await api.sign_up(), Letters(resources, caplog), resources)
    await story.tell("signUp")
    await people(story, api)
    await brand(story)
    await grounding(story)
    hub_id = await hubs(story)
    await pieces(story, hub_id)
    await reviews(story)
    await links(story, api)
    await exports(story)
    await kills(story, hub_id)
    await story.put("deleteClient", clientId=story.client, confirmName="Acme & Sons")

    assert {operation.name for operation in operations("mutation")} == set(RECORDED), "say what the log calls it"
    undrawn = set[str]() if are_there() else {"renderAssets"}  # fonts are fetched at setup
    assert story.told == {name: actions for name, actions in RECORDED.items() if name not in undrawn}
    assert "stays out of the audit log" not in caplog.text


async def people(story: Story, api: Api) -> None:
    signed_in = await story.put("signIn", "token", api, email=story.owner.email, password=PASSWORD)
    await story.do("signOut", "", api.as_(signed_in["token"]))
    story.client = (await story.put("createClient", "id", name="Acme"))["id"]
    await story.put("updateClient", clientId=story.client, name="Acme & Sons")
    invited = await story.put("inviteUser", "token", email="joins@example.com", role="CREATOR")
    joined = await story.put("acceptInvitation", "user { id }", api, token=invited["token"], password=PASSWORD)
    user = {"userId": joined["user"]["id"]}
    await story.put("updateUserRole", **user, role="MANAGER")
    for name in ("assignUser", "unassignUser"):
        await story.put(name, clientId=story.client, **user)
        again = story.told[name]
        await story.put(name, clientId=story.client, **user)  # the second time changes nothing
        assert story.told[name] == []
        story.told[name] = again
    await story.do("removeUser", userId=joined["user"]["id"])
    await story.do("switchClient", clientId=story.client)
    key = await story.do("createApiKey", "apiKey { id }", name="Script")
    await story.do("revokeApiKey", id=key["apiKey"]["id"])


async def brand(story: Story) -> None:
    marker = await story.of_client("addVoiceMarker", "id", phrase="count it twice")
    await story.of_client("updateVoiceMarker", voiceMarkerId=marker["id"], weight=2)
    word = await story.of_client("addBannedWord", "id", word="synergy", reason="Nobody says that.")
    await story.of_client("updateBannedWord", bannedWordId=word["id"], reason="Nobody ever says that.")
    stance = await story.of_client("addBrandStance", "id", stance="Bake less.", category="AUTHORITY")
    await story.of_client("updateBrandStance", brandStanceId=stance["id"], keywords=["less bread"])
    persona = await story.of_client("addPersona", "id", name="Baker")
    await story.of_client("updatePersona", personaId=persona["id"], name="Night baker")
    await story.of_client("removeBrandEntry", id=marker["id"])
    await story.of_client("setTopicsToAvoid", topics=["the price of flour"])
    await story.of_client("setToneProfile", traits=[{"name": "candid", "value": 80}])
    async with tenancy.bind(story.client):
        sample = await TrainingSample.create(text="Count every loaf. Then bake less.")
    await story.of_client("removeTrainingSample", trainingSampleId=sample.id)
    await story.of_client("setRubricOverride", gate="G7", threshold=40, reason="We are new.")
    await story.do("clearRubricOverride", clientId=story.client, gate="G7")
    await story.of_client("setCompliance", industry="HEALTHCARE")
    calibrated = {"clientId": story.client, "samples": ["We bake less."]}
    made = await story.owner.run(CALIBRATE, input=calibrated)
    await story_follows(story, made["calibrate"])
    await story.tell("calibrate")


async def grounding(story: Story) -> None:
    await story_follows(story, await story.do("groundingAudit", "job { id }", clientId=story.client))
    for name, word in (("applyProposal", "leverage"), ("dismissProposal", "synergies")):
        async with tenancy.bind(story.client):
            proposal = await DnaProposal.create(
                audit_id=story.client,
                kind=ProposalKind.BANNED_WORD,
                words=word,
                value={"bans": [{"word": word, "reason": "People take it out.", "severity": "soft"}]},
                evidence=[],
                summary="People take it out.",
                pieces=3,
                people=1,
                confidence=0.6,
            )
        await story.of_client(name, proposalId=proposal.id)


async def hubs(story: Story) -> str:
    """The id of a hub with one piece."""
    made = await story.of_client("createHub", JOB, sourceType="TEXT", text=SOURCE, generate=False)
    hub_id: str = made["hub"]["id"]
    await story_follows(story, made)
    await story.of_client("updateHub", hubId=hub_id, title="Bread")
    pillar = await story.of_client("addPillar", "id", hubId=hub_id, title="Mine", angle="Bake less")
    await story.of_client("updatePillar", pillarId=pillar["id"], title="Ours")
    found = await story.owner.run(PIECES, id=story.client, hub=hub_id)
    ids = [each["id"] for each in found["client"]["hub"]["pillars"]]
    await story.of_client("reorderPillars", hubId=hub_id, pillarIds=ids[::-1])
    few = {"pillarIds": ids[:1], "platforms": ["TWITTER"], "spokesPerHub": 1}
    await story_follows(story, await story.of_client("generateSpokes", JOB, hubId=hub_id, **few))
    async with tenancy.bind(story.client):
        params = {"platforms": ["twitter"], "pillar_ids": ids[:1], "spokes_per_hub": 1}
        job = await Job.create(hub_id=hub_id, kind="hub.generate", status=JobStatus.QUEUED, params=params)
    for name in ("cancelJob", "retryJob"):
        await story.do(name, clientId=story.client, jobId=job.id)
    await followed(story.owner, story.client, job.id)
    return hub_id


async def story_follows(story: Story, made: dict[str, Any]) -> None:
    await followed(story.owner, story.client, made["job"]["id"])


async def pieces(story: Story, hub_id: str) -> None:
    found = await story.owner.run(PIECES, id=story.client, hub=hub_id)
    spoke = {"spokeId": found["client"]["hub"]["spokes"][0]["id"]}
    await story_follows(story, await story.of_client("regenerateSpoke", JOB, **spoke))
    await story_follows(story, await story.of_client("cloneSpoke", "job { id }", **spoke, count=1))
    spoke = {"spokeId": (await rows_in(story.client)).spoke}
    await story.of_client("approveSpoke", **spoke)
    if are_there():
        await story.of_client("renderAssets", **spoke)
    await story.of_client("rejectSpoke", **spoke, reason="Too flat for us.")
    await story.of_client("addComment", **spoke, body="Say it in their words.")
    await story.of_client("editSpoke", **spoke, content="Bake less, and say so. " * 20)
    await story.of_client("overrideGate", **spoke, gate="G5", reason="They may post longer ones.")


async def reviews(story: Story) -> None:
    rows = await rows_in(story.client)
    session = await story.of_client("startReview", "id first { spoke { id } }", hubId=rows.hub)
    ids = {"sessionId": session["id"], "spokeId": session["first"]["spoke"]["id"]}
    await story.of_client("decide", **ids, decision="APPROVE")
    await story.do("finishReview", clientId=story.client, sessionId=session["id"])
    for name in ("bulkApprove", "bulkReject"):
        await story.of_client(name, spokeIds=[(await rows_in(story.client)).spoke], reason="All alike.")


async def links(story: Story, api: Api) -> None:
    rows = await rows_in(story.client)
    made = await story.of_client("createReviewLink", "token link { id }", email="anna@example.com", hubId=rows.hub)
    who = {"token": made["token"], "email": "anna@example.com"}
    await story.do("sendReviewCode", "", api, **who)
    [(_, code)] = await story.letters.sent()
    confirmed = await story.do("confirmReviewCode", "pass", api, **who, code=code)
    remark = {"decision": "REJECT", "comment": "Please name the bakery."}
    await story.put("decideShared", "status", api, **who, **confirmed, spokeId=rows.spoke, **remark)
    await story.do("revokeReviewLink", clientId=story.client, id=made["link"]["id"])


async def exports(story: Story) -> None:
    row, content = await exported(Scene(story.owner, story.client, [], [], ""), story.resources, "JSON")
    await promises_kept()
    await story.tell("createExport")
    await story.do("deleteExport", clientId=story.client, exportId=row["id"])
    parsed = json.loads(content)
    parsed["hubs"], parsed["manual_assets"] = parsed["hubs"][:1], []
    assert (await taken_in(story.owner, story.client, parsed)).data["importContent"]["hubs"]
    await story.tell("importContent")


async def kills(story: Story, hub_id: str) -> None:
    rows = await rows_in(story.client)
    await story.of_client("killSpoke", spokeId=rows.spoke, reason="We never liked it.")
    await story.of_client("killPillar", pillarId=rows.pillar, reason="Nor this.")
    await story.of_client("killHub", hubId=hub_id, reason="It is all wrong.")
    await story.of_client("restore", hubId=hub_id)


JOB = "hub { id } job { id }"
