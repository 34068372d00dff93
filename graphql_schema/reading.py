"""What a field reads, said once beside its type; the planner makes statements of it, the ordinary resolvers load it.

A type that is a row derives from `Row` and lists its columns as annotations. What is more than a column is declared:

    class Pillar(Row, of=models.Pillar):
        id: strawberry.ID
        title: str
        key_points: list[str] = column(empty=True)
        spokes: list[Spoke] = many(models.Spoke, on="pillar_id", order=("platform", "id"), where=by_platform)

`where` is a function that gives conditions, as Tortoise's `filter` takes them; those that are None do not count. Its
parameters are the field's arguments, but for `context` (who asks) and `source` (the row it is asked of).
"""

import inspect
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Self

from graphql import GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema, get_named_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.kit.ids import is_id
from graphql_schema.connections import Connection
from tenancy import GlobalModel, TenantModel

READS = "reads"
Model = GlobalModel | TenantModel
Conditions = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Within:
    """Conditions for rows of a client that is named by an argument: the access is the proof that it may be read."""

    access: ClientAccess
    conditions: Conditions


Where = Callable[..., Conditions | Within | Awaitable[Conditions | Within]]
Before = Callable[[Any], Awaitable[None]]
"""What is seen to for whoever asks before anything of the query is read, each time: it gets the context."""


