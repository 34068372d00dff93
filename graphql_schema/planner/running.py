"""One request's reading of a plan: first the doors, which say what may be read, then everything behind them."""

import time
from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, Self

import tenancy
from app.accounts.policy import POLICY
from app.clients.access import ClientAccess
from app.errors import NotFound
from app.vocabulary import ClientStatus
from graphql_schema.planner import statements
from graphql_schema.planner.compiling import Plan
from graphql_schema.planner.levels import Asked, Kid, Level, Slot, Variables
from graphql_schema.planner.sizes import require_room
from graphql_schema.planner.statements import POSTGRES, SQLITE
from graphql_schema.planner.steps import Reading, Steps, Task
from graphql_schema.reading import Computed, Found, Page, Within


class Run:
    """`async with` it, `prepare`, `enter`, then read `data`. `seconds` are those that statements of clients took."""

    def __init__(self, plan: Plan, variables: Variables, context: Any, max_rows: int) -> None:
        self.plan = plan
        self.seconds = 0.0
        self._context = context
        self._viewer = context.viewer
        self._reader = tenancy.global_reader()
        self._opened: Any = None
        self._snapshot: Any = None
        self._doors: list[tuple[str, Task | None]] = []
        dialect = POSTGRES if self._reader.dialect == "postgres" else SQLITE
        self._reading = Reading(variables, context, POLICY[self._viewer.role], dialect, max_rows)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: Any) -> None:
        if self._opened is not None:
            await self._opened.__aexit__(*exception)

    # -- doors

    async def prepare(self) -> None:
        """What has to be seen to before the databases are looked at. Raises AppError."""
        for see_to in self.plan.before:
            await see_to(self._context)

    async def enter(self) -> None:
        """What each root may read, and the global rows behind it. Raises AppError where there is nothing to see."""
        for key, asked in self.plan.roots:
            self._doors.append((key, None if asked is None else await self._door(asked)))

    async def _door(self, asked: Asked) -> Task:
        task = await self._task(asked, Slot(()))
        if isinstance(asked.spec, Found) and not asked.of_client:
            assert asked.level is not None
            conditions, values = statements.where(asked.spec.model, task.conditions, self._reading.dialect)
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
                await self._drive(self._reading.read(door))
            answer[key] = door.slot
        for tasks in inside.values():
            await self._in_client(tasks)
        while self._reading.later:
            await self._go_on()
        if self.plan.repeats:
            require_room(answer, self._reading.max_rows)
        return answer

    async def _go_on(self) -> None:
        waiting, self._reading.later = self._reading.later, []
        inside: dict[str, list[Task]] = {}
        for kid, slots in waiting:
            if isinstance(kid, Level):
                await self._drive(self._reading.rows(kid, slots, None))
                continue
            for slot in slots:
                if isinstance(kid.spec, Computed):
                    assert kid.show is not None
                    given = kid.arguments.values(self._reading.variables)
                    if kid.spec.takes_names:
                        given["names"] = kid.names
                    slot.fill(kid.show(await kid.spec.make(self._context, **given)))
                    continue
                task = await self._task(kid, slot)
                if task.access is None:
                    await self._drive(self._reading.read(task))
                else:
                    inside.setdefault(task.access.client_id, []).append(task)
        for tasks in inside.values():
            await self._in_client(tasks)

    async def _task(self, asked: Asked, slot: Slot) -> Task:
        given = asked.arguments.values(self._reading.variables)
        page = (given.pop("first"), given.pop("after")) if isinstance(asked.spec, Page) else (None, None)
        source = SimpleNamespace(**dict(zip(asked.needs, slot.own, strict=True))) if asked.needs else None
        conditions = asked.spec.conditions(self._context, source, given)
        if asked.spec.is_async:
            conditions = await conditions
        access = None
        if isinstance(conditions, Within):
            access, conditions = conditions.access, conditions.conditions
        elif asked.of_client:
            client_id, account_id, status = slot.own
            access = ClientAccess(self._viewer, client_id, account_id, ClientStatus(status))
        known = {name: value for name, value in conditions.items() if value is not None}
        return Task(asked, slot, access, known, page)

    # -- statements

    async def _in_client(self, tasks: list[Task]) -> None:
        access = tasks[0].access
        assert access is not None
        async with access.look() as reads:
            await reads.snapshot(partial(self._within, tasks), threaded=self.plan.is_slow)

    def _within(self, tasks: list[Task], snapshot: tenancy.Snapshot) -> None:
        started = time.perf_counter()  # that of the thread alone would be a call of the kernel
        for task in tasks:
            steps = self._reading.read(task)
            try:
                statement = next(steps)
                while True:
                    statement = steps.send(snapshot.fetch(*statement))
            except StopIteration:
                pass
        self.seconds += time.perf_counter() - started

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
        if self._snapshot is None:
            self._opened = self._reader.snapshot()
            self._snapshot = await self._opened.__aenter__()
        return await self._snapshot.fetch(sql, values)


def _asks_a_client(kid: Kid) -> bool:
    return isinstance(kid, Asked) and kid.of_client


def _plain(value: Any) -> Any:
    """A value that a key can hold."""
    if isinstance(value, dict):
        return tuple((name, _plain(each)) for name, each in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value
