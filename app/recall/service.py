"""The nearest of a client's own texts."""

from dataclasses import dataclass

from app import resources
from app.clients.access import ClientAccess
from app.errors import ValidationFailed
from app.recall.keeping import catch_up
from app.recall.texts import text_by_id
from app.vectors.index import MOST
from app.vocabulary import VectorIndex

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class SimilarText:
    """`score` is the cosine, -1..1."""

    id: str
    text: str
    score: float


async def similar(access: ClientAccess, text: str, index: VectorIndex, first: int) -> list[SimilarText]:
    """Best first, of the texts as they are now. None for a text without words.

    Raises:
        ValidationFailed: the text is too long, or too many are asked for.
        Conflict, Unavailable: the vectors are another model's, or cannot be reached.
    """
    if len(text) > LONGEST:
        raise ValidationFailed(("text", f"At most {LONGEST:,} characters can be looked for."))
    if not 0 <= first <= MOST:
        raise ValidationFailed(("first", f"At most {MOST} texts are given; {first} were asked for."))
    vectors = resources.current().vectors
    await catch_up(vectors, access.client_id)
    vector = (await vectors.embedder.embed([text]))[0]
    async with access.bind():
        hits = await vectors.nearest(index, vector, first)
        texts = await text_by_id(index, [hit.id for hit in hits])
    return [SimilarText(hit.id, texts[hit.id], hit.score) for hit in hits if hit.id in texts]
