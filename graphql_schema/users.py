"""People, as everybody of the account sees them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from app.accounts import models
from app.clients import service as clients
from app.vocabulary import Role
from graphql_schema.context import Info

if TYPE_CHECKING:
    from graphql_schema.clients import Client


@strawberry.type(description="A person of the account.")
class User:
    id: strawberry.ID
    email: str
    name: str | None
    role: Role
    created_at: datetime
    last_login_at: datetime | None
    row: strawberry.Private[models.User]

    @classmethod
    def of(cls, row: models.User) -> "User":
        return cls(
            id=strawberry.ID(row.id),
            email=row.email,
            name=row.name,
            role=row.role,
            created_at=row.created_at,
            last_login_at=row.last_login_at,
            row=row,
        )

    @strawberry.field(description="Clients that this person may see, as far as the caller may see them too.")
    async def clients(self, info: Info) -> list[Annotated["Client", strawberry.lazy("graphql_schema.clients")]]:
        from graphql_schema.clients import Client

        viewer = info.context.viewer
        return [Client.of(viewer, row) for row in await clients.clients_seen_by_both(viewer, self.row)]


async def user_of(info: Info, user_id: str | None) -> User | None:
    """A colleague; None for nobody, and for one who has left."""
    row = await info.context.users.load(user_id) if user_id else None
    return User.of(row) if row else None
