"""The field types: what is stored, what is refused, and how they filter, on both engines."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

import tenancy as t
from tests.tenancy.planes import NOON, Plane
from tests.tenancy.sample import Mood, Shelf
from tests.tenancy.sample_global import Account

OFFSET = timezone(timedelta(hours=5, minutes=30))


async def stored(column: str) -> list[Any]:
    rows = await t.installed()._context.connections.get("global").execute_query_dict(f"SELECT {column} FROM accounts")
    return [row[column] for row in rows]


async def flat(query: Any, column: str) -> list[Any]:
    return [row[0] for row in await query.values_list(column)]


async def make(id: str = "1", joined_at: Any = NOON, **values: Any) -> Account:
    return await Account.create(id=id, name=id, joined_at=joined_at, **values)


@pytest.mark.usefixtures("global_side")
@pytest.mark.parametrize(
    ("given", "millis"),
    [
        (NOON, 1769860800123),
        (NOON.replace(microsecond=123999), 1769860800123),
        (NOON.astimezone(OFFSET), 1769860800123),
        (datetime(1969, 12, 31, 23, 59, 59, 999500, tzinfo=UTC), -1),
        (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), 253402300799999),
        (datetime(1, 1, 1, tzinfo=UTC), -62135596800000),
    ],
)
async def test_a_moment_is_kept_to_the_millisecond_in_utc(given: datetime, millis: int) -> None:
    created = await make(joined_at=given)
    read = await Account.get(id="1")

    assert await stored("joined_at") == [millis]
    assert read.joined_at == created.joined_at == given.replace(microsecond=given.microsecond // 1000 * 1000)
    assert read.joined_at.tzinfo is UTC


@pytest.mark.usefixtures("global_side")
@pytest.mark.parametrize("bad", [datetime(2026, 1, 1), "2026-01-01T00:00:00Z", 1.5])  # noqa: DTZ001 that is the point
async def test_what_is_no_moment_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="joined_at"):
        await make(joined_at=bad)
    account = await make()
    account.joined_at = bad
    with pytest.raises(ValueError, match="joined_at"):
        await account.save()
    with pytest.raises(ValueError, match="joined_at"):
        await Account.filter(joined_at__gte=bad)
    with pytest.raises(ValueError, match="joined_at"):
        await Account.filter(id="1").update(joined_at=bad)
    assert await stored("joined_at") == [1769860800123]


@pytest.mark.usefixtures("global_side")
async def test_moments_filter_and_sort() -> None:
    for n in range(5):
        await make(str(n), NOON + timedelta(milliseconds=n))
    second, fourth = NOON + timedelta(milliseconds=1), NOON + timedelta(milliseconds=3)

    async def found(**terms: Any) -> str:
        return "".join(await flat(Account.filter(**terms).order_by("-joined_at"), "id"))

    assert await found(joined_at=second) == "1"
    assert await found(joined_at=second.astimezone(OFFSET)) == "1"
    assert await found(joined_at__gte=second) == "4321"
    assert await found(joined_at__gt=second, joined_at__lte=fourth) == "32"
    assert await found(joined_at__in=[second, fourth]) == "31"
    assert await found(joined_at__range=(second, fourth)) == "321"
    assert await flat(Account.filter(id="1"), "joined_at") == [second]
    assert await Account.filter(id="1").update(joined_at=fourth) == 1
    assert (await Account.get(id="1")).joined_at == fourth


@pytest.mark.usefixtures("global_side")
@pytest.mark.parametrize(
    "value",
    [
        {"candid": 92, "nested": {"ä": [1, 2.5, None, True]}},
        [],
        {},
        [1, "two"],
        "a plain string",
        '{"looks": "like json"}',
        "123",
        0,
        False,
    ],
)
async def test_a_document_comes_back_as_it_was(value: Any) -> None:
    created = await make(notes=value)
    assert created.notes == value
    assert (await Account.get(id="1")).notes == value
    assert await flat(Account.filter(id="1"), "notes") == [value]
    await Account.filter(id="1").update(notes=[value])
    await created.refresh_from_db()
    assert created.notes == [value]


@pytest.mark.usefixtures("global_side")
async def test_no_document_is_null_and_can_be_filtered() -> None:
    await make("1", notes=None)
    await make("2", notes={"a": 1})
    assert await stored("notes") == [None, '{"a":1}']
    assert await flat(Account.filter(notes__isnull=True), "id") == ["1"]
    assert (await Account.get(id="1")).notes is None


@pytest.mark.usefixtures("global_side")
async def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(ValueError, match="notes"):
        await make(notes={"when": object()})
    assert await stored("notes") == []


@pytest.mark.usefixtures("global_side")
async def test_an_enumeration_is_stored_as_its_value_and_read_as_its_member() -> None:
    await make("1", mood=Mood.WILD)
    await make("2", mood="calm")
    await make("3")
    assert await stored("mood") == ["wild", "calm", None]
    moods = [account.mood for account in await Account.all().order_by("id")]
    assert moods == [Mood.WILD, Mood.CALM, None]
    assert [type(mood) for mood in moods] == [Mood, Mood, type(None)]
    for term in (Mood.WILD, "wild"):
        assert await flat(Account.filter(mood=term), "id") == ["1"]
        assert sorted(await flat(Account.filter(mood__in=[term, Mood.CALM]), "id")) == ["1", "2"]
    assert await Account.filter(id="1").update(mood="calm") == 1
    assert await flat(Account.filter(mood__isnull=False), "mood") == [Mood.CALM, Mood.CALM]


@pytest.mark.usefixtures("global_side")
@pytest.mark.parametrize("bad", ["WILD", "", "angry", 1, True])
async def test_what_is_none_of_the_enumeration_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="mood"):
        await make(mood=bad)
    account = await make()
    account.mood = bad
    with pytest.raises(ValueError, match="mood"):
        await account.save()
    with pytest.raises(ValueError, match="mood"):
        await Account.filter(mood=bad)
    assert await stored("mood") == [None]


async def test_defaults_and_truth_values_of_a_client_row(a: str) -> None:
    async with t.bind(a) as lease:
        shelf = await Shelf.create(id="1", title="x")
        await Shelf.create(id="2", title="y", is_open=False, mood="wild", facts={"n": 1}, built_at=NOON)
        assert (shelf.mood, shelf.is_open, shelf.facts, shelf.built_at) == (Mood.CALM, True, None, None)
        rows = await lease.db.execute_query_dict("SELECT mood, is_open, facts, built_at FROM shelves ORDER BY id")
        assert rows == [
            {"mood": "calm", "is_open": 1, "facts": None, "built_at": None},
            {"mood": "wild", "is_open": 0, "facts": '{"n":1}', "built_at": 1769860800123},
        ]
        read = await Shelf.get(id="2")
        assert (read.mood, read.is_open, read.facts, read.built_at) == (Mood.WILD, False, {"n": 1}, NOON)
        assert await flat(Shelf.filter(is_open=True), "id") == ["1"]
        assert await Shelf.filter(is_open=False).update(is_open=True) == 1
        with pytest.raises(ValueError, match="is_open"):
            await Shelf.filter(id="1").update(is_open="yes")
        assert await Shelf.filter(is_open=True).count() == 2


async def test_bulk_writes_convert_too(a: str) -> None:
    async with t.bind(a):
        shelves = [Shelf(id=str(n), title="x", mood=Mood.WILD, facts=[n], built_at=NOON) for n in range(3)]
        await Shelf.bulk_create(shelves)
        for shelf in shelves:
            shelf.mood, shelf.facts = Mood.CALM, {"n": shelf.id}
            shelf.built_at = NOON + timedelta(seconds=1)
        assert await Shelf.bulk_update(shelves, ["mood", "facts", "built_at"]) == 3
        read = await Shelf.all().order_by("id")
        assert [(one.mood, one.facts) for one in read] == [(Mood.CALM, {"n": str(n)}) for n in range(3)]
        assert {one.built_at for one in read} == {NOON + timedelta(seconds=1)}


async def test_bulk_updates_convert_on_the_global_plane(global_side: Plane) -> None:
    accounts = [await make(str(n), mood=Mood.WILD, notes=[n]) for n in range(3)]
    for account in accounts:
        account.mood, account.notes, account.joined_at = Mood.CALM, {"n": 1}, NOON + timedelta(seconds=1)
    assert await Account.bulk_update(accounts, ["mood", "notes", "joined_at"]) == 3
    assert [(one.mood, one.notes) for one in await Account.all()] == [(Mood.CALM, {"n": 1})] * 3
