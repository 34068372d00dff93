"""Openings of others that did well, for a model to learn their build from: those nearest to the angle."""

from app.generation.writer import Brief
from app.vectors import Vectors
from app.vectors.models import SharedHook

MOST, LENGTH = 5, 280


async def performers(vectors: Vectors, brief: Brief) -> tuple[str, ...]:
    """Of the brief's platform, best first; of any where it has none, and none where none were imported.

    Raises Conflict, Unavailable.
    """
    if not await vectors.has_hooks():
        return ()
    angle = " ".join((brief.pillar.title, brief.pillar.angle, *brief.pillar.key_points[:2]))
    [hits] = await vectors.near_hooks([angle], brief.platform, MOST)
    ids = [hit.id for hit in hits.platform_specific or hits.top_performers]
    texts = {row.id: row.text[:LENGTH] for row in await SharedHook.filter(id__in=ids)}
    return tuple(texts[id] for id in ids if id in texts)
