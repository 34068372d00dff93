"""How an opening is made from a sentence of the source: a pattern that the sentence matches and a line that takes parts
of it. Every part stands in the source word for word but for its first letter; the words around it claim nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from app.hubs.analysis.lexicon import lexicon_for
from app.hubs.analysis.words import base, is_unspaced, length_in_words, stopwords
from app.kit.memory import kept

Pattern = regex.Pattern[str]
_SLOT = regex.compile(r"\{(\w)(\w*)\}")
_STOPS = " \t,;:.!?。、"
_WORD = regex.compile(r"[\p{L}\p{M}'’]+")
_UNSAYABLE = regex.compile(r"[;:()\[\]—“”\"«»「」『』]|--|\s–\s|\.\.|…")
_POINTING_END = regex.compile(r"\b(?:here|there|so|do|does|did|aquí|allí|así)$")
_NAME = regex.compile(r"(?<=[\p{Ll},] )(?P<article>the )?(?P<name>\p{Lu}[\p{L}'’-]{2,}(?: \p{Lu}[\p{L}'’-]{2,})*)")
_NO_NAME = regex.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs"
    r"|Fri|Satur|Sun)day|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)s?\b"
    r"|['’]s?$",
    regex.IGNORECASE,
)
_OPENS_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """`line` with slots for the named parts of `pattern`: `{X}` with a capital, `{x}` without one. Where there is no
    pattern, `{x}` is a clause that stands alone, and one that `but_not` does not match. `{topic}` is a phrase that the
    sentence names, `{count}` how many points follow. What is said, or each of the points, matches
    `points`.

    `natural` is how willingly the line is chosen. `whole`: it says all that the clause says. A part has at least
    `least` and at most `longest` words.
    """

    line: str
    pattern: Pattern | None = None
    natural: float = 0.0
    whole: bool = False
    least: int = 4
    longest: int = 18
    but_not: Pattern | None = None
    points: Pattern | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the line ends with the sentence, so that the next one can follow on the same line."""
        return self.pattern is None and self.line.endswith("{X}.")

    @property
    def is_about_anything(self) -> bool:
        """Whether the line could stand around any sentence."""
        return self.pattern is None and "{topic}" not in self.line


@dataclass(frozen=True, slots=True)
class Frames:
    """`singles` are made from one sentence, `lists` open a piece of several points."""

    singles: Sequence[Frame]
    lists: Sequence[Frame]


@dataclass(frozen=True, slots=True)
class Made:
    """`part` is the longest part of the sentence that stands in `text`, `clause` what was made into it."""

    text: str
    frame: Frame
    part: str
    clause: str


def frames_for(language: str) -> Frames:
    """Those of the language; none where we have no words of it."""
    from app.generation.writer import frames_en, frames_es, frames_ja

    known = {"en": frames_en.FRAMES, "es": frames_es.FRAMES, "ja": frames_ja.FRAMES}
    return known.get(base(language), Frames((), ()))


def made_from(clauses: Sequence[str], topic: str | None, words: "Words") -> Iterator[Made]:
    """Every line that our frames make of a sentence; `clauses` are the sentence and its heads that stand alone."""
    for frame in frames_for(words.language).singles:
        for clause in clauses if frame.pattern is None else clauses[:1]:
            if frame.but_not is not None and frame.but_not.search(clause):
                continue
            if frame.points is not None and not frame.points.search(clause):
                continue
            made = _filled(frame, clause, topic, words)
            if made is not None:
                yield made


def _filled(frame: Frame, clause: str, topic: str | None, words: "Words") -> Made | None:
    line = _about(frame.line, clause, topic)
    parts = _parts(frame, clause)
    if line is None or not parts:
        return None
    said: dict[str, str] = {}
    for slot in _SLOT.finditer(line):
        name = slot[1] + slot[2]
        part = _sayable(parts.get(name.lower(), ""), frame, name.lower(), words.language)
        put = part and (part[0].upper() + part[1:] if name[0].isupper() else words.inside(part))
        if not put:
            return None
        said[slot[0]] = put
    for slot_text, put in said.items():
        line = line.replace(slot_text, put)
    return Made(line, frame, max(said.values(), key=len), clause)


