"""Words from a server that speaks OpenAI's `/audio/transcriptions`. What it answers is checked before it is believed.

Nothing is asked twice: trying again is for the job that waits. Recordings go straight to the address that is
configured: proxies and keys of the environment are not heeded, and redirects not followed.
"""

import asyncio
import json
import math

import httpx

from app.speech.cleaning import transcript_of
from app.speech.port import RecogniserUnavailable, Recording, RecordingRefused, Transcript

OPENAI_URL = "https://api.openai.com/v1"
_MEDIA_TYPES = {
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
}
_MOST_BYTES = 4_000_000
_UNREADABLE = "gives answers that cannot be read"
_BUSY = (408, 409, 425, 429)
_NOT_OURS = {401: "refuses the key", 402: "asks for money", 403: "refuses the key", 404: "is not known there"}


class EndpointRecogniser:
    """`url` is that of the API, as `https://host/v1`."""

    def __init__(self, model: str, *, url: str, key: str, timeout_s: float) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._url = (url or OPENAI_URL).rstrip("/") + "/audio/transcriptions"
        self._timeout_s = timeout_s
        self._headers = {"authorization": f"Bearer {key}"} if key else {}

    async def transcribe(self, recording: Recording) -> Transcript:
        try:
            async with asyncio.timeout(self._timeout_s):
                async with self._connection() as http:
                    answer = await self._ask(http, recording)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise RecogniserUnavailable(f"has not answered within {self._timeout_s:g} s") from error
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise RecogniserUnavailable("cannot be reached") from error
        except httpx.TransportError as error:
            raise RecogniserUnavailable("broke off in the middle of an answer") from error
        except httpx.DecodingError as error:
            raise RecogniserUnavailable(_UNREADABLE) from error
        text, language = _read(answer)
        return transcript_of(recording, text, language, self.name)

    async def close(self) -> None:
        """Nothing is open between two recordings."""

    def _connection(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers=self._headers, timeout=self._timeout_s, trust_env=False, follow_redirects=False
        )

    async def _ask(self, http: httpx.AsyncClient, recording: Recording) -> bytes:
        file = (f"recording.{recording.extension}", recording.data, _MEDIA_TYPES[recording.extension])
        form = {"model": self._model, "response_format": "json"}
        async with http.stream("POST", self._url, data=form, files={"file": file}) as response:
            if response.status_code != 200:
                raise _failure(response)
            answer = b""
            async for piece in response.aiter_bytes():
                answer += piece
                if len(answer) > _MOST_BYTES:
                    raise RecogniserUnavailable(_UNREADABLE)
            return answer


def _failure(response: httpx.Response) -> RecogniserUnavailable | RecordingRefused:
    """What the server's own body says may quote what was sent to it, so the status must do."""
    status = response.status_code
    if status in _BUSY:
        return RecogniserUnavailable(f"is too busy (HTTP {status})", _asked_pause_s(response))
    if status in _NOT_OURS:
        return RecogniserUnavailable(f"{_NOT_OURS[status]} (HTTP {status})")
    if 400 <= status < 500:
        return RecordingRefused(
            f"The recogniser does not take this recording (HTTP {status}). Send it in another format."
        )
    if status < 400:
        return RecogniserUnavailable(f"sends elsewhere, which is not followed (HTTP {status})")
    return RecogniserUnavailable(f"is out of order (HTTP {status})", _asked_pause_s(response))


def _asked_pause_s(response: httpx.Response) -> float:
    """0 where the server says nothing that is a number of seconds."""
    try:
        pause = float(response.headers.get("retry-after", ""))
    except ValueError:
        return 0.0
    return pause if math.isfinite(pause) and pause > 0 else 0.0


def _read(answer: bytes) -> tuple[str, str | None]:
    """The text, and its language where it is told as a code of two letters. Raises RecogniserUnavailable."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise RecogniserUnavailable(_UNREADABLE) from error
    text = said.get("text") if isinstance(said, dict) else None
    if not isinstance(text, str):
        raise RecogniserUnavailable(_UNREADABLE)
    language = said.get("language")
    return text, language if isinstance(language, str) and len(language) == 2 else None
