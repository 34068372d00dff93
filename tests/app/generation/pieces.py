"""Pieces of a small hub, as the API shows them, and what people do with them."""

from typing import Any

import tenancy
from app.generation.gates.phrases import find_phrase
from app.hubs.models import Job
from app.resources import Resources
from app.spokes.models import Spoke
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import Followed, ended, following, ready_hub
from tests.app.generation.test_jobs import generate

APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status } }"
EDIT = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { id } } }"
BAN = "mutation($input: AddBannedWordInput!) { addBannedWord(input: $input) { id } }"
STATE = """query($id: ID!) { client(id: $id) { spokes(first: 200) { nodes {
  id hubId pillarId platform parentSpokeId content contentJson isMutated isCreativeConflict status approvedAt
  approvedBy { id } sources { start end }
  qualityScore { overallPass g2HookStrength g4VoiceAlignment overrides { gate reason userId } }
  drafts { attemptNumber content } feedback { gate attemptNumber resolved } mutations { originalContent editedContent }
} } } }"""


async def written(
    resources: Resources, owner: Api, client_id: str, number: int = 6
) -> tuple[str, list[dict[str, Any]]]:
    """The id of a hub with so many spokes, and these."""
    hub_id = await ready_hub(resources, owner, client_id)
    async with following(resources, client_id) as followed:
        job_id = await generate(owner, client_id, hub_id, number)
        await over(resources, followed, client_id, job_id)
    return hub_id, await spokes_of(owner, client_id)


async def spokes_of(owner: Api, client_id: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = (await owner.run(STATE, id=client_id))["client"]["spokes"]["nodes"]
    return nodes


async def spoke_of(owner: Api, client_id: str, spoke_id: str) -> dict[str, Any]:
    [spoke] = [spoke for spoke in await spokes_of(owner, client_id) if spoke["id"] == spoke_id]
    return spoke


async def over(resources: Resources, followed: Followed, client_id: str, job_id: str) -> Job:
    """The job, once it is complete and its workflow has put everything in order."""
    await followed.until(job_id, status=JobStatus.COMPLETE)
    async with tenancy.bind(client_id):
        job = await Job.get(id=job_id)
    await ended(resources, f"{job_id}.{job.run}")
    return job


async def ban(owner: Api, client_id: str, word: str) -> str:
    id: str = (await owner.run(BAN, input={"clientId": client_id, "word": word}))["addBannedWord"]["id"]
    return id


async def change(client_id: str, spoke_id: str, **values: Any) -> None:
    """What is hard to come by through the API."""
    async with tenancy.bind(client_id), tenancy.transaction():
        await Spoke.filter(id=spoke_id).update(**values)


def has(spoke: dict[str, Any], word: str) -> bool:
    return bool(find_phrase(spoke["content"], word, "en"))


def some_word(spokes: list[dict[str, Any]], among: list[dict[str, Any]] | None = None) -> str:
    """A word of the piece, or the pieces, `among`, that as few others as can be have as well."""
    texts = [spoke["content"] for spoke in (among or spokes)]
    words = set.intersection(*({word.strip(".,!?:").lower() for word in text.split()} for text in texts))
    rare = [word for word in words if len(word) >= 6 and word.isascii() and word.isalpha()]
    rarest: str = min(rare, key=lambda word: (sum(has(spoke, word) for spoke in spokes), word))
    return rarest
