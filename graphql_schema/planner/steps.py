"""The statements of a plan, level by level, and what becomes of their rows.

They come out of generators, which yield a statement and are sent its rows: so the same code serves a client's database,
which answers at once, and the global one, which is waited for.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import NotFound, TooLarge
from graphql_schema.planner import pages, statements
from graphql_schema.planner.levels import Asked, Kid, Level, Slot, Variables
from graphql_schema.planner.statements import SQLITE, Dialect
from graphql_schema.reading import Asking, Found, Made, Page, Studied, Study

Steps = Generator[tuple[str, Sequence[Any]], list[tuple[Any, ...]], None]
"""Yields statements with their parameters and is sent their rows."""


@dataclass(eq=False)
class Task:
    """A field to be read by itself, with what is known by now. `rows` are there when they had to be read first."""

    asked: Asked
    slot: Slot
    access: ClientAccess | None
    conditions: dict[str, Any]
    page: tuple[int | None, str | None] = (None, None)
    rows: list[tuple[Any, ...]] | None = None

    @property
    def client_id(self) -> str | None:
        return self.access.client_id if self.access else None


@dataclass(eq=False)
class Reading:
    """Of one request. What a level leaves for the other database waits in `later` until this one's snapshot is over."""

    variables: Variables
    context: Any
    rights: frozenset[Permission]
    dialect: Dialect
    max_rows: int
    later: list[tuple[Kid, Any]] = field(default_factory=list)
    _seen: int = 0
    _narrowed: dict[Level, tuple[tuple[str, ...], tuple[Any, ...]]] = field(default_factory=dict)

    def read(self, task: Task) -> Steps:
        """Fills the task's slot. Raises AppError."""
        asked, client = task.asked, task.client_id
        if isinstance(asked.spec, Asking):
            assert asked.show is not None
            found = yield asked.spec.sql, ()
            task.slot.fill(asked.show(asked.spec.make(found)))
            return
        if isinstance(asked.spec, Studied):
            assert asked.show is not None
            task.slot.fill(asked.show((yield from self._counted(asked.spec.study(asked.names, **task.conditions)))))
            return
        rows = task.rows
        if rows is None:
            dialect = SQLITE if client else self.dialect
            conditions, values = statements.where(asked.spec.model, task.conditions, dialect)
            if isinstance(asked.spec, Page):
                yield from pages.read(self, asked, task, conditions, values)
                return
        assert asked.level is not None
        if rows is None:
            rows = yield asked.level.named(conditions), values
        objects: list[Any] = []
        yield from self.spread(asked.level, rows, objects, client)
        if isinstance(asked.spec, Found):
            if not objects:
                raise NotFound(asked.spec.kind, task.conditions["id"])
            task.slot.fill(objects[0])
        elif isinstance(asked.spec, Made):
            assert asked.show is not None
            task.slot.fill(asked.show(asked.spec.made_of(objects, client)))
        else:
            task.slot.fill(objects)

    def _counted(self, study: Study) -> Study:
        """The same study; what its statements find counts as rows. Raises TooLarge."""
        try:
            statement = next(study)
            while True:
                rows = yield statement
                self._count(len(rows))
                statement = study.send(rows)
        except StopIteration as end:
            return end.value

    def _count(self, rows: int) -> None:
        """Raises TooLarge."""
        self._seen += rows
        if self._seen > self.max_rows:
            raise TooLarge("rows", self.max_rows)

    def rows(self, level: Level, waiting: Any, client: str | None) -> Steps:
        """The rows that belong to what waits."""
        dialect = SQLITE if client else self.dialect
        conditions, values = self._conditions(level, dialect)
        sql, keys = level.keyed(waiting, conditions, dialect)
        rows = yield sql, (keys, *values)
        yield from self.spread(level, rows, waiting, client)

    def spread(self, level: Level, rows: Sequence[tuple[Any, ...]], waiting: Any, client: str | None) -> Steps:
        """Makes objects of the rows, then goes on with the levels below them. Raises TooLarge."""
        self._count(len(rows))
        below = level.build(rows, waiting, client, self.rights)
        for kid, slots in zip(level.kids, below, strict=True):
            if not slots:
                continue
            if isinstance(kid, Level) and kid.of_client == level.of_client:
                yield from self.rows(kid, slots, client)
            else:
                self.later.append((kid, slots))

    def _conditions(self, level: Level, dialect: statements.Dialect) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        if level.relation is None:
            return (), ()
        known = self._narrowed.get(level)
        if known is None:
            given = level.arguments.values(self.variables) if level.arguments else {}
            conditions = level.relation.conditions(self.context, None, given)
            named = {name: value for name, value in conditions.items() if value is not None}
            known = self._narrowed[level] = statements.where(level.model, named, dialect)
        return known
