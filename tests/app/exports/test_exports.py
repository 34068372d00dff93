"""Exports through the API: asked for, made, downloaded, and read by something else."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from app.resources import Resources
from tests.api import Api
from tests.app.exports.scene import Scene, exported, scene_in


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


@pytest.mark.parametrize("format", ["CSV", "JSON", "ICS", "ZIP"])
async def test_file(scene: Scene, resources: Resources, format: str) -> None:
    row, data = await exported(scene, resources, format)
    print(row, data[:3000].decode(errors="replace"))
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
