"""An answer shows one moment of a client, and none that was over when the question came: while a connection of somebody
else and our own code write as fast as they can, each commit putting one number into everything that is asked for."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import tenancy
from app.hubs.models import Hub, Pillar
from app.main import opened
from app.spokes.models import Spoke
from app.vocabulary import Role
from tests.fixtures.app import settings_in
from tests.graphql_schema.fuzz.apps import Apps, Manner, applications
from tests.graphql_schema.fuzz.data import Data, fill
from tests.graphql_schema.fuzz.known import Client, Known
from tests.graphql_schema.fuzz.queries import Request

COMMITS = 60
READ = """query($id: ID!) { client(id: $id) {
  hubs(first: 200) { nodes { title pillars { title } spokes { content } } }
  spokes(first: 5) { nodes { content pillar { title } hub { title spokes { content } } } }
} }"""


class Writer:
    """`begun` and `done` are the numbers of the last commit that was begun, and of the last that was made."""

    def __init__(self, path: Path, client_id: str) -> None:
        self.path, self.client_id = path, client_id
        self.begun = self.done = 0

    async def write(self) -> None:
        await self._inside()
        for number in range(COMMITS):
            await (asyncio.to_thread(self._outside) if number % 2 else self._inside())
            await asyncio.sleep(0)

    async def _inside(self) -> None:
        self.begun += 1
        async with tenancy.bind(self.client_id), tenancy.transaction():
            await Hub.all().update(title=f"no. {self.begun};")
            await Pillar.all().update(title=f"no. {self.begun};")
            await Spoke.all().update(content=f"no. {self.begun};")
        self.done = self.begun

    def _outside(self) -> None:
        self.begun += 1
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            for column in ("hubs SET title", "pillars SET title", "spokes SET content"):
                raw.execute(f"UPDATE {column} = ?", (f"no. {self.begun};",))
            raw.execute("COMMIT")
        self.done = self.begun


async def read(apps: Apps, name: str, writer: Writer, token: str, writing: "asyncio.Task[None]") -> int:
    """Asks until nothing is written any more; returns how often."""
    answers = 0
    while not writing.done():
        done = writer.done
        reply = await apps.ask(name, Request(READ, {"id": writer.client_id}), token, Manner())
        shown = {int(number) for number in re.findall(rb"no\. (\d+);", reply.body)}
        assert len(shown) == 1, (name, sorted(shown))
        assert done <= shown.pop() <= writer.begun, name
        answers += 1
        await asyncio.sleep(0)
    return answers


def richest(known: Known, data: Data) -> tuple[Client, str]:
    """A client with content, and the token of the owner of its account."""
    client = max(known.clients.values(), key=lambda client: len(client.pillars))
    owners = [person for person in data.people if known.roles[person.id] is Role.OWNER]
    return client, next(owner.token for owner in owners if owner.account_id == client.account_id)


@pytest.mark.parametrize("name", ["planned", "cached"])
async def test_an_answer_shows_one_moment_that_is_not_over(tmp_path: Path, name: str) -> None:
    settings = settings_in(tmp_path)
    async with opened(settings), applications(settings) as apps:
        data = await fill(3)
        known = Known(settings.data_dir, data)
        client, token = richest(known, data)
        writer = Writer(known.file(client.id), client.id)
        await writer._inside()
        writing = asyncio.create_task(writer.write())
        answers = await asyncio.gather(*(read(apps, name, writer, token, writing) for _ in range(3)))
        await writing

    assert sum(answers) > 10
