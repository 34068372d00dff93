"""A client's own texts are found by meaning, as they are now, and nobody else's ever are."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import tenancy
from app.brand.models import TrainingSample, VoiceMarker
from app.errors import Unavailable
from app.hubs.models import Hub
from app.recall.keeping import catch_up, keep
from app.recall.models import TextChange
from app.recall.rebuilding import rebuild_all, rebuild_client
from app.resources import Resources
from app.spokes.models import Spoke
from app.vectors import Vectors, vectors_of
from app.vocabulary import HubStatus, VectorIndex
from tests.api import Api
from tests.app.recall.scene import SIMILAR, Scene, scene
from tests.app.review.chain import KILL_HUB, RESTORE
from tests.app.vectors.embeddings_server import embeddings_server
from tests.fixtures.app import settings_in
from tests.graphql_schema.content import SOURCE

TRAY = "Nobody ever thanked you for the fourth tray."


@pytest_asyncio.fixture(loop_scope="session")
async def ours(owner: Api) -> Scene:
    return await scene(owner, TRAY)


async def changes(client_id: str) -> int:
    async with tenancy.bind(client_id):
        return await TextChange.all().count()


async def test_a_piece_is_found_while_it_is_approved(ours: Scene) -> None:
    assert await ours.similar("thanks for a tray") == []

    await ours.decide("approveSpoke")
    assert await ours.similar("thanks for a tray") == [TRAY]

    await ours.decide("rejectSpoke")
    assert await ours.similar("thanks for a tray") == []


async def test_a_killed_piece_is_not_found_until_it_is_restored(ours: Scene) -> None:
    await ours.decide("approveSpoke")
    await ours.owner.run(KILL_HUB, input={"clientId": ours.client, "hubId": ours.rows.hub})
    assert await ours.similar("thanks for a tray") == []
    assert await ours.similar("bread", VectorIndex.RESEARCH) == []

    await ours.owner.run(RESTORE, input={"clientId": ours.client, "hubId": ours.rows.hub})
    assert await ours.similar("thanks for a tray") == [TRAY]
    assert await ours.similar("bread", VectorIndex.RESEARCH)


async def test_an_edited_piece_is_found_by_its_new_words_once_they_are_approved(ours: Scene) -> None:
    await ours.decide("approveSpoke")
    await ours.similar("tray")
    async with tenancy.bind(ours.client):
        await Spoke.filter(id=ours.rows.spoke).update(content="Ships wait in the harbour.")

    assert await ours.similar("tray") == ["Ships wait in the harbour."]


async def test_a_hub_is_found_passage_by_passage_until_it_is_killed(ours: Scene) -> None:
    found = await ours.similar("bakers who chose to work at night", VectorIndex.RESEARCH, 2)

    assert len(found) == 2
    assert "night shift used to be a punishment" in found[0]
    assert all(text in SOURCE for text in found)
    async with tenancy.bind(ours.client):
        await Hub.filter(id=ours.rows.hub).update(status=HubStatus.KILLED)
    assert await ours.similar("bakers who chose to work at night", VectorIndex.RESEARCH) == []


async def test_samples_and_markers_are_the_voice(ours: Scene, resources: Resources) -> None:
    async with tenancy.bind(ours.client), tenancy.transaction():
        sample = await TrainingSample.create(text="We count every loaf before we talk about growth.")
        await VoiceMarker.create(phrase="count it twice")
    assert set(await ours.similar("counting", VectorIndex.BRAND_VOICE)) == {sample.text, "count it twice"}

    async with tenancy.bind(ours.client):
        await sample.delete()

    assert await ours.similar("counting", VectorIndex.BRAND_VOICE) == ["count it twice"]
    assert await ours.count(resources, VectorIndex.BRAND_VOICE) == 1


async def test_what_is_rolled_back_leaves_nothing_to_be_done(ours: Scene) -> None:
    await ours.similar("x")
    with suppress(ZeroDivisionError):
        async with tenancy.bind(ours.client), tenancy.transaction():
            await VoiceMarker.create(phrase="never said")
            raise ZeroDivisionError

    assert await changes(ours.client) == 0


HOSTILE = [
    'x" or namespace != "',
    '" || 1 == 1 || "',
    "client:00000000-0000-0000-0000-000000000000/",
    "namespace like '%'",
    "'; DROP TABLE spokes; --",
    '{{namespace}} \\" \\n \x00 \u202e',
    "😀" * 500,
    "*",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_words_bring_up_anothers_text(owner: Api, text: str) -> None:
    """Both say the very same but for one word; each finds its own, even asked with the other's id or words."""
    ours, theirs = await scene(owner, f"ours: {text}"), await scene(owner, f"theirs: {text}")
    for each in (ours, theirs):
        await each.decide("approveSpoke")

    for asked in (text, theirs.client, theirs.rows.spoke, f"theirs: {text}", f"client:{theirs.client}/"):
        assert await ours.similar(asked, first=100) == [f"ours: {text}"]
        assert await theirs.similar(asked, first=100) == [f"theirs: {text}"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(api: Api, resources: Resources) -> dict[str, list[str]]:
    """Two clients with the same three phrases each: the ids of either's."""
    ids: dict[str, list[str]] = {}
    person = await api.sign_up()
    for client_id in (await person.create_client(), await person.create_client("Other")):
        async with tenancy.bind(client_id), tenancy.transaction():
            made = [await VoiceMarker.create(phrase=phrase) for phrase in ("count it twice", "bread", "a ship at sea")]
        await catch_up(resources.vectors, client_id)
        ids[client_id] = sorted(marker.id for marker in made)
    return ids


@examples(max_examples=40, deadline=None)
@given(text=st.text())
async def test_whatever_is_asked_only_the_clients_own_ids_come_back(
    pair: dict[str, list[str]], resources: Resources, text: str
) -> None:
    [vector] = await resources.vectors.embedder.embed([text])
    for client_id, own in pair.items():
        async with tenancy.bind(client_id):
            hits = await resources.vectors.nearest(VectorIndex.BRAND_VOICE, vector, 100)
        assert sorted(hit.id for hit in hits) == (own if vector.any() else [])


async def test_a_client_that_is_not_the_callers_is_not_there(ours: Scene, api: Api) -> None:
    stranger = await api.sign_up()

    answer = await stranger.execute(SIMILAR, id=ours.client, text="tray")

    assert answer.code == "NOT_FOUND"


@pytest.mark.parametrize(("field", "asked"), [("text", {"text": "x" * 10_001}), ("first", {"text": "x", "first": 101})])
async def test_too_much_is_refused(ours: Scene, field: str, asked: dict[str, object]) -> None:
    answer = await ours.owner.execute(SIMILAR, id=ours.client, **asked)

    assert answer.code == "VALIDATION_ERROR"
    assert answer.error["extensions"]["fields"][0]["path"] == field


async def test_a_deleted_client_leaves_no_vectors(ours: Scene, owner: Api, resources: Resources) -> None:
    await ours.similar("bread", VectorIndex.RESEARCH)
    other = await scene(owner)
    await other.similar("bread", VectorIndex.RESEARCH)
    namespace, theirs = f"client:{ours.client}/", f"client:{other.client}/"
    store = resources.vectors._store
    assert await store.count("research", namespace) == await store.count("research", theirs) > 0

    await owner.run(
        "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }",
        input={"clientId": ours.client, "confirmName": "Acme"},
    )

    assert await store.count("research", namespace) == 0
    assert await store.count("research", theirs) > 0


async def indexed(vectors: Vectors, client_id: str) -> list[list[tuple[str, float]]]:
    """Everything in the client's indexes: ids, and where they point as seen from one text."""
    [vector] = await vectors.embedder.embed(["bread and people"])
    async with tenancy.bind(client_id):
        found = [await vectors.nearest(index, vector, 100) for index in VectorIndex]
    return [sorted((hit.id, round(hit.score, 5)) for hit in hits) for hits in found]


async def test_a_rebuild_restores_exactly_what_was_there(ours: Scene, owner: Api, resources: Resources) -> None:
    async with tenancy.bind(ours.client):
        await VoiceMarker.create(phrase="count it twice")
    await ours.decide("approveSpoke")
    await ours.similar("bread")
    vectors = resources.vectors
    before = await indexed(vectors, ours.client)
    assert [len(each) > 0 for each in before] == [True, True, True]

    await vectors.drop_client(ours.client)
    assert await indexed(vectors, ours.client) == [[], [], []]
    await rebuild_client(vectors, ours.client)
    assert await indexed(vectors, ours.client) == before

    rebuilt = await rebuild_all(vectors, lambda *_: None)
    assert rebuilt.clients == len(tenancy.known_clients())
    assert await indexed(vectors, ours.client) == before


async def test_an_embedder_that_is_down_loses_nothing(tmp_path: Path, ours: Scene, resources: Resources) -> None:
    with embeddings_server() as server:
        server.answers = [(400, {}, b"")]
        elsewhere = vectors_of(settings_in(tmp_path, embeddings_url=server.url, embeddings_model="model-1"))
        waiting = await changes(ours.client)
        assert waiting == 1
        with pytest.raises(Unavailable):
            await catch_up(elsewhere, ours.client)
        assert await changes(ours.client) == waiting

        assert await catch_up(elsewhere, ours.client) == waiting
        assert await changes(ours.client) == 0
        await elsewhere.close()


async def test_what_an_earlier_process_left_is_done_in_the_background(ours: Scene, resources: Resources) -> None:
    assert await changes(ours.client) == 1

    keeping = asyncio.create_task(keep(resources.vectors, settle_s=0, retry_s=0))
    async with asyncio.timeout(30):
        while await changes(ours.client):
            pass
        await ours.decide("approveSpoke")
        while await changes(ours.client) or not await ours.count(resources, VectorIndex.CONTENT_SAMPLES):
            pass
    keeping.cancel()

    assert await ours.count(resources, VectorIndex.RESEARCH) > 1
