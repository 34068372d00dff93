"""Whole answers, kept as the bytes that are sent, for as long as what they were read from is the same.

An answer is given back only under the version that it was kept under. The version is read before the data, so it may be
older than the data and never newer: a kept answer may be thrown away too soon, and is never stale.
"""

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b

from prometheus_client import Counter, Gauge

from app.http.compression import Coding, compressed
from app.kit import memory

LOOKUPS = Counter("foundry_answers_total", "Answers looked up in the cache, and thrown out of it.", ["outcome"])
BYTES = Gauge("foundry_answer_bytes", "Memory taken by answers that are kept.")
_HIT, _MISS, _EVICTED = (LOOKUPS.labels(outcome) for outcome in ("hit", "miss", "evicted"))

# Another process, or this one started again, may number its versions alike.
_PROCESS = secrets.token_bytes(16)
_TAG_BYTES = 12
# An entry, its key's tuples and the numbers in them; strings and bytes come on top.
_ENTRY_BYTES = 600


class Answer:
    """The bytes of `{"data": ...}`. `tag` names them for ETag; None where they cannot be named."""

    __slots__ = ("_encoded", "_kept_in", "_key", "_version", "body", "tag")

    def __init__(self, body: bytes, tag: str | None = None) -> None:
        self.body = body
        self.tag = tag
        self._encoded: dict[Coding, bytes] = {}
        self._kept_in: Answers | None = None
        self._key: Hashable = None
        self._version: Hashable = None

    def encoded(self, coding: Coding | None) -> bytes:
        """The body in a coding; done once, however often it is sent."""
        if coding is None:
            return self.body
        found = self._encoded.get(coding)
        if found is None:
            found = self._encoded[coding] = compressed(self.body, coding)
            if self._kept_in is not None:
                self._kept_in._grow(len(found))
        return found


class Answers:
    """The most recently used, bounded by the bytes that they take: bodies, their compressed forms and their keys.

    Keys and versions are tuples of plain data that say everything: `repr` tells any two apart.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        memory.when_forgetting(self.clear)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, version: Hashable) -> Answer | None:
        found = self._kept.get(key)
        if found is None or found._version != version:
            _MISS.inc()
            return None
        self._kept.move_to_end(key)
        _HIT.inc()
        return found

    def put(self, key: Hashable, version: Hashable, body: bytes) -> Answer:
        """In the place of what was kept under the key. One that would fill a quarter of the room is not kept."""
        answer = Answer(body, _tag(key, version))
        answer._key, answer._version = key, version
        old = self._kept.pop(key, None)
        if old is not None:
            self._forget(old)
        size = _size(answer)
        if size <= self.max_bytes // 4:
            answer._kept_in = self
            self._kept[key] = answer
            self._grow(size)
        return answer

    def clear(self) -> None:
        while self._kept:
            self._forget(self._kept.popitem()[1])

    def _grow(self, size: int) -> None:
        self.bytes += size
        BYTES.inc(size)
        while self.bytes > self.max_bytes:
            _, gone = self._kept.popitem(last=False)
            self._forget(gone)
            _EVICTED.inc()

    def _forget(self, answer: Answer) -> None:
        answer._kept_in = None
        size = _size(answer)
        self.bytes -= size
        BYTES.dec(size)


def _tag(key: Hashable, version: Hashable) -> str:
    """Never made of the body: so it costs the same for each, and tells nothing of what is in it."""
    return blake2b(repr((key, version)).encode(), digest_size=_TAG_BYTES, key=_PROCESS).hexdigest()


def _size(answer: Answer) -> int:
    return (
        _ENTRY_BYTES
        + _size_of_key(answer._key)
        + len(answer.body)
        + sum(len(encoded) for encoded in answer._encoded.values())
    )


def _size_of_key(key: object) -> int:
    """Strings are counted as if they were the entry's own: a document's may live on in the key alone."""
    if isinstance(key, str | bytes):
        return len(key)
    return sum(map(_size_of_key, key)) if isinstance(key, tuple | frozenset) else 0
