"""Signed links: what they give, and that nothing else opens a file."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from app.http.downloads import disposition
from app.kit import clock, ids
from app.objects import keys
from app.resources import Resources
from tests.api import Api

DATA = b"spoke_id\r\n" * 1000
NAME = 'Bäcker "Söhne"; 売れ残り\r\nX: y.csv'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def key(resources: Resources) -> AsyncIterator[str]:
    key = keys.export_key(ids.new_id(), ids.new_id(), "csv")
    await resources.objects.put(key, DATA, "text/csv")
    yield key


async def link(resources: Resources, key: str, minutes: float = 60) -> str:
    return await resources.objects.signed_url(key, clock.now() + timedelta(minutes=minutes), NAME)


async def test_a_link_gives_the_file_to_be_kept_and_never_shown(api: Api, resources: Resources, key: str) -> None:
    answer = await api.http.get(await link(resources, key))

    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["content-disposition"] == disposition(NAME)


def test_a_name_in_any_script_is_told_twice_and_adds_no_header() -> None:
    assert disposition(NAME) == (
        'attachment; filename="B_cker _S_hne_ _X_ y.csv"; '
        "filename*=UTF-8''B%C3%A4cker%20%22S%C3%B6hne%22%3B%20%E5%A3%B2%E3%82%8C%E6%AE%8B%E3%82%8A%0D%0AX%3A%20y.csv"
    )


async def test_a_part_is_given_to_who_goes_on_where_it_was_cut_off(api: Api, resources: Resources, key: str) -> None:
    url = await link(resources, key)

    part = await api.http.get(url, headers={"range": "bytes=9990-"})
    head = await api.http.head(url)

    assert (part.status_code, part.content, part.headers["content-range"]) == (
        206,
        DATA[9990:],
        "bytes 9990-9999/10000",
    )
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "10000")
    assert (await api.http.get(url, headers={"range": "bytes=10000-"})).status_code == 416


async def test_every_bad_link_is_answered_alike(api: Api, resources: Resources, key: str) -> None:
    good = await link(resources, key)
    other = keys.export_key(ids.new_id(), ids.new_id(), "csv")
    bad = [
        await link(resources, key, minutes=-0.01),
        await link(resources, other),
        good.replace(key, other),
        good.replace("name=", "name=x"),
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good.split("?")[0],
        good.replace(key, "%2e%2e/objects.key"),
        good.replace("expires=", "expires=9"),
        "/downloads/",
        "/downloads//etc/passwd?" + good.split("?")[1],
    ]

    answers = [await api.http.get(url) for url in bad]

    assert {answer.status_code for answer in answers} == {404}
    [text] = {answer.text for answer in answers}
    assert text == "This download link is not valid or has expired. Ask for a new one.\n"
    assert {answer.headers["cache-control"] for answer in answers} == {"private, no-store"}
    assert (await api.http.get(good)).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_link_is_for_reading_alone(api: Api, resources: Resources, key: str, method: str) -> None:
    answer: httpx.Response = await api.http.request(method, await link(resources, key))

    assert answer.status_code == 405
    assert await resources.objects.get(key) == DATA
