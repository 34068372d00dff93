"""Pictures drawn through the API, kept as objects and rows, and gone when the words change."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

import tenancy
from app.pictures import fonts
from app.pictures.fonts import open_fonts
from app.resources import Resources
from app.spokes.models import Spoke
from app.trail.models import TrailEntry
from app.vocabulary import ContentType, Platform, SpokeStatus
from tests.api import Answer, Api
from tests.app.pictures import texts
from tests.graphql_schema.content import rows_in

RENDER = """mutation($input: SpokeInput!) { renderAssets(input: $input) {
  id assetType position r2Key url width height visualArchetype altText
} }"""
ASSETS = "query($id: ID!, $spoke: ID!) { client(id: $id) { spoke(id: $spoke) { assets { id assetType r2Key url } } } }"
EDIT = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { contentJson assets { id } } } }"


def carousel(slides: int) -> str:
    return "\n\n".join(f"{at}/{slides} Loaf {at}\nCount it, then say so." for at in range(1, slides + 1))


async def spoke_of(client_id: str, **spoke: Any) -> str:
    return (await rows_in(client_id, **spoke)).spoke


async def render(api: Api, client_id: str, spoke_id: str) -> Answer:
    return await api.execute(RENDER, input={"clientId": client_id, "spokeId": spoke_id})


async def assets(api: Api, client_id: str, spoke_id: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = (await api.run(ASSETS, id=client_id, spoke=spoke_id))["client"]["spoke"]["assets"]
    return shown


async def deeds(client_id: str) -> list[tuple[str, str | None, Any]]:
    async with tenancy.bind(client_id):
        return [(entry.action, entry.subject_id, entry.detail) for entry in await TrailEntry.all()]


async def test_a_carousel_is_drawn_edited_and_drawn_again(owner: Api, client_id: str, resources: Resources) -> None:
    texts.fonts()
    spoke = await spoke_of(
        client_id, platform=Platform.CAROUSEL, content_type=ContentType.CAROUSEL, content=carousel(3), content_json=None
    )
    folder = f"assets/{client_id}/images/{spoke}/"

    drawn = (await render(owner, client_id, spoke)).data["renderAssets"]

    keys = [f"{folder}thumbnail.png", *(f"{folder}slide_{at}.png" for at in range(1, 4))]
    assert [each["r2Key"] for each in drawn] == keys
    assert sorted(await resources.objects.list(folder)) == sorted(keys)
    assert [each["assetType"] for each in drawn] == ["THUMBNAIL", *["CAROUSEL_SLIDE"] * 3]
    assert [each["position"] for each in drawn] == list(range(4))
    assert {(each["width"], each["height"]) for each in drawn} == {(1080, 1350)}
    assert drawn[3]["altText"] == "Slide 3 of 3: Loaf 3 Count it, then say so."
    file = await owner.http.get(drawn[3]["url"])
    assert (file.status_code, file.headers["content-type"]) == (200, "image/png")
    image = Image.open(BytesIO(file.content))
    assert (image.format, image.size) == ("PNG", (1080, 1350))
    assert [each["id"] for each in await assets(owner, client_id, spoke)] == [each["id"] for each in drawn]
    assert await deeds(client_id) == [("assets.rendered", spoke, {"pictures": 4})]

    edited = await owner.run(EDIT, input={"clientId": client_id, "spokeId": spoke, "content": carousel(2)})
    assert edited["editSpoke"]["spoke"]["assets"] == []
    again = (await render(owner, client_id, spoke)).data["renderAssets"]

    assert [each["r2Key"] for each in again] == keys[:-1]
    assert sorted(await resources.objects.list(folder)) == sorted(keys[:-1])
    assert {each["id"] for each in again}.isdisjoint({each["id"] for each in drawn})


async def test_what_cannot_be_drawn_is_refused_and_changes_nothing(
    owner: Api, client_id: str, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts.fonts()
    killed = await spoke_of(client_id, status=SpokeStatus.KILLED)
    unsettled = await spoke_of(client_id, is_settled=False)
    thai = await spoke_of(client_id, content="ขนมปังที่ไม่มีใครเห็น และไม่มีใครขอบคุณสำหรับถาดที่สี่เลยสักครั้งเดียว")
    good = await spoke_of(client_id)

    assert (await render(owner, client_id, killed)).error["extensions"]["state"] == "killed"
    assert (await render(owner, client_id, unsettled)).code == "PROCESSING"
    refused = (await render(owner, client_id, thai)).error
    assert (refused["extensions"]["code"], refused["extensions"]["state"]) == ("CONFLICT", "no_font")
    assert "THAI" in refused["message"]
    monkeypatch.setattr(fonts, "BUILT_IN", resources.settings.data_dir)
    open_fonts.cache_clear()
    missing = (await render(owner, client_id, good)).error
    assert missing["extensions"]["code"] == "UNAVAILABLE"
    assert "scripts/build_fonts" in missing["message"]

    assert await resources.objects.list(f"assets/{client_id}/images/") == []
    assert await assets(owner, client_id, good) == []
    assert await deeds(client_id) == []


async def test_pictures_of_words_that_have_changed_meanwhile_are_told_of_nowhere(
    owner: Api, client_id: str, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts.fonts()
    spoke = await spoke_of(client_id)
    put = resources.objects.put

    async def edited_while_written(*args: Any, **kwargs: Any) -> Any:
        async with tenancy.bind(client_id), tenancy.transaction():
            await Spoke.filter(id=spoke).update(content="Other words, which somebody wrote while it was being drawn.")
        return await put(*args, **kwargs)

    monkeypatch.setattr(
        type(resources.objects), "put", lambda _, *args, **kwargs: edited_while_written(*args, **kwargs)
    )
    assert (await render(owner, client_id, spoke)).error["extensions"]["state"] == "changed"
    monkeypatch.undo()

    assert await assets(owner, client_id, spoke) == []
    [drawn] = (await render(owner, client_id, spoke)).data["renderAssets"]
    assert drawn["altText"] == "A poster with the words: Other words, which somebody wrote while it was being drawn."
