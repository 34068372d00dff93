"""The opening of a piece, chosen for its pull as gate G2 measures it among all that the material honestly gives.

It is a sentence of the source or the head of one, alone or with an opening of ours that claims nothing. Different
pieces of a pillar open differently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from app.generation.counting import spoken_words, weighted_length
from app.generation.gates.base import Piece, Rubric, Voice
from app.generation.gates.g2_hook import g2_hook
from app.generation.platforms import content_type_for
from app.generation.writer.material import Line, Material, Passage
from app.generation.writer.openings import openings_for, skeleton
from app.hubs.analysis.headline import clauses
from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.quality import stumbles
from app.hubs.analysis.words import is_unspaced, length_in_words
from app.vocabulary import Platform

STRONG = 80.0
"""G2 passes from here (the shared default)."""
_MOST_WORDS = {Platform.TWITTER: 34, Platform.TIKTOK: 12, Platform.CAROUSEL: 16, Platform.THREAD: 30}
_MOST_WORDS_ELSEWHERE = 24
_LED_WORDS = 15
_SAMPLE_COUNT = 4
_TIER = 4
_ON = {Platform.TWITTER: Platform.TWITTER, Platform.TIKTOK: Platform.TIKTOK}
_EDGES = regex.compile(r"[\s\"'“”‘’.…!?。！？]+")
_POINTS = {Stance.CONTRARIAN: 14.0, Stance.EVIDENCE: 12.0, Stance.WARNING: 8.0, Stance.CAUSE: 8.0, Stance.CALL: 6.0}


@dataclass(frozen=True, slots=True)
class Hook:
    """`text` opens the piece; with `counted`, it says `{count}`, the number of points to follow.

    `line` is the sentence of the source in it, of passage number `passage`, said in full when `is_whole`; None for an
    opening of ours alone. `template` is the opening of ours in it, `topic` what that announces.
    """

    text: str
    score: float
    line: Line | None = None
    passage: int | None = None
    is_whole: bool = False
    counted: bool = False
    template: str | None = None
    topic: str | None = None

    def opening(self, count: int) -> str:
        return self.text.replace("{count}", str(count))


def hooks_for(material: Material, platform: Platform, turn: int) -> list[Hook]:
    """Every opening that the material gives, strongest first; never empty when there is material."""
    own = list(_own(material, platform, _MOST_WORDS.get(platform, _MOST_WORDS_ELSEWHERE)))
    found = [*(own or _own(material, platform, 200)), *_framed(material, platform, turn)]
    best: dict[str, Hook] = {}
    for hook in sorted(found, key=lambda h: (-h.score, h.passage or 0, h.text)):
        best.setdefault(bare(hook.text), hook)
    return list(best.values())


def pick(hooks: Sequence[Hook], turn: int, attempt: int, taken: Sequence[str]) -> Iterator[Hook]:
    """Hooks in the order to try: those that pass G2 before the others, the source's own words before ours, what the
    hub's other pieces use least before what they use more. Each attempt begins further down.
    """
    folded = [content.casefold() for content in taken]

    def worn(hook: Hook) -> tuple[int, int]:
        sentence = bare(hook.line.text)[:60] if hook.line else None
        said = sum(bare(content[:200]).startswith(sentence) for content in folded) if sentence else 0
        frame = skeleton(hook.template).casefold() if hook.template else None
        return said, sum(frame in content[:300] for content in folded) if frame else 0

    strong = [h for h in hooks if h.score >= STRONG]
    shift = turn % max(len(strong), 1)
    dealt = strong[shift:] + strong[:shift]
    order = sorted(dealt, key=lambda h: (worn(h)[0] > 0, _rank(h, turn), (h.passage or 0) // _TIER, sum(worn(h))))
    order += sorted((h for h in hooks if h.score < STRONG), key=lambda h: (worn(h)[0], -h.score))
    start = attempt % max(len(order), 1)
    yield from order[start:]
    yield from order[:start]


def _rank(hook: Hook, turn: int) -> int:
    """The source's own sentence first, then those of ours that carry its words: a sentence, or now and then a topic."""
    if hook.template is None:
        return 0
    if hook.line is None and "{topic}" not in hook.template:
        return 3
    return 1 + (("{topic}" in hook.template) != (turn % 3 == 0))


def bare(text: str) -> str:
    return _EDGES.sub(" ", text.casefold()).strip()


