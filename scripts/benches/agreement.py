"""Whether all contestants say the same: before anything is timed, every answer is compared with the first one's.

Ours are compared byte by byte as they are. Peers write some values in another way, so theirs and Foundry's are first
brought into one form: sorted keys, times as milliseconds, whole numbers without a fraction.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse
from itertools import islice
from socket import create_connection
from typing import Any

import orjson

from scripts.benches.contestants import APPROVE, Contestant

APPROVALS_COMPARED = 20
_COUNT = re.compile(r'^foundry_answers_total\{outcome="(\w+)"\} (\S+)$', re.MULTILINE)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def agreed(task: str, contestants: Sequence[Contestant]) -> dict[str, frozenset[int]]:
    """The lengths that each contestant's answers to the task have, by its name.

    Raises RuntimeError when two say different things, or say of an approval what is not so.
    """
    expected = _answers(task, contestants[0])
    lengths = {}
    for one in contestants:
        given = _answers(task, one)
        check(f"{task}, {one.name}", expected, given, one.canonical)
        if task == APPROVE:
            check_approved(one, len(given))
        lengths[one.name] = frozenset(map(len, given))
    return lengths


def check(
    what: str, expected: Sequence[bytes], given: Sequence[bytes], canonical: Callable[[bytes], bytes] | None
) -> None:
    """Raises RuntimeError."""
    for ours, theirs in zip(expected, given, strict=True):
        if (ours != theirs) if canonical is None else (_plain_bytes(ours) != _plain_bytes(canonical(theirs))):
            raise RuntimeError(f"{what}: the answers differ:\n{ours[:1000]!r}\n{theirs[:1000]!r}")


def check_approved(one: Contestant, number: int) -> None:
    """Raises RuntimeError unless so many pieces are approved in the contestant's own store."""
    if (found := one.store.approved()) != number:
        raise RuntimeError(f"{one.name} answered {number} approvals and made {found}")


def answer(port: int, sent: bytes) -> bytes:
    """The body of the answer to a prepared request. Raises RuntimeError for any status but 200."""
    with closing(create_connection(("127.0.0.1", port), 60)) as socket:
        socket.sendall(sent)
        response = HTTPResponse(socket)
        response.begin()
        body = response.read()
    if response.status != 200:
        raise RuntimeError(f"an answer is {response.status}: {body[:500]!r}")
    return body


def answer_counts(port: int) -> dict[str, float]:
    """How often a Foundry found an answer in its memory (`hit`) and did not (`miss`); nothing of other servers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(connection):
        connection.request("GET", "/metrics")
        told = connection.getresponse().read().decode()
    return {outcome: float(number) for outcome, number in _COUNT.findall(told)}


def _answers(task: str, one: Contestant) -> list[bytes]:
    """To every read, or to some approvals, which are counted afterwards."""
    if task != APPROVE:
        return [answer(one.port, sent) for sent in islice(one.requests(task), len(one.sent[task]))]
    one.store.make_pending()
    return [answer(one.port, sent) for sent in islice(one.requests(task), APPROVALS_COMPARED)]


def _plain_bytes(body: bytes) -> bytes:
    return orjson.dumps(_plain(orjson.loads(body)), option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and _TIME.fullmatch(value):
        return round(datetime.fromisoformat(value).timestamp() * 1000)
    return int(value) if isinstance(value, float) and value.is_integer() else value
