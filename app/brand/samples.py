"""Texts in the client's own voice, and topics that it stays away from: what people may change of either."""

from collections.abc import Sequence

import tenancy
from app.accounts.policy import Permission
from app.brand import removals
from app.brand.entries import checked
from app.brand.models import PRIMARY, BrandDna, TrainingSample
from app.clients.access import ClientAccess
from app.errors import NotFound, ValidationFailed
from app.kit import clock
from app.kit.text import same_words
from app.trail.service import Deed, noted

MAX_TOPICS, MAX_TOPIC = 50, 100
TOPIC = "topic_to_avoid"


async def remove_sample(access: ClientAccess, sample_id: str) -> None:
    """The voice is not learned from it any more. Raises Forbidden, NotFound."""
    access.require(Permission.DIRECT)
    async with access.bind(), tenancy.transaction():
        if not await TrainingSample.filter(id=sample_id).delete():
            raise NotFound("training sample", sample_id)
        await noted(access.viewer, [Deed("brand.removed", sample_id, detail={"kind": "training_sample"})])


async def set_topics_to_avoid(access: ClientAccess, topics: Sequence[str]) -> list[str]:
    """All of them, in this order, each once. Those left out do not come back by themselves.

    Raises Forbidden, ValidationFailed.
    """
    access.require(Permission.DIRECT)
    by_words = {same_words(topic): checked(topic, "input.topics", MAX_TOPIC) for topic in reversed(topics)}
    chosen = {words: by_words[words] for words in map(same_words, topics)}
    if len(chosen) > MAX_TOPICS:
        raise ValidationFailed(("input.topics", f"At most {MAX_TOPICS} topics are avoided."))
    async with access.bind(), tenancy.transaction():
        dna, _ = await BrandDna.get_or_create(id=PRIMARY)
        for topic in dna.topics_to_avoid or []:
            if same_words(topic) not in chosen:
                await removals.taken_out(TOPIC, topic)
        for topic in chosen.values():
            await removals.brought_back(TOPIC, topic)
        dna.topics_to_avoid, dna.updated_at = list(chosen.values()), clock.now()
        await dna.save(update_fields=["topics_to_avoid", "updated_at"])
        await noted(access.viewer, [Deed("brand.changed", PRIMARY, detail={"kind": TOPIC, "topics": len(chosen)})])
    return list(chosen.values())
