"""Which client this task works for, and the guard that lets no statement pass for another.

Two things must agree before a statement runs: the lease of the task and the client of the connection. So a query that
was built under one client, a task that outlives its binding, or an instance carried across all fail closed.
"""

from collections.abc import Iterable
from contextlib import suppress
from contextvars import ContextVar, Token
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from tortoise.connection import ConnectionHandler, ConnectionToken, get_connections

from tenancy.errors import ClientNotBound, CrossClientAccess

if TYPE_CHECKING:
    from tortoise.models import Model

    from tenancy.registry import OpenClient, Registry
    from tenancy.tenant import TenantDb, TenantTx

ALIAS = "tenant"
OWNER = "_client_id"


class Lease:
    """The right to use one client's database until the `bind` block ends.

    `db` is what statements of this block run on. `transactions` are those of outer blocks that are open still: binding
    the same client again joins its transaction, for waiting for it would wait for oneself.
    """

    __slots__ = ("client", "client_id", "db", "live", "transactions")

    def __init__(
        self, client: "OpenClient", db: "TenantDb | TenantTx", transactions: "dict[str, TenantTx] | None"
    ) -> None:
        self.client = client
        self.client_id = client.client_id
        self.db = db
        self.transactions = transactions
        self.live = True


_lease: ContextVar[Lease | None] = ContextVar("tenant_lease", default=None)
# Whether this task, or one that it comes from, is inside of any transaction: most are not, and need not look for one.
inside_transaction: ContextVar[bool] = ContextVar("inside_transaction", default=False)


def current() -> Lease:
    """Raises: ClientNotBound."""
    lease = _lease.get()
    if lease is None or not lease.live:
        raise ClientNotBound("no client is bound to this task")
    return lease


def current_client_id() -> str:
    """Raises: ClientNotBound."""
    return current().client_id


def is_bound(client_id: str) -> bool:
    lease = _lease.get()
    return lease is not None and lease.live and lease.client_id == client_id


def guard(client_id: str) -> Lease:
    """Pass only when this very client is bound. Raises: ClientNotBound, CrossClientAccess."""
    lease = current()
    if lease.client_id != client_id:
        raise CrossClientAccess(f"client {lease.client_id} is bound, the statement is for client {client_id}")
    return lease


class Bind:
    """`async with bind(client_id) as lease:` binds the client for this task and the tasks it starts.

    Never `yield` to a consumer inside it: an async generator shares the context of whoever runs it.
    """

    __slots__ = ("_alias", "_client_id", "_connections", "_lease", "_registry", "_token")
    _connections: ConnectionHandler
    _token: Token[Lease | None]
    _alias: ConnectionToken
    _lease: Lease

    def __init__(self, registry: "Registry", client_id: str) -> None:
        self._registry = registry
        self._client_id = client_id

    async def __aenter__(self) -> Lease:
        self._registry.check_loop()
        self._connections = get_connections()
        client = self._registry.pin_open(self._client_id) or await self._registry.pin(self._client_id)
        transactions = open_transactions()
        db = transactions.get(client.client_id, client.db) if transactions else client.db
        self._lease = Lease(client, db, transactions)
        self._token = _lease.set(self._lease)
        self._alias = self._connections.set(ALIAS, db)
        return self._lease

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lease.live = False
        self._registry.unpin(self._lease.client)
        # A generator that is finalised in another context cannot reset these; the lease is dead there all the same.
        with suppress(ValueError):
            self._connections.reset(self._alias)
            _lease.reset(self._token)


def open_transactions() -> "dict[str, TenantTx] | None":
    """The tenant transactions that this task is inside of, by client."""
    lease = _lease.get()
    if lease is None or not lease.live or not inside_transaction.get():
        return None
    inherited = lease.transactions
    found = {key: tx for key, tx in inherited.items() if tx.is_open} if inherited else {}
    ambient = get_connections().get(ALIAS)
    if getattr(ambient, "is_open", False):  # only a transaction has this
        found[lease.client_id] = cast("TenantTx", ambient)
    return found or None


def stamp(instance: "Model", client_id: str) -> None:
    instance.__dict__[OWNER] = client_id


def check_owner(client_id: str, instances: Iterable[Any]) -> None:
    """Refuse instances, and what their foreign keys hold, that belong to another client. Raises: CrossClientAccess."""
    for instance in instances:
        _check_one(client_id, instance)
        meta = instance._meta
        for key in meta.fk_fields | meta.o2o_fields:
            related = instance.__dict__.get(f"_{key}")
            if related is not None:
                _check_one(client_id, related)


def _check_one(client_id: str, instance: Any) -> None:
    owner = instance.__dict__.get(OWNER)
    if owner == client_id or (owner is None and not instance._saved_in_db):
        return
    raise CrossClientAccess(f"{instance!r} belongs to client {owner}, bound is client {client_id}")
