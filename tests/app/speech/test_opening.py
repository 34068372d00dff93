"""What records are written down by is what the settings name, and nothing where they name nothing."""

import pytest

from app.settings import Settings
from app.speech.opening import HOW_TO_ENABLE, open_transcriber


def test_nothing_is_opened_unless_it_is_named_and_the_words_say_how() -> None:
    assert open_transcriber(Settings()) is None
    for part in ("FOUNDRY_TRANSCRIPTION=openai:", "FOUNDRY_TRANSCRIPTION=local", "requirements-speech.lock"):
        assert part in HOW_TO_ENABLE


@pytest.mark.parametrize("name", ["whisper", "anthropic:scribe", "openai:", "local:tiny"])
def test_name_of_a_recogniser_says_its_kind(name: str) -> None:
    with pytest.raises(ValueError, match="written local or openai:NAME"):
        Settings(transcription=name, transcription_key="sesame")


def test_recogniser_needs_a_key_or_an_address_unless_it_is_here() -> None:
    with pytest.raises(ValueError, match="FOUNDRY_TRANSCRIPTION_KEY"):
        Settings(transcription="openai:scribe")
    assert Settings(transcription="local").transcription == "local"
