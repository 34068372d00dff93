"""Marking every text of a client as one whose vectors are to be made: it has come from elsewhere, and they have not."""

import tenancy
from app.recall.texts import sources_of
from app.vocabulary import VectorIndex

_MARK = "INSERT OR IGNORE INTO text_changes (index_name, source_id) VALUES (?, ?)"


async def mark_all(client_id: str) -> int:
    """Returns how many there are. Whoever asks for the nearest texts catches up with them first."""
    async with tenancy.bind(client_id):
        marks = [(str(index), source) for index in VectorIndex for source in await sources_of(index)]
        async with tenancy.transaction():
            await tenancy.write(lambda tx: [tx.run(_MARK, mark) for mark in marks])
    return len(marks)
