"""The ordinary way of reading what fields declare: batched, so that many objects of one operation ask once.

There is one loader for each client, declaration and set of conditions, and each binds the client for its one query.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Any

from strawberry.dataloader import DataLoader
from tortoise.functions import Count as Counted

from app import resources
from app.clients.access import ClientAccess, access_to
from app.errors import NotFound, TooLarge
from app.kit import paging
from app.kit.studies import concluded
from graphql_schema.connections import connection
from graphql_schema.reading import (
    Asking,
    Computed,
    Conditions,
    Count,
    Derived,
    Each,
    Found,
    Items,
    Made,
    Many,
    One,
    Page,
    Relation,
    Row,
    Same,
    Studied,
    Within,
)
from tenancy import Snapshot


class Loaders:
    """Made anew for each operation."""

    def __init__(self) -> None:
        self._made: dict[Any, DataLoader[Any, Any]] = {}
        self._rows = 0

    def counted(self, rows: list[Any]) -> list[Any]:
        """The rows of a list, which count towards what one answer may have. Raises TooLarge."""
        self._rows += len(rows)
        limit = resources.current().settings.max_rows
        if self._rows > limit:
            raise TooLarge("rows", limit)
        return rows

    def get(self, relation: Relation, access: ClientAccess | None, conditions: Conditions) -> DataLoader[Any, Any]:
        key = (access and access.client_id, relation, tuple(sorted(conditions.items())))
        if key not in self._made:
            self._made[key] = DataLoader(load_fn=partial(_BATCHED[type(relation)], relation, access, conditions))
        return self._made[key]


async def load(spec: Any, source: Any, context: Any, arguments: Mapping[str, Any]) -> Any:
    """The value of a field that declares a relation or something made of one. Raises AppError."""
    return await _READ[type(spec)](spec, source, context, **arguments)


async def asked(
    relation: Relation, source: Any, context: Any, arguments: Mapping[str, Any]
) -> tuple[ClientAccess | None, dict[str, Any]]:
    """Where to read, and under which conditions. Raises AppError."""
    if relation.before is not None:
        await relation.before(context)
    conditions = relation.conditions(context, source.row if isinstance(source, Row) else None, arguments)
    if relation.is_async:
        conditions = await conditions
    if isinstance(conditions, Within):
        access: ClientAccess | None = conditions.access
        conditions = conditions.conditions
    else:
        access = _access(relation, source, context)
    return access, {name: value for name, value in conditions.items() if value is not None}


def _access(relation: Relation, source: Any, context: Any) -> ClientAccess | None:
    """Rows of a client are read through its own row's access, or that of the row above."""
    if not relation.of_client:
        return None
    access: ClientAccess = source.access or access_to(context.viewer, source.row)
    return access


def _bound(access: ClientAccess | None) -> AbstractAsyncContextManager[Any]:
    return access.bind() if access else nullcontext()


async def _many(spec: Many, source: Any, context: Any, **arguments: Any) -> list[Any]:
    access, conditions = await asked(spec, source, context, arguments)
    rows = await context.loaders.get(spec, access, conditions).load(source.row.id)
    return [spec.shown.of(row, access) for row in context.loaders.counted(rows)]


async def _one(spec: One, source: Any, context: Any) -> Any:
    row, access = await _row_of(spec, source, context)
    return None if row is None else spec.shown.of(row, access)


async def _row_of(spec: One, source: Any, context: Any) -> tuple[Any, ClientAccess | None]:
    access, conditions = await asked(spec, source, context, {})
    key = getattr(source.row, spec.here)
    return (None if key is None else await context.loaders.get(spec, access, conditions).load(key)), access


async def _count(spec: Count, source: Any, context: Any) -> int:
    count: int = await context.loaders.get(spec, _access(spec, source, context), spec.fixed).load(source.row.id)
    return count


async def _found(spec: Found, source: Any, context: Any, **arguments: Any) -> Any:
    access, conditions = await asked(spec, source, context, arguments)
    async with _bound(access):
        row = await spec.model.get_or_none(**conditions)
    if row is None:
        raise NotFound(spec.kind, conditions["id"])
    return spec.shown.of(row, access)


async def _each(spec: Each, source: Any, context: Any, **arguments: Any) -> list[Any]:
    access, conditions = await asked(spec, source, context, arguments)
    async with _bound(access):
        rows = await spec.model.filter(**conditions).order_by(spec.order)
    return [spec.shown.of(row, access) for row in context.loaders.counted(rows)]


