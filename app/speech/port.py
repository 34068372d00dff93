"""What a recogniser is given, what it answers, and the two ways in which it fails."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recording:
    """A voice note as it was uploaded. `extension` is that of its container: webm, ogg, m4a, mp3, wav or flac."""

    data: bytes
    extension: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """`language` is an ISO 639-1 code where the recogniser knows it; `recogniser` is who wrote it down."""

    text: str
    language: str | None
    seconds: float
    recogniser: str


class TranscriptionFailed(Exception):
    """Nothing was written down. `reason` is for people to read and holds no content; `retry_in_s` is when to ask again
    at the earliest."""

    def __init__(self, reason: str, retry_in_s: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_in_s = retry_in_s


class RecogniserUnavailable(TranscriptionFailed):
    """It is down, out of reach, too slow, too busy, or refuses us: the recording can be tried again later. The reason
    goes on the words "the recogniser ...", as that of a model does."""


class RecordingRefused(TranscriptionFailed):
    """This recording cannot be written down, now or later: it holds no speech, or cannot be read. The reason is whole
    sentences."""


class Transcriber(Protocol):
    """`name` says what it is: "openai:MODEL" or "local:MODEL"."""

    @property
    def name(self) -> str: ...

    async def transcribe(self, recording: Recording) -> Transcript:
        """Raises RecogniserUnavailable, RecordingRefused."""
        ...

    async def close(self) -> None: ...
