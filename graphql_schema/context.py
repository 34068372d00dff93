"""What resolvers share within one operation: who asks, what they may open, and loaders that batch."""

from dataclasses import dataclass, field
from typing import Any

import strawberry
from starlette.requests import Request
from starlette.websockets import WebSocket

from app import resources
from app.accounts.credentials import refreshed
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.clients.access import ClientAccess, authorize
from app.errors import AppError, Unauthenticated
from app.http.auth import viewer_of_headers
from graphql_schema.loaders import Loaders


@dataclass
class Context:
    """Made once a request, or once a WebSocket: there `begin` gives each operation its own viewer and loaders."""

    request: Request | WebSocket
    connection_params: dict[str, object] | None = None
    viewer_or_none: Viewer | None = None
    refusal: AppError | None = None
    wants_new_type: bool = False
    loaders: Loaders = field(default_factory=Loaders)

    @property
    def viewer(self) -> Viewer:
        """Raises Unauthenticated, or why the credentials could not be looked at."""
        if self.viewer_or_none is None:
            raise self.refusal or Unauthenticated()
        return self.viewer_or_none

    @property
    def resources(self) -> resources.Resources:
        return resources.current()

    async def access(self, client_id: str, permission: Permission = Permission.READ) -> ClientAccess:
        """Raises Unauthenticated, NotFound, Forbidden."""
        return await authorize(self.viewer, str(client_id), permission)

    async def authenticate(self, headers: Any) -> None:
        """Wrong credentials are nobody's: signing in needs none, everything else is refused with the reason."""
        try:
            self.viewer_or_none = await viewer_of_headers(headers, self.resources.provider)
        except AppError as error:
            self.refusal = error

    async def begin(self) -> None:
        """For each operation: on a WebSocket also looks up the viewer again, who may have left or changed role."""
        self.fresh_loaders()
        if isinstance(self.request, WebSocket) and self.viewer_or_none is not None:
            try:
                self.viewer_or_none = await refreshed(self.viewer_or_none)
            except AppError as error:
                self.viewer_or_none, self.refusal = None, error

    def fresh_loaders(self) -> None:
        self.loaders = Loaders()


Info = strawberry.Info[Context, None]
