"""The review desk: what waits for a person, and the way of one person through it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import strawberry

from app.clients.access import access_to
from app.review import models, queue
from app.spokes import models as spokes
from app.vocabulary import Platform, ReviewBucket
from graphql_schema.connections import Connection
from graphql_schema.context import Context
from graphql_schema.fields import asking, column, one, page
from graphql_schema.reading import Conditions, Row
from graphql_schema.spokes import Spoke


@strawberry.type(description="A piece that waits for a person.")
class ReviewItem(Row, of=models.QueueItem):
    spoke: Spoke = one(spokes.Spoke, here="id", description="The piece.")
    bucket: ReviewBucket = column("The one of the four that it is in; ALL for one that is in none of them.")
    flag_reason: str | None = column("What a person should look at; null for one that is not flagged.")


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
