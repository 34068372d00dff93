"""The openings that a pillar's material gives, best first: the source's own sentence or the head of one, two sentences
that belong together, its heading, its question, a line made of one (`frames`), or a line that counts what follows.

They are ranked by what gate G2 gives them; among those that pass, by how good a sentence they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from app.generation.counting import spoken_words, weighted_length
from app.generation.gates.base import Piece
from app.generation.gates.g2_hook import hook_score
from app.generation.platforms import PLATFORMS, content_type_for, hook_of
from app.generation.writer.frames import Words, frames_for, made_from
from app.generation.writer.material import Material, Passage
from app.generation.writer.surroundings import Line
from app.hubs.analysis.headline import clauses, tails
from app.hubs.analysis.words import is_unspaced, length_in_words
from app.kit.memory import kept
from app.vocabulary import Platform

STRONG = 80.0
"""G2 passes from here (the shared default)."""
_MOST_WORDS = {Platform.TWITTER: 34, Platform.TIKTOK: 14, Platform.CAROUSEL: 22, Platform.THREAD: 34}
_MOST_WORDS_ELSEWHERE = 30
_LONG = (Platform.LINKEDIN, Platform.INSTAGRAM, Platform.THREAD)
_LONGEST = 50
_SAMPLE_COUNT = 4
_STRENGTH_WORTH = 20.0
"""Points that a point of a passage's strength outweighs: a hook should also be a good sentence."""
_SCORE_WORTH = 0.1
_HEADING, _QUESTION, _PAIR, _HEAD, _WHOLE = 18.0, 18.0, 14.0, 10.0, 16.0
_FRAMED, _NAMED = 14, 2
"""The best passages of a pillar; how many of all have to speak of what a line of ours names."""
_LIFTED, _CARRIED = 35.0, 25.0
"""G2 that a sentence has by itself before a line of ours is gladly put around it, and the points that it loses."""
_LISTS_EVERY, _LIST_TURN = 5, 34.0
"""Every fifth piece of an angle is willing to be a list."""
_ON = {Platform.TWITTER: Platform.TWITTER, Platform.TIKTOK: Platform.TIKTOK}
_TWO = regex.compile(r"[.!。]\s*\S|:$")
_BACK = regex.compile(r"(?:that|this|those|these|such|we see)\b", regex.IGNORECASE)
_EDGES = regex.compile(r"[\s\"'“‘”’.…!?。！？,:;：、]+")


@dataclass(frozen=True, slots=True)
class Hook:
    """`text` opens the piece; where it says `{count}`, that is the number of points to follow.

    `lines` are the sentences of the source in it, all or in part, `passage` the number of the passage they are of,
    `follows` the sentences of it that come next. `frame` is our line around them, None for the source's words alone;
    `key` are the source's words in it, `topic` what it announces. `score` is its G2, `quality` what it is chosen by.
    """

    text: str
    lines: tuple[Line, ...] = ()
    passage: int | None = None
    follows: tuple[Line, ...] = ()
    frame: str | None = None
    key: str = ""
    topic: str | None = None
    points: "regex.Pattern[str] | None" = None
    score: float = 0.0
    quality: float = 0.0

    @property
    def counted(self) -> bool:
        return "{count}" in self.text

    def opening(self, count: int) -> str:
        return self.text.replace("{count}", str(count))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A hook before it is judged; `natural` are the points it has for being what it is."""

    hook: Hook
    natural: float


def hooks_for(material: Material, platform: Platform, turn: int, words: Words) -> list[Hook]:
    """Every opening that the material gives, best first; never empty when there is material."""
    most = _MOST_WORDS.get(platform, _MOST_WORDS_ELSEWHERE)
    found = [*_of_passages(material, platform, most, words), *_lists(material, platform, turn)]
    if not any(not one.hook.counted for one in found):
        found += _own(material, 200)
    best: dict[str, Hook] = {}
    for hook in sorted((_judged(one, material.language, platform) for one in found), key=_rank):
        best.setdefault(bare(hook.text), hook)
    return list(best.values())


def bare(text: str) -> str:
    return _EDGES.sub(" ", text.casefold()).strip()


def _rank(hook: Hook) -> tuple[bool, float, int, str]:
    passes = hook.score >= STRONG
    return not passes, -(hook.quality if passes else hook.score), hook.passage or 0, hook.text


def _judged(one: _Candidate, language: str, platform: Platform) -> Hook:
    hook = one.hook
    score = pull(hook.opening(_SAMPLE_COUNT), language, platform)
    quality = _SCORE_WORTH * score + one.natural
    return Hook(
        hook.text, hook.lines, hook.passage, hook.follows, hook.frame, hook.key, hook.topic, hook.points, score, quality
    )


def _of_passages(material: Material, platform: Platform, most: int, words: Words) -> Iterator[_Candidate]:
    longest = _LONGEST if platform in _LONG else most + 6
    for one in (
        *_own(material, most),
        *(() if platform is Platform.CAROUSEL else _pairs(material)),
        *_before(material, words),
        *_framed(material, platform, words),
    ):
        if platform is Platform.CAROUSEL and not _is_title(one.hook):
            continue
        if _fits(one.hook.text, platform) and length_in_words(one.hook.text, material.language) <= longest:
            yield one


def _is_title(hook: Hook) -> bool:
    """Whether a line of ours is one sentence with what it says, as the title of a first slide is."""
    return hook.frame is None or not _TWO.search(hook.text)


def _own(material: Material, most: int) -> Iterator[_Candidate]:
    """Sentences of the source, and clauses of them that stand alone."""
    for index, passage in enumerate(material.passages):
        sentence = passage.lead.text
        for clause in (*clauses(sentence, material.language), *tails(sentence, material.language)):
            if length_in_words(clause, material.language) <= most:
                follows = passage.lines[1:] if clause == sentence else ()
                hook = Hook(clause, passage.lines[:1], index, follows, key=clause)
                yield _Candidate(hook, _STRENGTH_WORTH * passage.strength + (_WHOLE if clause == sentence else _HEAD))


def _pairs(material: Material) -> Iterator[_Candidate]:
    """A sentence with the one after it: what leans on it, or what the source goes on with."""
    between = "" if is_unspaced(material.language) else " "
    following = {passage.start: passage for passage in material.passages}
    for index, passage in enumerate(material.passages):
        after = _after(passage, following)
        if after is not None:
            lines = (passage.lead, after)
            hook = Hook(
                between.join(line.text for line in lines), lines, index, passage.lines[2:], key=passage.lead.text
            )
            yield _Candidate(hook, _STRENGTH_WORTH * passage.strength + _PAIR)


def _after(passage: Passage, following: Mapping[int, Passage]) -> Line | None:
    """What leans on a passage's first sentence, or the passage that the source goes on with."""
    if len(passage.lines) > 1:
        return passage.lines[1]
    near = (following.get(passage.end + gap) for gap in (0, 1))
    return next((after.lead for after in near if after is not None), None)


