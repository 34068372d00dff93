"""The opening of a piece. The first try opens with the source's own words: the sentence, or clean head of one, that
pulls most as gate G2 measures it. What the Critic sends back opens next with a line of ours that asks and claims
nothing, another at every try.
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
from app.generation.writer.openings import openings_for
from app.hubs.analysis.headline import clauses
from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.quality import stumbles
from app.hubs.analysis.words import length_in_words
from app.vocabulary import Platform

STRONG = 80.0
"""G2 passes from here (the shared default)."""
_MOST_WORDS = {Platform.TWITTER: 34, Platform.TIKTOK: 14, Platform.CAROUSEL: 18, Platform.THREAD: 30}
_MOST_WORDS_ELSEWHERE = 24
_SAMPLE_COUNT = 4
_STRENGTH_WORTH = 20.0
"""Points of G2 that a point of a passage's strength outweighs: a hook should also be a good sentence."""
_ON = {Platform.TWITTER: Platform.TWITTER, Platform.TIKTOK: Platform.TIKTOK}
_EDGES = regex.compile(r"[\s\"'“‘”’.…!?。！？]+")
_POINTS = {Stance.CONTRARIAN: 14.0, Stance.EVIDENCE: 12.0, Stance.WARNING: 8.0, Stance.CAUSE: 8.0, Stance.CALL: 6.0}


@dataclass(frozen=True, slots=True)
class Hook:
    """`text` opens the piece; with `counted`, it says `{count}`, the number of points to follow.

    `line` is the sentence of the source in it, of passage number `passage`, said in full when `is_whole`; None for an
    opening of ours alone. `template` is the opening of ours in it, `topic` what that announces. `score` is its G2,
    `quality` what it is chosen by among hooks that pass, or among those that do not.
    """

    text: str
    score: float
    quality: float = 0.0
    line: Line | None = None
    passage: int | None = None
    is_whole: bool = False
    counted: bool = False
    template: str | None = None
    topic: str | None = None

    def opening(self, count: int) -> str:
        return self.text.replace("{count}", str(count))


def hooks_for(material: Material, platform: Platform, turn: int) -> list[Hook]:
    """Every opening that the material gives, best first; never empty when there is material."""
    own = list(_own(material, platform, _MOST_WORDS.get(platform, _MOST_WORDS_ELSEWHERE)))
    found = [*(own or _own(material, platform, 200)), *_framed(material, platform, turn)]
    best: dict[str, Hook] = {}
    for hook in sorted(found, key=lambda h: (h.score < STRONG, -h.quality, h.passage or 0, h.text)):
        best.setdefault(bare(hook.text), hook)
    return list(best.values())


def bare(text: str) -> str:
    return _EDGES.sub(" ", text.casefold()).strip()


def _own(material: Material, platform: Platform, most: int) -> Iterator[Hook]:
    """Sentences of the source, and heads of them."""
    for index, passage in enumerate(material.passages):
        for clause, is_whole in _clauses(passage, material.language, most):
            if _fits(clause, platform):
                score = pull(clause, material.language, platform)
                quality = score + _STRENGTH_WORTH * passage.strength + 2.0 * is_whole
                yield Hook(clause, score, quality, passage.lead, index, is_whole)


def _framed(material: Material, platform: Platform, turn: int) -> Iterator[Hook]:
    openings = openings_for(material.language)
    if openings is None:
        return
    if platform in (Platform.TWITTER, Platform.THREAD):
        yield from _singles(material, openings.singles, platform)
    if platform is Platform.TWITTER:
        return
    topic = material.shared[turn % len(material.shared)] if material.shared else None
    for template in openings.lists:
        if topic or "{topic}" not in template:
            text = template.replace("{topic}", topic or "")
            score = pull(text.replace("{count}", str(_SAMPLE_COUNT)), material.language, platform)
            named = topic if "{topic}" in template else None
            yield Hook(text, score, score, counted=True, template=template, topic=named)


def _singles(material: Material, templates: Sequence[str], platform: Platform) -> Iterator[Hook]:
    """One sentence of the source under a line of ours."""
    for index, passage in enumerate(material.passages):
        for template in templates:
            text = f"{template}\n{passage.lead.text}"
            if weighted_length(text) <= 270:
                score = pull(text, material.language, platform)
                quality = pull(passage.lead.text, material.language, platform) + _STRENGTH_WORTH * passage.strength
                yield Hook(text, score, quality, passage.lead, index, True, template=template)


def _clauses(passage: Passage, language: str, most: int) -> Iterator[tuple[str, bool]]:
    sentence = passage.lead.text
    for clause in clauses(sentence, language):
        if length_in_words(clause, language) <= most:
            yield clause, clause == sentence


def _fits(text: str, platform: Platform) -> bool:
    if platform is Platform.TIKTOK:
        return spoken_words(text) <= 22
    if platform is Platform.CAROUSEL:
        return len(text) <= 140
    return weighted_length(text) <= 270


@lru_cache(maxsize=32768)
def pull(text: str, language: str, platform: Platform) -> float:
    """How strongly a hook pulls, 0..100: gate G2 where it judges, else a plain measure of the same parts."""
    on = _ON.get(platform, Platform.LINKEDIN)
    judged = text.replace("\n", " ") if platform is Platform.THREAD else text
    verdict = g2_hook(Piece(on, content_type_for(on), judged, None, language), Voice(), Rubric())
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
