"""Two accounts with people of all roles, several clients each, and content in every one. The same seed, the same rows.

What comes by chance from outside is the tokens that people sign in with; no answer shows them.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import tenancy
from app.accounts import secrets
from app.accounts.models import Account, ApiKey, Invitation, Session, User
from app.audit.models import AuditEntry
from app.billing.models import Subscription, UsageEvent
from app.clients.models import Client, ClientMember
from app.hubs.registry import HubRegistry
from app.kit import clock
from app.vocabulary import (
    AccountType,
    ClientStatus,
    RegistryStatus,
    Role,
    SourceType,
    SubscriptionStatus,
    Tier,
    UsageType,
)
from tests.graphql_schema.fuzz.content import Content
from tests.graphql_schema.fuzz.values import Values

ROLES = (Role.OWNER, Role.ADMIN, *[Role.MANAGER] * 2, Role.CREATOR, *[Role.VIEWER] * 3)
CLIENTS = (4, 2)
# One client has more pieces than a page may have.
LARGE_HUBS, LARGE_SPOKES = 9, 23


@dataclass(frozen=True)
class Person:
    """Somebody who may ask; `token` is a session's or, for a key, the key's."""

    id: str
    account_id: str
    token: str


@dataclass
class Data:
    """What was made, by account."""

    people: list[Person] = field(default_factory=list)
    clients: dict[str, list[str]] = field(default_factory=dict)


async def fill(seed: int) -> Data:
    """Writes everything into the databases that are open."""
    values, data = Values(seed), Data()
    for count in CLIENTS:
        await _Account(values, data).fill(count)
    return data


class _Account:
    def __init__(self, values: Values, data: Data) -> None:
        self.v = values
        self.data = data
        self.id = values.id()
        self.users: list[str] = []
        self.clients: list[str] = []

    async def fill(self, clients: int) -> None:
        v = self.v
        leavers = [v.id(), v.id()]
        others = [person.id for person in self.data.people]
        async with tenancy.global_transaction():
            await self._people()
            for _ in range(clients):
                await self._client()
            await self._members()
            if v.chance(0.8):  # else the first who asks for it gets the local plan
                await self._plan()
            await self._past([*self.users, *leavers, *others[:1]])
        for number, client_id in enumerate(self.clients):
            content = Content(v, [*self.users, *leavers, *others[:1]])
            large = number == len(self.clients) - 1 > 1
            hubs = [v.id() for _ in range(LARGE_HUBS if large else v.rng.randint(3, 5))]
            content.fill(hubs, LARGE_SPOKES if large else v.rng.randint(0, 12))
            await tenancy.provision(client_id)
            await content.write(client_id)
            await self._registry(client_id, hubs)
        self.data.clients[self.id] = self.clients

    async def _people(self) -> None:
        v = self.v
        kind = v.member(AccountType)
        account = await Account.create(
            id=self.id, name=v.text(), type=kind, created_at=v.moment(), updated_at=v.moment()
        )
        for role in ROLES:
            await self._person(role)
        account.owner_id = v.one([None, self.users[0], self.users[0]])
        await account.save(update_fields=["owner_id"])
        for number, user_id in enumerate((self.users[0], self.users[2])):
            await self._key(user_id, revoked=False)
            await self._key(user_id, revoked=bool(number))
        await Invitation.create(
            account_id=self.id,
            email="invited@example.com",
            role=Role.VIEWER,
            token_hash=v.id(),
            invited_by=self.users[0],
            expires_at=v.moment(),
        )

    async def _person(self, role: Role) -> None:
        v, id = self.v, self.v.id()
        await User.create(
            id=id,
            account_id=self.id,
            email=f"{role}.{id}@example.com",
            name=v.maybe(v.text),
            role=role,
            created_at=v.moment(),
            last_login_at=v.maybe(v.moment),
        )
        token = secrets.new_token(secrets.SESSION_PREFIX)
        expires_at = clock.now() + timedelta(hours=24)
        await Session.create(user_id=id, token_hash=secrets.token_hash(token), expires_at=expires_at)
        self.users.append(id)
        self.data.people.append(Person(id, self.id, token))

    async def _key(self, user_id: str, *, revoked: bool) -> None:
        v, secret = self.v, secrets.new_token(secrets.API_KEY_PREFIX)
        await ApiKey.create(
            id=v.id(),
            account_id=self.id,
            created_by=user_id,
            name=v.text(2),
            prefix=v.text(1)[:12],
            secret_hash=secrets.token_hash(secret),
            created_at=v.moment(),
            last_used_at=v.one([None, v.moment(), clock.now()]),
            revoked_at=v.moment() if revoked else None,
        )
        if not revoked:
            self.data.people.append(Person(user_id, self.id, secret))

    async def _client(self) -> None:
        v, id = self.v, self.v.id()
        about: dict[str, Any] = {name: v.maybe(v.text) for name in ("industry", "brand_color", "contact_email")}
        await Client.create(
            id=id,
            account_id=self.id,
            name=v.text(),
            durable_object_id=id,
            vectorize_namespace=f"client:{id}/",
            r2_prefix=f"clients/{id}/",
            status=v.one([ClientStatus.ACTIVE, ClientStatus.ACTIVE, *ClientStatus]),
            created_at=v.moment(),
            provisioned_at=v.moment(),
            **about,
        )
        self.clients.append(id)

    async def _members(self) -> None:
        """Each person sees some clients; an owner or admin may be assigned too, which changes nothing."""
        for user_id in self.users:
            own = self.v.one(self.clients)
            for client_id in self.clients:
                if client_id == own or self.v.chance(0.3):
                    await ClientMember.create(id=self.v.id(), user_id=user_id, client_id=client_id)

    async def _plan(self) -> None:
        v = self.v
        start = v.maybe(lambda: clock.now().replace(microsecond=0) - timedelta(days=9), 0.5)
        limit = [None, 0, 2, 2**31 - 1]
        await Subscription.create(
            id=v.id(),
            account_id=self.id,
            stripe_customer_id=v.text(1),
            stripe_subscription_id=v.maybe(v.text),
            tier=v.member(Tier),
            status=v.member(SubscriptionStatus),
            hubs_limit=v.one(limit),
            clients_limit=v.one(limit),
            current_period_start=start,
            current_period_end=start and start + timedelta(days=30, milliseconds=7),
        )

    async def _past(self, people: list[str]) -> None:
        v = self.v
        for _ in range(30):
            at = v.one([clock.now() - timedelta(minutes=v.rng.randrange(600)), v.moment()])
            event: dict[str, Any] = {
                "event_type": v.member(UsageType),
                "quantity": v.one([0, 1, 1, 25, 1_000_000]),
                "created_at": at,
            }
            await UsageEvent.create(id=v.id(), account_id=self.id, client_id=v.one([None, *self.clients]), **event)
        for _ in range(30):
            await AuditEntry.create(
                id=v.id(),
                account_id=self.id,
                at=v.moment(),
                actor_id=v.one([None, *people]),
                actor_label=v.text(2),
                action=v.one(["client.created", "user.removed"]),
                client_id=v.one([None, *self.clients, v.id()]),
                subject_id=v.maybe(v.id),
                detail=v.one([None, {"role": "owner"}, {"changed": v.some(lambda: v.text(1)), "n": 1, "f": 0.5}]),
            )

    async def _registry(self, client_id: str, hubs: list[str]) -> None:
        """One row for each hub, and one for a hub that the client has no more."""
        v = self.v
        for hub_id in [*hubs, v.id()]:
            await HubRegistry.create(
                id=hub_id,
                account_id=self.id,
                client_id=client_id,
                source_type=v.member(SourceType),
                status=v.member(RegistryStatus),
                spoke_count=v.rng.choice([0, 3, 2**31 - 1]),
                created_at=v.moment(),
                completed_at=v.maybe(v.moment),
            )
