"""Who is asking. A Viewer is made from credentials alone and proves that they were good when it was made."""

from datetime import datetime
from typing import NamedTuple

from app.accounts.policy import Permission, may
from app.errors import Forbidden
from app.vocabulary import Role


class Viewer(NamedTuple):  # one is made for each request, in a third of the time that a frozen dataclass takes
    """`credential_id` is the row of the session or API key, empty for an outside token; `label` is for the audit."""

    user_id: str
    account_id: str
    role: Role
    label: str
    credential: str
    credential_id: str = ""
    expires_at: datetime | None = None

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raises Forbidden."""
        if not self.may(permission):
            raise Forbidden(permission)
