"""Identity and team: accounts, users, sessions, invitations, API keys."""

from datetime import datetime

import strawberry

from app.accounts import invitations, models, service
from app.accounts.policy import Permission
from app.clients import service as clients
from app.errors import ValidationFailed
from app.vocabulary import AccountType, Role
from graphql_schema.across import AccountFigures
from graphql_schema.context import Context, Info
from graphql_schema.fields import column, found, many, one
from graphql_schema.permissions import SIGNED_IN, Open, mutation
from graphql_schema.reading import Conditions, Row
from graphql_schema.usage import AccountUsage
from graphql_schema.users import User

MAX_INVITED_CLIENTS = 200


@strawberry.type(description="A sign-in. The token is shown this once; send it as `Authorization: Bearer TOKEN`.")
class Session:
    token: str
    expires_at: datetime
    user: User


@strawberry.type(description="An invitation into the account. Hand the token to the person invited.")
class Invitation:
    id: strawberry.ID
    email: str
    role: Role
    token: str = strawberry.field(description="Shown this once.")
    expires_at: datetime


@strawberry.type(description="A key that acts as the person who made it.")
class ApiKey(Row, of=models.ApiKey):
    id: strawberry.ID
    name: str
    prefix: str = column("The first characters of the secret, to recognise it by.")
    created_at: datetime
    last_used_at: datetime | None


@strawberry.type(description="A new key with its secret, which is shown this once.")
class NewApiKey:
    api_key: ApiKey
    secret: str


def keys_in_force(context: Context) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.TEAM)
    return {"revoked_at__isnull": True}


@strawberry.type(description="The agency or individual that pays.")
class Account(AccountUsage, AccountFigures, Row, of=models.Account):
    id: strawberry.ID
    name: str
    type: AccountType
    created_at: datetime
    updated_at: datetime
    owner: User | None = one(models.User, here="owner_id", of_account=True, description="The person who signed up.")
    users: list[User] = many(models.User, on="account_id", order="id", description="Everyone of the account.")
    api_keys: list[ApiKey] = many(
        models.ApiKey,
        on="account_id",
        order="id",
        where=keys_in_force,
        description="Keys in force. (Needs the right `team`.)",
    )


@strawberry.input(description="A new account and its owner.")
class SignUpInput:
    email: str
    password: str = strawberry.field(description="10 to 256 characters.")
    account_name: str
    name: str | None = None
    account_type: AccountType | None = AccountType.AGENCY


@strawberry.input
class SignInInput:
    email: str
    password: str


@strawberry.input
class InviteUserInput:
    email: str
    role: Role
    name: str | None = None
    client_ids: list[strawberry.ID] | None = strawberry.field(
        default_factory=list, description="Clients that the person is assigned to on joining."
    )


@strawberry.input
class AcceptInvitationInput:
    token: str
    password: str
    name: str | None = None


@strawberry.input
class UpdateUserRoleInput:
    user_id: strawberry.ID
    role: Role


def oneself(context: Context) -> Conditions:
    return {"id": context.viewer.user_id}


def own(context: Context) -> Conditions:
    return {"id": context.viewer.account_id}


@strawberry.type
class AccountQueries:
    me: User = found(models.User, "user", where=oneself, description="The signed-in user.", **SIGNED_IN)
    account: Account = found(models.Account, "account", where=own, description="The caller's account.", **SIGNED_IN)


@strawberry.type
class AccountMutations:
    @mutation(Open.ANYONE, "Makes an account and its owner, signed in.")
    async def sign_up(self, info: Info, input: SignUpInput) -> Session:
        user = await service.sign_up(
            email=input.email,
            password=input.password,
            account_name=input.account_name,
            name=input.name,
            type=input.account_type or AccountType.AGENCY,
        )
        return await _session(info, user)

    @mutation(Open.ANYONE, "Opens a session.")
    async def sign_in(self, info: Info, input: SignInInput) -> Session:
        return await _session(info, await service.sign_in(input.email, input.password), "user.signed_in")

    @mutation(Open.SIGNED_IN, "Ends the session that the request came with; false where it came with something else.")
    async def sign_out(self, info: Info) -> bool:
        return await service.sign_out(info.context.viewer)

    @mutation(Permission.TEAM, "Invites a person by e-mail address; nothing is sent, the token is yours to hand over.")
    async def invite_user(self, info: Info, input: InviteUserInput) -> Invitation:
        viewer, client_ids = info.context.viewer, [str(id) for id in input.client_ids or []]
        if len(client_ids) > MAX_INVITED_CLIENTS:
            raise ValidationFailed(("input.clientIds", f"An invitation names at most {MAX_INVITED_CLIENTS} clients."))
        await clients.require_all_visible(viewer, client_ids)
        invitation, token = await invitations.invite(
            viewer,
            email=input.email,
            role=input.role,
            name=input.name,
            client_ids=client_ids,
            hours=info.context.resources.settings.invitation_hours,
        )
        return Invitation(
            id=strawberry.ID(invitation.id),
            email=invitation.email,
            role=invitation.role,
            token=token,
            expires_at=invitation.expires_at,
        )

    @mutation(Open.ANYONE, "Joins the account that invited, signed in. An invitation is good once, for 72 hours.")
    async def accept_invitation(self, info: Info, input: AcceptInvitationInput) -> Session:
        user = await invitations.accept(input.token, input.password, input.name, clients.assign_all)
        return await _session(info, user)

    @mutation(Permission.TEAM, "Changes a person's role.")
    async def update_user_role(self, info: Info, input: UpdateUserRoleInput) -> User:
        return User.of(await service.update_role(info.context.viewer, str(input.user_id), input.role))

    @mutation(Permission.TEAM, "Removes a person from the account, with sessions, keys and assignments.")
    async def remove_user(self, info: Info, user_id: strawberry.ID) -> bool:
        await service.remove_user(info.context.viewer, str(user_id))
        return True

    @mutation(Permission.TEAM, "Makes a key for scripts.")
    async def create_api_key(self, info: Info, name: str) -> NewApiKey:
        key, secret = await service.create_api_key(info.context.viewer, name)
        return NewApiKey(api_key=ApiKey.of(key), secret=secret)

    @mutation(Permission.TEAM, "Revokes a key at once.")
    async def revoke_api_key(self, info: Info, id: strawberry.ID) -> bool:
        await service.revoke_api_key(info.context.viewer, str(id))
        return True


async def _session(info: Info, user: models.User, action: str | None = None) -> Session:
    token, session = await service.open_session(user, info.context.resources.settings.session_hours, action)
    return Session(token=token, expires_at=session.expires_at, user=User.of(user))
