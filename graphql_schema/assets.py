"""Content assets: the pictures that were drawn of a piece."""

from datetime import datetime

import strawberry

from app.pictures import service
from app.spokes import models
from app.vocabulary import AssetType
from graphql_schema.context import Info
from graphql_schema.fields import column
from graphql_schema.reading import Row


@strawberry.type(description="A picture of a piece: a PNG file. It goes when the words change.")
class ContentAsset(Row, of=models.ContentAsset):
    id: strawberry.ID
    asset_type: AssetType
    position: int = column("Its place among the piece's pictures: 0, then a carousel's slides from 1 on.")
    r2_key: str
    width: int | None = column("Pixels.")
    height: int | None = column("Pixels.")
    visual_archetype: str | None = column("Its composition.")
    alt_text: str | None = column("What is to be seen, for those who cannot see it.")
    created_at: datetime

    @strawberry.field(description="A link that downloads it without further credentials, for an hour.")
    async def url(self, info: Info) -> str:
        link = await service.link_to(self.row, service.link_end())
        return f"{info.context.resources.settings.origin}{link}" if link.startswith("/") else link
