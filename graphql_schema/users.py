"""People, as everybody of the account sees them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from app.accounts import models
from app.clients import models as client_models
from app.clients import service as clients
from app.vocabulary import Role
from graphql_schema.context import Context
from graphql_schema.fields import each
from graphql_schema.reading import Conditions, Row

if TYPE_CHECKING:
    from graphql_schema.clients import Client


async def seen_by_both(context: Context, source: Any) -> Conditions:
    return await clients.seen_by_both(context.viewer, source.id, source.role, source.account_id)


@strawberry.type(description="A person of the account.")
class User(Row, of=models.User):
    id: strawberry.ID
    email: str
    name: str | None
    role: Role
    created_at: datetime
    last_login_at: datetime | None
    clients: list[Annotated["Client", strawberry.lazy("graphql_schema.clients")]] = each(
        client_models.Client,
        where=seen_by_both,
        needs=("id", "role", "account_id"),
        description="Clients that this person may see, as far as the caller may see them too.",
    )
