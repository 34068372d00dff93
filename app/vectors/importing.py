"""Taking hooks over from a file: all of it is read before anything is written; what is known is not written again."""

import csv
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import tenancy
from app.vectors.index import Vectors
from app.vectors.models import SharedHook
from app.vectors.rows import StoredRow
from app.vocabulary import Platform

LONGEST = 2_000
AT_ONCE = 500
_ID = re.compile(r"[A-Za-z0-9_-]{1,36}")
_OTHER_NAMES = {"x": str(Platform.TWITTER)}
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Hook:
    id: str
    text: str
    platform: str | None
    source: str
    tier: str | None
    points: float | None


@dataclass(frozen=True, slots=True)
class BadLine:
    number: int
    problem: str


class UnreadableFile(Exception):
    """Nothing was taken over. `lines` says where and why."""

    def __init__(self, lines: list[BadLine]) -> None:
        super().__init__(f"{len(lines)} lines cannot be read")
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Imported:
    new: int
    known: int
    of_platforms: int


def read_hooks(path: Path) -> list[Hook]:
    """The hooks of a JSONL or CSV file, each once. Raises UnreadableFile, OSError."""
    bad: list[BadLine] = []
    found: dict[str, Hook] = {}
    for number, row in _rows(path, bad):
        try:
            hook = hook_of(row, path.stem)
        except ValueError as error:
            bad.append(BadLine(number, str(error)))
            continue
        if found.setdefault(hook.id, hook) != hook:
            bad.append(BadLine(number, f"the id {hook.id!r} stands for another hook above"))
    if bad:
        raise UnreadableFile(sorted(bad, key=lambda line: line.number))
    return list(found.values())


def hook_of(row: Mapping[str, Any], source: str) -> Hook:
    """Raises ValueError in words for who wrote the file."""
    text = " ".join(_string(row, "text").split())
    if not text:
        raise ValueError("there is no text")
    if len(text) > LONGEST:
        raise ValueError(f"the text is longer than {LONGEST:,} characters")
    id = _string(row, "id") or hashlib.sha256(text.encode()).hexdigest()[:24]
    if not _ID.fullmatch(id):
        raise ValueError("an id has 1 to 36 letters, digits, - or _")
    return Hook(
        id=id,
        text=text,
        platform=_platform(row),
        source=_string(row, "source") or source,
        tier=_string(row, "tier") or None,
        points=_points(row),
    )


async def import_hooks(vectors: Vectors, hooks: list[Hook], progress: Progress) -> Imported:
    """Nothing is written before all vectors are made, and rows last: what a crash leaves out is new the next time.

    Raises Conflict, Unavailable.
    """
    await vectors.require_model()
    changed = await _changed(hooks)
    rows: list[StoredRow] = []
    for first in range(0, len(changed), AT_ONCE):
        some = changed[first : first + AT_ONCE]
        rows += await vectors.hook_rows([(hook.id, hook.platform, hook.text) for hook in some])
        progress(len(rows), len(changed))
    if changed:
        await vectors.add_hooks(rows)
        await _write(changed)
    ours = sum(hook.platform in set(Platform) for hook in hooks)
    return Imported(len(changed), len(hooks) - len(changed), ours)


async def stored_hooks() -> list[SharedHook]:
    return await SharedHook.all().order_by("id")


async def _changed(hooks: Sequence[Hook]) -> list[Hook]:
    known = {row.id: row for row in await stored_hooks()}
    return [hook for hook in hooks if hook.id not in known or asdict(hook) != _as_given(known[hook.id])]


def _as_given(row: SharedHook) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Hook.__dataclass_fields__}


async def _write(hooks: Sequence[Hook]) -> None:
    async with tenancy.global_transaction():
        for first in range(0, len(hooks), AT_ONCE):
            some = hooks[first : first + AT_ONCE]
            await SharedHook.filter(id__in=[hook.id for hook in some]).delete()
            await SharedHook.bulk_create([SharedHook(**asdict(hook)) for hook in some])


def _rows(path: Path, bad: list[BadLine]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from _csv(file) if path.suffix.lower() == ".csv" else _jsonl(file, bad)
        except (UnicodeDecodeError, csv.Error) as error:
            bad.append(BadLine(1, f"the file is no UTF-8 text in this format: {error}"))


def _csv(file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(file, strict=True)
    for row in reader:
        yield reader.line_num, row


def _jsonl(file: TextIO, bad: list[BadLine]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            bad.append(BadLine(number, f"this is no JSON: {error}"))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            bad.append(BadLine(number, "this is no JSON object"))


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value.strip()


def _platform(row: Mapping[str, Any]) -> str | None:
    name = _string(row, "platform").lower()
    return _OTHER_NAMES.get(name, name) or None


def _points(row: Mapping[str, Any]) -> float | None:
    value = row.get("points")
    if value is None or value == "":
        return None
    try:
        points = float(value)
    except (TypeError, ValueError):
        points = math.nan
    if not math.isfinite(points):
        raise ValueError("points is no number")
    return points
