"""What one statement selects, gathered while the selection is walked, and the loop that makes objects of its rows."""

from collections.abc import Callable, Sequence
from typing import Any

from graphql_schema.planner import values
from graphql_schema.planner.levels import Kid, Level, Slot
from graphql_schema.planner.statements import column_of, literal
from graphql_schema.reading import Count, Model, One


class Select:
    """One statement over the table of `model`, which it calls `t`.

    `key` is the column by which a row finds what waits for it; `paged` the order of a page.
    """

    def __init__(
        self, model: Any, *, key: str | None = None, order: Sequence[str] = (), paged: str | None = None
    ) -> None:
        self.model = model
        self._key = key
        self._order = [_ordered(model, name) for name in order]
        if paged is not None:
            self._order = [_ordered(model, paged)]
        self._columns: list[str] = []
        self._joins: dict[tuple[Any, ...], str] = {}
        self._kids: list[Kid] = []
        self._waiting: list[str] = []
        self._names = values.basics()

    # -- what expressions are made of

    def named(self, value: Any) -> str:
        """A name for the object in the generated code."""
        name = f"X{len(self._names)}"
        self._names[name] = value
        return name

    def column(self, alias: str, model: type[Model], name: str) -> str:
        return self.expression(f"{alias}.{column_of(model, name)}")

    def expression(self, sql: str) -> str:
        """The variable that holds it in the loop."""
        if sql not in self._columns:
            self._columns.append(sql)
        return f"c{self._columns.index(sql)}"

    def join(self, spec: One, alias: str) -> str:
        """The alias of the row that the relation leads to; the same one for the same relation."""
        table = spec.model._meta.db_table
        here, there = f"{alias}.{spec.here}", column_of(spec.model, spec.there)
        joined = f"j{len(self._joins)}"
        if spec.newest:
            newest = f"SELECT x.id FROM {table} x WHERE x.{there} = {here} ORDER BY x.id DESC LIMIT 1"
            condition = f"{{}}.id = ({newest})"
        else:
            condition = f"{{}}.{there} = {here}"
        return self._joins.setdefault((table, condition), joined)

    def below(self, kid: Kid, waiting: str) -> str:
        """The variable in which the rows gather what waits for a level below: `{}` by key, or a `[]` of slots."""
        self._kids.append(kid)
        self._waiting.append(waiting)
        return f"n{len(self._kids) - 1}"

    # -- what comes of it

    def level(self, emit: str) -> Level:
        """`emit` is the expression that hands a row's object to what waits for it."""
        table = self.model._meta.db_table
        key = None if self._key is None else f"t.{column_of(self.model, self._key)}"
        columns = ", ".join([*([key] if key else []), *self._columns]) or "1"
        joins = "".join(
            f" LEFT JOIN {joined} {alias} ON {condition.format(alias)}"
            for (joined, condition), alias in self._joins.items()
        )
        head = f"SELECT {columns} FROM {table} t{joins}"
        return Level(self.model, head, key, ", ".join(self._order), self._build(emit), tuple(self._kids))

    def function(self, parameter: str, expression: str) -> Callable[[Any], Any]:
        return self._made(f"def made({parameter}):\n  return {expression}\n")

    def _build(self, emit: str) -> Callable[..., Any]:
        names = [*(["k"] if self._key else []), *(f"c{index}" for index in range(len(self._columns)))] or ["_"]
        waiting = "".join(f"  n{index} = {start}\n" for index, start in enumerate(self._waiting))
        given = "".join(f"n{index}," for index in range(len(self._waiting)))
        return self._made(
            f"def made(rows, by, client_id, rights):\n{waiting}"
            f"  for {','.join(names)}, in rows:\n    {emit}\n  return ({given})\n"
        )

    def _made(self, source: str) -> Callable[..., Any]:
        """Runs source that this package wrote: names of fields are GraphQL's, values never stand in it."""
        namespace = dict(self._names)
        exec(source, namespace)
        made: Callable[..., Any] = namespace["made"]
        return made


def count_of(spec: Count, alias: str) -> str:
    """How many rows point here, as a column."""
    table, on = spec.model._meta.db_table, column_of(spec.model, spec.on)
    fixed = "".join(
        f" AND x.{column_of(spec.model, name.removesuffix('__not'))} {'<>' if name.endswith('__not') else '='} "
        f"{literal(str(value))}"
        for name, value in spec.fixed.items()
    )
    return f"(SELECT count(*) FROM {table} x WHERE x.{on} = {alias}.id{fixed})"


def slot_in(waiting: list[Slot], own: tuple[Any, ...]) -> Slot:
    """A slot for what is read for this row by itself."""
    slot = Slot(own)
    waiting.append(slot)
    return slot


def slot_for(waiting: dict[Any, Slot], key: Any) -> Slot | None:
    """The slot of the row with that key, which many may share."""
    if key is None:
        return None
    return waiting.get(key) or waiting.setdefault(key, Slot())


def slot_among(waiting: dict[Any, list[Slot]], key: Any, own: Any) -> Slot | list[Any]:
    """A slot for what is made of `own` and the row with that key; nothing comes of nothing."""
    if key is None or own is None:
        return []
    slot = Slot(own, [])
    waiting.setdefault(key, []).append(slot)
    return slot


def _ordered(model: Any, name: str) -> str:
    """As Tortoise's `order_by` takes it."""
    column = column_of(model, name.removeprefix("-"))
    return f"t.{column} DESC" if name.startswith("-") else f"t.{column}"
