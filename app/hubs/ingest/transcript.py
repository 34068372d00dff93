"""From a transcript to its words and who said them when: labelled lines, timed lines, captions, or plain paragraphs.

Labels, times and sounds are taken out of the text and kept as turns; a turn covers exactly its own words.
"""

import re
from collections.abc import Iterator, Sequence

from app.hubs.ingest import cues
from app.hubs.ingest.captions import Said, is_captions, read_captions
from app.hubs.ingest.lexicon import Lexicon
from app.hubs.ingest.markdown import inline
from app.hubs.ingest.unwrap import paragraphs
from app.hubs.source import Turn


def read_transcript(text: str, language: str) -> tuple[str, list[Turn]]:
    """The clean text, and the turns where speakers or times are known. `text` is normalised already."""
    said = list(_labelled(read_captions(text)) if is_captions(text) else _read_lines(text))
    lexicon = Lexicon(text, language)
    return _assembled((one.speaker, one.at_s, _clean(one.paragraphs, lexicon)) for one in said)


def _assembled(said: Iterator[tuple[str | None, float | None, list[str]]]) -> tuple[str, list[Turn]]:
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    for speaker, at_s, texts in said:
        if not texts:
            continue
        passage = "\n\n".join(texts)
        start = length + 2 if parts else 0
        length = start + len(passage)
        parts.append(passage)
        if speaker is not None or at_s is not None:
            turns.append(Turn(start, length, speaker, at_s))
    return "\n\n".join(parts), turns


def _clean(texts: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The paragraphs as words alone; what held only a sound is gone."""
    joined = "\n\n".join(cues.without_sounds(inline(text)) for text in texts)
    return [text for text in paragraphs(joined, lexicon) if any(char.isalnum() for char in text)]


def _labelled(said: Sequence[Said]) -> Iterator[Said]:
    """Captions whose text begins with "NAME:" have a speaker too."""
    known = cues.speakers(one.paragraphs[0] for one in said)
    for one in said:
        found = cues.plain_speaker(one.paragraphs[0])
        if one.speaker is None and found and found[0] in known:
            yield Said(found[0], one.at_s, [found[2]])
        else:
            yield one


def _read_lines(text: str) -> Iterator[Said]:
    """Lines with labels and times, collected until the next label; a time alone begins a paragraph of the same turn."""
    lines = text.split("\n")
    known = cues.speakers(lines)
    speaker: str | None = None
    at_s: float | None = None
    held: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        name, time_s, words = _label(line, after, known)
        if name is not None or (time_s is not None and speaker is None):
            yield from _said(speaker, at_s, held)
            speaker, at_s, held = name, time_s, []
        held.append(words)
    yield from _said(speaker, at_s, held)


def _said(speaker: str | None, at_s: float | None, held: Sequence[str]) -> Iterator[Said]:
    if any(line.strip() for line in held):
        person = speaker if speaker and cues.is_person(speaker) else None
        yield Said(person, at_s, re.split(r"\n\s*?\n", "\n".join(held)))


def _label(line: str, after: str, known: frozenset[str]) -> tuple[str | None, float | None, str]:
    """Speaker, seconds and words of a line; a part that it does not have is None."""
    if alone := cues.speaker_line(line, after):
        return alone[0], alone[1], ""
    time_s, rest = cues.take_time(line)
    if bold := cues.bold_speaker(rest):
        after_s, words = cues.take_time(bold[1])
        return bold[0], after_s if time_s is None else time_s, words
    found = cues.plain_speaker(rest)
    if found and found[0] in known:
        after_s, words = cues.take_time(found[2])
        stamped = next((stamp for stamp in (time_s, found[1], after_s) if stamp is not None), None)
        return found[0], stamped, words
    return None, time_s, rest
