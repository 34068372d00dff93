"""Whether every sentence of a piece can be traced: to a span of the source, or to a line of ours around its words.

It reads the finished piece alone and shares nothing with what composed it but the lists of our lines, so that a piece
that says more than its source is found out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from app.generation.counting import find_hashtags
from app.generation.writer.brief import DraftText
from app.generation.writer.frames import frames_for
from app.generation.writer.framing import framing_for
from app.generation.writer.spoken import spoken
from app.hubs.analysis.quality import display

_PART_NUMBER = regex.compile(r"^(?:\d+/\d+|\d+\.)(?:\s+|$)")
_CUE = regex.compile(r"^\[(?:[^:：\]]*[:：]\s*)?(?P<words>[^\]]*)\]$")
_SENTENCE = regex.compile(r".+?(?:[.!?…。！？：:]+[\"'”’»)」』]*(?=\s|$)|[。！？：]|$)\s*")
_ARTICLE = regex.compile(r"^(?:the|an?|el|la|los|las|un|una)\s", regex.IGNORECASE)
_GROUPS = {"count": r"(\d+)", "topic": "(?P<topic>.+?)"}
_BLANK = regex.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Known:
    """What may stand in a piece. `said` are the sentences that it names as its sources, `whole` is all of the source,
    both as letters and digits alone; `ours` are our lines, `phrases` those of the client."""

    said: Sequence[str]
    whole: str
    ours: Sequence["regex.Pattern[str]"]
    phrases: Sequence[str]


def untraced(draft: DraftText, text: str, language: str, phrases: Sequence[str] = ()) -> list[str]:
    """The sentences of the piece that neither its `sources` say nor a line of ours, filled with words of the source;
    `phrases` are those of the client's voice."""
    spans = [display(text[span.start : span.end], language) for span in draft.sources]
    said = [_squeezed(form) for sentence in spans for form in (sentence, spoken(sentence, language))]
    known = _Known(said, _squeezed(text), _ours(language), [_squeezed(phrase) for phrase in phrases])
    return [rest for line in _lines(draft.content) for rest in _unknown(line, known)]


def _squeezed(text: str) -> str:
    return _BLANK.sub("", text.casefold())


def _lines(content: str) -> Iterator[str]:
    """Its lines without the numbers of parts and the rule above a caption."""
    for line in content.split("\n"):
        bare = _PART_NUMBER.sub("", line.strip())
        if bare and set(bare) != {"-"}:
            yield bare


def _ours(language: str) -> list["regex.Pattern[str]"]:
    framing = framing_for(language)
    closing = [*framing.topic_questions, *framing.open_questions, *framing.save_this] if framing else []
    cues = [framing.to_camera, *framing.shots] if framing else []
    frames = frames_for(language)
    opening = [frame.line for frame in (*frames.singles, *frames.lists)]
    return [_pattern(line) for line in (*opening, *closing, *cues)]


def _pattern(line: str) -> "regex.Pattern[str]":
    """Our line with its slots as groups; the full stop of a title is dropped."""
    slots = regex.split(r"\{(\w+)\}", line)
    words = [regex.escape(part, literal_spaces=True) for part in slots[::2]]
    groups = [_GROUPS.get(name, "(.+?)") for name in slots[1::2]]
    body = words[0] + "".join(group + part for group, part in zip(groups, words[1:], strict=True))
    return regex.compile(regex.sub(r"\\[.]$|。$", lambda stop: f"(?:{stop[0]})?", body), regex.IGNORECASE)


def _unknown(line: str, known: _Known) -> Iterator[str]:
    """Sentence by sentence from the left; a line of ours may hold several."""
    tags = find_hashtags(line)
    if tags and not regex.sub(r"[#＃]\w+", "", line).strip():
        yield from (line[start:end] for start, end in tags if not _is_tag_of(line[start + 1 : end], known))
        return
    cue = _CUE.match(line)
    if cue and not any(pattern.fullmatch(line) for pattern in known.ours):
        if not _is_in(cue["words"], known):
            yield line
        return
    rest = line
    while rest:
        end = _known_until(rest, known) or 0
        if not end:
            sentence = _SENTENCE.match(rest)
            end = sentence.end() if sentence else len(rest)
            yield rest[:end].strip()
        rest = rest[end:].lstrip()


def _known_until(rest: str, known: _Known) -> int | None:
    """Where the longest stretch of whole sentences that can be traced ends; None where the first one cannot be."""
    ends = []
    at = 0
    while at < len(rest) and (sentence := _SENTENCE.match(rest, at)):
        at = sentence.end()
        ends.append(at)
    return next((end for end in reversed(ends) if _is_traced(rest[:end].strip(), known)), None)


def _is_traced(sentence: str, known: _Known) -> bool:
    squeezed = _squeezed(sentence)
    if any(squeezed in said for said in known.said) or squeezed in known.phrases:
        return True
    led = next((phrase for phrase in known.phrases if phrase and squeezed.startswith(phrase)), None)
    if led is not None and any(squeezed.removeprefix(led) in said for said in known.said):
        return True
    matches = (pattern.fullmatch(sentence) for pattern in known.ours)
    return any(
        match and all(_is_in(part, known, part == _topic(match)) for part in match.groups()) for match in matches
    )


def _topic(match: "regex.Match[str]") -> str | None:
    return match.groupdict().get("topic")


def _is_in(part: str, known: _Known, anywhere: bool = True) -> bool:
    """Whether the source says the part: a topic `anywhere`, more than that in a sentence that the piece names. An
    article before a topic and its plural are grammar."""
    if part.isdigit():
        return True
    bare = _squeezed(_ARTICLE.sub("", part))
    forms = (_squeezed(part), bare, bare.removesuffix("s"), bare.removesuffix("es"))
    places = (*known.said, known.whole) if anywhere else known.said
    return any(form in place for form in forms for place in places)


def _is_tag_of(tag: str, known: _Known) -> bool:
    """Hashtags are phrases of the source in camel case, without the mark of a possessive."""
    squeezed = _squeezed(tag)
    return squeezed in known.whole or squeezed.removesuffix("s") in known.whole
