"""One run of the comparison: random requests, each asked of all applications, with changes between. All must agree."""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from tests.graphql_schema.fuzz.apps import ORDINARY, Apps, Manner, Reply, cursors_in, manner_of, reads
from tests.graphql_schema.fuzz.data import Person
from tests.graphql_schema.fuzz.known import Focus
from tests.graphql_schema.fuzz.queries import UNKNOWN, Queries, Request
from tests.graphql_schema.fuzz.shrink import lessened, shrunk
from tests.graphql_schema.fuzz.writes import Writes

KEEPING = ("cached", "evicting")
REMEMBERED = 25
SHOWN = 160
WITHIN_S = 60


class Different(AssertionError):
    pass


@dataclass(frozen=True)
class Asked:
    request: Request
    person: Person
    manner: Manner

    @property
    def others(self) -> tuple[str, str]:
        """Who is asked beside the ordinary way: always the same two for a text, each of which must examine it once."""
        return ("cached", ("planned", "evicting")[len(self.request.query) % 2])

    @property
    def key(self) -> str:
        return f"{self.person} {self.manner} {_sent(self.request)}"


@dataclass
class Trial:
    """`counted` is how those that plan have read what had no errors; `hits` how the one that caches, again."""

    seed: int
    apps: Apps
    queries: Queries
    writes: Writes
    rng: random.Random
    counted: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    history: list[Asked] = field(default_factory=list)
    tags: dict[tuple[str, str], tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    last_change: str = "none"
    number: int = 0

    async def run(self, cases: int) -> None:
        for self.number in range(cases):
            await self.case()

    async def case(self) -> None:
        """A request; others that are like it; then a change, after which it is asked again."""
        asked = self._new()
        first = await self._agree(asked)
        await self._again(asked, first)
        self.history = [*self.history[1 - REMEMBERED :], asked]
        if self.rng.random() < 0.8:
            await self._agree(replace(asked, person=self._another(asked.person)))
        if asked.request.declared and self.rng.random() < 0.4:
            await self._agree(replace(asked, request=self.queries.varied(asked.request)))
        if self.rng.random() < 0.25:
            await self._agree(replace(asked, request=lessened(asked.request, self.rng.randrange(12))))
        if self.rng.random() < 0.5:
            await self._change(asked, first)

    async def _change(self, asked: Asked, first: Reply) -> None:
        known = self.queries.known
        named = known.named_in(json.dumps(asked.request.body) + first.body.decode())
        seen = known.visible(asked.person) if asked.person in known.people else []
        self.last_change = await self.writes.one(Focus(asked.person, named or seen))
        await self._changed(asked)
        if self.rng.random() < 0.5:
            await self._changed(self.rng.choice(self.history))

    async def _changed(self, asked: Asked) -> None:
        """Asks again after a change, and by the tags that were given out before it."""
        expected = await self._agree(asked)
        for name in KEEPING:
            etag, told = self.tags.get((name, asked.key), (None, None))
            if etag is None:
                continue
            reply = await self.apps.ask(name, asked.request, asked.person.token, asked.manner, etag)
            if reply.status == 304 and told != expected.told():
                raise Different(self._told(asked, f"{name} says that nothing has changed"))

    def _another(self, person: Person) -> Person:
        """Mostly somebody who is near enough for an answer to be mistaken for theirs."""
        known = self.queries.known
        of_account = [other for other in known.people if other.account_id == person.account_id]
        role = known.roles.get(person.id)
        of_role = [other for other in of_account if other.id != person.id and known.roles[other.id] is role]
        return self.rng.choice(self.rng.choice([*[of_role or of_account] * 3, of_account, known.people]))

    def _new(self) -> Asked:
        people = self.queries.known.people
        if self.history and self.rng.random() < 0.3:
            old = self.rng.choice(self.history)
            person = old.person if old.person in people and self.rng.random() < 0.8 else self.rng.choice(people)
            return Asked(self.queries.varied(old.request), person, old.manner)
        person = self.rng.choice(people)
        request = self.queries.request(person)
        return Asked(request, person, Manner() if request.operation in UNKNOWN else manner_of(self.rng))

    async def _agree(self, asked: Asked) -> Reply:
        """Asks several, one after another in any order, or all at once. Gives the answer of the ordinary way."""
        if asked.person.id not in self.queries.known.roles and asked.manner.way == "SOCKET":
            asked = replace(asked, manner=Manner())  # who has left may have a socket open to one and not to another
        names = [ORDINARY, *asked.others]
        self.rng.shuffle(names)
        if self.rng.random() < 0.1:
            replies = dict(zip(names, await asyncio.gather(*(self._ask(name, asked) for name in names)), strict=True))
        else:
            replies = {name: await self._counted(name, asked) for name in names}
        expected = replies.pop(ORDINARY)
        assert b"INTERNAL_ERROR" not in expected.body, self._told(asked, expected.body.decode())
        self.answers["errors" if expected.has_errors else "data"] += 1
        if not expected.has_errors and asked.person.id in self.queries.known.roles:
            leaked = self.queries.known.shown_wrongly(asked.person, expected.body.decode())
            assert not leaked, self._told(asked, f"shows {leaked}")
        self.queries.cursors.extend(cursors_in(expected.body))
        for name, reply in replies.items():
            await self._compare(name, asked, expected, reply)
        return expected

    async def _again(self, asked: Asked, expected: Reply) -> None:
        """Once more, where the answer may be kept now; and by its tag, where it has one."""
        for name in (name for name in asked.others if name in KEEPING):
            before = reads()
            reply = await self._ask(name, asked)
            if name == "cached" and not expected.has_errors:
                self.hits.update(reads() - before)
            await self._compare(name, asked, expected, reply)
            if reply.etag is not None:
                self.tags[name, asked.key] = (reply.etag, reply.told())

    async def _ask(self, name: str, asked: Asked) -> Reply:
        try:
            async with asyncio.timeout(WITHIN_S):
                return await self.apps.ask(name, asked.request, asked.person.token, asked.manner)
        except TimeoutError:
            raise Different(self._told(asked, f"{name} gives no answer")) from None

    async def _counted(self, name: str, asked: Asked) -> Reply:
        before = reads()
        reply = await self._ask(name, asked)
        if name != ORDINARY and not reply.has_errors:
            self.counted.update(reads() - before)
        return reply

    async def _compare(self, name: str, asked: Asked, expected: Reply, reply: Reply) -> None:
        if expected.told() == reply.told() or expected.refuses_as(reply):
            return
        differs = partial(self._differs, name, asked)
        less = replace(asked, request=await shrunk(asked.request, differs))
        smaller = ""
        if less != asked:
            replies = [await self._ask(of, less) for of in (ORDINARY, name)]
            smaller = f"\nsmaller: {_sent(less.request)}\n{_difference(*replies)}"
        raise Different(self._told(asked, f"{name} differs\n{_difference(expected, reply)}{smaller}"))

    def _told(self, asked: Asked, what: str) -> str:
        role = self.queries.known.roles.get(asked.person.id)
        return (
            f"seed {self.seed}, case {self.number}: {what}\nafter: {self.last_change}\n"
            f"who: {asked.person} {role}, {asked.manner}\nrequest: {_sent(asked.request)}"
        )

    async def _differs(self, name: str, asked: Asked, request: Request) -> bool:
        asked = replace(asked, request=request)
        expected = await self._ask(ORDINARY, asked)
        return not expected.has_errors and (await self._ask(name, asked)).told() != expected.told()


def _sent(request: Request) -> str:
    return json.dumps(request.body, ensure_ascii=False)


def _difference(expected: Reply, reply: Reply) -> str:
    """Where the two begin to differ."""
    if (expected.status, expected.content_type) != (reply.status, reply.content_type):
        return f"{expected}\n{reply}"
    ours, theirs = expected.body, reply.body
    pairs = zip(ours, theirs, strict=False)
    at = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs)))
    start = max(0, at - SHOWN // 2)
    return "\n".join(f"byte {at}: ...{body[start : at + SHOWN].decode(errors='replace')}" for body in (ours, theirs))
