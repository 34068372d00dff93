"""`python -m scripts.benches writing DIR [--show N] [--total N]`: how good the built-in writer is on the sources of a
folder.

Each file that the folder's MANIFEST.json names is read, planned, written, judged and healed in this process by the
functions that the workflow uses, for a client without brand DNA.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
from rapidfuzz.fuzz import ratio
from rich import box
from rich.console import Console
from rich.table import Table

from app.generation import healing
from app.generation.creator import Proposal, propose
from app.generation.gates.base import Rubric
from app.generation.healing import Outcome
from app.generation.writer import Brief, DraftText, PillarBrief, plan_slots
from app.generation.writer.similarity import normalised
from app.generation.writer.tracing import untraced
from app.hubs.analysis import analyse
from app.hubs.ingest.extract import extract
from app.hubs.source import Extracted
from app.vocabulary import Platform, SourceType
from scripts.benches.report import WIDTH

_TYPES = {".pdf": SourceType.PDF, ".html": SourceType.URL, ".txt": SourceType.TEXT, ".md": SourceType.TEXT}
_EXPECTED, _SPEAKERS = ".expected", "speakers"


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    data: bytes
    source_type: SourceType


@dataclass(frozen=True, slots=True)
class Written:
    """One slot as the healing loop ended it. `first` is the first try, `last` the one that stayed."""

    pillar: PillarBrief
    platform: Platform
    first: Proposal
    last: Proposal
    loops: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    extracted: Extracted
    pillars: Sequence[PillarBrief]
    spokes: Sequence[Written]
    seconds: float

    def share(self, count: int) -> float:
        return 100.0 * count / max(1, len(self.spokes))

    @property
    def drafts(self) -> list[DraftText]:
        return [spoke.last.draft for spoke in self.spokes]

    @property
    def most_alike(self) -> float:
        contents = [normalised(draft.content) for draft in self.drafts]
        pairs = (ratio(one, other) for number, one in enumerate(contents) for other in contents[:number])
        return max(pairs, default=0.0) / 100

    @property
    def untraced(self) -> int:
        return sum(len(untraced(draft, self.extracted.text, self.extracted.language)) for draft in self.drafts)


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    results = [asyncio.run(measured(document, options.total)) for document in sources(options.folder, options.only)]
    for result in results:
        for spoke in list(result.spokes)[: options.show]:
            _print(result, spoke)
    Console(width=WIDTH).print(_table(results))
    return 0


def sources(folder: Path, only: str = "") -> Iterator[Document]:
    """The documents of a folder: no recordings, and not the texts that others are expected to yield."""
    for row in orjson.loads((folder / "MANIFEST.json").read_bytes()):
        path = folder / row["file"]
        if path.suffix in _TYPES and _EXPECTED not in path.name and only in path.name:
            source_type = SourceType.TRANSCRIPT if _SPEAKERS in row["kind"] else _TYPES[path.suffix]
            yield Document(path.name, path.read_bytes(), source_type)


async def measured(document: Document, total: int) -> Result:
    extracted = await extract(document.data, source_type=document.source_type)
    analysis = analyse(extracted)
    pillars = [
        PillarBrief(f"p{n}", p.title, p.angle, p.key_points, [(s.start, s.end) for s in p.spans])
        for n, p in enumerate(analysis.pillars)
    ]
    started = time.process_time()
    slots = plan_slots(pillars, list(Platform), total, extracted.text, extracted.language)
    spokes: list[Written] = []
    for slot in slots:
        pillar = next(p for p in pillars if p.id == slot.pillar_id)
        taken = tuple(spoke.last.draft.content for spoke in spokes)
        brief = Brief(
            extracted.text, extracted.language, pillar, slot.platform, slot.variant, taken=taken, themes=analysis.themes
        )
        if (spoke := await _healed(brief)) is not None:
            spokes.append(spoke)
    return Result(document.name, extracted, pillars, spokes, time.process_time() - started)


async def _healed(brief: Brief) -> Written | None:
    """As the workflow does it; None where the source gives the slot nothing."""
    first = last = await propose(brief, Rubric())
    if first is None or last is None:
        return None
    for attempt in range(healing.MAX_ATTEMPTS + 1):
        outcome = healing.next_step(attempt, last.report)
        if outcome is not Outcome.RETRY:
            break
        lessons = tuple(f"{row.gate}: {row.suggestion or row.reason}" for row in healing.feedback_from(last.report, 0))
        failed = frozenset(verdict.gate for verdict in last.report.failed)
        again = replace(brief, attempt=attempt + 1, feedback=lessons, failed=failed)
        tried = await propose(again, Rubric(), last.draft)
        last = tried or last
    return Written(brief.pillar, brief.platform, first, last, attempt, outcome)


def _table(results: Sequence[Result]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, expand=True, caption="Shares in percent. CPU: planning, writing, judging, healing."
    )
    table.add_column("source", ratio=1)
    for name in ("spokes", "angles", "G2 first", "all first", "loops", "conflicts", "G5", "alike", "untraced", "CPU s"):
        table.add_column(name, justify="right", no_wrap=True)
    for result in results:
        table.add_row(result.name, *_cells(result))
    return table


def _cells(result: Result) -> Iterator[str]:
    spokes = result.spokes
    yield from (f"{len(spokes)}", f"{len(result.pillars)}")
    yield f"{result.share(sum(bool(s.first.report.g2 and s.first.report.g2.passed) for s in spokes)):.0f}"
    yield f"{result.share(sum(s.first.report.overall_pass for s in spokes)):.0f}"
    yield f"{sum(s.loops for s in spokes) / max(1, len(spokes)):.2f}"
    yield f"{result.share(sum(s.outcome is Outcome.CONFLICT for s in spokes)):.0f}"
    yield f"{result.share(sum(bool(s.last.report.g5 and s.last.report.g5.passed) for s in spokes)):.0f}"
    yield f"{result.most_alike:.2f}"
    yield f"{result.untraced}"
    yield f"{result.seconds:.1f}"


def _print(result: Result, spoke: Written) -> None:
    score = spoke.last.report.g2.score if spoke.last.report.g2 else None
    print(f"=== {result.name} · {spoke.platform} · {spoke.pillar.angle} · G2 {score} · {spoke.loops} loops")
    print(f"{spoke.last.draft.content}\n")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench writing", description="Measures the built-in writer.")
    parser.add_argument("folder", type=Path, help="documents, and a MANIFEST.json that lists them")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N spokes of each source")
    parser.add_argument("--total", type=int, default=25, metavar="N", help="spokes a source")
    parser.add_argument("--only", default="", metavar="WORD", help="only files whose name holds the word")
    return parser.parse_args(arguments)
