"""Which of the bound client's texts are in which index, and the text behind an id.

A passage has no row of its own: its id says which hub it is of and where it stands, `HUB.START.END`.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

import tenancy
from app.brand.models import TrainingSample, VoiceMarker
from app.hubs.models import Hub
from app.recall.passages import passages
from app.spokes.models import Spoke
from app.vocabulary import HubStatus, SpokeStatus, VectorIndex
from tenancy import TenantModel

Texts = dict[str, dict[str, str]]
"""By the source they are taken from: texts by their id."""
_PASSAGE = re.compile(r"([0-9a-f-]{36})\.([0-9]{1,8})\.([0-9]{1,8})")


async def texts_of(index: VectorIndex, sources: Sequence[str]) -> Texts:
    """What the index shall hold of each source; nothing of one that is gone, or is not to be found any more."""
    return {**{source: {} for source in sources}, **await _READ[index](sources)}


async def sources_of(index: VectorIndex) -> list[str]:
    """Everything that the index shall hold something of."""
    if index is VectorIndex.BRAND_VOICE:
        return [*await _ids(TrainingSample), *await _ids(VoiceMarker)]
    if index is VectorIndex.CONTENT_SAMPLES:
        return await _ids(Spoke, status=SpokeStatus.APPROVED)
    return await _ids(Hub, status=HubStatus.READY)


async def _ids(model: type[TenantModel], **conditions: object) -> list[str]:
    return [str(id) for id in await model.filter(**conditions).order_by("id").values_list("id", flat=True)]


async def text_by_id(index: VectorIndex, ids: Sequence[str]) -> Mapping[str, str]:
    """The texts that are still there."""
    if index is not VectorIndex.RESEARCH:
        found = await _READ[index](ids)
        return {id: text for of in found.values() for id, text in of.items()}
    return {id: text for id in ids if (text := await _passage(id))}


async def _passage(id: str) -> str | None:
    """Read out of the source where it lies: a source may be a book."""
    match = _PASSAGE.fullmatch(id)
    if match is None:
        return None
    hub_id, start, end = match[1], int(match[2]), int(match[3])
    async with tenancy.reader(tenancy.current_client_id()) as reads:
        rows = await reads.execute(
            "SELECT substr(source_content, ?, ?) FROM hubs WHERE id = ? AND status = 'ready'",
            (start + 1, end - start, hub_id),
        )
    return str(rows[0][0]) if rows and rows[0][0] else None


async def _brand_voice(sources: Sequence[str]) -> Texts:
    samples = await TrainingSample.filter(id__in=sources)
    markers = await VoiceMarker.filter(id__in=sources)
    return {**{row.id: {row.id: row.text} for row in samples}, **{row.id: {row.id: row.phrase} for row in markers}}


async def _content_samples(sources: Sequence[str]) -> Texts:
    spokes = await Spoke.filter(id__in=sources, status=SpokeStatus.APPROVED)
    return {spoke.id: {spoke.id: spoke.content} for spoke in spokes}


async def _research(sources: Sequence[str]) -> Texts:
    found: Texts = {}
    for hub in await Hub.filter(id__in=sources, status=HubStatus.READY):
        text = hub.source_content or ""
        found[hub.id] = {f"{hub.id}.{span.start}.{span.end}": text[span.start : span.end] for span in passages(text)}
    return found


_READ: Mapping[VectorIndex, Callable[[Sequence[str]], Awaitable[Texts]]] = {
    VectorIndex.BRAND_VOICE: _brand_voice,
    VectorIndex.CONTENT_SAMPLES: _content_samples,
    VectorIndex.RESEARCH: _research,
}
