"""Bind, nest, write, roll back, evict and carry instances across, in any order that Hypothesis thinks of.

A plain dictionary a client says what must be there after each step.
"""

import asyncio
import copy
import tempfile
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import tenancy as t
from tests.tenancy.conftest import SAMPLE
from tests.tenancy.sample import Shelf

T = TypeVar("T")
CLIENTS = st.integers(0, 2)


class Roll(Exception):
    """Thrown into a transaction to take it back."""


class Clients(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # One runner keeps one context, so what a rule binds is bound in the next.
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.rows: list[dict[str, str]] = [{}, {}, {}]
        self.stack: list[tuple[Any, int, dict[str, str] | None]] = []
        self.instances: list[tuple[int, Shelf]] = []
        self.ids = self.run(self.open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(asyncio.wait_for(work, 10))

    async def open(self) -> list[str]:
        root = Path(self.folder.name)
        self.tenancy = await t.Tenancy.open(f"sqlite://{root}/global.db", root / "clients", **SAMPLE, max_open=1)
        ids = [str(uuid.uuid4()) for _ in range(3)]
        for client_id in ids:
            await t.provision(client_id)
        return ids

    def teardown(self) -> None:
        while self.stack:
            self.leave(keep=True)
        self.run(self.tenancy.close())
        self.runner.close()
        self.folder.cleanup()

    @property
    def bound(self) -> int | None:
        return self.stack[-1][1] if self.stack else None

    def expect(self, work: Coroutine[Any, Any, Any], owner: int | None) -> bool:
        """Run it; it must be refused unless the owner is bound. Without an owner it is at home everywhere."""
        if self.bound is None:
            with pytest.raises(t.ClientNotBound):
                self.run(work)
        elif owner is not None and owner != self.bound:
            with pytest.raises(t.CrossClientAccess):
                self.run(work)
        else:
            self.run(work)
            return True
        return False

    def enter(self, make: Callable[[], Any]) -> Any:
        async def work() -> Any:
            block = make()
            await block.__aenter__()
            return block

        # Not by way of `run`: a task of its own would take the binding with it.
        return self.runner.run(work())

    @precondition(lambda self: len(self.stack) < 5)
    @rule(client=CLIENTS)
    def bind(self, client: int) -> None:
        block = self.enter(lambda: t.bind(self.ids[client]))
        self.stack.append((block, client, None))

    @precondition(lambda self: self.stack and len(self.stack) < 5)
    @rule()
    def begin(self) -> None:
        block = self.enter(t.transaction)
        client = self.stack[-1][1]
        self.stack.append((block, client, copy.copy(self.rows[client])))

    @precondition(lambda self: self.stack)
    @rule(keep=st.booleans())
    def leave(self, keep: bool) -> None:
        block, client, before = self.stack.pop()

        async def end() -> None:
            await block.__aexit__(*((None, None, None) if keep else (Roll, Roll(), None)))

        self.runner.run(end())
        if before is not None and not keep:
            self.rows[client] = before

    @rule(title=st.text("ab", max_size=2))
    def create(self, title: str) -> None:
        id = str(uuid.uuid4())

        async def work() -> None:
            shelf = await Shelf.create(id=id, title=title)
            self.instances.append((self.stack[-1][1], shelf))

        if self.expect(work(), None):
            self.rows[self.stack[-1][1]][id] = title

    @precondition(lambda self: self.instances)
    @rule(data=st.data(), title=st.text("cd", max_size=2), how=st.sampled_from(["save", "bulk", "refresh", "child"]))
    def use_instance(self, data: st.DataObject, title: str, how: str) -> None:
        owner, shelf = data.draw(st.sampled_from(self.instances))
        there = shelf.id in self.rows[owner]
        if how in ("refresh", "child") and owner == self.bound and not there:
            return

        async def work() -> None:
            if how == "save":
                shelf.title = title
                await shelf.save()
            elif how == "bulk":
                shelf.title = title
                await Shelf.bulk_update([shelf], ["title"])
            elif how == "refresh":
                await shelf.refresh_from_db()
            else:
                await shelf.books.create(title=title)

        if self.expect(work(), owner) and how in ("save", "bulk") and there:
            self.rows[owner][shelf.id] = title

    @precondition(lambda self: self.instances)
    @rule(data=st.data())
    def delete_instance(self, data: st.DataObject) -> None:
        owner, shelf = data.draw(st.sampled_from(self.instances))

        async def work() -> None:
            await shelf.delete()

        if self.expect(work(), owner):
            self.rows[owner].pop(shelf.id, None)

    @rule(title=st.text("ef", max_size=2))
    def update_all(self, title: str) -> None:
        async def work() -> None:
            await Shelf.all().update(title=title)

        if self.expect(work(), None):
            client = self.stack[-1][1]
            self.rows[client] = dict.fromkeys(self.rows[client], title)

    @rule()
    def evict(self) -> None:
        async def touch(client_id: str) -> None:
            async with t.bind(client_id):
                pass

        for client_id in self.ids:
            self.run(touch(client_id))

    @invariant()
    def what_is_bound_is_what_is_seen(self) -> None:
        async def work() -> dict[str, str]:
            return {shelf.id: shelf.title for shelf in await Shelf.all()}

        if self.bound is None:
            self.expect(work(), None)
        else:
            assert self.run(work()) == self.rows[self.bound]
            assert self.tenancy.pinned == len({client for _, client, _ in self.stack})


Clients.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrder = Clients.TestCase
