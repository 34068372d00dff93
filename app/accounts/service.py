"""Signing up, in and out, and the people of an account."""

import re
from datetime import timedelta
from typing import NamedTuple

from tortoise.exceptions import IntegrityError

from app.accounts import secrets
from app.accounts.models import Account, ApiKey, Session, User
from app.accounts.policy import Permission, may_manage
from app.accounts.viewer import Viewer
from app.audit import service as audit
from app.errors import Conflict, Forbidden, NotFound, Unauthenticated, ValidationFailed
from app.kit import clock
from app.vocabulary import AccountType, Role
from tenancy import global_transaction

MIN_PASSWORD = 10
MAX_PASSWORD = 256
MAX_NAME = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Person(NamedTuple):
    """A user who does something that needs no credentials, or is about to be given some."""

    user_id: str
    account_id: str
    label: str

    @classmethod
    def of(cls, user: User) -> "Person":
        return cls(user.id, user.account_id, user.email)


async def sign_up(
    *, email: str, password: str, account_name: str, name: str | None = None, type: AccountType = AccountType.AGENCY
) -> User:
    """A new account and its owner.

    Raises:
        ValidationFailed: the e-mail is not one or is taken, the password or a name is too short or too long.
    """
    email = checked_email(email)
    check_password(password)
    account_name = _account_name(account_name)
    name = checked_name(name)
    password_hash = await secrets.hash_password(password)
    try:
        async with global_transaction():
            account = await Account.create(name=account_name, type=type)
            owner = await User.create(
                account_id=account.id, email=email, name=name, role=Role.OWNER, password_hash=password_hash
            )
            account.owner_id = owner.id
            await account.save(update_fields=["owner_id"])
            await audit.record(Person.of(owner), "user.signed_up", subject_id=owner.id)
    except IntegrityError as error:
        raise ValidationFailed(("input.email", "This e-mail address is in use.")) from error
    return owner


async def sign_in(email: str, password: str) -> User:
    """Raises Unauthenticated, with the same words for a wrong password and an unknown address."""
    user = await User.get_or_none(email=email.strip().lower())
    if not await secrets.password_matches(password, user.password_hash if user else None) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    return user


async def open_session(user: User, hours: int, action: str | None) -> tuple[str, Session]:
    """A new session and its token, which is shown once and kept only as a hash.

    `action` is what the audit log calls it; None where it says already how the person came.
    """
    token = secrets.new_token(secrets.SESSION_PREFIX)
    user.last_login_at = clock.now()
    async with global_transaction():
        session = await Session.create(
            user_id=user.id,
            token_hash=secrets.token_hash(token),
            expires_at=clock.now() + timedelta(hours=hours),
        )
        await user.save(update_fields=["last_login_at"])
        if action is not None:
            await audit.record(Person.of(user), action, subject_id=user.id)
    return token, session


async def sign_out(viewer: Viewer) -> bool:
    """Revokes the session that the viewer came with; False where it was no session."""
    if viewer.credential != "session":
        return False
    async with global_transaction():
        changed = await Session.filter(id=viewer.credential_id, revoked_at=None).update(revoked_at=clock.now())
        if changed:
            await audit.record(viewer, "user.signed_out", subject_id=viewer.user_id)
    return changed == 1


async def update_role(viewer: Viewer, user_id: str, role: Role) -> User:
    """Raises Forbidden, NotFound, or Conflict where the last owner would be lost."""
    viewer.require(Permission.TEAM)
    async with global_transaction():
        user = await _colleague(viewer, user_id)
        _require_manage(viewer, user.role)
        _require_manage(viewer, role)
        if user.role is role:
            return user
        if user.role is Role.OWNER and role is not Role.OWNER:
            await _require_another_owner(user)
        before, user.role = user.role, role
        await user.save(update_fields=["role"])
        await audit.record(viewer, "user.role_changed", subject_id=user.id, before=before, after=role)
    return user


async def remove_user(viewer: Viewer, user_id: str) -> None:
    """Removes a person with sessions, keys and assignments.

    Raises:
        Forbidden, NotFound: as for `update_role`.
        Conflict: the last owner, or oneself.
    """
    viewer.require(Permission.TEAM)
    async with global_transaction():
        user = await _colleague(viewer, user_id)
        _require_manage(viewer, user.role)
        if user.id == viewer.user_id:
            raise Conflict("You cannot remove yourself.")
        if user.role is Role.OWNER:
            await _require_another_owner(user)
        await user.delete()
        await audit.record(viewer, "user.removed", subject_id=user_id, role=user.role)


async def create_api_key(viewer: Viewer, name: str) -> tuple[ApiKey, str]:
    """A key that acts as the viewer, and its secret, which is shown once.

    Raises:
        Forbidden: keys are for owners and admins.
        ValidationFailed: no name.
    """
    viewer.require(Permission.TEAM)
    if not 1 <= len(name.strip()) <= MAX_NAME:
        raise ValidationFailed(("name", f"A key needs a name of 1 to {MAX_NAME} characters to be recognised by."))
    secret = secrets.new_token(secrets.API_KEY_PREFIX)
    async with global_transaction():
        key = await ApiKey.create(
            account_id=viewer.account_id,
            created_by=viewer.user_id,
            name=name.strip(),
            prefix=secret[:12],
            secret_hash=secrets.token_hash(secret),
        )
        await audit.record(viewer, "api_key.created", subject_id=key.id)
    return key, secret


async def revoke_api_key(viewer: Viewer, key_id: str) -> None:
    """Raises Forbidden or NotFound; revoking twice is NotFound."""
    viewer.require(Permission.TEAM)
    async with global_transaction():
        changed = await ApiKey.filter(id=key_id, account_id=viewer.account_id, revoked_at=None).update(
            revoked_at=clock.now()
        )
        if not changed:
            raise NotFound("API key", key_id)
        await audit.record(viewer, "api_key.revoked", subject_id=key_id)


def checked_email(email: str, path: str = "input.email") -> str:
    """Raises ValidationFailed."""
    email = email.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise ValidationFailed((path, "This is not an e-mail address."))
    return email


def check_password(password: str) -> None:
    """Raises ValidationFailed."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise ValidationFailed(("input.password", f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters."))


def checked_name(name: str | None) -> str | None:
    """Of a person; blank is none. Raises ValidationFailed."""
    name = (name or "").strip()
    if len(name) > MAX_NAME:
        raise ValidationFailed(("input.name", f"A name has at most {MAX_NAME} characters."))
    return name or None


def _account_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise ValidationFailed(("input.accountName", f"An account's name has 1 to {MAX_NAME} characters."))
    return name


async def _colleague(viewer: Viewer, user_id: str) -> User:
    """Call it in a transaction; it holds the account, so that two changes at once cannot both spare the last owner."""
    await Account.select_for_update().get(id=viewer.account_id)
    user = await User.get_or_none(id=user_id, account_id=viewer.account_id)
    if user is None:
        raise NotFound("user", user_id)
    return user


def _require_manage(viewer: Viewer, subject: Role) -> None:
    if not may_manage(viewer.role, subject):
        raise Forbidden(Permission.TEAM)


async def _require_another_owner(user: User) -> None:
    others = await User.filter(account_id=user.account_id, role=Role.OWNER).exclude(id=user.id).count()
    if not others:
        raise Conflict("An account keeps at least one owner.", state="last_owner")
