"""Fields as the types declare them: what each reads, with a resolver that loads just that."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import strawberry

from app.accounts.policy import Permission
from app.kit.ids import is_id
from graphql_schema import loaders, reading
from graphql_schema.connections import Connection
from graphql_schema.context import Info
from graphql_schema.reading import READS, Before, Column, Computed, Model, Relation, Study, Where

OURS = {"context", "source", "names"}
"""Parameters of a `where` or `make` that are no arguments of the field."""


def column(
    description: str | None = None, *, long: bool = False, empty: bool = False, only: Permission | None = None
) -> Any:
    """A column with something to say about it: a long text, NULL shown as an empty list, or shown to some alone."""
    options: Any = {"description": description, "metadata": {READS: Column(long, empty, only)}}
    return strawberry.field(resolver=_guarded(only), **options) if only else strawberry.field(**options)


def client_id() -> Any:
    async def resolve(self: Any) -> strawberry.ID:
        return strawberry.ID(self.access.client_id)

    return strawberry.field(resolver=resolve, metadata={READS: reading.ClientId()})


def many(
    model: type[Model],
    *,
    on: str,
    order: str | Sequence[str],
    where: Where | None = None,
    description: str | None = None,
) -> Any:
    """The rows of `model` whose column `on` is this row's id."""
    ordered = (order,) if isinstance(order, str) else tuple(order)
    return _field(reading.Many(model, on, ordered, where=where), description)


def one(
    model: type[Model],
    *,
    here: str = "id",
    there: str = "id",
    of_account: bool = False,
    carried: bool = False,
    description: str,
) -> Any:
    """The row of `model` whose column `there` is this row's `here`, or null; with `of_account` one of the viewer's.

    With `carried` mutations bring it along.
    """
    return _field(reading.One(model, here, there, of_account=of_account, carried=carried), description)


def newest(model: type[Model], *, on: str, description: str) -> Any:
    """The last of the rows of `model` whose column `on` is this row's id, or null."""
    return _field(reading.One(model, "id", on, newest=True), description)


def count(model: type[Model], *, on: str, description: str, **fixed: Any) -> Any:
    return _field(reading.Count(model, on, fixed), description)


def found(model: type[Model], kind: str, *, where: Where, description: str, **options: Any) -> Any:
    """The one row that `where` names; it is an error if there is none."""
    return _field(reading.Found(model, kind, where=where), description, **options)


def each(model: type[Model], *, where: Where, order: str = "id", needs: Sequence[str] = (), description: str) -> Any:
    """All rows that `where` names, by id; with the order `-id` the newest first."""
    return _field(reading.Each(model, order, needs, where=where), description)


def made(
    make: Callable[..., Any],
    *,
    of: type[Model],
    where: Where | None = None,
    of_whom: bool = False,
    description: str,
) -> Any:
    """Made of all the rows of `of` that `where` names, with `of_whom` also of the client's id; the makings are plain
    objects, or show rows."""
    return _field(reading.Made(of, make, of_whom, where=where), description)


def asking(
    sql: str,
    make: Callable[[Sequence[tuple[Any, ...]]], Any],
    *,
    of: type[Model],
    moves: bool = False,
    description: str,
) -> Any:
    """Made of what one statement finds in the database that `of` lies in; the makings are values or plain objects.

    With `moves` the statement asks what time it is.
    """
    return _field(reading.Asking(of, sql, make, moves), description)


def studied(study: Callable[..., Study], *, of: type[Model], where: Where, description: str) -> Any:
    """What `study` makes of several statements; what `where` gives are its arguments. It may depend on the time."""
    return _field(reading.Studied(of, study, where=where), description)


def same(description: str) -> Any:
    """This row, shown as the type that the field has."""
    return _field(reading.Same(), description)


def page(
    model: type[Model],
    *,
    order: str,
    size: int,
    where: Where | None = None,
    connection: type[Connection[Any]] = Connection,
    is_key: Callable[[str], bool] = is_id,
    before: Before | None = None,
    description: str,
    **options: Any,
) -> Any:
    """A connection over the rows that `where` names, with `first` and `after` as further arguments."""
    first = inspect.Parameter("first", inspect.Parameter.KEYWORD_ONLY, default=size, annotation=int | None)
    after = inspect.Parameter("after", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str | None)
    spec = reading.Page(model, order, size, connection, is_key, where=where, before=before)
    return _field(spec, description, (first, after), **options)


def items(
    column: str, *, via: reading.One | None = None, key: str | None = None, description: str | None = None
) -> Any:
    """The entries of a JSON list, with `key` of the one that stands there in a JSON object: objects, or texts."""
    return _field(reading.Items(column, via, key), description)


def derived(make: Callable[..., Any], *, column: str, via: reading.One, theirs: str, description: str) -> Any:
    return _field(reading.Derived(make, column, via, theirs), description)


def computed(make: Callable[..., Any], *, description: str) -> Any:
    """What `make` makes of the context and the field's arguments, which are its further parameters."""
    return _field(reading.Computed(make), description)


def _field(spec: Any, description: str | None, more: Sequence[inspect.Parameter] = (), **options: Any) -> Any:
    return strawberry.field(resolver=_resolver(spec, more), description=description, metadata={READS: spec}, **options)


def _resolver(spec: Any, more: Sequence[inspect.Parameter]) -> Callable[..., Any]:
    async def resolve(self: Any, info: Info, **arguments: Any) -> Any:
        if getattr(spec, "carried", False) and (brought := vars(self).get(info.python_name)) is not None:
            return brought
        return await loaders.load(spec, self, info.context, arguments)

    where = spec.where if isinstance(spec, Relation) else spec.make if isinstance(spec, Computed) else None
    given = inspect.signature(where).parameters.values() if where else ()
    own = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in given if parameter.name not in OURS]
    head = list(inspect.signature(resolve).parameters.values())[:2]
    resolve.__signature__ = inspect.Signature([*head, *own, *more])  # type: ignore[attr-defined]  # what Strawberry reads
    resolve.__annotations__ = {"info": Info, **{each.name: each.annotation for each in (*own, *more)}}
    return resolve


def _guarded(only: Permission) -> Callable[..., Any]:
    async def resolve(self: Any, info: Info) -> Any:
        return getattr(self.row, info.python_name) if info.context.viewer.may(only) else None

    resolve.__annotations__ = {"info": Info}
    return resolve
