"""What recognisers write that nobody said: names of sounds, the same words over and over, thanks for watching."""

import re

from app.speech.port import Recording, RecordingRefused, Transcript

_TAGS = re.compile(r"\[[^\[\]]{0,40}\]|[♪♫]+|<\|[^<>|]{0,20}\|>")
_SOUNDS = re.compile(
    r"[(*]\s*(?:\w+ ){0,2}(?:music|applause|laughs|laughter|laughing|silence|inaudible|coughs|coughing|sighs|breathing|"
    r"noise|static|beep|blank audio|speaking (?:in )?foreign language)(?: \w+)?\s*[)*]",
    re.IGNORECASE,
)
_LONGEST_LOOP, _FEWEST_ROUNDS = 24, 4
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# What recognisers write of silence and noise; they learned it from the ends of films. Only where it is all there is.
_PHANTOMS = frozenset(
    (
        "you",
        "bye",
        "thank you",
        "thank you very much",
        "thank you for watching",
        "thanks for watching",
        "thanks for listening",
        "please subscribe",
        "subtitles by the amara org community",
        "i'll see you in the next one",
    )
)
NOTHING_SAID = "No speech could be made out in this recording. Record it again, nearer to the microphone."


def clean(text: str) -> str:
    """The words on one line; empty where nobody said any."""
    said = " ".join(_SOUNDS.sub(" ", _TAGS.sub(" ", text)).split())
    said = _without_loops(said)
    words = " ".join(_WORD.findall(said.lower()))
    return "" if not words or words in _PHANTOMS else said


def transcript_of(recording: Recording, text: str, language: str | None, recogniser: str) -> Transcript:
    """Of what a recogniser wrote. Raises RecordingRefused where nothing is left of it."""
    said = clean(text)
    if not said:
        raise RecordingRefused(NOTHING_SAID)
    return Transcript(said, language, recording.seconds, recogniser)


def _without_loops(text: str) -> str:
    """Commas and full stops between the rounds of a loop do not make them different."""
    words = text.split(" ")
    bare = [re.sub(r"\W+$", "", word).lower() or word for word in words]
    kept: list[str] = []
    at = 0
    while at < len(words):
        length, rounds = _loop_at(bare, at)
        kept += words[at : at + length]
        at += length * rounds
    return " ".join(kept)


def _loop_at(words: list[str], at: int) -> tuple[int, int]:
    """How many words come how often in a row here: 1 and 1 where nothing loops."""
    for length in range(1, _LONGEST_LOOP + 1):
        round, rounds = words[at : at + length], 1
        while words[at + rounds * length : at + (rounds + 1) * length] == round:
            rounds += 1
        if rounds >= _FEWEST_ROUNDS:
            return length, rounds
    return 1, 1
