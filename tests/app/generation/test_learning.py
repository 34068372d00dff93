"""What a client's own rows change in what is written for it: thresholds, banned words, and past edits."""

from collections import Counter

import regex

import tenancy
from app.brand.models import BannedWord
from app.generation.gates.phrases import find_phrase
from app.generation.healing_loop import write_slot
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Draft, Feedback, MutationRecord, Spoke
from app.vocabulary import JobStatus, Severity, SpokeStatus
from tests.api import Api
from tests.app.generation.following import create_hub, ended, following, read_job, ready_hub
from tests.app.generation.ledger import assert_job_kept_its_promise
from tests.app.generation.test_healing_loop import be_strict, planned_job, same_slots
from tests.fixtures.live import SOURCE
from tests.graphql_schema.content import rows_in

IMPOSSIBLE = 101.0


async def finished_job(resources: Resources, owner: Api, client_id: str) -> tuple[str, str]:
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
        await ended(resources, f"{job_id}.1")
    return hub_id, job_id


async def test_every_piece_waits_for_a_person_with_four_drafts_when_nothing_can_pass(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    await be_strict(client_id, IMPOSSIBLE)
    hub_id, job_id = await finished_job(resources, owner, client_id)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 25)
    async with tenancy.bind(client_id):
        pieces = await Spoke.all()
        assert {(piece.is_creative_conflict, piece.is_settled, piece.status) for piece in pieces} == {
            (True, True, SpokeStatus.PENDING)
        }
        assert await Draft.all().count() == 4 * 25
        feedback = await Feedback.filter(gate="g2", resolved=False).values_list("spoke_id", "attempt_number")
    assert sorted(feedback) == sorted((piece.id, attempt) for piece in pieces for attempt in range(4))


async def test_every_piece_passes_at_once_when_any_hook_will_do(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    await be_strict(client_id, 0)
    hub_id, job_id = await finished_job(resources, owner, client_id)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 25)
    async with tenancy.bind(client_id):
        assert {draft.attempt_number for draft in await Draft.all()} == {0}
        assert await Draft.all().count() == 25
        assert await Feedback.all().count() == 0
        assert await Spoke.filter(is_creative_conflict=True).count() == 0


async def test_a_banned_word_stands_in_no_draft_though_the_source_is_full_of_it(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    usual = await contents(await owner.create_client(), resources, owner)
    words = favourites(usual)
    assert min(sum(stands_in(word, text) for text in usual) for word in words) > 4
    async with tenancy.bind(client_id), tenancy.transaction():
        for word in words:
            await BannedWord.create(word=word, severity=Severity.HARD)
    hub_id, job_id = await finished_job(resources, owner, client_id)
    spokes = (await read_job(client_id, job_id)).spokes_total
    assert spokes > 10
    async with tenancy.bind(client_id):
        said = [draft.content for draft in await Draft.all()]
        said += [f"{piece.content}\n{piece.content_json}" for piece in await Spoke.filter(hub_id=hub_id)]
    assert [(word, text) for text in said for word in words if stands_in(word, text)] == []
    if spokes == 25:
        assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 25)


async def contents(client_id: str, resources: Resources, owner: Api) -> list[str]:
    hub_id, _ = await finished_job(resources, owner, client_id)
    async with tenancy.bind(client_id):
        return [piece.content for piece in await Spoke.filter(hub_id=hub_id)]


def favourites(texts: list[str]) -> list[str]:
    """The three long words of the source that stand in most of the pieces."""
    counts = Counter(word for text in texts for word in set(regex.findall(r"\b[a-z]{6,}", text)) if word in SOURCE)
    return [word for word, _ in counts.most_common(3)]


def stands_in(word: str, text: str) -> bool:
    return bool(find_phrase(text, word, "en"))


async def test_the_third_regeneration_alone_heeds_what_people_keep_taking_out(
    resources: Resources, owner: Api, client_id: str
) -> None:
    """Two clients, one source, one slot: they differ in past edits, and only their last attempts differ."""
    careless = await drafts_of_one_slot(resources, owner, client_id)
    word = next(word for word in regex.findall(r"[a-z]{6,}", careless[3]) if stands_in(word, careless[3]))
    learned_from = await owner.create_client()
    await cut_out(learned_from, word)
    careful = await drafts_of_one_slot(resources, owner, learned_from)
    assert careful[:3] == careless[:3]
    assert stands_in(word, careless[3])
    assert not stands_in(word, careful[3])


async def test_an_edit_that_was_made_once_is_no_habit(resources: Resources, owner: Api, client_id: str) -> None:
    usual = await drafts_of_one_slot(resources, owner, client_id)
    word = next(word for word in regex.findall(r"[a-z]{6,}", usual[3]))
    edited_once = await owner.create_client()
    await cut_out(edited_once, word, times=1)
    assert await drafts_of_one_slot(resources, owner, edited_once) == usual


async def drafts_of_one_slot(resources: Resources, owner: Api, client_id: str) -> list[str]:
    """Nothing passes, so there are four."""
    hub_id = await ready_hub(resources, owner, client_id)
    await be_strict(client_id, IMPOSSIBLE)
    plan = await same_slots(client_id, hub_id, 1)
    await write_slot(await planned_job(owner, client_id, hub_id, plan), 0)
    async with tenancy.bind(client_id):
        drafts = await Draft.filter(spoke_id=plan[0]["spoke_id"]).order_by("attempt_number")
    assert len(drafts) == 4
    return [draft.content for draft in drafts]


async def cut_out(client_id: str, word: str, times: int = 2) -> None:
    """Edits of another hub's piece that take the word out and leave the rest."""
    made = await rows_in(client_id)
    pairs = [
        (f"We count on {word} every winter.", "We count on every winter."),
        (f"They say {word} and mean it.", "They say and mean it."),
    ]
    async with tenancy.bind(client_id), tenancy.transaction():
        for original, edited in pairs[:times]:
            await MutationRecord.create(
                spoke_id=made.spoke, original_content=original, edited_content=edited, edit_distance=0.1
            )
