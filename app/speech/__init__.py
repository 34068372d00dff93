"""Speech written down, by an endpoint that a user configured or by a recogniser on this machine."""

from app.speech.port import (
    RecogniserUnavailable,
    Recording,
    RecordingRefused,
    Transcriber,
    Transcript,
    TranscriptionFailed,
)

__all__ = [
    "RecogniserUnavailable",
    "Recording",
    "RecordingRefused",
    "Transcriber",
    "Transcript",
    "TranscriptionFailed",
]
