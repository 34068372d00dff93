"""What lies in the databases at this moment, read past the application: so that most questions are about what is there,
and asked by those who may. It says nothing of what an answer must be."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.accounts.policy import Permission, may
from app.vocabulary import Role
from tests.graphql_schema.fuzz.data import Data, Person

UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Client:
    id: str
    account_id: str
    name: str
    hubs: list[str] = field(default_factory=list)
    pillars: list[str] = field(default_factory=list)
    spokes: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    @property
    def every_id(self) -> set[str]:
        return {self.id, *self.hubs, *self.pillars, *self.spokes, *self.jobs}


@dataclass(frozen=True)
class Focus:
    """What was asked last: changes fall there most of the time, where an answer that is not new would be seen."""

    person: Person
    clients: list[Client]


class Known:
    """Read again after a change: `read(client_id)` for one client's rows, `read()` for all."""

    def __init__(self, data_dir: Path, data: Data) -> None:
        self.data_dir = data_dir
        self.made = data
        self.clients: dict[str, Client] = {}
        self.roles: dict[str, Role] = {}
        self.users: dict[str, str] = {}
        self.registry: dict[str, str] = {}
        self.assigned: set[tuple[str, str]] = set()
        self.read()

    def file(self, client_id: str | None) -> Path:
        """A client's database; the global one for None."""
        return self.data_dir / "clients" / f"{client_id}.db" if client_id else self.data_dir / "global.db"

    @contextmanager
    def opened(self, client_id: str | None) -> Iterator[sqlite3.Connection]:
        """A connection of its own, that of somebody outside the application."""
        with closing(sqlite3.connect(self.file(client_id), timeout=10)) as raw:
            yield raw

    def read(self, client_id: str | None = None) -> None:
        with self.opened(None) as raw:
            before, self.clients = self.clients, {}
            for id, account_id, name in raw.execute("SELECT id, account_id, name FROM clients ORDER BY id"):
                known = before.get(id)
                self.clients[id] = known if known and client_id not in (None, id) else Client(id, account_id, name)
            self.roles = {id: Role(role) for id, role in raw.execute("SELECT id, role FROM users ORDER BY id")}
            self.users = dict(raw.execute("SELECT id, account_id FROM users ORDER BY id"))
            self.registry = dict(raw.execute("SELECT id, client_id FROM hub_registry ORDER BY id"))
            self.assigned = set(raw.execute("SELECT user_id, client_id FROM client_members"))
        for client in self.clients.values():
            if client_id in (None, client.id) and self.file(client.id).exists():
                self._read_client(client)

    def _read_client(self, client: Client) -> None:
        tables = {"hubs": "hubs", "pillars": "pillars", "spokes": "spokes", "jobs": "generation_queue"}
        with self.opened(client.id) as raw:
            for name, table in tables.items():
                setattr(client, name, [row[0] for row in raw.execute(f"SELECT id FROM {table} ORDER BY id")])

    @property
    def people(self) -> list[Person]:
        """Those who have not been removed."""
        return [person for person in self.made.people if person.id in self.roles]

    def may(self, person: Person, permission: Permission) -> bool:
        return may(self.roles[person.id], permission)

    def visible(self, person: Person) -> list[Client]:
        sees_all = self.may(person, Permission.ALL_CLIENTS)
        return [
            client
            for client in self.clients.values()
            if client.account_id == person.account_id and (sees_all or (person.id, client.id) in self.assigned)
        ]

    def shown_wrongly(self, person: Person, text: str) -> set[str]:
        """Ids in an answer that are not for the person: of other accounts' people, of clients that are not theirs."""
        named = set(UUID.findall(text))
        seen = {client.id for client in self.visible(person)} if named else set()
        hidden = [client for client in self.clients.values() if client.id not in seen] if named else []
        strangers = {id for id in named if self.users.get(id, person.account_id) != person.account_id}
        return strangers | {id for client in hidden for id in named & client.every_id}

    def named_in(self, text: str) -> list[Client]:
        """The clients that a text speaks of, by their own ids or those of what lies in them."""
        named = set(UUID.findall(text))
        return [client for client in self.clients.values() if client.every_id & named]

    def every_id(self) -> list[str]:
        """Of anybody's things, of every kind."""
        of_clients = [id for client in self.clients.values() for id in sorted(client.every_id)]
        return [*self.users, *self.registry, *of_clients]
