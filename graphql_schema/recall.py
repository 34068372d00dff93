"""A client's own texts, found by meaning."""

import strawberry

from app.clients.access import access_to
from app.recall import service
from app.vocabulary import VectorIndex
from graphql_schema.context import Info
from graphql_schema.reading import Row

FIRST = 10


@strawberry.type(description="One of the client's own texts: a sample of its voice, an approved piece, a passage.")
class SimilarText:
    id: strawberry.ID
    text: str
    score: float = strawberry.field(
        description="The cosine of the two, -1 to 1. What counts as near, the model decides."
    )


async def similar(
    client: strawberry.Parent[Row],
    info: Info,
    text: str,
    index: VectorIndex | None = VectorIndex.CONTENT_SAMPLES,
    first: int | None = FIRST,
) -> list[SimilarText]:
    """The vectors are asked, which no statement can do; so it is read the ordinary way."""
    access = access_to(info.context.viewer, client.row)
    size = FIRST if first is None else first
    found = await service.similar(access, text, index or VectorIndex.CONTENT_SAMPLES, size)
    return [SimilarText(id=strawberry.ID(hit.id), text=hit.text, score=hit.score) for hit in found]
