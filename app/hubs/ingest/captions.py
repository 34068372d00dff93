"""SubRip and WebVTT: timed captions put together to paragraphs and turns.

Captions are cut to fit a screen: they are joined until a sentence ends after a pause, or the speaker changes.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.hubs.ingest import cues

_TIMING = re.compile(rf"\s*({cues.TIME})\s*-->\s*({cues.TIME}).*")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]{1,80})>")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,40}\}")
_PAUSE_S = 2.0
_LONG = 600
_ENDS = (".", "!", "?", "…", '"', "”", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class Caption:
    start_s: float
    end_s: float
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in one go: paragraphs of one speaker (if known) from `at_s` on (if known)."""

    speaker: str | None
    at_s: float | None
    paragraphs: Sequence[str]


def is_captions(text: str) -> bool:
    head = text[:4000]
    return head.lstrip("\ufeff \n").startswith("WEBVTT") or len(re.findall(r"^.{0,40}-->", head, re.MULTILINE)) > 1


def read_captions(text: str) -> list[Said]:
    """What is said, in order; a line that a rolling caption repeats is taken once."""
    said: list[Said] = []
    held: list[Caption] = []
    for caption in _without_repeats(_captions(text)):
        if held and _breaks(held, caption):
            said.append(_joined(held))
            held = []
        held.append(caption)
    return [*said, _joined(held)] if held else said


def _captions(text: str) -> Iterator[Caption]:
    for block in re.split(r"\n\s*?\n", text):
        lines = block.strip("\n").split("\n")
        for number, line in enumerate(lines[:3]):
            if timing := _TIMING.fullmatch(line):
                yield from _spoken(timing, lines[number + 1 :])
                break


def _spoken(timing: re.Match[str], lines: Sequence[str]) -> Iterator[Caption]:
    """The captions of one cue: a dash or a voice tag on a later line changes the speaker within it."""
    start, end = cues.seconds(timing[1]), cues.seconds(timing[2])
    for line in lines:
        voice = _VOICE.search(line)
        words = html.unescape(_TAG.sub("", line)).strip()
        speaker = voice[1].strip() if voice else None
        if words:
            yield Caption(start, end, speaker, words)


def _without_repeats(captions: Iterator[Caption]) -> Iterator[Caption]:
    last = ""
    for caption in captions:
        if caption.text != last:
            yield caption
        last = caption.text


def _breaks(held: Sequence[Caption], caption: Caption) -> bool:
    last = held[-1]
    if caption.speaker != last.speaker and not (caption.speaker is None and caption.start_s == last.start_s):
        return True
    if caption.text.startswith(("-", "–", ">>")) or cues.plain_speaker(caption.text):
        return True
    size = sum(len(one.text) for one in held)
    ended = last.text.endswith(_ENDS)
    return (ended and (caption.start_s - last.end_s > _PAUSE_S or size > _LONG)) or size > 3 * _LONG


def _joined(held: Sequence[Caption]) -> Said:
    text = "\n".join(caption.text for caption in held)
    return Said(held[0].speaker, held[0].start_s, [re.sub(r"^(?:[-–]|>>)\s*", "", text)])