def _own(material: Material, platform: Platform, most: int) -> Iterator[Hook]:
    """Sentences of the source, and heads of them."""
    for index, passage in enumerate(material.passages):
        for clause, is_whole in _clauses(passage, material.language, most):
            if _fits(clause, platform):
                score = pull(clause, material.language, platform) - 0.5 * index / len(material.passages)
                yield Hook(clause, score, passage.lead, index, is_whole)


def _framed(material: Material, platform: Platform, turn: int) -> Iterator[Hook]:
    openings = openings_for(material.language)
    if openings is None:
        return
    if platform is Platform.TWITTER:
        yield from _singles(material, openings.singles)
        return
    topic = material.shared[turn % len(material.shared)] if material.shared else None
    for template in openings.lists:
        if topic or "{topic}" not in template:
            yield _counted(template, None, None, topic, platform, material.language)
    if platform is not Platform.TIKTOK:
        yield from _led(material, openings.tails, topic, platform)


def _singles(material: Material, templates: Sequence[str]) -> Iterator[Hook]:
    """One sentence of the source under a line of ours, which names a topic only if the sentence does."""
    for index, passage in enumerate(material.passages):
        own = [name for topic, name in zip(material.topics, material.named, strict=True) if passage.speaks_of(topic)]
        topic = own[0] if own else None
        for template in (t for t in templates if topic or "{topic}" not in t):
            opening = template.replace("{topic}", topic or "")
            text = f"{opening}\n{passage.lead.text}"
            if weighted_length(text) <= 280:
                score = pull(text, material.language, Platform.TWITTER) - 0.5 * index / len(material.passages)
                yield Hook(text, score, passage.lead, index, True, template=template)


def _led(material: Material, templates: Sequence[str], topic: str | None, platform: Platform) -> Iterator[Hook]:
    """A sentence of the source that a line of ours leads on from."""
    for index, passage in enumerate(material.passages):
        for clause, is_whole in _clauses(passage, material.language, _LED_WORDS):
            for template in templates:
                if topic or "{topic}" not in template:
                    hook = _counted(template, clause, passage.lead, topic, platform, material.language)
                    yield Hook(hook.text, hook.score, passage.lead, index, is_whole, True, template, hook.topic)


def _counted(
    template: str, clause: str | None, line: Line | None, topic: str | None, platform: Platform, language: str
) -> Hook:
    tail = template.replace("{topic}", topic or "")
    tail = tail[0].upper() + tail[1:]
    blank = "" if is_unspaced(language) else " "
    text = f"{clause}{blank}{tail}" if clause else tail
    score = pull(text.replace("{count}", str(_SAMPLE_COUNT)), language, platform)
    named = topic if "{topic}" in template else None
    return Hook(text, score, line, counted=True, template=template, topic=named)


def _clauses(passage: Passage, language: str, most: int) -> Iterator[tuple[str, bool]]:
    sentence = passage.lead.text
    for clause in clauses(sentence, language):
        if length_in_words(clause, language) <= most:
            yield clause, clause == sentence


def _fits(text: str, platform: Platform) -> bool:
    if platform is Platform.TIKTOK:
        return spoken_words(text) <= 30
    if platform is Platform.CAROUSEL:
        return len(text) <= 120
    return weighted_length(text) <= 270


@lru_cache(maxsize=32768)
def pull(text: str, language: str, platform: Platform) -> float:
    """How strongly a hook pulls, 0..100: gate G2 where it judges, else a plain measure of the same parts."""
    on = _ON.get(platform, Platform.LINKEDIN)
    verdict = g2_hook(Piece(on, content_type_for(on), text, None, language), Voice(), Rubric())
    return _plain_pull(text, language) if verdict.score is None else verdict.score


def _plain_pull(text: str, language: str) -> float:
    lexicon = lexicon_for(language)
    words = length_in_words(text, language)
    score = 50.0 - 2.5 * max(0, words - 12) - 3.0 * max(0, 5 - words)
    for stance, points in _POINTS.items():
        pattern = lexicon.stances.get(stance)
        score += points if pattern and pattern.search(text) else 0.0
    score -= 12.0 * stumbles(text, language) + 10.0 * bool(lexicon.self_talk.search(text))
    return max(0.0, min(100.0, score - 4.0 * text.count(",") - 8.0 * ("(" in text)))
