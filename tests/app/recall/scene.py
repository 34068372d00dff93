"""A client with texts to find again, and what is in its indexes."""

from dataclasses import dataclass

import tenancy
from app.resources import Resources
from app.vocabulary import VectorIndex
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in

SIMILAR = """query($id: ID!, $text: String!, $index: VectorIndex, $first: Int) {
  client(id: $id) { similar(text: $text, index: $index, first: $first) { id text score } }
}"""


@dataclass(frozen=True)
class Scene:
    owner: Api
    client: str
    rows: Rows

    async def similar(self, text: str, index: VectorIndex = VectorIndex.CONTENT_SAMPLES, first: int = 10) -> list[str]:
        """The texts that are found, best first."""
        asked = {"id": self.client, "text": text, "index": index.name, "first": first}
        found = (await self.owner.run(SIMILAR, **asked))["client"]["similar"]
        scores = [each["score"] for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(-1.001 <= score <= 1.001 for score in scores)
        return [each["text"] for each in found]

    async def decide(self, mutation: str) -> None:
        """Approves or rejects the scene's spoke."""
        kind = {"approveSpoke": "SpokeInput", "rejectSpoke": "RejectSpokeInput"}[mutation]
        await self.owner.run(
            f"mutation($input: {kind}!) {{ {mutation}(input: $input) {{ id }} }}",
            input={"clientId": self.client, "spokeId": self.rows.spoke},
        )

    async def count(self, resources: Resources, index: VectorIndex) -> int:
        async with tenancy.bind(self.client):
            return await resources.vectors.count(index)


async def scene(owner: Api, content: str = "Nobody ever thanked you for the fourth tray.") -> Scene:
    client = await owner.create_client()
    return Scene(owner, client, await rows_in(client, content=content))
