"""`scripts/bench speech [RECORDING WORDS]...`: how well and how quickly voice notes are written down on this machine.

It asks the recogniser that FOUNDRY_TRANSCRIPTION names, or that of the extra `speech`. Notes are spoken by espeak-ng,
in two voices and in each container; recordings of one's own are named with the words that are said in them.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import AppError
from app.settings import Settings
from app.speech import Transcriber, TranscriptionFailed
from app.speech.decoding import inspect
from app.speech.opening import HOW_TO_ENABLE, open_transcriber
from scripts.benches.recordings import KINDS, SYNTHESISER, can_speak, spoken

VOICES = ("en-us", "en-gb-x-rp")
NOTES = (
    "Stop using jargon like synergy and leverage.",
    "We always say doubling down, and we never promise returns.",
    "Sound like a rebellious teenager, not like a bank. A bit more playful, and far less formal.",
    "Please keep the sentences short. Nobody reads a paragraph of six lines on a phone.",
)


@dataclass(frozen=True, slots=True)
class Note:
    name: str
    data: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Measured:
    """`wrong` is the share of words to change, put in or take out; `took_s` counts decoding twice: once to look at the
    recording when it arrives, once to hear it."""

    name: str
    seconds: float
    took_s: float
    wrong: float
    heard: str


def wrong_words(said: str, heard: str) -> float:
    """The share of words to change, put in or take out. Case, punctuation and hyphens do not count."""
    wanted, found = _words(said), _words(heard)
    row = list(range(len(found) + 1))
    for at, word in enumerate(wanted, 1):
        before, row = row, [at]
        for place, other in enumerate(found, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
    return row[-1] / len(wanted)


def _words(text: str) -> list[str]:
    return "".join(letter for letter in text.lower().replace("-", " ") if letter.isalnum() or letter.isspace()).split()


def notes(folder: Path) -> Iterator[Note]:
    if not can_speak():
        print(f"{SYNTHESISER} is not on this machine: no notes are spoken.", file=sys.stderr)
        return
    for voice in VOICES:
        for number, words in enumerate(NOTES, 1):
            yield Note(f"note {number}, {voice}, webm", spoken(words, "webm, opus", folder, voice), words)
    everything = " ".join(NOTES)
    for kind in KINDS:
        yield Note(f"all four, {kind}", spoken(everything, kind, folder), everything)


async def measure(transcriber: Transcriber, note: Note) -> Measured:
    """Raises ValidationFailed, TranscriptionFailed."""
    begun = time.perf_counter()
    recording = await inspect(note.data)
    transcript = await transcriber.transcribe(recording)
    took_s = time.perf_counter() - begun
    return Measured(note.name, recording.seconds, took_s, wrong_words(note.words, transcript.text), transcript.text)


def main(arguments: Sequence[str]) -> int:
    settings = Settings()
    transcriber = open_transcriber(settings if settings.transcription else Settings(transcription="local"))
    if transcriber is None or len(arguments) % 2:
        print(__doc__ if len(arguments) % 2 else HOW_TO_ENABLE, file=sys.stderr)
        return 2
    own = [
        Note(name, Path(name).read_bytes(), words) for name, words in zip(arguments[::2], arguments[1::2], strict=True)
    ]
    return asyncio.run(_show(transcriber, own))


async def _show(transcriber: Transcriber, own: Sequence[Note]) -> int:
    table = Table("recording", "seconds", "took", "of its length", "wrong words", "heard", title=transcriber.name)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="foundry-bench-") as folder:
        for note in (*own, *notes(Path(folder))):
            try:
                one = await measure(transcriber, note)
            except (AppError, TranscriptionFailed) as error:
                failed = 1
                table.add_row(Path(note.name).name, "", "", "", "", str(error))
                continue
            shares = f"{one.took_s / one.seconds:.2f}", f"{one.wrong:.2f}"
            table.add_row(Path(one.name).name, f"{one.seconds:.1f}", f"{one.took_s:.2f} s", *shares, one.heard)
    await transcriber.close()
    Console(width=160).print(table)
    return failed
