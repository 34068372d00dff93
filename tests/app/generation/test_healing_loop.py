"""The slots of a plan: attempts, collisions of pieces written side by side, and slots that turn out impossible."""

import asyncio
import contextvars
from typing import Any

import pytest

import tenancy
from app import resources as open_resources
from app.brand.models import RubricOverride
from app.generation.healing_loop import write_slot
from app.generation.service import GENERATE
from app.generation.slots import Slot, new_plan
from app.generation.writer import Slot as PlannedSlot
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job, Pillar
from app.kit import ids
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Draft, Feedback, Spoke
from app.vocabulary import Gate, JobStatus, PillarStatus, Platform
from tests.api import Api
from tests.app.generation.following import Followed, ended, following, ready_hub
from tests.app.generation.ledger import (
    assert_drafts_are_whole,
    assert_job_kept_its_promise,
    assert_no_two_alike,
    client_file,
    rows,
)

SHORT = (
    "Most pricing pages list features. Buyers do not read features. They look for one number that they can compare. "
    "In our test a page with a single price sold 34 percent more than a page with three plans. "
    "The lesson is plain: remove choices until only the decision is left."
)


async def planned_job(owner: Api, client_id: str, hub_id: str, plan: list[dict[str, Any]]) -> Ticket:
    """A job whose plan is given, not yet started."""
    account_id = (await owner.run("{ account { id } }"))["account"]["id"]
    ticket = Ticket(client_id, account_id, hub_id, ids.new_id(), 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        await Job.create(
            id=ticket.job_id,
            hub_id=hub_id,
            workflow_id=ticket.workflow_id,
            kind=GENERATE,
            status=JobStatus.QUEUED,
            plan=plan,
            spokes_total=len(plan),
        )
    return ticket


async def run(ticket: Ticket, followed: Followed) -> None:
    await open_resources.current().engine.start(GENERATE, ticket.workflow_id, ticket.client_id, ticket.plain())
    await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    await ended(open_resources.current(), ticket.workflow_id)


async def same_slots(client_id: str, hub_id: str, number: int) -> list[dict[str, Any]]:
    """A plan that wants one and the same piece again and again."""
    async with tenancy.bind(client_id):
        pillar = await Pillar.filter(hub_id=hub_id).order_by("order_index").first()
    assert pillar is not None
    return new_plan(PlannedSlot(index, pillar.id, Platform.LINKEDIN, 0) for index in range(number))


async def short_hub(client_id: str, text: str = SHORT) -> str:
    """A hub of one angle on a few sentences."""
    hub_id = ids.new_id()
    async with tenancy.bind(client_id), tenancy.transaction():
        await Hub.create(
            id=hub_id, registry_id=hub_id, source_type="text", source_content=text, language="en", status="ready"
        )
        await Pillar.create(
            hub_id=hub_id, title="Pricing", angle="One price sells", spans=[[0, len(text)]], order_index=0
        )
    return hub_id


async def test_no_two_pieces_are_alike_when_writers_side_by_side_want_the_same(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    plan = await same_slots(client_id, hub_id, 8)
    ticket = await planned_job(owner, client_id, hub_id, plan)
    async with following(resources, client_id) as followed:
        await run(ticket, followed)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, ticket.job_id, 8)


async def test_plan_shrinks_openly_when_the_source_has_nothing_more(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await short_hub(client_id)
    ticket = await planned_job(owner, client_id, hub_id, await same_slots(client_id, hub_id, 44))
    async with following(resources, client_id) as followed:
        await run(ticket, followed)
    async with tenancy.bind(client_id):
        job = await Job.get(id=ticket.job_id)
        pieces = await Spoke.filter(job_id=job.id).order_by("id")
    slots = [Slot(**slot) for slot in job.plan]
    kept = [slot for slot in slots if not slot.given_up]
    missing = 44 - len(kept)
    assert 1 < len(kept) < 44
    assert sorted(piece.id for piece in pieces) == sorted(slot.spoke_id for slot in kept)
    assert {piece.id: str(piece.platform) for piece in pieces} == {slot.spoke_id: str(slot.platform) for slot in kept}
    assert len({slot.platform for slot in kept}) > 1, "slots move to other platforms before they are given up"
    assert (job.spokes_done, job.spokes_total) == (len(kept), len(kept))
    assert job.message == (
        f"{len(kept)} spokes written, {job.spokes_failed} wait{'s' * (job.spokes_failed == 1)} for a person. "
        f"The source had nothing left for {missing} more."
    )
    assert_no_two_alike([piece.content for piece in pieces])
    percents = [change.percent for change in followed.changes(ticket.job_id)]
    assert percents == sorted(percents)


async def test_slots_of_a_pillar_are_given_up_when_it_is_killed_meanwhile(
    resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        first, second = await Pillar.filter(hub_id=hub_id).order_by("order_index").limit(2)
        await Pillar.filter(id=first.id).update(status=PillarStatus.KILLED)
    plan = new_plan(PlannedSlot(index, pillar.id, Platform.TWITTER, 0) for index, pillar in enumerate((first, second)))
    ticket = await planned_job(owner, client_id, hub_id, plan)
    async with following(resources, client_id) as followed:
        await run(ticket, followed)
    async with tenancy.bind(client_id):
        job = await Job.get(id=ticket.job_id)
        [piece] = await Spoke.filter(job_id=job.id)
    assert (piece.id, piece.pillar_id) == (plan[1]["spoke_id"], second.id)
    assert (job.status, job.spokes_done, job.spokes_total) == (JobStatus.COMPLETE, 1, 1)
    assert [slot["given_up"] for slot in job.plan] == [True, False]


async def test_piece_waits_for_a_person_with_all_its_drafts_when_three_regenerations_failed(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    await be_strict(client_id, 101)
    ticket = await planned_job(owner, client_id, hub_id, await same_slots(client_id, hub_id, 3))
    async with following(resources, client_id) as followed:
        await run(ticket, followed)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, ticket.job_id, 3)
    async with tenancy.bind(client_id):
        assert (await Job.get(id=ticket.job_id)).spokes_failed == 3
        spoke_ids = [piece.id for piece in await Spoke.filter(job_id=ticket.job_id, is_creative_conflict=True)]
    for spoke_id in spoke_ids:
        told = [event for event in followed.events if getattr(event, "spoke_id", None) == spoke_id]
        assert [event.attempt_number for event in told if isinstance(event, SpokeEvaluated)] == [0, 1, 2, 3]
        assert [event.gate for event in told if isinstance(event, CreativeConflict)] == [Gate.G2]
    assert len(spoke_ids) == 3


async def be_strict(client_id: str, g2: float) -> None:
    async with tenancy.bind(client_id), tenancy.transaction():
        await RubricOverride.filter(gate=Gate.G2).delete()
        await RubricOverride.create(gate=Gate.G2, threshold=g2)


async def test_loop_goes_on_after_the_last_kept_attempt_and_a_pass_resolves_the_feedback(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    """The loop is cut off between attempts; meanwhile the client becomes less strict."""
    hub_id = await ready_hub(resources, owner, client_id)
    await be_strict(client_id, 101)
    plan = await same_slots(client_id, hub_id, 1)
    ticket, spoke_id = await planned_job(owner, client_id, hub_id, plan), plan[0]["spoke_id"]
    kept = await cut_off(resources, ticket)
    async with tenancy.bind(client_id):
        before = [draft.content for draft in await Draft.filter(spoke_id=spoke_id).order_by("attempt_number")]
        assert (await Spoke.get(id=spoke_id)).is_settled is False
    assert len(before) == kept
    await be_strict(client_id, 0)
    await write_slot(ticket, 0)
    database = client_file(settings.data_dir, client_id)
    [piece] = rows(database, "SELECT * FROM spokes WHERE id = ?", spoke_id)
    assert (piece["is_settled"], piece["is_creative_conflict"]) == (1, 0)
    assert_drafts_are_whole(database, piece)
    drafts = rows(database, "SELECT content FROM drafts WHERE spoke_id = ? ORDER BY attempt_number", spoke_id)
    assert [draft["content"] for draft in drafts[:-1]] == before
    feedback = rows(database, "SELECT attempt_number, gate, resolved FROM feedback_log WHERE spoke_id = ?", spoke_id)
    assert sorted(map(tuple, feedback)) == [(attempt, "g2", 1) for attempt in range(kept)]


async def cut_off(resources: Resources, ticket: Ticket) -> int:
    """Cancels the writing of slot 0 as soon as its first attempt is kept; returns how many were."""
    async with following(resources, ticket.client_id) as followed:
        writing = asyncio.create_task(write_slot(ticket, 0))
        await followed.until_told(SpokeEvaluated)
        writing.cancel()
        await asyncio.wait([writing])
    assert writing.cancelled()
    return sum(isinstance(event, SpokeEvaluated) for event in followed.events)


async def test_nothing_is_written_when_the_job_is_cancelled_while_a_piece_is_composed(
    resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    ticket = await planned_job(owner, client_id, hub_id, await same_slots(client_id, hub_id, 1))
    async with tenancy.bind(client_id), tenancy.transaction():
        writing = asyncio.create_task(write_slot_elsewhere(ticket))
        await jobs.change(await jobs.get_job(ticket.job_id), status=JobStatus.CANCELED)
    with pytest.raises(jobs.JobEnded):
        await writing
    async with tenancy.bind(client_id):
        assert await Spoke.filter(job_id=ticket.job_id).count() == 0
        assert await Feedback.all().count() == 0


async def write_slot_elsewhere(ticket: Ticket) -> None:
    """Outside the transaction of whoever starts it."""
    await asyncio.get_running_loop().create_task(write_slot(ticket, 0), context=contextvars.Context())