class Row:
    """A type whose instances show a row of `model`; rows of a client's database carry the access to it.

    NULL in the columns `empty` is shown as an empty list.
    """

    model: ClassVar[type[Model]]
    empty: ClassVar[frozenset[str]] = frozenset()
    row: Any
    access: ClientAccess | None

    def __init_subclass__(cls, of: type[Model] | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if of is not None:
            cls.model = of

    @classmethod
    def of(cls, row: Any, access: ClientAccess | None = None) -> Self:
        shown = cls.__new__(cls)
        shown.row, shown.access = row, access
        return shown

    def __getattr__(self, name: str) -> Any:
        """A field without a resolver."""
        if name.startswith("_"):  # an instance is what it is, not what its row is
            raise AttributeError(name)
        value = getattr(self.row, name)
        return [] if value is None and name in self.empty else value


class Item:
    """A type whose instances show an entry of a list in a JSON column; its keys are the fields' Python names."""

    item: Mapping[str, Any]

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self:
        shown = cls.__new__(cls)
        shown.item = item
        return shown

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.item.get(name)


@dataclass(frozen=True)
class Column:
    """A column of the row; one that is shown to those with the right `only` is null to others.

    `long` says that it may be a book: it is never read once for each of many rows.
    """

    long: bool = False
    empty: bool = False
    only: Permission | None = None


@dataclass(frozen=True)
class ClientId:
    """The id of the client whose database the row lies in."""


@dataclass(eq=False)
class Relation:
    """Rows of `model`. The class that shows one, `shown`, is known once the schema is built."""

    model: type[Model]
    where: Where | None = field(default=None, kw_only=True)
    before: Before | None = field(default=None, kw_only=True)
    shown: Any = field(default=None, init=False, repr=False)

    @cached_property
    def _takes(self) -> frozenset[str]:
        return (
            frozenset(inspect.signature(self.where).parameters) & {"context", "source"} if self.where else frozenset()
        )

    @cached_property
    def is_async(self) -> bool:
        """Whether the conditions have to be awaited."""
        return inspect.iscoroutinefunction(self.where)

    @cached_property
    def of_client(self) -> bool:
        return issubclass(self.model, TenantModel)

    @property
    def is_personal(self) -> bool:
        """Whether the rows depend on who asks, beyond what the row above them shows already."""
        return "context" in self._takes

    def conditions(self, context: Any, source: Any, arguments: Mapping[str, Any]) -> Any:
        """Raises AppError for arguments that no answer can be given to; to be awaited if `is_async`."""
        if self.where is None:
            return {}
        if "context" in self._takes:
            arguments = {"context": context, **arguments}
        if "source" in self._takes:
            arguments = {"source": source, **arguments}
        return self.where(**arguments)


@dataclass(eq=False)
class Many(Relation):
    """The rows whose `on` is this row's id, in `order`."""

    on: str
    order: Sequence[str]


@dataclass(eq=False)
class One(Relation):
    """The row whose unique column `there` is this row's `here`; of several, where `newest` says so, the last.

    With `of_account` only a row of the viewer's account is shown: one of another's, or one that is gone, is null. With
    `carried` what a mutation shows brings the object along, as an attribute of the field's name.
    """

    here: str = "id"
    there: str = "id"
    newest: bool = False
    of_account: bool = False
    carried: bool = False

    def conditions(self, context: Any, source: Any, arguments: Mapping[str, Any]) -> Any:
        return {"account_id": context.viewer.account_id} if self.of_account else {}

    def joins(self, model: type[Model]) -> bool:
        """Whether one statement can read it beside a row of `model`."""
        return self.of_client == issubclass(model, TenantModel) and not self.of_account


@dataclass(eq=False)
class Count(Relation):
    """How many rows have this row's id in `on`; `fixed` are conditions that need no argument."""

    on: str
    fixed: Conditions


@dataclass(eq=False)
class Found(Relation):
    """The one row that the conditions name; where there is none, the `kind` that they name is not found."""

    kind: str


@dataclass(eq=False)
class Each(Relation):
    """The rows that the conditions name, which are found for every row above anew. `needs` are columns of that row."""

    order: str
    needs: Sequence[str] = ()


@dataclass(eq=False)
class Page(Relation):
    """A page of the rows that the conditions name, by a unique column of text: `id`, or `-id` for the newest first.

    `is_key` says whether a text may stand in that column.
    """

    order: str
    size: int
    connection: type[Connection[Any]] = Connection
    is_key: Callable[[str], bool] = is_id

    @property
    def key(self) -> str:
        return self.order.removeprefix("-")

    @property
    def descends(self) -> bool:
        return self.order.startswith("-")


@dataclass(eq=False)
class Made(Relation):
    """What `make` makes of the few rows that the conditions name, by id: an object, a list of them, or null.

    With `of_whom` it is told the client's id as well.
    """

    make: Callable[..., Any]
    of_whom: bool = False

    def made_of(self, rows: Sequence[Any], client_id: str | None) -> Any:
        return self.make(rows, client_id) if self.of_whom else self.make(rows)


@dataclass(eq=False)
class Asking(Relation):
    """What `make` makes of what one statement finds, whoever asks: a value, an object, or a list of them.

    With `moves` time alone changes what it finds: an answer that shows it is not kept.
    """

    sql: str
    make: Callable[[Sequence[tuple[Any, ...]]], Any]
    moves: bool = False


Study = Generator[tuple[str, Sequence[Any]], list[tuple[Any, ...]], Any]
"""Yields statements with their parameters, is sent their rows, and returns what comes of them."""


@dataclass(eq=False)
class Studied(Relation):
    """What `study` makes of several statements on one state of the database that `model` lies in.

    It is given the names, in Python, of the fields that are selected of it, at any depth, or None where that is not
    known; and the conditions, which may ask what time it is: so no answer with one is kept.
    """

    study: Callable[..., Study]
    moves: ClassVar[bool] = True


@dataclass(eq=False)
class Same:
    """The same row, shown as another type."""

    shown: Any = field(default=None, init=False, repr=False)


@dataclass(eq=False)
class Items:
    """The entries of the JSON list in `column`, of this row or of the one that `via` leads to; with `key` of the list
    that a JSON object has there."""

    column: str
    via: One | None = None
    key: str | None = None
    shown: Any = field(default=None, init=False, repr=False)


@dataclass(eq=False)
class Derived:
    """A list made of this row's JSON `column` and the column `theirs` of the row that `via` leads to."""

    make: Callable[[Any, Any], list[dict[str, Any]]]
    column: str
    via: One
    theirs: str
    shown: Any = field(default=None, init=False, repr=False)


@dataclass(frozen=True)
class Computed:
    """An object that is worked out, not stored. Its fields are its attributes.

    The parameters of `make` after the context are the field's arguments; but one called `names` is told what is
    selected, as that of a study.
    """

    make: Callable[..., Awaitable[Any]]

    @cached_property
    def takes_names(self) -> bool:
        return "names" in inspect.signature(self.make).parameters


Spec = Column | ClientId | Relation | Same | Items | Derived | Computed


def reads_of(field: Any) -> Spec | None:
    """What a field was declared to read; None for one with a resolver of its own, or with nothing to say."""
    return field.metadata.get(READS)


def connect(schema: GraphQLSchema) -> None:
    """Tells the types their empty columns, and each declaration which class shows what it finds.

    That is known once every lazy type is resolved.
    """
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType):
            continue
        specs = [(each, spec_of(each)) for each in kind.fields.values()]
        columns = frozenset(python_name(each) for each, spec in specs if isinstance(spec, Column) and spec.empty)
        if columns:
            definition_of(kind).origin.empty = columns
        for each, spec in specs:
            if isinstance(spec, Relation | Same | Items | Derived):
                spec.shown = class_of(get_named_type(each.type))


def definition_of(built: GraphQLField | GraphQLNamedType | None) -> Any:
    """What Strawberry knows of a field or type of the built schema; None for one of graphql-core's own."""
    return None if built is None else built.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)


def python_name(field: GraphQLField) -> str:
    name: str = definition_of(field).python_name
    return name


def spec_of(field: GraphQLField) -> Spec | None:
    """What a field of the built schema reads."""
    definition = definition_of(field)
    return None if definition is None else reads_of(definition)


def class_of(kind: Any) -> Any:
    """The class that shows such an object; for a connection, the one that shows its nodes."""
    definition = definition_of(kind) if isinstance(kind, GraphQLObjectType) else None
    if definition is None:
        return None
    if issubclass(definition.origin, Connection):
        return class_of(get_named_type(kind.fields["nodes"].type))
    return definition.origin
