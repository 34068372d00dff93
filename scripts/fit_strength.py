"""Measures what is usual in English: `python -m scripts.fit_strength FOLDER` reads its *.jsonl, writes `usual.npz`.

The folder is that of `scripts.fit_voices`, whose order of voices it keeps: run that first. Nothing else is looked at.
For the scales every public voice with enough texts plays the client, and so do shuffles of five of one register: the
middle voice has 75 in each part, the middle shuffle 50. Who plays is taken out of the public voices for that time.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.calibration.agreement import Passages, agreement
from app.calibration.habits import habits
from app.calibration.reading import Reading, read
from app.calibration.signatures import hash_of, runs
from app.calibration.traits import rates
from app.calibration.usual import FILE, PARTS, Numbers, Usual, store
from app.generation.gates.tone.cohort import Cohort, shipped
from scripts import fit_voices
from scripts.fit_voices import Text

LANGUAGE = "en"
SAMPLES = 20
FEWEST = 12
VOICES_WITH_PHRASE = 3
OWN, SHUFFLED = 75.0, 50.0
SHUFFLES = 60


def voices(texts: Sequence[Text]) -> dict[str, list[int]]:
    whose: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        whose[text.author].append(at)
    return dict(whose)


def measured(texts: Sequence[Text], readings: Sequence[Reading]) -> Usual:
    """All but the scales."""
    whose = voices(texts)
    of_texts = np.stack([habits(reading, LANGUAGE) for reading in readings])
    means = np.stack([of_texts[rows].mean(axis=0) for rows in whose.values()])
    within = sum(((of_texts[rows] - of_texts[rows].mean(axis=0)) ** 2).sum(axis=0) for rows in whose.values())
    cues = np.stack([rates(reading, LANGUAGE) for reading in readings])
    by_voice = np.stack([cues[rows].mean(axis=0) for rows in whose.values()])
    phrases, counts = known_phrases(texts, readings)
    return Usual(
        habits=means,
        habit_spread=np.maximum(np.sqrt(within / (len(texts) - len(whose))), 1e-3),
        cues=by_voice.mean(axis=0),
        cue_spread=np.maximum(by_voice.std(axis=0), 1e-4),
        phrases=phrases,
        phrase_texts=counts,
        texts=len(texts),
        scales=np.tile([0.0, 1.0], (len(PARTS), 1)),
    )


def known_phrases(texts: Sequence[Text], readings: Sequence[Reading]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the runs of words that several voices have, sorted, and how many texts have each."""
    count: Counter[int] = Counter()
    by_whom: dict[int, set[str]] = defaultdict(set)
    for text, reading in zip(texts, readings, strict=True):
        for phrase in {hash_of(" ".join(run)) for sentence in reading.sentences for _, run in runs(sentence)}:
            count[phrase] += 1
            by_whom[phrase].add(text.author)
    kept = sorted(phrase for phrase, authors in by_whom.items() if len(authors) >= VOICES_WITH_PHRASE)
    return np.array(kept, dtype=np.uint32), np.array([count[phrase] for phrase in kept], dtype=np.uint16)


def without(cohort: Cohort, usual: Usual, gone: set[int]) -> tuple[Cohort, Usual]:
    kept = [voice for voice in range(len(cohort.registers)) if voice not in gone]
    registers = tuple(cohort.registers[voice] for voice in kept)
    return replace(cohort, means=cohort.means[kept], registers=registers), replace(usual, habits=usual.habits[kept])


def played(texts: Sequence[Text], cohort: Cohort) -> Iterator[tuple[bool, list[int], set[int]]]:
    """Whether it is one voice, which texts, and which voices they are of."""
    chance = np.random.default_rng(60)
    whose = list(voices(texts).values())
    able = [voice for voice, rows in enumerate(whose) if len(rows) >= FEWEST]
    for voice in able:
        yield True, chance.permutation(whose[voice])[:SAMPLES].tolist(), {voice}
    for _ in range(SHUFFLES):
        register = cohort.registers[able[chance.integers(len(able))]]
        alike = [voice for voice, name in enumerate(cohort.registers) if name == register and len(whose[voice]) >= 4]
        if len(alike) >= 5:
            five = chance.choice(alike, 5, replace=False).tolist()
            yield False, [row for voice in five for row in chance.permutation(whose[voice])[:4].tolist()], set(five)


def scales(texts: Sequence[Text], readings: Sequence[Reading], usual: Usual) -> Numbers:
    cohort = shipped()
    if cohort.registers != tuple(texts[rows[0]].register for rows in voices(texts).values()):
        sys.exit("The public voices of G4 are others: run scripts.fit_voices on this folder first.")
    own: list[list[float]] = []
    shuffled: list[list[float]] = []
    for is_one, rows, gone in played(texts, cohort):
        among = without(cohort, usual, gone)
        parts = agreement(Passages([readings[row] for row in rows], range(len(rows)), LANGUAGE), *among)
        (own if is_one else shuffled).append([parts[part] for part in PARTS])
    print(f"{len(own)} voices, {len(shuffled)} shuffles")
    high, low = np.median(own, axis=0), np.median(shuffled, axis=0)
    print(dict(zip(PARTS, zip(high.round(3), low.round(3), strict=True), strict=True)))
    slope = (_logit(OWN) - _logit(SHUFFLED)) / (high - low)
    return np.stack([_logit(SHUFFLED) - slope * low, slope], axis=1)


def _logit(points: float) -> float:
    return float(np.log(points / (100 - points)))


def main() -> None:
    texts = fit_voices.read(Path(sys.argv[1]))
    readings = [read(text.text, LANGUAGE) for text in texts]
    usual = measured(texts, readings)
    usual = replace(usual, scales=scales(texts, readings, usual))
    store(usual, FILE)
    print(f"{len(texts)} texts, {len(usual.phrases)} phrases, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
