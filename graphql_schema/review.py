"""The review desk: what waits for a person, and the way of one person through it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

import strawberry

from app.accounts.policy import Permission
from app.clients.access import ClientAccess, access_to
from app.review import bulk, claims, models, queue, sessions
from app.spokes import models as spokes
from app.vocabulary import Decision, Platform, ReviewBucket
from graphql_schema.connections import Connection
from graphql_schema.context import Context, Info
from graphql_schema.fields import asking, column, one, page
from graphql_schema.permissions import mutation
from graphql_schema.reading import Conditions, Row
from graphql_schema.spokes import Spoke


@strawberry.type(description="A piece that waits for a person.")
class ReviewItem(Row, of=models.QueueItem):
    spoke: Spoke = one(spokes.Spoke, here="id", carried=True, description="The piece.")
    bucket: ReviewBucket = column("The one of the four that it is in; ALL for one that is in none of them.")
    flag_reason: str | None = column("What a person should look at; null for one that is not flagged.")

    @classmethod
    def with_spoke(cls, item: claims.Item, access: ClientAccess) -> Self:
        shown = cls.of(item, access)
        shown.spoke = Spoke.of(item.spoke, access)
        return shown


@strawberry.type(description="A page of at most 200 items.")
class ReviewConnection(Connection[ReviewItem]):
    of_total: ClassVar[Mapping[str, Callable[[int], Any]]] = {"estimated_review_seconds": queue.seconds_for}
    estimated_review_seconds: int = strawberry.field(description="Six for each item in all pages together.")


@strawberry.type
class BucketCount:
    bucket: ReviewBucket
    count: int


async def in_bucket(
    context: Context,
    source: Any,
    bucket: ReviewBucket | None = ReviewBucket.ALL,
    platform: Platform | None = None,
    hub_id: strawberry.ID | None = None,
) -> Conditions:
    access = access_to(context.viewer, source)
    return await queue.conditions(access, bucket, platform, str(hub_id) if hub_id is not None else None)


@strawberry.type(
    description="What waits for a person in the client. TOP10 is the best tenth, and cuts across the others."
)
class ReviewQueue(Row):
    counts: list[BucketCount] = asking(
        queue.COUNTS, queue.counts_of, of=models.QueueItem, description="How many pieces are in each bucket."
    )
    items: ReviewConnection = page(
        models.QueueItem,
        order="place",
        size=50,
        where=in_bucket,
        connection=ReviewConnection,
        is_key=queue.is_place,
        description="By G7, the best first; what was not evaluated comes last.",
    )
    estimated_review_seconds: int = asking(
        queue.TOTAL,
        lambda rows: queue.seconds_for(rows[0][0]),
        of=models.QueueItem,
        description="Six for each piece that waits.",
    )


@strawberry.type(
    description="One person's way through a part of the queue. Nobody else is given what lies before them."
)
class ReviewSession:
    id: strawberry.ID
    started_at: datetime
    total_count: int = strawberry.field(description="What this session may be given, as it stands now.")
    first: ReviewItem | None
    upcoming: list[ReviewItem] = strawberry.field(description="Those that come next, kept for this session as well.")


@strawberry.type(description="The piece as it is now, and what comes next.")
class DecideResult:
    spoke: Spoke
    next: ReviewItem | None
    upcoming: list[ReviewItem] = strawberry.field(description="Those that come after `next`, kept as well.")
    remaining: int = strawberry.field(description="What this session may still be given, `next` included.")


@strawberry.type(description="What came of a session.")
class ReviewReport:
    session_id: strawberry.ID
    reviewed: int = strawberry.field(description="Decisions, skips included.")
    approved: int
    rejected: int
    killed: int = strawberry.field(
        description="Pieces that the reviewer killed meanwhile, alone or with their hub or pillar."
    )
    edited: int = strawberry.field(description="Pieces of the session that the reviewer edited meanwhile.")
    skipped: int
    total_time_ms: int = strawberry.field(description="What the decisions took, each at most an hour.")
    average_decision_ms: int
    zero_edit_rate: float | None = strawberry.field(
        description="Of what was approved, the part that nobody had edited; null where nothing was."
    )
    hours_saved: float = strawberry.field(description="Six minutes for each item, less the time that was spent.")


@strawberry.type(description="A piece that was left as it is, with the code and words of the mutation for one piece.")
class BulkSkip:
    spoke_id: strawberry.ID
    code: str
    message: str


@strawberry.type(description="What came of many pieces, which were decided in one transaction.")
class BulkResult:
    changed: int
    skipped: list[BulkSkip]


@strawberry.input
class StartReviewInput:
    client_id: strawberry.ID
    bucket: ReviewBucket | None = strawberry.field(
        default=ReviewBucket.ALL, description="TOP10 is the best tenth of the whole queue as it stands now."
    )
    platform: Platform | None = None
    hub_id: strawberry.ID | None = None


@strawberry.input
class DecideInput:
    client_id: strawberry.ID
    session_id: strawberry.ID
    spoke_id: strawberry.ID
    decision: Decision = strawberry.field(description="What was skipped is not shown to this session again.")
    reason: str | None = strawberry.field(default=None, description="At most 2,000 characters.")
    elapsed_ms: int | None = strawberry.field(
        default=None, description="How long the piece was looked at, at most an hour; measured when left out."
    )
    expected_revision: int | None = strawberry.field(
        default=None,
        description="The revision of the words that were seen; when left out, those that were handed over count.",
    )


@strawberry.input
class BulkInput:
    client_id: strawberry.ID
    spoke_ids: list[strawberry.ID] = strawberry.field(description="At most 500.")
    reason: str | None = strawberry.field(default=None, description="At most 2,000 characters.")
    session_id: strawberry.ID | None = strawberry.field(
        default=None, description="The caller's session that this belongs to."
    )


@strawberry.type
class ReviewMutations:
    @mutation(
        Permission.DECIDE, "Starts a session over a part of the queue. Claims of the caller's older ones are given up."
    )
    async def start_review(self, info: Info, input: StartReviewInput) -> ReviewSession:
        access = await info.context.access(input.client_id)
        hub_id = str(input.hub_id) if input.hub_id is not None else None
        started = await sessions.start(access, input.bucket or ReviewBucket.ALL, input.platform, hub_id)
        first, upcoming = _shown(started.desk, access)
        return ReviewSession(
            id=strawberry.ID(started.session_id),
            started_at=started.started_at,
            total_count=started.desk.remaining,
            first=first,
            upcoming=upcoming,
        )

    @mutation(Permission.DECIDE, "One swipe: records the decision and hands over the next piece.")
    async def decide(self, info: Info, input: DecideInput) -> DecideResult:
        access = await info.context.access(input.client_id)
        verdict = sessions.Verdict(
            session_id=str(input.session_id),
            spoke_id=str(input.spoke_id),
            decision=input.decision,
            reason=input.reason,
            elapsed_ms=input.elapsed_ms,
            revision=input.expected_revision,
        )
        decided = await sessions.decide(access, verdict)
        next, upcoming = _shown(decided.desk, access)
        return DecideResult(
            spoke=Spoke.of(decided.spoke, access), next=next, upcoming=upcoming, remaining=decided.desk.remaining
        )

    @mutation(Permission.DECIDE, "Ends a session and says what came of it; again, it says the same.")
    async def finish_review(self, info: Info, client_id: strawberry.ID, session_id: strawberry.ID) -> ReviewReport:
        access = await info.context.access(client_id)
        report = (await sessions.finish(access, str(session_id)))._asdict()
        return ReviewReport(**{name: value for name, value in report.items() if name not in ("bulks", "kills")})

    @mutation(Permission.DECIDE, "Approves every piece that may be, in one transaction.")
    async def bulk_approve(self, info: Info, input: BulkInput) -> BulkResult:
        return await _in_bulk(info, Decision.APPROVE, input)

    @mutation(Permission.DECIDE, "Rejects every piece that may be, in one transaction.")
    async def bulk_reject(self, info: Info, input: BulkInput) -> BulkResult:
        return await _in_bulk(info, Decision.REJECT, input)


async def _in_bulk(info: Info, decision: Decision, input: BulkInput) -> BulkResult:
    access = await info.context.access(input.client_id)
    session_id = str(input.session_id) if input.session_id is not None else None
    outcome = await bulk.decide_many(access, decision, [str(id) for id in input.spoke_ids], input.reason, session_id)
    skipped = [BulkSkip(spoke_id=strawberry.ID(id), code=code, message=words) for id, code, words in outcome.skipped]
    return BulkResult(changed=outcome.changed, skipped=skipped)


def _shown(desk: claims.Desk, access: ClientAccess) -> tuple[ReviewItem | None, list[ReviewItem]]:
    upcoming = [ReviewItem.with_spoke(item, access) for item in desk.upcoming]
    return ReviewItem.with_spoke(desk.next, access) if desk.next else None, upcoming
