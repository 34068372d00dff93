"""Review links, as the team makes and revokes them."""

from datetime import timedelta
from typing import NamedTuple

from app import resources
from app.accounts.policy import Permission
from app.accounts.secrets import token_hash
from app.accounts.service import checked_email
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.hubs.models import Hub
from app.kit import clock
from app.mail.letters import address_of
from app.review.door import new_token
from app.review.models import ReviewLink
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, LinkPermission
from tenancy import transaction

MAX_HOURS = 720
HOURS = 168
CREATED, REVOKED = "link.created", "link.revoked"


class NewLink(NamedTuple):
    """The token is shown this once, in the address too."""

    link: ReviewLink
    token: str
    url: str


async def create_link(
    access: ClientAccess,
    *,
    hub_id: str | None = None,
    email: str | None = None,
    permission: LinkPermission = LinkPermission.APPROVE,
    hours: int = HOURS,
) -> NewLink:
    """A link to the pieces of a hub, or to the client's. With an `email` it is for that address alone.

    Raises:
        Forbidden: as always.
        NotFound: no such hub.
        ValidationFailed: what is no e-mail address; hours outside of 1 to 720.
        Conflict: the client is not active, or the hub has been killed.
    """
    access.require(Permission.DIRECT)
    access.require_active()
    if not 1 <= hours <= MAX_HOURS:
        raise ValidationFailed(("input.expiresInHours", f"A link is good for 1 to {MAX_HOURS} hours."))
    address = _checked_address(email) if email is not None else None
    token = new_token(access.client_id)
    detail = {"hub_id": hub_id, "permission": str(permission), "hours": hours, "is_for_one": address is not None}
    async with access.bind(), transaction():
        await _require_hub(hub_id)
        link = await ReviewLink.create(
            hub_id=hub_id,
            email=address,
            permission=permission,
            token_hash=token_hash(token),
            created_by=access.viewer.user_id,
            expires_at=clock.now() + timedelta(hours=hours),
        )
        await noted(access.viewer, [Deed(CREATED, link.id, detail=detail)])
    return NewLink(link, token, f"{resources.current().settings.origin}/review/{token}")


async def revoke_link(access: ClientAccess, link_id: str) -> bool:
    """Whether it was still in force. From now on the link is worth nothing, and so are its passes.

    Raises: Forbidden, NotFound.
    """
    access.require(Permission.DIRECT)
    async with access.bind(), transaction():
        changed = await ReviewLink.filter(id=link_id, revoked_at=None).update(revoked_at=clock.now())
        if changed:
            await noted(access.viewer, [Deed(REVOKED, link_id)])
        elif not await ReviewLink.exists(id=link_id):
            raise NotFound("review link", link_id)
    return bool(changed)


def _checked_address(email: str) -> str:
    """One that mail can be sent to, without blanks and in lower case. Raises ValidationFailed."""
    address = checked_email(email)
    try:
        address_of(address)
    except ValidationFailed as error:
        raise ValidationFailed(("input.email", "Mail cannot be sent to this address.")) from error
    return address


async def _require_hub(hub_id: str | None) -> None:
    if hub_id is None:
        return
    hub = await Hub.get_or_none(id=hub_id)
    if hub is None:
        raise NotFound("hub", hub_id)
    if hub.status is HubStatus.KILLED:
        raise Conflict("The hub has been killed.", state=str(hub.status))