async def _made(spec: Made, source: Any, context: Any, **arguments: Any) -> Any:
    access, conditions = await asked(spec, source, context, arguments)
    async with _bound(access):
        rows = await spec.model.filter(**conditions).order_by("id")
    return spec.made_of(context.loaders.counted(rows), access and access.client_id)


async def _asking(spec: Asking, source: Any, context: Any) -> Any:
    access, _ = await asked(spec, source, context, {})
    assert access is not None, "only of clients' databases"
    async with access.look() as reads:
        return spec.make(await reads.snapshot(lambda snapshot: snapshot.fetch(spec.sql)))


async def _studied(spec: Studied, source: Any, context: Any, **arguments: Any) -> Any:
    access, conditions = await asked(spec, source, context, arguments)
    assert access is not None, "only of clients' databases"

    def conclude(snapshot: Snapshot) -> Any:
        return concluded(spec.study(None, **conditions), lambda *asked: context.loaders.counted(snapshot.fetch(*asked)))

    async with access.look() as reads:
        return await reads.snapshot(conclude, threaded=True)


async def _same(spec: Same, source: Any, context: Any) -> Any:
    return spec.shown.of(source.row, source.access)


async def _page(spec: Page, source: Any, context: Any, first: int | None, after: str | None, **arguments: Any) -> Any:
    size = paging.checked_size(spec.size if first is None else first)
    access, conditions = await asked(spec, source, context, arguments)
    async with _bound(access):
        query = spec.model.filter(**conditions)
        total = await query.count()
        if after is not None:
            query = query.filter(
                **{f"{spec.key}__{'lt' if spec.descends else 'gt'}": paging.key_of(after, spec.is_key)}
            )
        rows = await query.order_by(spec.order).limit(size + 1)
    page = paging.page_of(rows, size, lambda row: str(getattr(row, spec.key)))
    return connection(
        spec.connection, page, total, [spec.shown.of(row, access) for row in context.loaders.counted(page.items)]
    )


async def _items(spec: Items, source: Any, context: Any) -> list[Any]:
    row = (await _row_of(spec.via, source, context))[0] if spec.via else source.row
    found = (row and getattr(row, spec.column)) or ()
    if spec.key is not None:
        found = (found or {}).get(spec.key) or ()
    return [spec.shown.of(item) if spec.shown else item for item in found]


async def _derived(spec: Derived, source: Any, context: Any) -> list[Any]:
    row, _ = await _row_of(spec.via, source, context)
    return [
        spec.shown.of(item) for item in spec.make(getattr(source.row, spec.column), row and getattr(row, spec.theirs))
    ]


async def _computed(spec: Computed, source: Any, context: Any, **arguments: Any) -> Any:
    everything = {"names": None} if spec.takes_names else {}
    return await spec.make(context, **everything, **arguments)


_READ: dict[type, Callable[..., Awaitable[Any]]] = {
    Many: _many,
    One: _one,
    Count: _count,
    Found: _found,
    Each: _each,
    Made: _made,
    Asking: _asking,
    Studied: _studied,
    Same: _same,
    Page: _page,
    Items: _items,
    Derived: _derived,
    Computed: _computed,
}


async def _lists(spec: Many, access: ClientAccess | None, conditions: Conditions, keys: list[Any]) -> list[list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in await _rows(spec, spec.on, spec.order, access, conditions, keys):
        found[getattr(row, spec.on)].append(row)
    return [found[key] for key in keys]


async def _singles(spec: One, access: ClientAccess | None, conditions: Conditions, keys: list[Any]) -> list[Any]:
    rows = await _rows(spec, spec.there, ("id",), access, conditions, keys)
    found = {getattr(row, spec.there): row for row in rows}  # of several, the newest is the last
    return [found.get(key) for key in keys]


async def _counts(spec: Count, access: ClientAccess | None, conditions: Conditions, keys: list[Any]) -> list[int]:
    async with _bound(access):
        query = spec.model.filter(**{f"{spec.on}__in": keys}, **conditions)
        found = dict(await query.annotate(rows=Counted("id")).group_by(spec.on).values_list(spec.on, "rows"))
    return [found.get(key, 0) for key in keys]


async def _rows(
    spec: Relation,
    column: str,
    order: Sequence[str],
    access: ClientAccess | None,
    conditions: Conditions,
    keys: list[Any],
) -> list[Any]:
    async with _bound(access):
        return await spec.model.filter(**{f"{column}__in": keys}, **conditions).order_by(*order)


_BATCHED: dict[type, Callable[..., Awaitable[list[Any]]]] = {Many: _lists, One: _singles, Count: _counts}
