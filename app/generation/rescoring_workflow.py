"""Judging anew, as durable steps: round by round, and in each batch by batch, what fails is mended before the next."""

import logging

import tenancy
from app.errors import Unavailable
from app.generation import rewriting
from app.generation.rejudging import begin_round, end_round, judge_batch
from app.generation.rescoring import RESCORE, keep_promises
from app.generation.waiting import wait_for_model, wait_in
from app.generation.workflow import go_on_later, write_slots
from app.hubs.jobs import PlainTicket, Ticket
from app.hubs.models import Job
from app.hubs.workflow import DONE, ENDED, guarded, job_workflow
from app.llm import ModelUnavailable, Usage
from app.vocabulary import JobStatus
from app.workflows import step

log = logging.getLogger(__name__)
AGAIN = "again"
Batch = list[str | int]
"""The last piece that was judged and the number of those to mend; just why the job waits where pieces cannot be judged
at the moment; empty when the job is over."""


@step("rescore.close")
async def close(ticket: PlainTicket) -> str:
    """However the job ended: nothing stays half-written, and what was promised is kept unless it failed."""
    return await guarded(Ticket.of(ticket), _close)


@job_workflow(RESCORE, close)
async def rescore(ticket: PlainTicket) -> str:
    """Every piece that may still be approved, judged by what holds now."""
    outcome = AGAIN
    while outcome == AGAIN:
        outcome = await _round(ticket)
    return outcome


async def _round(ticket: PlainTicket) -> str:
    if await begin(ticket) == ENDED:
        return ENDED
    after = ""
    while batch := await judge_some(ticket, after):
        wait = wait_in([str(batch[0])]) if len(batch) == 1 else None
        if wait is not None:
            return await go_on_later(ticket, wait)
        after, to_mend = str(batch[0]), int(batch[1])
        outcome = await write_slots(ticket, to_mend)
        if outcome != DONE:
            return outcome
        if not after:
            return await end(ticket)
    return ENDED


@step("rescore.begin")
async def begin(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), begin_round)


@step("rescore.judge")
async def judge_some(ticket: PlainTicket, after: str) -> Batch:
    found: Batch = []

    async def judge(t: Ticket) -> None:
        try:
            found.extend(await judge_batch(t, after))
        except Unavailable as error:
            outcome = await wait_for_model(t, ModelUnavailable("cannot be asked how near the hooks are", Usage("")))
            found.extend([outcome] if outcome != ENDED else [])
            log.warning("pieces of client %s cannot be judged: %s", t.client_id, error)

    return found if await guarded(Ticket.of(ticket), judge) == DONE else []


@step("rescore.end")
async def end(ticket: PlainTicket) -> str:
    outcome = AGAIN

    async def try_to_end(t: Ticket) -> None:
        nonlocal outcome
        outcome = DONE if await end_round(t) else AGAIN

    return outcome if await guarded(Ticket.of(ticket), try_to_end) == DONE else ENDED


async def _close(t: Ticket) -> None:
    async with tenancy.bind(t.client_id), tenancy.transaction():
        job = await Job.get_or_none(id=t.job_id)
        if job is None or job.run != t.run or not job.status.is_terminal:
            return
        await rewriting.put_all_back(job.id)
    if job.status is not JobStatus.FAILED:
        await keep_promises(t.client_id, (job.params or {}).get("promises", []))
