"""Which coding a client accepts for an answer, and bodies put into it.

Nothing that an attacker may have chosen a part of and that holds a secret too may be compressed: its length would tell
of the secret. So the caller says what is compressed; this module only how.
"""

import zlib
from functools import lru_cache
from typing import Literal, NamedTuple

import zstandard

Coding = Literal["zstd", "gzip"]

# Below this the saved bytes fit into the same packet anyway.
WORTHWHILE = 1024
# The cheapest levels that are worth it: gzip's usual 6 takes four times the time of 1 for a fourth less.
ZSTD_LEVEL = 3
GZIP_LEVEL = 1
_GZIP_WINDOW = 31  # zlib's word for "with gzip's header and the largest window"
_LONGEST_KEPT = 200

# Used on the event loop's thread alone: a compressor keeps its working memory from one body to the next.
_zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)


class Accepted(NamedTuple):
    """What to answer with: `coding` where the client takes one of ours, and whether it takes a body as it is."""

    coding: Coding | None
    plain: bool

    def for_body(self, length: int) -> Coding | None:
        """Short bodies go as they are, unless the client refuses that."""
        return self.coding if length >= WORTHWHILE or not self.plain else None


PLAIN = Accepted(None, plain=True)


def accepted(accept_encoding: str) -> Accepted:
    """Reads an Accept-Encoding header, by RFC 9110, 12.5.3. The highest weight wins; of equals, zstd before gzip."""
    if not accept_encoding:
        return PLAIN
    # Few headers are sent by many clients; a long one is nobody's, and not kept.
    return _kept(accept_encoding) if len(accept_encoding) <= _LONGEST_KEPT else _read(accept_encoding)


def compressed(body: bytes, coding: Coding) -> bytes:
    if coding == "zstd":
        return _zstd.compress(body)
    return zlib.compress(body, GZIP_LEVEL, _GZIP_WINDOW)


def _read(header: str) -> Accepted:
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, _, parameters = part.partition(";")
        weights.setdefault(name.strip().lower().removeprefix("x-"), _weight(parameters))
    # Whoever says `*` knows gzip at least.
    ours: list[tuple[float, Coding]] = [
        (weights.get("zstd", 0.0), "zstd"),
        (weights.get("gzip", weights.get("*", 0.0)), "gzip"),
    ]
    weight, coding = max(ours, key=lambda choice: choice[0])
    plain = weights.get("identity", weights.get("*", 1.0)) > 0
    # The body as it is comes first only where the client says so itself.
    preferred = weight > 0 and weight >= weights.get("identity", 0.0)
    return Accepted(coding if preferred else None, plain)


_kept = lru_cache(maxsize=256)(_read)


def _weight(parameters: str) -> float:
    """The number of `q=0.5`; 1 without one, 0 for one that is none, so that nothing is sent which may be unwanted."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
