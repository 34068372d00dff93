"""Drawing the pictures of a piece, and keeping them: as objects under fixed names, and as rows that tell of them.

They show the words that they were drawn from: when those change, the database drops the rows, and they are drawn anew
when somebody asks. Objects are written first, then the rows in one transaction; what is left over goes last.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.clients.models import Client
from app.errors import Conflict, NotFound, StillProcessing
from app.generation.gates.base import Piece
from app.generation.judging import pieces_of
from app.kit import clock
from app.objects.keys import image_key, image_prefix
from app.pictures.fonts import open_fonts
from app.pictures.palette import palette_of
from app.spokes.models import ContentAsset, Spoke
from app.spokes.service import require_spoke
from app.trail.service import Deed, noted
from app.vocabulary import SpokeStatus

if TYPE_CHECKING:
    from app.pictures.drawing import Picture

RENDERED = "assets.rendered"
LINK_LASTS = timedelta(hours=1)
AT_ONCE = 2
"""Pieces that are drawn at the same time in this process; others wait."""

_drawing = asyncio.Semaphore(AT_ONCE)
_turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


async def render_assets(access: ClientAccess, spoke_id: str) -> Sequence[ContentAsset]:
    """Draws every picture of a piece, in place of those that it has.

    Raises:
        Forbidden, NotFound: as always.
        Conflict: the piece is killed, or its words changed meanwhile; a client or account for which nothing new is
            made; or a script that no font here can write.
        StillProcessing: the piece is still being written.
        Unavailable: the fonts have not been fetched.
    """
    access.require(Permission.CREATE)
    access.require_active()
    await billing.require_writable(access.account_id)
    lock = _turns.setdefault(spoke_id, asyncio.Lock())
    async with lock:
        async with access.bind():
            spoke = _drawable(await require_spoke(spoke_id))
            [piece] = await pieces_of([spoke])
        client = await Client.get_or_none(id=access.client_id)
        if client is None:
            raise NotFound("client", access.client_id)
        async with _drawing:
            pictures = await asyncio.to_thread(_draw, piece, client.name, client.brand_color)
        return await _keep(access, spoke, pictures)


async def link_to(asset: ContentAsset, until: datetime) -> str:
    """A link that downloads the picture until then."""
    return await resources.current().objects.signed_url(asset.r2_key, until, asset.r2_key.rpartition("/")[2])


def link_end() -> datetime:
    return clock.now() + LINK_LASTS


def _drawable(spoke: Spoke) -> Spoke:
    """Raises Conflict, StillProcessing."""
    if not spoke.is_settled:
        raise StillProcessing(spoke.job_id or "")
    if spoke.status is SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(spoke.status))
    return spoke


def _draw(piece: Piece, name: str, brand_color: str | None) -> "Sequence[Picture]":
    # Loaded where it is needed: a server that draws nothing starts without it.
    from app.pictures.drawing import pictures_of

    fonts = open_fonts(resources.current().settings.fonts)
    return list(pictures_of(piece, name, palette_of(brand_color), fonts))


async def _keep(access: ClientAccess, spoke: Spoke, pictures: "Sequence[Picture]") -> Sequence[ContentAsset]:
    """Raises Conflict where the words are others by now: pictures of the old ones are told of nowhere."""
    objects = resources.current().objects
    keys = [image_key(access.client_id, spoke.id, picture.name) for picture in pictures]
    async with access.bind():
        for key, picture in zip(keys, pictures, strict=True):
            await objects.put(key, picture.png, "image/png")
        async with tenancy.transaction():
            now = _drawable(await require_spoke(spoke.id))
            if now.revision != spoke.revision:
                raise Conflict("The words have changed meanwhile; try again.", state="changed", revision=now.revision)
            await ContentAsset.filter(spoke_id=spoke.id).delete()
            rows = [
                await ContentAsset.create(
                    spoke_id=spoke.id,
                    asset_type=picture.type,
                    position=at,
                    r2_key=key,
                    width=picture.width,
                    height=picture.height,
                    visual_archetype=str(picture.archetype),
                    alt_text=picture.alt,
                )
                for at, (key, picture) in enumerate(zip(keys, pictures, strict=True))
            ]
            await noted(access.viewer, [Deed(RENDERED, spoke.id, detail={"pictures": len(rows)})])
        for key in set(await objects.list(image_prefix(access.client_id, spoke.id))) - set(keys):
            await objects.delete(key)
    return rows
