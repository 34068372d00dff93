"""A subscription lasts as long as its watcher may see: over a WebSocket and over an event stream, also while idle."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette

import tenancy
from app.hubs import jobs
from app.hubs.models import Job
from app.main import build_app
from app.progress import MemoryBus
from app.progress.events import SpokeEvaluated
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus, Role
from tests.api import Api
from tests.app.generation.following import create_hub
from tests.graphql_schema.content import Rows, rows_in
from tests.graphql_schema.sockets import Frame, by_event_stream, by_socket, greeted, hang_up, serving, until

JOB = "subscription($client: ID!, $job: ID!) { jobProgress(clientId: $client, jobId: $job) { status } }"
HUB = "subscription($hub: ID!) { hubProgress(hubId: $hub) { status } }"
EVENTS = "subscription($client: ID!) { clientEvents(clientId: $client) { ... on JobProgress { status } } }"
ME = "{ me { id } }"
SIGN_OUT = "mutation { signOut }"
KEY = 'mutation { createApiKey(name: "ci") { secret apiKey { id } } }'
ROLE = "mutation($input: UpdateUserRoleInput!) { updateUserRole(input: $input) { role } }"
GENERATE = "mutation($input: GenerateSpokesInput!) { generateSpokes(input: $input) { job { id } } }"
REVOKE = "mutation($id: ID!) { revokeApiKey(id: $id) }"
REMOVE = "mutation($id: ID!) { removeUser(userId: $id) }"
UNASSIGN = "mutation($input: AssignUserInput!) { unassignUser(input: $input) { id } }"
DELETE = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def port(app: Starlette) -> AsyncIterator[int]:
    async with serving(app) as port:
        yield port


@pytest.fixture
def bus(resources: Resources) -> MemoryBus:
    assert isinstance(resources.bus, MemoryBus)
    return resources.bus


@dataclass(frozen=True)
class Scene:
    """A job that waits and never moves: nothing happens in the client but what a test does."""

    owner: Api
    watcher: Api
    rows: Rows
    settings: Settings

    @property
    def client_id(self) -> str:
        return self.rows.client

    @property
    def variables(self) -> dict[str, str]:
        return {"client": self.client_id, "hub": self.rows.hub, "job": self.rows.job}

    def chosen(self, query: str) -> dict[str, str]:
        return {name: value for name, value in self.variables.items() if f"${name}" in query}

    def as_(self, watcher: Api) -> "Scene":
        return Scene(self.owner, watcher, self.rows, self.settings)


@pytest_asyncio.fixture(loop_scope="session")
async def scene(owner: Api, client_id: str, settings: Settings) -> Scene:
    rows = await waiting_rows(client_id, settings, owner)
    return Scene(owner, await owner.colleague(Role.CREATOR, (client_id,)), rows, settings)


async def waiting_rows(client_id: str, settings: Settings, owner: Api) -> Rows:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        await Job.filter(id=rows.job).update(status=JobStatus.QUEUED)
    account = (await owner.run("{ account { id } }"))["account"]["id"]
    with closing(sqlite3.connect(settings.data_dir / "global.db", timeout=10)) as raw, raw:
        registered = (rows.hub, account, client_id, "text", "ready", 1, 0)
        raw.execute(
            "INSERT INTO hub_registry (id, account_id, client_id, source_type, status, spoke_count, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            registered,
        )
    return rows


Loss = Callable[[Scene], Awaitable[Any]]


async def sign_out(scene: Scene) -> None:
    assert await scene.watcher.run(SIGN_OUT) == {"signOut": True}


async def remove(scene: Scene) -> None:
    await scene.owner.run(REMOVE, id=scene.watcher.user_id)


async def unassign(scene: Scene) -> None:
    await scene.owner.run(UNASSIGN, input={"clientId": scene.client_id, "userId": scene.watcher.user_id})


async def delete(scene: Scene) -> None:
    await scene.owner.run(DELETE, input={"clientId": scene.client_id, "confirmName": "Acme"})


async def expire(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.settings.data_dir / "global.db", timeout=10)) as raw, raw:
        raw.execute("UPDATE sessions SET expires_at = 1 WHERE user_id = ?", (scene.watcher.user_id,))
        assert raw.total_changes == 1


LOSSES = [
    pytest.param(sign_out, "UNAUTHENTICATED", id="signed-out"),
    pytest.param(remove, "UNAUTHENTICATED", id="removed"),
    pytest.param(expire, "UNAUTHENTICATED", id="expired"),
    pytest.param(unassign, "NOT_FOUND", id="unassigned"),
    pytest.param(delete, "NOT_FOUND", id="client-deleted"),
]
WAYS = [pytest.param(by_socket, id="websocket"), pytest.param(by_event_stream, id="event-stream")]
SUBSCRIPTIONS = (JOB, HUB, EVENTS)


async def rest(answers: AsyncIterator[Frame]) -> list[Frame]:
    return [answer async for answer in answers]


def codes(answer: Frame) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


async def assert_ends(port: int, way: Any, scene: Scene, lose: Loss, code: str) -> None:
    """All three subscriptions, each over a connection of its own."""
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(way(port, scene.watcher.token, query, **scene.chosen(query)))
            for query in SUBSCRIPTIONS
        ]
        for answers in streams:
            assert "QUEUED" in str(await anext(answers))
        await lose(scene)
        for answers in streams:
            *told, last = await rest(answers)
            assert codes(last) == [code]
            assert last.get("data") is None
            assert [answer for answer in told if "errors" in answer] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("lose", "code"), LOSSES)
async def test_idle_subscriptions_end_in_words_when_the_watcher_may_no_longer_see(
    port: int, bus: MemoryBus, scene: Scene, way: Any, lose: Loss, code: str
) -> None:
    await assert_ends(port, way, scene, lose, code)
    await until(lambda: bus.watchers == 0)


@pytest.mark.parametrize("way", WAYS)
async def test_an_idle_subscription_ends_in_words_when_its_api_key_is_revoked(
    api: Api, port: int, scene: Scene, way: Any
) -> None:
    key = (await scene.owner.run(KEY))["createApiKey"]

    async def revoke(scene: Scene) -> None:
        await scene.owner.run(REVOKE, id=key["apiKey"]["id"])

    await assert_ends(port, way, scene.as_(api.as_(key["secret"])), revoke, "UNAUTHENTICATED")


@pytest.mark.parametrize("way", WAYS)
async def test_a_busy_subscription_ends_in_the_same_words_when_its_client_is_deleted(
    port: int, bus: MemoryBus, scene: Scene, way: Any
) -> None:
    """What was told last may speak of pieces that can be read no more."""

    async def delete_after_an_event(scene: Scene) -> None:
        await delete(scene)
        bus.publish(scene.client_id, SpokeEvaluated(spoke_id=scene.rows.spoke, attempt_number=0))

    await assert_ends(port, way, scene, delete_after_an_event, "NOT_FOUND")


@pytest.mark.parametrize("way", WAYS)
async def test_a_job_is_followed_to_its_end_and_the_stream_is_complete(
    port: int, bus: MemoryBus, scene: Scene, way: Any
) -> None:
    _, job_id = await create_hub(scene.watcher, scene.client_id)
    async with way(port, scene.watcher.token, JOB, client=scene.client_id, job=job_id) as answers:
        told = [answer["data"]["jobProgress"]["status"] for answer in await rest(answers)]
    assert told == sorted(told, key=["QUEUED", "PROCESSING", "COMPLETE"].index)
    assert told.count("COMPLETE") == 1
    await until(lambda: bus.watchers == 0)


async def test_others_go_on_watching_when_one_watcher_is_removed(port: int, scene: Scene) -> None:
    async with (
        by_socket(port, scene.owner.token, EVENTS, client=scene.client_id) as owners,
        by_socket(port, scene.watcher.token, EVENTS, client=scene.client_id) as watchers,
    ):
        assert await anext(owners) == await anext(watchers)
        await remove(scene)
        assert codes((await rest(watchers))[-1]) == ["UNAUTHENTICATED"]
        async with tenancy.bind(scene.client_id), tenancy.transaction():
            await jobs.change(await jobs.get_job(scene.rows.job), status=JobStatus.FAILED, error_message="Enough.")
        assert (await anext(owners))["data"]["clientEvents"] == {"status": "FAILED"}


async def test_a_socket_serves_nothing_new_when_its_session_has_ended(port: int, scene: Scene) -> None:
    async with greeted(port, scene.watcher.token) as opened:
        await opened.subscribe("before", ME)
        assert await rest(opened.answers("before")) == [{"data": {"me": {"id": scene.watcher.user_id}}}]
        await sign_out(scene)
        for id, query in (("query", ME), ("subscription", EVENTS)):
            await opened.subscribe(id, query, **scene.chosen(query))
            [answer] = await rest(opened.answers(id))
            assert codes(answer) == ["UNAUTHENTICATED"]
            assert answer.get("data") is None


async def test_a_socket_goes_by_the_role_that_its_person_has_now(port: int, scene: Scene) -> None:
    async with greeted(port, scene.watcher.token) as opened:
        await scene.owner.run(ROLE, input={"userId": scene.watcher.user_id, "role": "VIEWER"})
        generate = {"clientId": scene.client_id, "hubId": scene.rows.hub}
        await opened.subscribe("1", GENERATE, input=generate)
        [answer] = await rest(opened.answers("1"))
        assert codes(answer) == ["FORBIDDEN"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_is_told_that_there_is_no_such_thing(
    api: Api, port: int, bus: MemoryBus, scene: Scene, way: Any
) -> None:
    for person in (await api.sign_up(), await scene.owner.colleague(Role.MANAGER)):
        for query in SUBSCRIPTIONS:
            async with way(port, person.token, query, **scene.chosen(query)) as answers:
                [answer] = await rest(answers)
            assert codes(answer) == ["NOT_FOUND"]
            assert answer.get("data") is None
    await until(lambda: bus.watchers == 0)


async def test_the_watch_is_freed_when_one_subscription_of_a_socket_is_given_up(
    port: int, bus: MemoryBus, scene: Scene
) -> None:
    async with greeted(port, scene.watcher.token) as opened:
        for id in ("1", "2"):
            await opened.subscribe(id, EVENTS, client=scene.client_id)
            assert (await opened.frame(id))["type"] == "next"
        assert bus.watchers == 2
        await opened.send(id="1", type="complete")
        await until(lambda: bus.watchers == 1)
        await opened.subscribe("1", ME)
        assert (await opened.frame("1"))["payload"] == {"data": {"me": {"id": scene.watcher.user_id}}}
        assert bus.watchers == 1
    await until(lambda: bus.watchers == 0)


async def test_the_watch_is_freed_when_a_socket_is_lost_without_a_word(port: int, bus: MemoryBus, scene: Scene) -> None:
    async with greeted(port, scene.watcher.token) as opened:
        await opened.subscribe("1", EVENTS, client=scene.client_id)
        await opened.frame("1")
        assert bus.watchers == 1
        await hang_up(opened.connection)
        await until(lambda: bus.watchers == 0)


async def test_the_watch_is_freed_when_an_event_stream_is_dropped(port: int, bus: MemoryBus, scene: Scene) -> None:
    for query in SUBSCRIPTIONS:
        async with by_event_stream(port, scene.watcher.token, query, **scene.chosen(query)) as answers:
            await anext(answers)
            assert bus.watchers == 1
        await until(lambda: bus.watchers == 0)


async def test_one_subscription_too_many_is_refused_in_words(
    port: int, bus: MemoryBus, scene: Scene, settings: Settings
) -> None:
    async with greeted(port, scene.watcher.token) as opened:
        for number in range(settings.max_subscriptions):
            await opened.subscribe(str(number), EVENTS, client=scene.client_id)
            await opened.frame(str(number))
        await opened.subscribe("more", EVENTS, client=scene.client_id)
        [answer] = await rest(opened.answers("more"))
        [error] = answer["errors"]
        assert error["message"] == "At most 50 operations run on one connection; complete one first."
        assert error["extensions"] == {"code": "CONFLICT", "state": "too_many_operations"}
        assert bus.watchers == settings.max_subscriptions
        await opened.send(id="0", type="complete")
        await until(lambda: bus.watchers == settings.max_subscriptions - 1)
        await opened.subscribe("more", EVENTS, client=scene.client_id)
        assert (await opened.frame("more"))["type"] == "next"
    await until(lambda: bus.watchers == 0)
