"""Reading what is exported, page after page by key, so that however much there is, little of it is held at a time.

Each page is one state of the database. Pieces follow one another by hub, angle, platform and id; those that outlived
their hub come last.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import tenancy
from app import resources
from app.exports.bridge import Bridge
from app.exports.pieces import COLUMNS, FROM, Piece, piece_of
from app.exports.selection import Selection
from app.vocabulary import SpokeStatus
from tenancy import Snapshot

T = TypeVar("T")

HUBS_AT_ONCE = 50
PIECES_AT_ONCE = 200
FIRST = (-1, "", "", "")
"""Before every piece of a hub."""
_ORDER = "COALESCE(p.order_index, 1000000), COALESCE(s.pillar_id, ''), s.platform, s.id"
_PARTS = "COALESCE(json_array_length(s.content_json, '$.slides'), json_array_length(s.content_json, '$.posts'), 0)"
Asset = tuple[str, str, str]
"""Kind, object key and alt text of a picture."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is before it is read: pieces by status, and the most slides or posts that one of them has."""

    counts: dict[SpokeStatus, int]
    most_parts: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Reading:
    """What one export reads of one client, for a thread that writes it down."""

    def __init__(self, bridge: Bridge, client_id: str, selection: Selection) -> None:
        self._bridge = bridge
        self._client_id = client_id
        self.selection = selection
        self.count = 0
        """Pieces that were read so far."""

    def extent(self) -> Extent:
        conditions, params = self._conditions()
        rows = self.fetch(
            f"SELECT s.status, COUNT(*), MAX({_PARTS}) FROM spokes s WHERE {conditions} GROUP BY 1", params
        )
        counts = {SpokeStatus(status): count for status, count, _ in rows}
        return Extent(counts, max((parts or 0 for _, _, parts in rows), default=0))

    def pieces(self, at_once: int = PIECES_AT_ONCE) -> Iterator[Piece]:
        return chain.from_iterable(self.pages(at_once))

    def pages(self, at_once: int = PIECES_AT_ONCE) -> Iterator[list[Piece]]:
        """Every piece, in their order; no page has pieces of two hubs."""
        for hub_id in chain(self.hubs(), [] if self.selection.hub_ids else [None]):
            yield from self.pages_of(hub_id, at_once)

    def hubs(self) -> Iterator[str]:
        """The ids of the hubs that have such pieces."""
        pieces, params = self.selection.pieces()
        named, names = self.selection.hubs("h.id")
        has_some = f"EXISTS (SELECT 1 FROM spokes s WHERE s.hub_id = h.id AND {pieces})"
        sql = f"SELECT h.id FROM hubs h WHERE h.id > ? AND {named} AND {has_some} ORDER BY h.id LIMIT {HUBS_AT_ONCE}"
        after = ""
        while rows := self.fetch(sql, [after, *names, *params]):
            yield from (row[0] for row in rows)
            after = rows[-1][0]

    def pages_of(self, hub_id: str | None, at_once: int = PIECES_AT_ONCE) -> Iterator[list[Piece]]:
        """The pieces of one hub; of none, those that outlived theirs."""
        pieces, params = self.selection.pieces()
        sql = (
            f"SELECT {COLUMNS} {FROM} WHERE s.hub_id IS ? AND {pieces} AND ({_ORDER}) > (?, ?, ?, ?)"
            f" ORDER BY {_ORDER} LIMIT {at_once}"
        )
        after: tuple[Any, ...] = FIRST
        while page := [piece_of(row) for row in self.fetch(sql, [hub_id, *params, *after])]:
            self.count += len(page)
            yield page
            if len(page) < at_once:
                return
            after = page[-1].order

    def assets(self, spoke_id: str) -> list[Asset]:
        """The pictures of a piece, in their order."""
        sql = "SELECT asset_type, r2_key, COALESCE(alt_text, '') FROM content_assets WHERE spoke_id = ?"
        return [(row[0], row[1], row[2]) for row in self.fetch(f"{sql} ORDER BY asset_type, position, id", [spoke_id])]

    def picture(self, key: str) -> bytes:
        """Raises NotFound."""
        return self._bridge.wait(resources.current().objects.get(key))

    def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.snapshot(lambda state: state.fetch(sql, params))

    def snapshot(self, work: Callable[[Snapshot], T]) -> T:
        """Raises UnknownClient where the client has been deleted."""
        return self._bridge.wait(self._read(work))

    async def _read(self, work: Callable[[Snapshot], T]) -> T:
        async with tenancy.look(self._client_id) as reads:
            return await reads.snapshot(work, threaded=True)

    def _conditions(self) -> tuple[str, list[Any]]:
        pieces, params = self.selection.pieces()
        named, names = self.selection.hubs("s.hub_id")
        return f"{pieces} AND {named}", [*params, *names]
