"""Random changes between reads: by people through the API, by our own code through the models, and past both of them by
somebody else's connection to the file. What a change is refused for does not matter here."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import tenancy
from app.accounts.policy import Permission
from app.hubs.models import Hub, Job, Pillar
from app.kit import clock
from app.spokes.models import Feedback, QualityScore, Spoke
from app.vocabulary import ClientStatus, Role, SpokeStatus
from tests.graphql_schema.fuzz.apps import DIFFERENCES, Apps, Manner
from tests.graphql_schema.fuzz.data import Person
from tests.graphql_schema.fuzz.known import Client, Focus, Known
from tests.graphql_schema.fuzz.outside import Outside
from tests.graphql_schema.fuzz.queries import Request
from tests.graphql_schema.fuzz.values import Values

FEWEST_PEOPLE, FEWEST_CLIENTS = 12, 2
IN_A_CLIENT = [
    *("approveSpoke", "approveSpoke", "rejectSpoke", "editSpoke", "updateHub", "updateHub", "addPillar"),
    *("updatePillar", "reorderPillars"),
]
OF_THE_ACCOUNT = [
    *("updateClient", "assignUser", "unassignUser", "unassignUser", "updateUserRole", "updateUserRole"),
    *("createApiKey", "revokeApiKey", "removeUser", "createClient", "deleteClient"),
]
RIGHTS = {"approveSpoke": Permission.DECIDE, "rejectSpoke": Permission.DECIDE}


class Writes:
    def __init__(self, apps: Apps, known: Known, rng: random.Random) -> None:
        self.apps, self.known, self.rng = apps, known, rng
        self.values = Values(rng.randrange(2**32), made=10**9)
        self.outside = Outside(known, rng, self.values)
        self.focus: Focus

    async def one(self, focus: Focus) -> str:
        """Changes something, looks at what is there now, and says what it did."""
        self.focus = focus
        ways: list[Callable[[], Awaitable[str]]] = [self._by_person, self._by_model, self._outside]
        return await self.rng.choice(ways)()

    async def _outside(self) -> str:
        client_id, said = self.outside.one(self.focus)
        self.known.read(client_id)
        return f"outside: {said}"

    def _client(self, *kinds: str) -> Client:
        """One that has something of these kinds, of those that were asked of where that can be."""
        clients = [client for client in self.known.clients.values() if all(getattr(client, kind) for kind in kinds)]
        near = [client for client in self.focus.clients if client in clients]
        return self.rng.choice(near if near and self.rng.random() < 0.8 else clients)

    async def _by_model(self) -> str:
        client, v, one = self._client("hubs", "pillars", "spokes", "jobs"), self.values, self.rng.choice
        spoke, hub, pillar, job = one(client.spokes), one(client.hubs), one(client.pillars), one(client.jobs)
        changes: list[tuple[str, Callable[[], Awaitable[Any]]]] = [
            ("content", lambda: Spoke.filter(id=spoke).update(content=v.text(), updated_at=clock.now())),
            ("status", lambda: Spoke.filter(id=spoke).update(status=v.member(SpokeStatus), hub_id=one([None, hub]))),
            ("themes", lambda: Hub.filter(id=hub).update(themes=v.lines(), title=v.maybe(v.text))),
            ("keyPoints", lambda: Pillar.filter(id=pillar).update(key_points=v.lines())),
            ("percent", lambda: Job.filter(id=job).update(progress_percent=v.rng.randint(0, 100))),
            (
                "score",
                lambda: QualityScore.filter(spoke_id=spoke).update(rubric=v.rubric(), overall_pass=v.chance(0.5)),
            ),
            *[("everything", lambda: self._everything())] * 6,
            ("feedback", lambda: Feedback.filter(spoke_id=spoke).delete()),
        ]
        name, change = one(changes)
        async with tenancy.bind(client.id), tenancy.transaction():
            await change()
        self.known.read(client.id)
        return f"model: {name} in {client.id}"

    async def _everything(self) -> None:
        await Hub.all().update(title=self.values.text(), updated_at=clock.now())
        await Pillar.all().update(title=self.values.text(), angle=self.values.text())
        await Spoke.all().update(content=self.values.text(), is_mutated=self.values.chance(0.5))
        await Job.all().update(progress_percent=self.rng.randint(0, 100), current_phase=self.values.text())

    async def _by_person(self) -> str:
        if self.rng.random() < 0.6:
            return await self._in_client(self.rng.choice(IN_A_CLIENT))
        return await self._in_account(self.rng.choice(OF_THE_ACCOUNT))

    async def _in_client(self, name: str) -> str:
        client = self._client("hubs", "pillars", "spokes")
        right = RIGHTS.get(name, Permission.CREATE)
        people = [
            person
            for person in self.known.people
            if self.known.may(person, right) and client in self.known.visible(person)
        ]
        input = {"clientId": client.id, **self._about(name, client)}
        said = await self._told(self.rng.choice(people), name, input)
        self.known.read(client.id)
        return said

    def _about(self, name: str, client: Client) -> dict[str, Any]:
        v, one = self.values, self.rng.choice
        hub = one(client.hubs)
        if name.endswith("Spoke"):
            return {"spokeId": one(client.spokes), **({"content": v.text()} if name == "editSpoke" else {})}
        if name == "updatePillar":
            return {"pillarId": one(client.pillars), "title": "Wording " + v.text(), "keyPoints": v.lines()}
        if name == "reorderPillars":
            pillars = self.outside.pillars_of(client, hub)
            return {"hubId": hub, "pillarIds": self.rng.sample(pillars, len(pillars))}
        title = "Title " + v.text()
        if name == "addPillar":
            return {"hubId": hub, "title": title, "angle": "Angle " + v.text(), "keyPoints": v.lines()}
        return {"hubId": hub, "title": title, "themes": v.lines(), "claims": v.lines()}

    async def _in_account(self, name: str) -> str:
        """By an owner: there always is one in each account."""
        owners = [person for person in self.known.people if self.known.roles[person.id] is Role.OWNER]
        theirs = [owner for owner in owners if owner.account_id == self.focus.person.account_id]
        owner = self.rng.choice(theirs if self.rng.random() < 0.8 else owners)
        said = await self._told(owner, name, self._team(name, owner))
        self.known.read()
        return said

    def _team(self, name: str, owner: Person) -> dict[str, Any]:
        v, one = self.values, self.rng.choice
        clients = [client for client in self.known.clients.values() if client.account_id == owner.account_id]
        near = [client for client in self.focus.clients if client in clients]
        client = one(near or clients)
        colleagues = {person.id for person in self.known.people if person.account_id == owner.account_id} - {owner.id}
        asked = self.focus.person.id
        user = asked if asked in colleagues and self.rng.random() < 0.6 else one(sorted(colleagues))
        if name == "updateClient":
            return {"clientId": client.id, "name": v.text(2) + ".", "status": one(list(ClientStatus)).name}
        if name == "updateUserRole":
            return {"userId": user, "role": one(list(Role)).name}
        if name.endswith("ssignUser"):
            return {"clientId": client.id, "userId": user}
        if name == "createClient":
            return {"name": "Spare"}
        if name == "deleteClient":
            spare, rich = [of for of in clients if of.name == "Spare"], [of for of in clients if of.hubs]
            gone = client if len(rich) > FEWEST_CLIENTS else one(spare or clients)
            return {
                "clientId": gone.id,
                "confirmName": gone.name if len(rich) > FEWEST_CLIENTS or gone in spare else "",
            }
        if name == "removeUser":
            return {"userId": user if len(self.known.people) > FEWEST_PEOPLE else v.id()}
        return {"name": v.text(2)} if name == "createApiKey" else {"id": self.outside.some_key(owner)}

    async def _told(self, person: Person, name: str, given: dict[str, Any]) -> str:
        body = SIMPLE.get(name) or _with_input(name)
        request = Request(body, given if name in SIMPLE else {"input": given})
        app = self.rng.choice(list(DIFFERENCES))
        reply = await self.apps.ask(app, request, person.token, Manner())
        assert b"INTERNAL_ERROR" not in reply.body, (name, given, reply.body)
        return f"{app}: {name} {given}: {reply.body[:80]!r}"


def _with_input(name: str) -> str:
    type = name[0].upper() + name[1:]
    type = {"ApproveSpoke": "Spoke", "UnassignUser": "AssignUser"}.get(type, type)
    selection = {"deleteClient": "", "editSpoke": "{ editDistance }"}.get(name, "{ id }")
    return f"mutation($input: {type}Input!) {{ {name}(input: $input) {selection} }}"


SIMPLE = {
    "removeUser": "mutation($userId: ID!) { removeUser(userId: $userId) }",
    "createApiKey": "mutation($name: String!) { createApiKey(name: $name) { apiKey { id } } }",
    "revokeApiKey": "mutation($id: ID!) { revokeApiKey(id: $id) }",
}
