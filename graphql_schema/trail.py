"""A client's own audit trail: what people did in it, in their words."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.trail import models
from graphql_schema.context import Context
from graphql_schema.fields import column, one
from graphql_schema.reading import Conditions, Row
from graphql_schema.usage import aware
from graphql_schema.users import User


@strawberry.type(description="Something that somebody did in a client. Never edited.")
class TrailEntry(Row, of=models.TrailEntry):
    id: strawberry.ID
    at: datetime
    actor_label: str = column("Who it was, in the words of that time.")
    action: str
    subject_id: strawberry.ID | None
    session_id: strawberry.ID | None = column("The review session that it was done in.")
    reason: str | None = column("What was said with it.")
    detail: JSON | None
    actor: User | None = one(
        accounts.User, here="actor_id", of_account=True, description="The person, as long as they are of the account."
    )


def noted(
    context: Context,
    subject_id: strawberry.ID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.DIRECT)
    return {"subject_id": subject_id, "at__gte": aware(since), "at__lt": aware(until)}
