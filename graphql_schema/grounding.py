"""Knowing when the voice is being lost: drift, its alerts, and what people's edits say should be changed."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.grounding import models, service
from app.hubs import models as hub_models
from app.vocabulary import AlertKind, ProposalKind, ProposalStatus, Severity
from graphql_schema.context import Info
from graphql_schema.fields import column, items, many, one
from graphql_schema.jobs import Job
from graphql_schema.permissions import mutation
from graphql_schema.reading import Item, Row
from graphql_schema.users import User


@strawberry.type(description="How far the voice has drifted, over the last seven days.")
class DriftStatus:
    drift_score: float = strawberry.field(
        description="0 to 1: 0.6 x the mean edit distance + 0.4 x (1 - the zero-edit rate); what is null counts as 0."
    )
    needs_calibration: bool = strawberry.field(description="Whether the score is above 0.4.")
    trigger: str | None = strawberry.field(
        description="Why calibration is due: high_edit_distance or low_zero_edit_rate; null where it is not."
    )
    suggestion: str | None = strawberry.field(description="What to do; null where there is nothing to be done.")
    average_edit_distance: float | None = strawberry.field(
        description="Of the edits, 0 to 1; null where nobody has edited."
    )
    zero_edit_rate: float | None = strawberry.field(
        description="Of what was approved, the part that nobody had edited; null where nothing was approved."
    )
    days_since_calibration: int | None = strawberry.field(description="Whole days; null where there was none.")


@strawberry.type(description="A bound that was crossed, and when; the figures are those of that moment.")
class DriftAlertRecord(Row, of=models.DriftAlertRow):
    id: strawberry.ID
    kind: AlertKind
    trigger_name: str = column("As the trigger of DriftAlert.")
    drift_score: float | None
    average_edit_distance: float | None
    zero_edit_rate: float | None
    raised_at: datetime
    cleared_at: datetime | None = column("When it was found crossed back; null as long as it holds.")


@strawberry.type(description="A piece that shows it: the sentence before and after the edit, or what was said of it.")
class ProposalEvidence(Item):
    spoke_id: strawberry.ID
    before: str
    after: str = strawberry.field(description="The sentence most like it; empty where there is none.")
    comment: str | None = strawberry.field(description="What somebody said who rejected it or asked for changes.")


@strawberry.type(description="A change of the brand that people's edits and remarks speak for. A person decides.")
class DnaProposal(Row, of=models.DnaProposal):
    id: strawberry.ID
    kind: ProposalKind
    words: str = column("The word, phrase, stance or topic; of a change of tone, its name.")
    summary: str = column("What people did, in plain words.")
    value: JSON = column("What would be merged into the brand.")
    evidence: list[ProposalEvidence] = items("evidence", description="At most 10 of the pieces.")
    pieces: int = column("How many pieces show it.")
    people: int = column("By how many different people.")
    confidence: float = column("0 to 1: how often it was done where it could be, less what few pieces prove.")
    status: ProposalStatus
    decided_at: datetime | None
    created_at: datetime
    decided_by: User | None = one(
        accounts.User,
        here="decided_by",
        of_account=True,
        description="Who decided, as long as they are of the account.",
    )


@strawberry.type(description="One reading of what people changed and said.")
class GroundingAudit(Row, of=models.GroundingAudit):
    id: strawberry.ID
    since: datetime
    until: datetime
    edits_read: int
    remarks_read: int = column("Reasons of rejections, and requests for changes.")
    completed_at: datetime | None
    created_at: datetime
    job: Job | None = one(hub_models.Job, here="job_id", description="The job that reads.")
    proposals: list[DnaProposal] = many(
        models.DnaProposal, on="audit_id", order="-id", description="What it proposed; what edits show comes first."
    )


@strawberry.type(description="An audit, with the job that does it.")
class GroundingAuditJob:
    job: Job
    audit: GroundingAudit


@strawberry.input
class ApplyProposalInput:
    client_id: strawberry.ID
    proposal_id: strawberry.ID
    severity: Severity | None = strawberry.field(
        default=None, description="How hard a banned word is banned; when left out, as it is proposed."
    )


@strawberry.input
class DismissProposalInput:
    client_id: strawberry.ID
    proposal_id: strawberry.ID


@strawberry.type
class GroundingMutations:
    @mutation(
        Permission.DIRECT,
        "Reads what people edited and said in the last days, at most 365, and proposes changes of the brand.",
    )
    async def grounding_audit(self, info: Info, client_id: strawberry.ID, days: int | None = 30) -> GroundingAuditJob:
        access = await info.context.access(client_id)
        audit, job = await service.audit(access, service.DAYS if days is None else days)
        return GroundingAuditJob(job=Job.of(job, access), audit=GroundingAudit.of(audit, access))

    @mutation(
        Permission.DIRECT,
        "Merges a proposal into the brand, as what a person entered; what is pending is judged anew. Again, it changes "
        "nothing.",
    )
    async def apply_proposal(self, info: Info, input: ApplyProposalInput) -> DnaProposal:
        access = await info.context.access(input.client_id)
        row = await service.apply_proposal(access, str(input.proposal_id), input.severity)
        return DnaProposal.of(row, access)

    @mutation(Permission.DIRECT, "Says no to a proposal: it is not made again.")
    async def dismiss_proposal(self, info: Info, input: DismissProposalInput) -> DnaProposal:
        access = await info.context.access(input.client_id)
        return DnaProposal.of(await service.dismiss_proposal(access, str(input.proposal_id)), access)