def _about(line: str, clause: str, topic: str | None) -> str | None:
    """The line with its topic; None where there is none, or where the clause opens with it anyway."""
    if "{topic}" not in line:
        return line
    if topic is None or 0 <= clause.casefold().find(topic.casefold().split(" ", 1)[-1]) < _OPENS_WITHIN:
        return None
    return line.replace("{topic}", topic[0].upper() + topic[1:] if line.startswith("{topic}") else topic)


def _parts(frame: Frame, clause: str) -> Mapping[str, str]:
    if frame.pattern is None:
        return {"x": clause}
    match = frame.pattern.search(clause)
    return {name: part for name, part in match.groupdict().items() if part} if match else {}


def _sayable(part: str, frame: Frame, name: str, language: str) -> str | None:
    """The part without its stops; None where it is too long or short, broken, or leans on what stands before it."""
    part = part.strip(_STOPS)
    size = length_in_words(part, language)
    if not part or size > frame.longest or (name == "x" and size < frame.least) or _UNSAYABLE.search(part):
        return None
    return None if frame.pattern is not None and points_out(part, language) else part


@dataclass(frozen=True)
class Words:
    """The words that a source writes small and those it writes large inside sentences: so that a sentence's first word
    is known for a name or for none."""

    language: str
    small: Collection[str]
    names: Collection[str]

    def inside(self, part: str) -> str | None:
        """The part as it stands in the middle of a sentence; None where its first letter cannot be told."""
        first = _WORD.match(part)
        if first is None or is_unspaced(self.language) or part[0].islower():
            return part
        word = first.group()
        low = word.lower()
        if word.startswith(("I'", "I’")) or word == "I" or word[1:] != low[1:]:
            return part
        if word not in self.names and (low in self.small or low in stopwords(base(self.language))):
            return low + part[len(word) :]
        return part if word in self.names and low not in self.small else None

    def name_in(self, sentence: str) -> str | None:
        """The first name in a sentence, after its first word, with its article."""
        for match in _NAME.finditer(sentence):
            if all(word in self.names for word in _WORD.findall(match["name"])) and not _NO_NAME.search(match["name"]):
                return f"the {match['name']}" if match["article"] else match["name"]
        return None


@kept(8)
def words_of(text: str, language: str) -> Words:
    if is_unspaced(language):
        return Words(language, frozenset(), frozenset())
    small = frozenset(word for word in _WORD.findall(text) if word[0].islower())
    names = frozenset(regex.findall(r"(?<=[\p{Ll},] )\p{Lu}[\p{L}\p{M}'’]+", text)) - {"I"}
    common = frozenset(word for word in names if word.lower() in stopwords(base(language)))
    return Words(language, small, names - common)


def points_out(text: str, language: str) -> bool:
    """Whether a part of a sentence leans on something outside of it."""
    lexicon = lexicon_for(language)
    pronoun = lexicon.anaphora.search(text)
    if pronoun and not lexicon.antecedent.search(text[: pronoun.start()]):
        return True
    return bool(lexicon.pointing.search(text) or _POINTING_END.search(text))


@cache
def opens_with(line: str) -> Pattern:
    """What a piece that opens with this line of ours begins with, case folded, whatever the line was filled with."""
    # A title stands without its full stop.
    parts = [regex.escape(part.casefold(), special_only=True) for part in regex.split(r"\{\w+\}", line.rstrip(".。"))]
    return regex.compile(r"\A" + r"([^\n]+?)".join(parts) + r"(?=[.。\s]|\Z)")


def uses(line: str, openings: Sequence[str]) -> int:
    """How many of the openings (case folded) are made with the line; 0 for one without words of ours."""
    if not _WORD.search(_SLOT.sub("", line)):
        return 0
    pattern = opens_with(line)
    return sum(bool(pattern.match(opening)) for opening in openings)
