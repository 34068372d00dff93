"""The proof that this viewer may act in this client. Services of the client plane ask for it, never for a bare id."""

from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple

import tenancy
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.clients.models import Client
from app.errors import Conflict, NotFound
from app.vocabulary import ClientStatus


class ClientAccess(NamedTuple):
    """Made in this module alone. `bind()` and `look()` are how one reaches the client's database."""

    viewer: Viewer
    client_id: str
    account_id: str
    status: ClientStatus

    def bind(self) -> AbstractAsyncContextManager[Any]:
        return tenancy.bind(self.client_id)

    def look(self) -> tenancy.Look:
        """Reads of the client's database without models."""
        return tenancy.look(self.client_id)

    def require(self, permission: Permission) -> None:
        """Raises Forbidden."""
        self.viewer.require(permission)

    def require_active(self) -> None:
        """Raises Conflict: a paused or archived client is read, but nothing new is made in it."""
        if self.status is not ClientStatus.ACTIVE:
            raise Conflict(f"The client is {self.status}.", state=str(self.status))


# A client is its account's to see, and only for those who are assigned to it or may see all.
_VISIBLE = """
SELECT clients.id, clients.account_id, clients.status FROM clients
WHERE clients.account_id = ?
AND (? = 1 OR EXISTS (SELECT 1 FROM client_members m WHERE m.client_id = clients.id AND m.user_id = ?))
AND clients.id = """


async def access_where(viewer: Viewer, client_id: str, *params: str) -> ClientAccess | None:
    """Access to the one client that `client_id` names, an SQL expression with `?` for params, if the viewer sees it."""
    sees_all = int(viewer.may(Permission.ALL_CLIENTS))
    given = (viewer.account_id, sees_all, viewer.user_id, *params)
    rows = await tenancy.global_reader().rows(_VISIBLE + client_id, given)
    if not rows:
        return None
    id, account_id, status = rows[0]
    return ClientAccess(viewer, id, account_id, ClientStatus(status))


async def authorize(viewer: Viewer, client_id: str, permission: Permission = Permission.READ) -> ClientAccess:
    """Raises NotFound for a client that is not the viewer's to see, then Forbidden for a missing right."""
    access = await access_where(viewer, "?", client_id)
    if access is None:
        raise NotFound("client", client_id)
    viewer.require(permission)
    return access


async def visible_client(viewer: Viewer, client_id: str) -> Client:
    """Raises NotFound."""
    access = await access_where(viewer, "?", client_id)
    client = await Client.get_or_none(id=access.client_id) if access else None
    if client is None:
        raise NotFound("client", client_id)
    return client


def access_to(viewer: Viewer, client: Client) -> ClientAccess:
    return ClientAccess(viewer, client.id, client.account_id, client.status)
