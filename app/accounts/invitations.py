"""Asking people into an account. An invitation names role and clients; whoever holds its token may take it once."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from app.accounts import secrets
from app.accounts.models import Invitation, User
from app.accounts.policy import Permission, may_manage
from app.accounts.service import Person, check_password, checked_email, checked_name
from app.accounts.viewer import Viewer
from app.audit import service as audit
from app.errors import Conflict, Forbidden, NotFound, ValidationFailed
from app.kit import clock
from app.vocabulary import Role
from tenancy import global_transaction


async def invite(
    viewer: Viewer, *, email: str, role: Role, name: str | None, client_ids: Sequence[str], hours: int
) -> tuple[Invitation, str]:
    """The invitation and its token. `client_ids` are clients that the caller has checked to be the viewer's.

    Raises:
        Forbidden: the viewer does not manage people of this role.
        ValidationFailed: the e-mail is not one, or belongs to somebody already.
    """
    viewer.require(Permission.TEAM)
    if not may_manage(viewer.role, role):
        raise Forbidden(Permission.TEAM)
    email, name = checked_email(email), checked_name(name)
    if await User.exists(email=email):
        raise ValidationFailed(("input.email", "This e-mail address is in use."))
    token = secrets.new_token(secrets.INVITATION_PREFIX)
    async with global_transaction():
        invitation = await Invitation.create(
            account_id=viewer.account_id,
            email=email,
            name=name,
            role=role,
            client_ids=list(client_ids),
            token_hash=secrets.token_hash(token),
            invited_by=viewer.user_id,
            expires_at=clock.now() + timedelta(hours=hours),
        )
        await audit.record(viewer, "user.invited", subject_id=invitation.id, role=role)
    return invitation, token


async def accept(
    token: str, password: str, name: str | None, assign: Callable[[User, Sequence[str]], Awaitable[object]]
) -> User:
    """The new member. `assign` is called in the same transaction with the clients that the invitation names.

    Raises:
        NotFound: no such invitation.
        Conflict: used, or past its time.
        ValidationFailed: the password, or an e-mail address that has been taken meanwhile.
    """
    check_password(password)
    name = checked_name(name)
    password_hash = await secrets.hash_password(password)
    try:
        async with global_transaction():
            invitation = await _open_invitation(token)
            user = await User.create(
                account_id=invitation.account_id,
                email=invitation.email,
                name=name or invitation.name,
                role=invitation.role,
                password_hash=password_hash,
            )
            await assign(user, invitation.client_ids)
            invitation.accepted_at = clock.now()
            await invitation.save(update_fields=["accepted_at"])
            await audit.record(Person.of(user), "user.joined", subject_id=user.id, role=user.role)
    except IntegrityError as error:
        raise ValidationFailed(("input.email", "This e-mail address is in use.")) from error
    return user


async def forget_client(account_id: str, client_id: str) -> None:
    """Invitations of the account name the client no more; they are good for the others."""
    for invitation in await Invitation.filter(account_id=account_id).order_by("id"):
        if client_id in invitation.client_ids:
            invitation.client_ids = [id for id in invitation.client_ids if id != client_id]
            await invitation.save(update_fields=["client_ids"])


async def _open_invitation(token: str) -> Invitation:
    invitation = await Invitation.select_for_update().get_or_none(token_hash=secrets.token_hash(token))
    if invitation is None:
        raise NotFound("invitation", "")
    if invitation.accepted_at is not None:
        raise Conflict("This invitation has been used.", state="accepted")
    if invitation.expires_at <= clock.now():
        raise Conflict("This invitation has expired.", state="expired")
    return invitation
