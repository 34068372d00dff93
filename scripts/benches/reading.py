"""From the bytes of a transcript to its angles, as the product does it, and the least that any way of it would do."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from app.hubs.analysis import analyse
from app.hubs.ingest.extract import extract
from app.hubs.source import Analysis, Extracted
from app.vocabulary import SourceType

_LABEL = re.compile(r"^\[\d+:\d\d\] [^:\n]+: ", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"\w+")


async def read(data: bytes) -> tuple[Extracted, Analysis]:
    """Extracted and analysed in this process, nothing stored."""
    extracted = await extract(data, source_type=SourceType.TRANSCRIPT, content_type="text/plain; charset=utf-8")
    return extracted, analyse(extracted)


def read_plainly(data: bytes, file: Path) -> str:
    """Labels out, words of every sentence counted and stored in plain sqlite3; returns the text."""
    text = _LABEL.sub("", data.decode())
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE words (sentence INTEGER, word TEXT, number INTEGER)")
        for index, sentence in enumerate(_SENTENCE.split(text)):
            counts = Counter(_WORD.findall(sentence.lower()))
            db.executemany("INSERT INTO words VALUES (?, ?, ?)", ((index, word, n) for word, n in counts.items()))
    file.unlink()
    return text
