"""From settings to a recogniser. What is not configured is not there: no recogniser, and nothing is sent anywhere."""

import logging

from app.settings import LOCAL_TRANSCRIPTION, Settings
from app.speech import local
from app.speech.port import Transcriber

log = logging.getLogger(__name__)
HOW_TO_ENABLE = (
    "Recordings cannot be written down on this server yet. Set FOUNDRY_TRANSCRIPTION=openai:MODEL, with "
    "FOUNDRY_TRANSCRIPTION_KEY for OpenAI or FOUNDRY_TRANSCRIPTION_URL for another server that speaks its protocol; or "
    "install the extra `speech` (pip install --require-hashes -r requirements-speech.lock) and set "
    "FOUNDRY_TRANSCRIPTION=local. Until then, send the words as text."
)
MISSING = "FOUNDRY_TRANSCRIPTION is local, but the extra `speech` is not installed."


def open_transcriber(settings: Settings) -> Transcriber | None:
    """The recogniser that the settings name, or None. Nothing is loaded or called here."""
    if not settings.transcription:
        return None
    if settings.transcription == LOCAL_TRANSCRIPTION:
        folder = local.weights()
        if folder is None:
            log.warning(MISSING)
            return None
        return local.LocalRecogniser(folder)
    # Imported where it is wanted alone: the library for HTTP takes a tenth of a second.
    from app.speech.endpoint import EndpointRecogniser

    return EndpointRecogniser(
        settings.transcription.partition(":")[2],
        url=settings.transcription_url,
        key=settings.transcription_key,
        timeout_s=settings.transcription_timeout_s,
    )
