"""The opening of a piece: a sentence of the source, or the head of one, chosen for its pull as gate G2 measures it.

A hook never says more than its sentence does. Different pieces of a pillar open differently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from app.generation.counting import spoken_words, weighted_length
from app.generation.gates.base import Piece, Rubric, Voice
from app.generation.gates.g2_hook import g2_hook
from app.generation.platforms import content_type_for
from app.generation.writer.material import Line, Material
from app.hubs.analysis.headline import clauses
from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.quality import stumbles
from app.hubs.analysis.words import length_in_words
from app.vocabulary import Platform

STRONG = 80.0
"""G2 passes from here (the shared default)."""
_MOST_WORDS = {Platform.TWITTER: 34, Platform.TIKTOK: 12, Platform.CAROUSEL: 16, Platform.THREAD: 30}
_MOST_WORDS_ELSEWHERE = 24
_ON = {Platform.TWITTER: Platform.TWITTER, Platform.TIKTOK: Platform.TIKTOK}
_EDGES = regex.compile(r"[\s\"'“”‘’.…!?。！？]+")


@dataclass(frozen=True, slots=True)
class Hook:
    """`text` opens the piece; `line` is the sentence it comes from, said in full when `is_whole`."""

    text: str
    line: Line
    passage: int
    score: float
    is_whole: bool


def hooks_for(material: Material, platform: Platform) -> list[Hook]:
    """Every opening that the material gives, strongest first; never empty when there is material."""
    most = _MOST_WORDS.get(platform, _MOST_WORDS_ELSEWHERE)
    found = list(_candidates(material, platform, most)) or list(_candidates(material, platform, 200))
    best: dict[str, Hook] = {}
    for hook in sorted(found, key=lambda h: (-h.score, h.line.span.start, -len(h.text))):
        best.setdefault(bare(hook.text), hook)
    return list(best.values())


def bare(text: str) -> str:
    return _EDGES.sub(" ", text.casefold()).strip()


def _candidates(material: Material, platform: Platform, most: int) -> Iterator[Hook]:
    for index, passage in enumerate(material.passages):
        sentence = passage.lead.text
        for clause in clauses(sentence, material.language):
            if length_in_words(clause, material.language) <= most and _fits(clause, platform):
                score = pull(clause, material.language, platform) - 1.0 * index / len(material.passages)
                yield Hook(clause, passage.lead, index, score, clause == sentence)


def _fits(text: str, platform: Platform) -> bool:
    if platform is Platform.TIKTOK:
        return spoken_words(text) <= 30
    if platform is Platform.CAROUSEL:
        return len(text) <= 120
    return weighted_length(text) <= 270


@lru_cache(maxsize=8192)
def pull(text: str, language: str, platform: Platform) -> float:
    """How strongly a hook pulls, 0..100: gate G2 where it judges, else a plain measure of the same parts."""
    on = _ON.get(platform, Platform.LINKEDIN)
    verdict = g2_hook(Piece(on, content_type_for(on), text, None, language), Voice(), Rubric())
    own = _plain_pull(text, language)
    # The gate decides; what reads well breaks its ties.
    return own if verdict.score is None else verdict.score + own / 20


def _plain_pull(text: str, language: str) -> float:
    lexicon = lexicon_for(language)
    words = length_in_words(text, language)
    score = 50.0 - 2.5 * max(0, words - 12) - 3.0 * max(0, 5 - words)
    for stance, points in _POINTS.items():
        pattern = lexicon.stances.get(stance)
        score += points if pattern and pattern.search(text) else 0.0
    score -= 12.0 * stumbles(text, language) + 10.0 * bool(lexicon.self_talk.search(text))
    return max(0.0, min(100.0, score - 4.0 * text.count(",") - 8.0 * ("(" in text)))


_POINTS = {Stance.CONTRARIAN: 14.0, Stance.EVIDENCE: 12.0, Stance.WARNING: 8.0, Stance.CAUSE: 8.0, Stance.CALL: 6.0}


def pick(hooks: Sequence[Hook], turn: int, attempt: int, taken: Sequence[str]) -> Iterator[Hook]:
    """Hooks in the order to try: the first attempt deals them out by `turn`, later ones go by strength alone.

    Openings that another piece has come last. Attempt n leaves out the n strongest, which were tried before.
    """
    openings = [bare(content[:400]) for content in taken]
    fresh = [h for h in hooks if not any(bare(h.text) in opening[: len(bare(h.text)) + 40] for opening in openings)]
    used = [h for h in hooks if h not in fresh]
    strong = [h for h in fresh if h.score >= STRONG]
    pool = strong if len(strong) > 1 else fresh[: max(4, len(fresh) // 2)]
    shift = (turn + attempt) % len(pool) if pool else 0
    yield from pool[shift:]
    yield from pool[:shift]
    yield from (h for h in fresh if h not in pool)
    yield from used
