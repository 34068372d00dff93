"""Vectors from a server that speaks OpenAI's `/embeddings`. What it answers is checked before it is believed.

Texts go straight to the address that is configured: proxies and keys of the environment are not heeded.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import numpy as np

from app.errors import Unavailable
from app.vectors.embedder import DIMENSIONS, Matrix, unit

TEXTS_AT_ONCE = 64
TRIES = 4
TIMEOUT_S = 30.0
LONGEST_WAIT_S = 30.0
UNREADABLE = "The embeddings service gave an answer that cannot be read."
_LONGEST = 24_000  # Characters: usual models read 8,192 tokens and refuse more.


class Endpoint:
    """`url` is that of the API, as `https://host/v1`; the model must be able to give 768 numbers."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.model = model
        self._url = url.rstrip("/") + "/embeddings"
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._wait = wait
        self._timeout_s = timeout_s

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """Texts without words are not sent. Raises Unavailable."""
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        places = [place for place, text in enumerate(texts) if text.strip()]
        async with httpx.AsyncClient(headers=self._headers, timeout=self._timeout_s, trust_env=False) as http:
            for first in range(0, len(places), TEXTS_AT_ONCE):
                some = places[first : first + TEXTS_AT_ONCE]
                found[some] = await self._ask(http, [texts[place].strip()[:_LONGEST] for place in some])
        return found

    async def _ask(self, http: httpx.AsyncClient, texts: list[str]) -> Matrix:
        body = {"model": self.model, "input": texts, "dimensions": DIMENSIONS, "encoding_format": "float"}
        problem = "no answer"
        for tried in range(TRIES):
            pause = float(2**tried)
            try:
                response = await http.post(self._url, json=body)
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
            except httpx.DecodingError as error:
                raise Unavailable(UNREADABLE) from error
            else:
                if response.status_code == 200:
                    return _read(response, len(texts))
                problem = f"status {response.status_code}"
                if response.status_code != 429 and response.status_code < 500:
                    break
                pause = _asked_pause(response) or pause
            if tried + 1 < TRIES:
                await self._wait(min(pause, LONGEST_WAIT_S))
        raise Unavailable(f"The embeddings service does not answer as it should: {problem}.")


def _asked_pause(response: httpx.Response) -> float | None:
    """Seconds, where the server says them."""
    try:
        pause = float(response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return pause if math.isfinite(pause) and pause >= 0 else None


def _read(response: httpx.Response, count: int) -> Matrix:
    """The vectors in the order of the texts, of length 1. Raises Unavailable for anything that is not exactly these."""
    try:
        entries: list[Any] = response.json()["data"]
        by_place = {int(entry["index"]): entry["embedding"] for entry in entries}
        vectors = np.array([by_place[place] for place in range(count)], np.float64)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Unavailable(UNREADABLE) from error
    if len(entries) != count or vectors.shape != (count, DIMENSIONS):
        raise Unavailable(
            f"The embeddings service gave vectors of another shape than {count} x {DIMENSIONS}: "
            f"its model must take `dimensions`."
        )
    with np.errstate(all="ignore"):  # numbers too large or too small for a length show in what comes out
        found = unit(vectors)
    if not np.isfinite(found).all() or not found.any(axis=1).all():
        raise Unavailable("The embeddings service gave vectors with numbers that are none.")
    return found
