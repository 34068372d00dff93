"""Habits of editing, told from chance: what people keep taking out, what they keep putting in, and what for what.

An edit takes out a part of a piece. If it did so blindly, each word would be hit with that part's probability; a phrase
that is hit far more often than this allows, in most pieces where it stands, is one that people take out on purpose.
Likewise a phrase that is put in far more often than so many words of ordinary text would bring it along. What is found
is corrected for how many phrases were looked at.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

from app.grounding.edits import Edit, Phrase, Reading, Span, is_function_word
from app.hubs.analysis.words import knows_words, zipf
from app.kit.text import fold

LEAST_PIECES, LEAST_BY_SEVERAL = 3, 2
"""In so many pieces, or in so many where they are not one person's."""
MOST_OF = 0.5
OF_SOURCE = 3
"""So many words in a row may be the source's."""
CHANCE = 0.01
"""Of finding anything in edits that mean nothing, at the most."""
EXACTLY = 100
"""Pieces up to which hits are counted exactly."""
RAREST = (1e-4, 1e-6)
"""Of a language whose words we cannot look up, and of one whose words we can."""
MARKING_ZIPF = 5.0
"""A single word that marks a voice is rarer than this."""


@dataclass(frozen=True, slots=True)
class Habit:
    """`pieces` are those in which people did it, with the phrase as it stood there; `chances` counts those in which
    they could have. `instead` is what they put there."""

    text: str
    pieces: Sequence[tuple[Reading, Phrase]]
    chances: int
    instead: str | None = None

    @property
    def editors(self) -> int:
        return len(frozenset().union(*(reading.edit.editors for reading, _ in self.pieces)))

    @property
    def confidence(self) -> float:
        return confidence(len(self.pieces), self.chances)


def confidence(times: int, chances: int) -> float:
    """0 to 1: the part of the chances that was taken, less what few chances can prove."""
    return round(times / (chances + 2), 3)


def enough(readings: Sequence[Reading]) -> bool:
    """Whether it is in enough pieces, or in fewer of several people."""
    people = frozenset().union(*(reading.edit.editors for reading in readings))
    return is_habit(len({reading.edit.spoke_id for reading in readings}), len(people))


def is_habit(pieces: int, people: int) -> bool:
    return pieces >= (LEAST_BY_SEVERAL if people > 1 else LEAST_PIECES)


def by_chance(times: int, chances: Sequence[float]) -> float:
    """How probable so many hits or more are, where each piece is hit with a probability of its own."""
    if times == 0 or sum(chances) >= times:
        return 1.0
    if len(chances) > EXACTLY:
        return _poisson(times, sum(chances))
    so_many = [1.0, *([0.0] * times)]  # so far; the last is for all from there on
    for chance in chances:
        for hits in range(times, 0, -1):
            stays = 1.0 if hits == times else 1.0 - chance
            so_many[hits] = so_many[hits] * stays + so_many[hits - 1] * chance
        so_many[0] *= 1.0 - chance
    return so_many[times]


def _poisson(times: int, expected: float) -> float:
    """The same for many pieces, nearly: a little more."""
    if expected <= 0:
        return 0.0
    term = exp(times * log(expected) - expected - lgamma(times + 1))
    total, number = term, times
    while term > total * 1e-12:
        number += 1
        term *= expected / number
        total += term
    return min(1.0, total)


def removals(readings: Sequence[Reading]) -> list[Habit]:
    """What people keep taking out, most pieces first."""
    chance = Chance(readings)
    found = []
    for key, where in _enough(readings, "removed"):
        standing = [reading for reading in readings if key in reading.stood]
        if len(where) < MOST_OF * len(standing):
            continue
        instead, times = _usual(where, key)
        if min(chance.removed(len(where), standing), chance.swapped(times, standing, instead)) < CHANCE:
            pieces = [(reading, reading.removed[key]) for reading in where]
            found.append(Habit(_common(phrase for _, phrase in pieces), pieces, len(standing), instead))
    return [habit for habit in _without_overlap(found) if not _is_of_the_source(habit)]


def additions(readings: Sequence[Reading], swaps: Sequence[Habit]) -> list[Habit]:
    """What people keep putting in, most pieces first, if it can mark a voice; `swaps` are removals.

    A single word must stand in another's place: new words are mostly what a piece is about, not how it is said.
    """
    chance = Chance(readings)
    wanted = {fold(habit.instead) for habit in swaps if habit.instead}
    found = []
    for key, where in _enough(readings, "put"):
        pieces = [(reading, reading.put[key]) for reading in where]
        text = _common(phrase for _, phrase in pieces)
        is_wanted = fold(text) in wanted
        is_said = " " in key and len(where) >= LEAST_PIECES and chance.put(len(where), text) < CHANCE
        if (is_wanted or is_said) and _marks(text, where[0].edit.language):
            found.append(Habit(text, pieces, len(where)))
    return _without_overlap(found)