def _before(material: Material, words: Words) -> Iterator[_Candidate]:
    """The heading above a passage, alone or with the passage, and the question before it."""
    mark = "：" if is_unspaced(material.language) else ": "
    for index, passage in enumerate(material.passages):
        worth = _STRENGTH_WORTH * passage.strength
        for line, natural in ((passage.heading, _HEADING), (passage.question, _QUESTION)):
            if line is not None:
                yield _Candidate(Hook(line.text, (line,), index, passage.lines, key=line.text), worth + natural)
        said = words.inside(passage.lead.text) if passage.heading else None
        if passage.heading is not None and said and ":" not in passage.heading.text + said and not _BACK.match(said):
            lines = (passage.heading, passage.lead)
            hook = Hook(
                f"{passage.heading.text}{mark}{said}", lines, index, passage.lines[1:], key=passage.heading.text
            )
            yield _Candidate(hook, worth + _HEADING)


def _framed(material: Material, platform: Platform, words: Words) -> Iterator[_Candidate]:
    """A line of ours lifts a sentence that pulls by itself; one that pulls nobody is lifted last, and last of all by a
    line that could stand around any other."""
    following = {passage.start: passage for passage in material.passages}
    for index, passage in enumerate(material.passages[:_FRAMED]):
        sentence = passage.lead.text
        pulls = pull(sentence, material.language, Platform.LINKEDIN) >= _LIFTED
        topic = _topic(material, passage) or _name(material, sentence, words)
        for made in made_from(list(clauses(sentence, material.language)), topic, words):
            says_all = made.frame.whole and (made.clause == sentence or made.frame.pattern is not None)
            follows = passage.lines[1:] if says_all else () if made.frame.whole else passage.lines
            hook = Hook(made.text, passage.lines[:1], index, follows, made.frame.line, made.part)
            carried = 0.0 if pulls else _CARRIED * (1 + made.frame.is_about_anything)
            worth = made.frame.natural - carried + _STRENGTH_WORTH * passage.strength
            yield _Candidate(hook, worth)
            after = _after(passage, following) if made.frame.goes_on and made.clause == sentence else None
            if after is not None and platform in _LONG:
                lines = (passage.lead, after)
                text = f"{made.text} {after.text}"
                hook = Hook(text, lines, index, passage.lines[2:], made.frame.line, made.part)
                yield _Candidate(hook, worth)


def _topic(material: Material, passage: Passage) -> str | None:
    """What the passage speaks of, if another one does as well."""
    pairs = zip(material.topics, material.named, strict=True)
    return next(
        (named for topic, named in pairs if passage.speaks_of(topic) and _spoken_of(material, topic) >= _NAMED), None
    )


def _name(material: Material, sentence: str, words: Words) -> str | None:
    name = words.name_in(sentence)
    return name if name is not None and _spoken_of(material, name.removeprefix("the ")) >= _NAMED else None


def _spoken_of(material: Material, topic: str) -> int:
    return sum(passage.speaks_of(topic) for passage in material.passages)


def _lists(material: Material, platform: Platform, turn: int) -> Iterator[_Candidate]:
    if platform is Platform.TWITTER:
        return
    topic = material.shared[turn % len(material.shared)] if material.shared else None
    for frame in frames_for(material.language).lists:
        if topic is None and "{topic}" in frame.line:
            continue
        put = (topic or "")[:1].upper() + (topic or "")[1:] if frame.line.startswith("{topic}") else topic or ""
        named = topic if "{topic}" in frame.line else None
        text = frame.line.replace("{topic}", put)
        turns = _LIST_TURN if (turn + turn // len(PLATFORMS)) % _LISTS_EVERY == 0 else 0.0
        yield _Candidate(Hook(text, frame=frame.line, topic=named, points=frame.points), frame.natural + turns)


def _fits(text: str, platform: Platform) -> bool:
    if platform is Platform.TIKTOK:
        return spoken_words(text) <= 22
    if platform is Platform.CAROUSEL:
        return len(text) <= 140
    return weighted_length(text) <= 270


@kept(65536)
def pull(text: str, language: str, platform: Platform) -> float:
    """How strongly an opening pulls, 0..100, as gate G2 judges what it sees of it on the platform."""
    on = _ON.get(platform, Platform.LINKEDIN)
    start, end = hook_of(Piece(on, content_type_for(on), text, None, language))
    return hook_score(text[start:end], language)
