"""Whatever people and jobs do to a client, in whatever order: what must hold holds after each deed.

Six sequences by default; `FOUNDRY_SEQUENCES=2000` for more, `FOUNDRY_SEED` for others. What fails prints its seed.
"""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app import resources as opened
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.brand.models import RubricOverride
from app.clients import service as clients
from app.clients.access import ClientAccess
from app.hubs.models import Hub, Pillar
from app.hubs.registry import HubRegistry
from app.kit import clock, ids
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Gate, RegistryStatus, SourceType, SpokeStatus
from tests.api import Api
from tests.app.generation.following import ready_hub
from tests.app.review.sequences.state import State, reader
from tests.app.review.sequences.world import StandingEngine, World
from tests.graphql_schema.content import spoke_in

SEQUENCES = int(os.environ.get("FOUNDRY_SEQUENCES", "6"))
SEED = int(os.environ.get("FOUNDRY_SEED", "1"))
FIRST = int(os.environ.get("FOUNDRY_FIRST_SEQUENCE", "0"))
DEEDS = 24
SHOWN = """query($id: ID!) { client(id: $id) {
  hubs(first: 200) { nodes { id status spokeCount pendingCount } }
  manualAssets(first: 200) { nodes { id } }
  review { counts { bucket count } }
} account { auditLog(clientId: $id, first: 200) { nodes { action subjectId } } } }"""


@dataclass(frozen=True)
class Source:
    """Who does all this, and a hub as it is read: its row and those of its angles."""

    owner: Api
    viewer: Viewer
    hub: dict[str, Any]
    pillars: list[dict[str, Any]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def source(api: Api, resources: Resources) -> Source:
    owner = await api.sign_up()
    client_id = await owner.create_client()
    hub_id = await ready_hub(resources, owner, client_id)
    user = await User.get(id=owner.user_id)
    async with tenancy.bind(client_id):
        hub, pillars = await Hub.get(id=hub_id), await Pillar.filter(hub_id=hub_id).order_by("order_index").limit(2)
    return Source(
        owner,
        Viewer(user.id, user.account_id, user.role, "Ada", "session"),
        {
            name: getattr(hub, name)
            for name in ("title", "source_type", "source_content", "language", "themes", "status")
        },
        [
            {name: getattr(pillar, name) for name in ("title", "angle", "key_points", "spans", "order_index")}
            for pillar in pillars
        ],
    )


@pytest_asyncio.fixture(loop_scope="session")
async def standing(resources: Resources) -> AsyncIterator[None]:
    """The engine does nothing by itself."""
    opened.install(replace(resources, engine=StandingEngine()))  # type: ignore[arg-type]  # all that is asked of it
    yield
    opened.install(resources)


async def client_of(source: Source, chance: random.Random) -> ClientAccess:
    """A client with two hubs, each with two angles and a few pieces."""
    access = await clients.create_client(source.viewer, name="Acme")
    for _ in range(2):
        hub_id, pieces = ids.new_id(), 0
        async with access.bind(), tenancy.transaction():
            await Hub.create(id=hub_id, registry_id=hub_id, **source.hub)
            for pillar in source.pillars:
                made = await Pillar.create(hub_id=hub_id, **pillar)
                for number in range(chance.randint(0, 3)):
                    pieces += 1
                    await spoke_in(hub_id, made.id, content=f"{chance.random()} loaves, {number}.", **some(chance))
        await HubRegistry.create(
            id=hub_id,
            account_id=access.account_id,
            client_id=access.client_id,
            source_type=SourceType.TEXT,
            status=RegistryStatus.READY,
            spoke_count=pieces,
        )
    async with access.bind(), tenancy.transaction():
        await spoke_in(hub_id, made.id, content="The last one.")
        if chance.random() < 0.25:  # nothing that is written passes
            await RubricOverride.create(gate=Gate.G2, threshold=101)
    await HubRegistry.filter(id=hub_id).update(spoke_count=pieces + 1)
    return access


def some(chance: random.Random) -> dict[str, Any]:
    status = chance.choice((SpokeStatus.PENDING, SpokeStatus.APPROVED, SpokeStatus.REJECTED))
    approval = {"approved_at": clock.now(), "approved_by": "somebody"} if status is SpokeStatus.APPROVED else {}
    scores = {"passes": chance.random() < 0.8, "g7": chance.choice((None, 10.0, 50.0, 75.0, 90.0, 95.0))}
    return {"status": status, **approval, **scores}


@pytest.mark.usefixtures("standing")
async def test_what_must_hold_holds_after_each_of_many_deeds(settings: Settings, source: Source) -> None:
    for number in range(FIRST, FIRST + SEQUENCES):
        chance = random.Random(SEED * 1_000_000 + number)
        access = await client_of(source, chance)
        with reader(settings.data_dir, access.client_id) as reads:
            world = World(access, reads, chance)
            try:
                for _ in range(DEEDS):
                    await world.step()
                await assert_shown(source.owner, access.client_id, reads.look())
                await world.bring_everything_back()
            except Exception as error:
                told = "\n".join(world.done)
                where = f"FOUNDRY_SEED={SEED} FOUNDRY_FIRST_SEQUENCE={number}"
                raise AssertionError(f"{where}, after:\n{told}") from error
        await clients.delete_client(source.viewer, access.client_id, "Acme")


async def assert_shown(owner: Api, client_id: str, state: State) -> None:
    """What the API counts is what one finds by counting."""
    shown = await owner.run(SHOWN, id=client_id)
    logged = Counter((entry["action"], entry["subjectId"]) for entry in shown["account"]["auditLog"]["nodes"])
    assert logged == Counter([*state.trail, ("client.created", None)])
    client = shown["client"]
    pending = {id: len(state.living(hub_id=id, status="pending")) for id in state.hubs}
    assert {hub["id"]: (hub["status"], hub["spokeCount"], hub["pendingCount"]) for hub in client["hubs"]["nodes"]} == {
        id: (hub["status"].upper(), len(state.living(hub_id=id)), pending[id]) for id, hub in state.hubs.items()
    }
    assert {asset["id"] for asset in client["manualAssets"]["nodes"]} == {
        row["id"] for row in state.living(hub_id=None)
    }
    counted = Counter(item["bucket"].upper() for item in state.queue.values())
    total = len(state.queue)
    counted |= Counter({"ALL": total, "TOP10": -(-total // 10)})
    assert Counter({each["bucket"]: each["count"] for each in client["review"]["counts"]}) == counted