class Chance:
    """How probable it is that blind edits do so to some phrase or other, 1.0 where they well may."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._own = Counter(fold(token.group()) for reading in readings for token in reading.old)
        self._total = max(1, sum(self._own.values()))
        stood = Counter(key for reading in readings for key in reading.stood if " " not in key)
        self._stood = max(1, sum(times >= LEAST_BY_SEVERAL for times in stood.values()))
        self._put = max(1, len({key for reading in readings for key in reading.put if " " in key}))

    def removed(self, times: int, standing: Sequence[Reading]) -> float:
        """Taken out so many times of the pieces where it stood."""
        return self._stood * by_chance(times, [reading.removed_share for reading in standing])

    def swapped(self, times: int, standing: Sequence[Reading], instead: str | None) -> float:
        """Likewise, with the same put in its place."""
        if instead is None:
            return 1.0
        chances = [reading.removed_share * self._rate(instead, reading) for reading in standing]
        return self._stood * by_chance(times, chances)

    def put(self, times: int, text: str) -> float:
        chances = [min(1.0, reading.put_words * self._rate(text, reading)) for reading in self._readings]
        return self._put * by_chance(times, chances)

    def _rate(self, text: str, reading: Reading) -> float:
        """How often it comes in ordinary text, or in these pieces where that is more; at the most as often as its
        rarest word."""
        language = reading.edit.language
        known = knows_words(language)
        return min(
            max(self._own[word] / self._total, 10 ** (zipf(word, language) - 9) if known else 0, RAREST[known])
            for word in fold(text).split()
        )


def _enough(readings: Sequence[Reading], kind: str) -> list[tuple[str, list[Reading]]]:
    where: dict[str, list[Reading]] = {}
    for reading in readings:
        for key in getattr(reading, kind):
            where.setdefault(key, []).append(reading)
    return [(key, found) for key, found in where.items() if enough(found)]


def _is_of_the_source(habit: Habit) -> bool:
    """Whether it is rather what one hub's source says than how it is said: its pieces share whole sentences."""
    hubs = {reading.edit.hub_id or reading.edit.spoke_id for reading, _ in habit.pieces}
    return len(hubs) == 1 and habit.pieces[0][1].key.count(" ") >= OF_SOURCE - 1


def _usual(where: Sequence[Reading], key: str) -> tuple[str | None, int]:
    """What was put in the place of a phrase in enough of these pieces, and in how many."""
    swapped = [(reading, reading.swapped[key].text) for reading in where if key in reading.swapped]
    for folded, times in Counter(fold(text) for _, text in swapped).most_common(1):
        alike = [(reading, text) for reading, text in swapped if fold(text) == folded]
        if enough([reading for reading, _ in alike]):
            return alike[0][1], times
    return None, 0


def _marks(text: str, language: str) -> bool:
    """Whether a phrase may mark a voice: a rare word, or several of which one is no function word."""
    words = fold(text).split()
    if not knows_words(language):
        return True
    if len(words) == 1:
        return zipf(words[0], language) < MARKING_ZIPF
    return not all(is_function_word(word, language) for word in words)


def _without_overlap(found: Sequence[Habit]) -> list[Habit]:
    """Of phrases that lie in one another, the one of most pieces, and of these the longest."""
    taken: dict[Edit, list[Span]] = {}
    kept = []
    for habit in sorted(found, key=lambda each: (-len(each.pieces), -len(each.text), each.text)):
        lying = sum(_lies_in(phrase.span, taken.get(reading.edit, ())) for reading, phrase in habit.pieces)
        if lying * 2 >= len(habit.pieces):
            continue
        kept.append(habit)
        for reading, phrase in habit.pieces:
            taken.setdefault(reading.edit, []).append(phrase.span)
    return kept


def _lies_in(span: Span, taken: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _common(found: Iterable[Phrase]) -> str:
    """The form that it mostly has; in lower case unless it always begins with a capital, as a name does."""
    texts = [phrase.text for phrase in found]
    lower = [text for text in texts if not text[:1].isupper()]
    [(text, _)] = Counter(lower or texts).most_common(1)
    return text
