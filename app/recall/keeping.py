"""Keeping a client's indexes as its texts are. What is to be done stands in the client's database until it is done.

Whoever asks for the nearest texts catches up first; the background task is there so that they seldom have to.
"""

import asyncio
import logging
from collections import defaultdict

import tenancy
from app.errors import AppError
from app.recall.models import TextChange
from app.recall.texts import Texts, texts_of
from app.vectors import Vectors
from app.vocabulary import VectorIndex

log = logging.getLogger(__name__)
SETTLE_S = 1.0
LONGEST_S = 15.0
"""Changes are gathered until there are no more for a second: a job writes many, and people decide one after the other.
Making vectors would slow them down, so it is done in between; but it does not wait for ever."""
RETRY_S = 30.0
BETWEEN_S = 0.02
"""After each client: at start that is every one, and its database has to be opened to look."""
_AT_ONCE = 50


async def catch_up(vectors: Vectors, client_id: str) -> int:
    """Works off the client's changes, one caller at a time; returns how many there were.

    Raises Conflict, Unavailable: they are kept then.
    """
    done = 0
    async with vectors.changes.turn(client_id):
        while count := await _some(vectors, client_id):
            done += count
    return done


async def _some(vectors: Vectors, client_id: str) -> int:
    """One embedding and one write for each index. Nothing slow is done while the client is held.

    A text that changes meanwhile has a change of a higher number, which stays.
    """
    changes: defaultdict[VectorIndex, list[int]] = defaultdict(list)
    texts: dict[VectorIndex, Texts] = {}
    async with tenancy.bind(client_id):
        sources: defaultdict[VectorIndex, list[str]] = defaultdict(list)
        for change in await TextChange.all().order_by("number").limit(_AT_ONCE):
            changes[change.index_name].append(change.number)
            sources[change.index_name].append(change.source_id)
        for index, of in sources.items():
            texts[index] = await texts_of(index, of)
    for index, found in texts.items():
        await put(vectors, client_id, index, found)
        async with tenancy.bind(client_id):
            await TextChange.filter(number__in=changes[index]).delete()
    return sum(map(len, changes.values()))


async def put(vectors: Vectors, client_id: str, index: VectorIndex, texts: Texts) -> None:
    """Makes the index hold just these texts of their sources. Raises Conflict, Unavailable."""
    rows = await vectors.rows_of(texts)
    async with tenancy.bind(client_id):
        await vectors.replace(index, list(texts), rows)


async def keep(
    vectors: Vectors,
    *,
    settle_s: float = SETTLE_S,
    longest_s: float = LONGEST_S,
    retry_s: float = RETRY_S,
    between_s: float = BETWEEN_S,
) -> None:
    """Until it is cancelled: first whatever an earlier process left, then what is told."""
    told = vectors.changes
    for client_id in tenancy.known_clients():
        told.mark(client_id)
    while True:
        clients = await told.next(settle_s, longest_s)
        waiting = []
        for client_id in clients:
            if not await _tried(vectors, client_id):
                waiting.append(client_id)
            await asyncio.sleep(between_s)
        if waiting:
            await asyncio.sleep(retry_s)
        for client_id in waiting:
            told.mark(client_id)


async def _tried(vectors: Vectors, client_id: str) -> bool:
    """False where it is worth trying again. A client that cannot be served keeps no other from being served."""
    try:
        await catch_up(vectors, client_id)
    except tenancy.UnknownClient:
        pass
    except AppError as error:
        log.warning("the vectors of client %s wait: %s", client_id, error)
        return False
    except Exception:
        log.exception("the vectors of client %s could not be brought up to date", client_id)
    return True
