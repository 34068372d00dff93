"""Whether what a piece was judged by still holds after a time in which nobody judged it."""

import hashlib

from app.clients.access import ClientAccess
from app.generation import judging
from app.generation.rescoring import promised_rescoring


async def valid_under(access: ClientAccess) -> str | None:
    """A name for what every verdict of the client rests on; None while there are some that rest on something older.

    It is read before it is asked whether pieces are being judged anew: so a change in between is seen by one of both.
    """
    async with access.bind():
        name = name_of(await judging.measure())
    return name if await promised_rescoring(access.client_id) is None else None


def name_of(measure: judging.Measure) -> str:
    return hashlib.sha256(repr(measure).encode()).hexdigest()
