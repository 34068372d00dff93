"""What a stop leaves behind of an export is found at the next start, and the file is made."""

import asyncio
import hashlib
from typing import Any

import pytest_asyncio

import tenancy
from app.exports.models import Export
from app.exports.registry import ExportPromise
from app.exports.service import REQUESTED
from app.exports.sweep import restart_lost_exports
from app.kit import ids
from app.progress.events import ExportComplete
from app.resources import Resources
from app.trail.service import Deed, noted
from app.vocabulary import ExportFormat, JobStatus
from tests.api import Api
from tests.app.exports.scene import Scene, exported, promises_kept, scene_in


class Asker:
    user_id, account_id, label = None, "account", "Somebody"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


async def promised(scene: Scene, export_id: str) -> None:
    await ExportPromise.create(id=export_id, account_id="account", client_id=scene.client_id)


async def over(resources: Resources, export_id: str) -> None:
    """Until the engine knows that the first workflow has ended."""
    async with asyncio.timeout(10):
        while await resources.engine.is_live(f"{export_id}.1"):
            pass


async def swept(scene: Scene, resources: Resources, export_id: str) -> Export:
    """The export after a start that has one to go on with."""
    with resources.bus.watch(scene.client_id) as watch:
        assert await restart_lost_exports() == 1
        event = await anext(watch)
    assert isinstance(event, ExportComplete)
    assert event.export_id == export_id
    await promises_kept()
    async with tenancy.bind(scene.client_id):
        return await Export.get(id=export_id)


async def test_an_export_that_the_engine_never_got_is_made(scene: Scene, resources: Resources) -> None:
    export_id = ids.new_id()
    await promised(scene, export_id)
    async with tenancy.bind(scene.client_id), tenancy.transaction():
        filters: dict[str, Any] = {"hub_ids": [], "platforms": [], "status": "approved", "since": None, "until": None}
        await Export.create(
            id=export_id,
            format=ExportFormat.CSV,
            status=JobStatus.QUEUED,
            filters={**filters, "with_schedule": False, "with_assets": False},
            workflow_id=f"{export_id}.1",
        )
        await noted(Asker(), [Deed(REQUESTED, export_id)])

    export = await swept(scene, resources, export_id)

    assert (export.status, export.item_count) == (JobStatus.COMPLETE, 9)
    assert hashlib.sha256(await resources.objects.get(export.r2_key or "")).hexdigest() == export.sha256


async def test_an_export_whose_workflow_gave_up_unseen_gets_another_one(scene: Scene, resources: Resources) -> None:
    row, data = await exported(scene, resources, "CSV")
    await over(resources, row["id"])
    async with tenancy.bind(scene.client_id):
        await Export.filter(id=row["id"]).update(status=JobStatus.PROCESSING, r2_key=None, item_count=0)
    await promised(scene, row["id"])

    export = await swept(scene, resources, row["id"])

    assert export.workflow_id == f"{row['id']}.2"
    assert (export.status, export.item_count, export.sha256) == (JobStatus.COMPLETE, 9, row["sha256"])
    assert await resources.objects.get(export.r2_key or "") == data


async def test_a_promise_without_an_export_is_forgotten(scene: Scene) -> None:
    await promised(scene, ids.new_id())

    assert await restart_lost_exports() == 0
    assert await ExportPromise.all().count() == 0
