"""One request's reading of a plan: first the doors, which say what may be read, then everything behind them.

Statements come out of generators, so that the same code drives a client's database, which answers at once, and the
global one, which is waited for. What a level leaves for the other database is read when its snapshot has ended.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from inspect import isawaitable
from types import SimpleNamespace
from typing import Any, Self

import tenancy
from app.accounts.policy import POLICY
from app.clients.access import ClientAccess
from app.errors import NotFound, TooLarge
from app.vocabulary import ClientStatus
from graphql_schema.planner import pages, statements
from graphql_schema.planner.compiling import Plan
from graphql_schema.planner.levels import Asked, Below, Kid, Level, Slot, Variables
from graphql_schema.planner.sizes import require_room
from graphql_schema.planner.statements import POSTGRES, SQLITE
from graphql_schema.reading import Computed, Found, Page, Within

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
class Run:
    plan: Plan
    variables: Variables
    context: Any
    max_rows: int
    seconds: float = 0.0
    _seen: int = 0
    _later: list[tuple[Kid, Any]] = field(default_factory=list)
    _narrowed: dict[Any, tuple[tuple[str, ...], list[Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stack = AsyncExitStack()
        self._global: Any = None
        self._reader = tenancy.global_reader()
        self._dialect = POSTGRES if self._reader.dialect == "postgres" else SQLITE
        self._viewer = self.context.viewer
        self._rights = POLICY[self._viewer.role]
        self._doors: list[tuple[str, Task | None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: Any) -> None:
        await self._stack.aclose()

    # -- doors

    async def enter(self) -> None:
        """What each root may read, and the global rows behind it. Raises AppError where there is nothing to see."""
        for key, asked in self.plan.roots:
            self._doors.append((key, None if asked is None else await self._door(asked)))

    async def _door(self, asked: Asked) -> Task:
        task = await self._task(asked, Slot(()))
        if isinstance(asked.spec, Found) and not asked.of_client:
            assert asked.level is not None
            conditions, values = statements.where(asked.spec.model, task.conditions, self._dialect)
            task.rows = await self._fetch(asked.level.named(conditions), values)
            if not task.rows:
                raise NotFound(asked.spec.kind, task.conditions["id"])
        return task

    @property
    def passed(self) -> tuple[Any, ...]:
        """What stands for the doors in the key of an answer: whatever they let see is the same where this is."""
        return tuple(
            (door.client_id, _plain(door.conditions), door.page, _plain(door.rows))
            for _, door in self._doors
            if door is not None
        )

    @property
    def clients(self) -> list[str]:
        """The clients that lie behind the doors."""
        found = set()
        for _, door in self._doors:
            if door is not None and door.access is not None:
                found.add(door.access.client_id)
            elif door is not None and door.asked.level and any(_asks_a_client(kid) for kid in door.asked.level.kids):
                found.add(door.conditions["id"])
        return sorted(found)

    # -- what lies behind them

    async def data(self) -> dict[str, Any]:
        """The tree of the answer; it may hold slots. Raises AppError."""
        answer: dict[str, Any] = {}
        inside: dict[str, list[Task]] = {}
        for key, door in self._doors:
            if door is None:
                answer[key] = "Query"
                continue
            if door.access is not None:
                inside.setdefault(door.access.client_id, []).append(door)
            else:
                await self._drive(self._read(door))
            answer[key] = door.slot
        for tasks in inside.values():
            await self._in_client(tasks)
        while self._later:
            await self._go_on()
        if self.plan.repeats:
            require_room(answer, self.max_rows)
        return answer

    async def _go_on(self) -> None:
        waiting, self._later = self._later, []
        inside: dict[str, list[Task]] = {}
        for kid, slots in waiting:
            if isinstance(kid, Below):
                await self._drive(self._rows(kid.level, slots, None))
                continue
            for slot in slots:
                if isinstance(kid.spec, Computed):
                    assert kid.show is not None
                    slot.fill(kid.show(await kid.spec.make(self.context)))
                    continue
                task = await self._task(kid, slot)
                if task.access is None:
                    await self._drive(self._read(task))
                else:
                    inside.setdefault(task.access.client_id, []).append(task)
        for tasks in inside.values():
            await self._in_client(tasks)

    async def _task(self, asked: Asked, slot: Slot) -> Task:
        given = asked.arguments.values(self.variables)
        page = (given.pop("first"), given.pop("after")) if isinstance(asked.spec, Page) else (None, None)
        source = SimpleNamespace(**dict(zip(asked.needs, slot.own, strict=True)))
        conditions = asked.spec.conditions(self.context, source, given)
        if isawaitable(conditions):
            conditions = await conditions
        access = None
        if isinstance(conditions, Within):
            access, conditions = conditions.access, conditions.conditions
        elif asked.of_client:
            access = ClientAccess(self._viewer, source.id, source.account_id, ClientStatus(source.status))
        known = {name: value for name, value in conditions.items() if value is not None}
        return Task(asked, slot, access, known, page)

    # -- statements

    async def _in_client(self, tasks: list[Task]) -> None:
        access = tasks[0].access
        assert access is not None
        async with access.bind(), tenancy.reader(access.client_id) as reads:
            await reads.snapshot(partial(self._within, tasks), threaded=self.plan.is_slow)

    def _within(self, tasks: list[Task], snapshot: tenancy.Snapshot) -> None:
        started = time.thread_time()
        for task in tasks:
            steps = self._read(task)
            try:
                statement = next(steps)
                while True:
                    statement = steps.send(snapshot.fetch(*statement))
            except StopIteration:
                pass
        self.seconds += time.thread_time() - started

    async def _drive(self, steps: Steps) -> None:
        try:
            statement = next(steps)
            while True:
                statement = steps.send(await self._fetch(*statement))
        except StopIteration:
            pass

    async def _fetch(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """From the global database: in one snapshot, where more than one statement is to come."""
        if not self.plan.reads_global and len(self.plan.roots) == 1:
            return await self._reader.rows(sql, values)
        if self._global is None:
            self._global = await self._stack.enter_async_context(self._reader.snapshot())
        return await self._global.fetch(sql, values)

    def _read(self, task: Task) -> Steps:
        """Fills the task's slot."""
        asked, client = task.asked, task.client_id
        dialect = SQLITE if client else self._dialect
        conditions, values = statements.where(asked.spec.model, task.conditions, dialect)
        if isinstance(asked.spec, Page):
            yield from pages.read(self, asked, task, conditions, values)
            return
        assert asked.level is not None
        rows = task.rows
        if rows is None:
            rows = yield asked.level.named(conditions), values
        objects: list[Any] = []
        yield from self.spread(asked.level, rows, objects, client)
        if isinstance(asked.spec, Found):
            if not objects:
                raise NotFound(asked.spec.kind, task.conditions["id"])
            task.slot.fill(objects[0])
        else:
            task.slot.fill(objects)

    def _rows(self, level: Level, waiting: Any, client: str | None) -> Steps:
        """The rows that belong to what waits."""
        dialect = SQLITE if client else self._dialect
        conditions, values = self._conditions(level, dialect)
        sql, keys = level.keyed(waiting, conditions, dialect)
        rows = yield sql, (keys, *values)
        yield from self.spread(level, rows, waiting, client)

    def spread(self, level: Level, rows: Sequence[tuple[Any, ...]], waiting: Any, client: str | None) -> Steps:
        """Makes objects of the rows, then goes on with the levels below them. Raises TooLarge."""
        self._seen += len(rows)
        if self._seen > self.max_rows:
            raise TooLarge("rows", self.max_rows)
        below = level.build(rows, waiting, client, self._rights)
        for kid, slots in zip(level.kids, below, strict=True):
            if not slots:
                continue
            if isinstance(kid, Below) and kid.of_client == level.of_client:
                yield from self._rows(kid.level, slots, client)
            else:
                self._later.append((kid, slots))

    def _conditions(self, level: Level, dialect: statements.Dialect) -> tuple[tuple[str, ...], list[Any]]:
        if level.relation is None:
            return (), []
        known = self._narrowed.get(level)
        if known is None:
            given = level.arguments.values(self.variables) if level.arguments else {}
            conditions = level.relation.conditions(self.context, None, given)
            named = {name: value for name, value in conditions.items() if value is not None}
            known = self._narrowed[level] = statements.where(level.model, named, dialect)
        return known


def _asks_a_client(kid: Kid) -> bool:
    return isinstance(kid, Asked) and kid.of_client


def _plain(value: Any) -> Any:
    """A value that a key can hold."""
    if isinstance(value, dict):
        return tuple((name, _plain(each)) for name, each in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value
