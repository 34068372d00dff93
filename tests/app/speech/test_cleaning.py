"""What recognisers write that nobody said is left out; what people say stays as they said it."""

import pytest

from app.speech import Recording, RecordingRefused
from app.speech.cleaning import clean, transcript_of

RECORDING = Recording(b"", "webm", 2.5)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  We always say\n doubling  down. ", "We always say doubling down."),
        ("[MUSIC] Keep it short. [BLANK_AUDIO]", "Keep it short."),
        ("(upbeat music) Keep it short. (Laughs) *applause*", "Keep it short."),
        ("♪♪ Keep it short <|endoftext|>", "Keep it short"),
        ("Use brackets (sparingly) and [", "Use brackets (sparingly) and ["),
        ("No, no, no, I mean it. Very, very good.", "No, no, no, I mean it. Very, very good."),
        ("Be bold. I'm not sure, I'm not sure, I'm not sure, I'm not sure.", "Be bold. I'm not sure,"),
        ("here, here, here, here, here", "here,"),
        ("Say thank you. Thanks for watching our videos.", "Say thank you. Thanks for watching our videos."),
        ("Thank you.", ""),
        ("Thanks for watching!", ""),
        ("[ Silence ]", ""),
        ("...", ""),
        ("", ""),
        ("Nunca digas sinergia — ¡nunca!", "Nunca digas sinergia — ¡nunca!"),
        ("絶対に言わないでください。", "絶対に言わないでください。"),
    ],
)
def test_words_stay_and_inventions_go(written: str, said: str) -> None:
    assert clean(written) == said


def test_a_transcript_says_who_wrote_it_and_an_empty_one_is_refused() -> None:
    transcript = transcript_of(RECORDING, " Keep it short. ", "en", "openai:scribe")

    assert (transcript.text, transcript.language) == ("Keep it short.", "en")
    assert (transcript.seconds, transcript.recogniser) == (2.5, "openai:scribe")
    with pytest.raises(RecordingRefused, match="No speech could be made out"):
        transcript_of(RECORDING, "[MUSIC]", None, "openai:scribe")
