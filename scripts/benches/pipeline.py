"""How long a source takes to become angles, and angles to become scored spokes.

Every round reads a transcript of its own, so that nothing kept from the round before helps.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import orjson

from app.generation.critic import judge
from app.generation.gates.base import Piece
from app.generation.writer import Brief, PillarBrief, compose_draft, plan_slots
from app.hubs.source import Analysis, Extracted
from app.vocabulary import Platform
from scripts.benches.measure import Row, alternating, row, seconds_of
from scripts.benches.reading import read, read_plainly
from scripts.benches.servers import ROOT
from scripts.benches.spokes import spokes_rows
from scripts.benches.transcript import WORDS_AN_HOUR, transcript

READ_GOAL_S = 3.0
SPOKES_GOAL_S = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    rounds: int = 5
    words: int = WORDS_AN_HOUR
    spokes: int = 25


FULL, QUICK = Pace(), Pace(rounds=2)


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """Raises RuntimeError when a floor does not give the same data, or the source gives too few spokes."""
    return [
        *_cold(),
        await _reading(tmp, pace),
        *await _writing(pace),
        *await spokes_rows(tmp, pace.rounds, pace.words, pace.spokes, SPOKES_GOAL_S),
    ]


def _cold() -> list[Row]:
    """In a new process, once."""
    done = subprocess.run([sys.executable, "-m", "scripts.benches.cold"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    took = orjson.loads(done.stdout)
    return [
        row("pipeline", "imports of extraction and analysis", took["imports"], "s", note="in a new process"),
        row(
            "pipeline",
            "the first source of a process",
            took["first"],
            "s",
            note="a short one: what is loaded on first use",
        ),
    ]


async def _reading(tmp: Path, pace: Pace) -> Row:
    async def ours(number: int) -> float:
        source = transcript(pace.words, seed=number)
        return await seconds_of(read(source))

    async def floor(number: int) -> float:
        source = transcript(pace.words, seed=number)
        started = time.perf_counter()
        read_plainly(source, tmp / "words.db")
        return time.perf_counter() - started

    source = transcript(pace.words, seed=pace.rounds)
    extracted, analysis = await read(source)
    if extracted.text != read_plainly(source, tmp / "words.db"):
        raise RuntimeError("reading: Foundry and the floor do not find the same text")
    medians = await alternating({"ours": ours, "floor": floor}, pace.rounds)
    return row(
        "pipeline",
        "a transcript from bytes to pillars",
        medians["ours"],
        "s",
        floor=medians["floor"],
        floor_name="its words counted into plain sqlite3",
        goal=READ_GOAL_S,
        rounds=pace.rounds,
        note=f"{len(extracted.text.split()):,} words, {len(analysis.pillars)} pillars",
    )


async def _writing(pace: Pace) -> list[Row]:
    """The processor's part of the writing by itself: the plan, then the pieces with their scores."""
    planning, writing = [], []
    for number in range(pace.rounds):
        source, analysis = await read(transcript(pace.words, seed=number))
        briefs = _briefs(analysis)
        started = time.perf_counter()
        slots = plan_slots(briefs, list(Platform), pace.spokes, source.text, source.language)
        planned = time.perf_counter()
        taken: list[str] = []
        by_id = {brief.id: brief for brief in briefs}
        for slot in slots:
            taken.append(_compose_and_judge(source, by_id[slot.pillar_id], slot.platform, slot.variant, taken))
        planning.append(planned - started)
        writing.append(time.perf_counter() - planned)
    note = f"{len(taken)} spokes, one thread, nothing stored"
    return [
        row("pipeline", name, median(seconds), "s", rounds=pace.rounds, note=note)
        for name, seconds in (("planning alone", planning), ("compose and judge alone", writing))
    ]


def _compose_and_judge(
    source: Extracted, pillar: PillarBrief, platform: Platform, variant: int, taken: Sequence[str]
) -> str:
    brief = Brief(source.text, source.language, pillar, platform, variant, taken=tuple(taken))
    draft = compose_draft(brief)
    judge(Piece(platform, draft.content_type, draft.content, draft.content_json, brief.language))
    return draft.content


def _briefs(analysis: Analysis) -> list[PillarBrief]:
    return [
        PillarBrief(
            id=str(index),
            title=pillar.title,
            angle=pillar.angle,
            key_points=tuple(pillar.key_points),
            spans=tuple((span.start, span.end) for span in pillar.spans),
        )
        for index, pillar in enumerate(analysis.pillars)
    ]
