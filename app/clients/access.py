"""The proof that this viewer may act in this client. Services of the client plane ask for it, never for a bare id."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import tenancy
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.clients.models import Client, ClientMember
from app.errors import Conflict, NotFound
from app.vocabulary import ClientStatus


@dataclass(frozen=True, slots=True)
class ClientAccess:
    """Made by `authorize` alone. `bind()` is how a service reaches the client's database."""

    viewer: Viewer
    client_id: str
    account_id: str
    status: ClientStatus

    def bind(self) -> AbstractAsyncContextManager[Any]:
        return tenancy.bind(self.client_id)

    def require(self, permission: Permission) -> None:
        """Raises Forbidden."""
        self.viewer.require(permission)

    def require_active(self) -> None:
        """Raises Conflict: a paused or archived client is read, but nothing new is made in it."""
        if self.status is not ClientStatus.ACTIVE:
            raise Conflict(f"The client is {self.status}.", state=str(self.status))


async def authorize(viewer: Viewer, client_id: str, permission: Permission = Permission.READ) -> ClientAccess:
    """Raises NotFound for a client that is not the viewer's to see, then Forbidden for a missing right."""
    client = await visible_client(viewer, client_id)
    viewer.require(permission)
    return access_to(viewer, client)


async def visible_client(viewer: Viewer, client_id: str) -> Client:
    """Raises NotFound."""
    client = await Client.get_or_none(id=client_id, account_id=viewer.account_id)
    if client is None or not await _is_assigned(viewer, client_id):
        raise NotFound("client", client_id)
    return client


def access_to(viewer: Viewer, client: Client) -> ClientAccess:
    return ClientAccess(viewer, client.id, client.account_id, client.status)


async def _is_assigned(viewer: Viewer, client_id: str) -> bool:
    if viewer.may(Permission.ALL_CLIENTS):
        return True
    return await ClientMember.exists(user_id=viewer.user_id, client_id=client_id)
