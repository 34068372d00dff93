"""Hubs: what is taken in, what is refused, and what is written where."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.hubs.models import Job
from app.settings import Settings
from tests.api import Api
from tests.graphql_schema.content import CREATE_HUB, finished_hub, followed, rows_in
from tests.graphql_schema.test_accounts import fields

MARKER = "marmalade-sundial"
HUB = """query($id: ID!) { hub(id: $id) {
  id clientId registryId title sourceType sourceContent sourceUrl themes claims status killedAt killReason
  spokeCount pendingCount job { id hubId status currentPhase progressPercent errorMessage workflowId }
  pillars { id hubId title angle keyPoints orderIndex status spokes { id } }
  spokes { id hubId pillarId platform status content }
} }"""
REGISTRY = """{ account { usage { hubsCreated }
  hubRegistry { nodes { id clientId sourceType status spokeCount completedAt } totalCount }
  usageEvents { nodes { clientId eventType quantity } }
} }"""
STORED = "query($id: ID!, $hub: ID!) { client(id: $id) { hub(id: $hub) { title themes claims } } }"
UPDATE = "mutation($input: UpdateHubInput!) { updateHub(input: $input) { title themes claims } }"


def state(settings: Settings, client_id: str) -> tuple[int, int, set[Path]]:
    """Of the client alone: jobs of earlier tests may still be at work."""
    files = {path for path in (settings.data_dir / "objects").rglob("*") if path.is_file()}
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw:
        registered, used = (
            raw.execute(f"SELECT count(*) FROM {table} WHERE client_id = ?", (client_id,)).fetchone()[0]
            for table in ("hub_registry", "usage_events")
        )
    return registered, used, {path for path in files if client_id in str(path)}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({}, "input"),
        ({"text": "Bread.", "url": "https://example.com/"}, "input"),
        ({"url": "https://example.com/"}, "input.url"),
        ({"sourceType": "PDF", "url": "https://example.com/"}, "input.url"),
        ({"sourceType": "PDF", "text": "Bread."}, "input.file"),
        ({"sourceType": "URL", "text": "Bread."}, "input.url"),
        ({"sourceType": "URL", "url": ""}, "input.url"),
        ({"sourceType": "URL", "url": "example"}, "input.url"),
        ({"sourceType": "URL", "url": "file:///etc/passwd"}, "input.url"),
        ({"sourceType": "URL", "url": "http://[::1"}, "input.url"),
        ({"sourceType": "URL", "url": f"https://example.com/{'x' * 2048}"}, "input.url"),
        ({"text": ""}, "input.text"),
        ({"text": " \n\t "}, "input.text"),
        ({"text": "x" * 2_000_001}, "input.text"),
        ({"text": "Bread.", "platforms": []}, "input.platforms"),
        ({"text": "Bread.", "title": " "}, "input.title"),
        ({"text": "Bread.", "title": "x" * 301}, "input.title"),
        ({"file": "a string"}, "input.file"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_a_source_is_refused_when_it_breaks_a_rule(
    owner: Api, client_id: str, settings: Settings, source: dict[str, Any], path: str
) -> None:
    before = state(settings, client_id)
    answer = await owner.execute(CREATE_HUB, input={"clientId": client_id, "sourceType": "TEXT", **source})

    if source.get("file"):  # a file that is no upload is refused by the type
        assert answer.code == "VALIDATION_ERROR"
    else:
        assert fields(answer) == [path]
    assert state(settings, client_id) == before
    hubs = (await owner.run(f'{{ client(id: "{client_id}") {{ hubs {{ totalCount }} }} }}'))["client"]["hubs"]
    assert hubs == {"totalCount": 0}


async def test_too_long_a_text_is_told_with_both_numbers(owner: Api, client_id: str) -> None:
    text = "x" * 2_000_001
    answer = await owner.execute(CREATE_HUB, input={"clientId": client_id, "sourceType": "TEXT", "text": text})

    assert "2,000,000" in answer.error["message"]
    assert "2,000,001" in answer.error["message"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def agency(api: Api) -> tuple[Api, str, str, str]:
    """An owner with a client and one hub that was read and written about: owner, client, hub, job."""
    owner = await api.sign_up()
    client_id = await owner.create_client()
    hub_id, job_id = await finished_hub(owner, client_id)
    return owner, client_id, hub_id, job_id


Agency = tuple[Api, str, str, str]


async def planned(client_id: str, job_id: str) -> int:
    """How many spokes the job promised: a short source does not give 25."""
    async with tenancy.bind(client_id):
        return (await Job.get(id=job_id)).spokes_total


async def test_a_hub_that_is_read_shows_source_angles_and_pieces(agency: Agency) -> None:
    owner, client_id, hub_id, job_id = agency
    hub = (await owner.run(HUB, id=hub_id))["hub"]

    assert (hub["id"], hub["registryId"], hub["clientId"]) == (hub_id, hub_id, client_id)
    assert (hub["status"], hub["sourceType"], hub["sourceUrl"]) == ("READY", "TEXT", None)
    assert (hub["killedAt"], hub["killReason"]) == (None, None)
    assert MARKER in hub["sourceContent"]
    assert hub["title"]
    assert hub["themes"]
    job = hub["job"]
    assert (job["id"], job["hubId"], job["status"], job["progressPercent"]) == (job_id, hub_id, "COMPLETE", 100)
    assert (job["errorMessage"], job["workflowId"]) == (None, f"{job_id}.1")
    assert [pillar["orderIndex"] for pillar in hub["pillars"]] == list(range(len(hub["pillars"])))
    assert {(pillar["hubId"], pillar["status"]) for pillar in hub["pillars"]} == {(hub_id, "ACTIVE")}
    assert all(pillar["angle"] and pillar["title"] for pillar in hub["pillars"])
    assert len(hub["spokes"]) == hub["spokeCount"] == await planned(client_id, job_id) > 0
    assert hub["pendingCount"] == sum(spoke["status"] == "PENDING" for spoke in hub["spokes"])
    below = {(pillar["id"], spoke["id"]) for pillar in hub["pillars"] for spoke in pillar["spokes"]}
    assert below == {(spoke["pillarId"], spoke["id"]) for spoke in hub["spokes"]}


async def test_a_hub_is_counted_in_the_registry_and_the_usage(agency: Agency) -> None:
    owner, client_id, hub_id, job_id = agency
    account = (await owner.run(REGISTRY))["account"]
    spokes = await planned(client_id, job_id)

    [entry] = account["hubRegistry"]["nodes"]
    assert entry.pop("completedAt") is not None
    assert entry == {
        "id": hub_id,
        "clientId": client_id,
        "sourceType": "TEXT",
        "status": "READY",
        "spokeCount": spokes,
    }
    events = {event["eventType"]: event for event in account["usageEvents"]["nodes"]}
    assert events["HUB_CREATED"] == {"clientId": client_id, "eventType": "HUB_CREATED", "quantity": 1}
    assert events["SPOKE_GENERATED"]["quantity"] == spokes
    assert account["usage"] == {"hubsCreated": 1}


async def test_no_content_of_a_client_is_outside_its_own_database(agency: Agency, settings: Settings) -> None:
    owner, client_id, hub_id, _ = agency
    hub = (await owner.run(HUB, id=hub_id))["hub"]
    texts = [MARKER, hub["title"], *(pillar["angle"] for pillar in hub["pillars"])]
    texts += [spoke["content"].splitlines()[0] for spoke in hub["spokes"]]

    shared = [path for path in settings.data_dir.iterdir() if path.is_file()]
    assert {"global.db", "workflows.db"} <= {path.name for path in shared}
    stored = b"".join(path.read_bytes() for path in shared)
    assert [text for text in texts if text.encode() in stored] == []
    own = b"".join(path.read_bytes() for path in settings.clients_dir.glob(f"{client_id}.db*"))
    assert MARKER.encode() in own


async def test_pieces_of_a_hub_are_narrowed_by_platform_and_status(agency: Agency) -> None:
    owner, _, hub_id, _ = agency
    query = """query($id: ID!, $platform: Platform, $status: SpokeStatus) { hub(id: $id) {
      spokes(platform: $platform, status: $status) { id platform status }
      pillars(status: ACTIVE) { spokes(platform: $platform, status: $status) { id } }
      none: pillars(status: KILLED) { id }
    } }"""
    everything = (await owner.run(query, id=hub_id))["hub"]["spokes"]
    for platform in {spoke["platform"] for spoke in everything}:
        found = (await owner.run(query, id=hub_id, platform=platform, status="PENDING"))["hub"]
        wanted = [spoke for spoke in everything if (spoke["platform"], spoke["status"]) == (platform, "PENDING")]
        assert found["spokes"] == wanted
        below = {spoke["id"] for pillar in found["pillars"] for spoke in pillar["spokes"]}
        assert below == {spoke["id"] for spoke in wanted}
        assert found["none"] == []
    assert (await owner.run(query, id=hub_id, status="KILLED"))["hub"]["spokes"] == []


async def test_a_piece_points_at_the_passages_it_rests_on_and_where_it_fails(agency: Agency) -> None:
    owner, _, hub_id, _ = agency
    query = """query($id: ID!) { hub(id: $id) { sourceContent spokes {
      id content characterCount contentJson platform sources { start end text }
      violations { gate start end severity reason } qualityScore { overallPass rubric { gate criterion note } }
      drafts { attemptNumber content violations { start end reason } }
      feedback { gate reason suggestion attemptNumber resolved } hub { id } pillar { hubId }
    } } }"""
    hub = (await owner.run(query, id=hub_id))["hub"]

    assert any(spoke["sources"] for spoke in hub["spokes"])
    for spoke in hub["spokes"]:
        for span in spoke["sources"]:
            assert span["text"] == hub["sourceContent"][span["start"] : span["end"]] != ""
        for violation in spoke["violations"]:
            assert 0 <= violation["start"] <= violation["end"] <= len(spoke["content"])
            assert violation["reason"]
        for draft in spoke["drafts"]:
            for violation in draft["violations"]:
                assert 0 <= violation["start"] <= violation["end"] <= len(draft["content"])
        attempts = [draft["attemptNumber"] for draft in spoke["drafts"]]
        assert attempts == list(range(len(attempts))) != []
        assert len(attempts) <= 4
        assert spoke["drafts"][-1]["content"] == spoke["content"]
        assert spoke["characterCount"] == len(spoke["content"])
        assert (spoke["contentJson"] is not None) == (spoke["platform"] in ("CAROUSEL", "THREAD"))
        assert spoke["qualityScore"]["rubric"]
        assert {entry["attemptNumber"] for entry in spoke["feedback"]} <= set(range(4))
        if spoke["qualityScore"]["overallPass"]:
            assert all(entry["resolved"] for entry in spoke["feedback"])
        assert (spoke["hub"]["id"], spoke["pillar"]["hubId"]) == (hub_id, hub_id)


async def test_a_hub_can_be_read_without_writing_and_named_by_its_maker(owner: Api, client_id: str) -> None:
    hub_id, _ = await finished_hub(owner, client_id, title="  Night bread ", generate=False)
    hub = (await owner.run(HUB, id=hub_id))["hub"]

    assert (hub["title"], hub["status"], hub["spokes"], hub["spokeCount"]) == ("Night bread", "READY", [], 0)
    assert hub["pillars"]


async def test_a_hub_is_written_for_the_platforms_asked_for_alone(owner: Api, client_id: str) -> None:
    hub_id, _ = await finished_hub(owner, client_id, platforms=["LINKEDIN", "TIKTOK"])
    hub = (await owner.run(HUB, id=hub_id))["hub"]

    assert {spoke["platform"] for spoke in hub["spokes"]} == {"LINKEDIN", "TIKTOK"}


async def test_a_source_that_cannot_be_read_fails_the_job_in_words(owner: Api, client_id: str) -> None:
    source = {"clientId": client_id, "sourceType": "URL", "url": "http://10.0.0.1/private"}
    made = (await owner.run(CREATE_HUB, input=source))["createHub"]
    *_, last = await followed(owner, client_id, made["job"]["id"])

    assert last["status"] == "FAILED"
    job = (await owner.run(HUB, id=made["hub"]["id"]))["hub"]["job"]
    assert (job["status"], job["errorMessage"]) == ("FAILED", last["message"])
    assert job["errorMessage"]
    jobs = f'{{ client(id: "{client_id}") {{ jobs(status: FAILED) {{ nodes {{ id }} totalCount }} }} }}'
    assert (await owner.run(jobs))["client"]["jobs"] == {"nodes": [{"id": job["id"]}], "totalCount": 1}


async def test_updating_a_hub_changes_what_is_given(owner: Api, client_id: str) -> None:
    written = await rows_in(client_id)
    ids = {"clientId": client_id, "hubId": written.hub}

    first = await owner.run(UPDATE, input={**ids, "title": " New ", "themes": [" bread ", "", "night"]})
    assert first["updateHub"] == {"title": "New", "themes": ["bread", "night"], "claims": []}
    second = await owner.run(UPDATE, input={**ids, "claims": ["It sells."], "title": None})
    assert second["updateHub"] == {"title": "New", "themes": ["bread", "night"], "claims": ["It sells."]}
    assert fields(await owner.execute(UPDATE, input={**ids, "title": " "})) == ["input.title"]
    read = await owner.run(STORED, id=client_id, hub=written.hub)
    assert read["client"]["hub"] == second["updateHub"]
