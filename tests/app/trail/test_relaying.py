"""What people do in a client comes into their account's log once, without their words, whatever happens between."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.accounts.viewer import Viewer
from app.audit.models import AuditEntry, AuditPosition
from app.kit import clock
from app.resources import Resources
from app.settings import Settings
from app.trail.models import TrailEntry
from app.trail.relaying import keep_relaying, relay
from app.trail.service import Deed, note
from app.vocabulary import Role
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in

APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { id } }"
REJECT = "mutation($input: RejectSpokeInput!) { rejectSpoke(input: $input) { id } }"
DELETE = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"
LOG = """query($id: ID, $action: String, $actorId: ID, $subjectId: ID, $since: DateTime, $until: DateTime) {
  account { auditLog(
    clientId: $id, action: $action, actorId: $actorId, subjectId: $subjectId, since: $since, until: $until
  ) { totalCount nodes { id at action actorLabel subjectId detail actor { id } } } } }"""
TRAIL = """query($id: ID!, $spoke: ID) { client(id: $id) {
  auditTrail(subjectId: $spoke) { totalCount nodes { id action reason actorLabel actor { id } } } } }"""
WORDS = "Sounds like a brochure to me."


@pytest_asyncio.fixture(loop_scope="session")
async def rows(client_id: str) -> Rows:
    return await rows_in(client_id)


async def log_of(api: Api, **asked: Any) -> list[dict[str, Any]]:
    """Newest first."""
    log: list[dict[str, Any]] = (await api.run(LOG, **asked))["account"]["auditLog"]["nodes"]
    return log


async def done_in(client_id: str, owner: Api, *deeds: Deed) -> None:
    """As a service does it."""
    actor = await actor_of(owner)
    async with tenancy.bind(client_id):
        await tenancy.write(lambda tx: note(tx, actor, *deeds))


async def actor_of(owner: Api) -> Viewer:
    account_id = (await owner.run("{ account { id } }"))["account"]["id"]
    return Viewer(owner.user_id, account_id, Role.OWNER, owner.email, "session")


def deeds(count: int) -> list[Deed]:
    return [Deed("spoke.approved", f"spoke-{number}") for number in range(count)]


async def test_a_decision_is_in_the_log_at_once_and_its_words_in_the_trail_alone(
    owner: Api, rows: Rows, settings: Settings
) -> None:
    ids = {"clientId": rows.client, "spokeId": rows.spoke}
    kept = [await log_of(owner, id=rows.client) for _ in range(2)]
    await owner.run(APPROVE, input=ids)
    approved = await log_of(owner, id=rows.client)
    await owner.run(REJECT, input={**ids, "reason": WORDS})

    told = await log_of(owner, id=rows.client)
    trail = (await owner.run(TRAIL, id=rows.client, spoke=rows.spoke))["client"]["auditTrail"]

    assert [entry["action"] for entry in kept[0]] == [entry["action"] for entry in kept[1]] == ["client.created"]
    assert approved == told[1:]
    assert [(entry["action"], entry["subjectId"], entry["actor"]) for entry in told[:2]] == [
        ("spoke.rejected", rows.spoke, {"id": owner.user_id}),
        ("spoke.approved", rows.spoke, {"id": owner.user_id}),
    ]
    assert [entry["reason"] for entry in trail["nodes"]] == [WORDS, None]
    assert [entry["id"] for entry in trail["nodes"]] == [entry["id"] for entry in told[:2]]
    assert {entry["actorLabel"] for entry in trail["nodes"]} == {owner.email}
    files = [path for path in settings.data_dir.iterdir() if path.name.startswith("global.db")]
    assert files
    assert not any(WORDS.encode() in path.read_bytes() for path in files)


async def test_the_log_is_narrowed_by_what_was_done_by_whom_to_what_and_when(owner: Api, rows: Rows) -> None:
    await done_in(rows.client, owner, Deed("hub.created", rows.hub), Deed("spoke.approved", rows.spoke))
    approved, created = (await log_of(owner, id=rows.client))[:2]

    async def ids(**asked: Any) -> list[str]:
        return [entry["id"] for entry in await log_of(owner, **asked)]

    assert await ids(action="spoke.approved") == await ids(subjectId=rows.spoke) == [approved["id"]]
    assert await ids(action="hub.created", actorId=owner.user_id) == [created["id"]]
    assert await ids(action="hub.created", actorId=rows.hub) == []
    assert await ids(id=rows.client, until=created["at"]) == [
        entry["id"] for entry in await log_of(owner, id=rows.client) if entry["at"] < created["at"]
    ]
    assert set(await ids(id=rows.client, since=created["at"])) >= {created["id"], approved["id"]}


@pytest.mark.parametrize("role", [Role.CREATOR, Role.VIEWER], ids=str)
async def test_the_words_are_for_those_who_direct(owner: Api, rows: Rows, role: Role) -> None:
    person = await owner.colleague(role, (rows.client,))

    assert (await person.execute(TRAIL, id=rows.client)).code == "FORBIDDEN"


async def test_whatever_was_carried_already_stands_there_once(owner: Api, client_id: str) -> None:
    await done_in(client_id, owner, *deeds(1_203))
    assert await relay(client_id) == 1_203
    assert await relay(client_id) == 0

    await AuditPosition.filter(client_id=client_id).delete()  # as in a log from a backup
    assert await relay(client_id) == 0
    await AuditPosition.filter(client_id=client_id).update(number=5_000)  # as before a client's backup was restored
    await done_in(client_id, owner, Deed("spoke.rejected"))
    assert await relay(client_id) == 1

    assert await AuditEntry.filter(client_id=client_id, action="spoke.approved").count() == 1_203
    carried = await AuditEntry.filter(client_id=client_id).order_by("id")
    assert [entry.subject_id for entry in carried[1:-1]] == [f"spoke-{number}" for number in range(1_203)]


async def test_what_a_killed_process_left_is_carried_by_the_next_and_nobody_waits_for_a_broken_client(
    owner: Api, resources: Resources, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = sorted([await owner.create_client("One"), await owner.create_client("Other")])
    for client_id in (broken, whole):
        await done_in(client_id, owner, Deed("hub.created"))
        await tenancy.installed().registry._start_closing(tenancy.installed().registry._open[client_id])
        resources.trails.taken_up(client_id)
    assert await log_of(owner, action="hub.created") == []
    file = settings.clients_dir / f"{broken}.db"
    file.rename(file.with_suffix(".away"))
    file.write_bytes(b"no database at all " * 500)

    keeping = asyncio.create_task(keep_relaying(settle_s=0, retry_s=0, between_s=0))
    async with asyncio.timeout(30):
        while not await AuditEntry.filter(client_id=whole, action="hub.created").exists():
            pass
        assert [entry["action"] for entry in await log_of(owner, id=broken)] == ["client.created"]
        file.with_suffix(".away").rename(file)
        while not await AuditEntry.filter(client_id=broken, action="hub.created").exists():
            pass
    keeping.cancel()

    assert f"the trail of client {broken} cannot be read" in caplog.text
    assert len(await log_of(owner, action="hub.created")) == 2


async def test_what_is_done_until_the_last_moment_outlives_the_client(owner: Api, client_id: str) -> None:
    await done_in(client_id, owner, Deed("hub.created"))
    nobody, actor = copy_context(), await actor_of(owner)
    async with tenancy.bind(client_id):
        delete = owner.run(DELETE, input={"clientId": client_id, "confirmName": "Acme"})
        deleting = asyncio.create_task(delete, context=nobody)
        while not await AuditEntry.filter(client_id=client_id, action="client.deleted").exists():
            pass
        await tenancy.write(lambda tx: note(tx, actor, Deed("spoke.approved")))
    assert await deleting == {"deleteClient": True}

    log = [entry["action"] for entry in await log_of(owner, id=client_id)]
    assert log == ["spoke.approved", "client.deleted", "hub.created", "client.created"]
    assert not await AuditPosition.filter(client_id=client_id).exists()


async def test_words_in_a_detail_stay_behind_and_are_told_to_the_server(
    owner: Api, client_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    detail = {
        "gate": "g_compliance",
        "score": 91.5,
        "note": WORDS,
        "ids": [client_id, "n/a"],
        "lines": ["one", WORDS],
        "deep": {"a": {"b": {"c": {"d": 1}}}},
        WORDS: 1,
        "none": None,
    }
    with caplog.at_level(logging.ERROR):
        await done_in(client_id, owner, Deed("spoke.edited", detail=detail))
        [entry] = await log_of(owner, action="spoke.edited")

    assert entry["detail"] == {"gate": "g_compliance", "score": 91.5, "ids": [client_id, "n/a"], "none": None}
    assert [record.args[1] for record in caplog.records if isinstance(record.args, tuple)] == [  # the keys alone
        "note",
        "lines",
        "deep",
        WORDS,
    ]


async def test_a_clients_trail_is_never_changed_nor_taken_away(client_id: str, settings: Settings) -> None:
    async with tenancy.bind(client_id):
        at = clock.now() - timedelta(days=9_000)
        kept = await TrailEntry.create(account_id="a", at=at, actor_label="Anna", action="hub.created", reason="So.")
    columns, values = "(id, number, account_id, at, actor_label, action)", "'x', 0, 'Eve', 'x'"
    attempts: dict[str, Any] = {
        "UPDATE audit_trail SET reason = NULL": (),
        "DELETE FROM audit_trail": (),
        f"REPLACE INTO audit_trail {columns} VALUES (?, 9, {values})": (kept.id,),
        f"REPLACE INTO audit_trail {columns} VALUES ('other', ?, {values})": (kept.number,),
    }

    with closing(sqlite3.connect(settings.clients_dir / f"{client_id}.db", isolation_level=None)) as connection:
        for sql, given in attempts.items():
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                connection.execute(sql, given)
        rows = connection.execute("SELECT id, number, actor_label, reason FROM audit_trail").fetchall()

    assert rows == [(kept.id, kept.number, "Anna", "So.")]
