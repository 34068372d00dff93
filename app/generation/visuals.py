"""The picture that goes with a piece: which kind, what it shows, and the words for a picture model.

A concept is built of the piece's own words, figures and topics, so that it fits no other piece; what cannot be seen is
set in type. It is said in English, with the piece's words in their own language. The same piece gives the same picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from zlib import crc32

import regex

from app.generation.gates.base import Piece, Rubric, Visual, Voice
from app.generation.gates.g6_visual import g6_visual, rests_on
from app.generation.platforms import RULES, hook_of, sentence_spans, slides_of
from app.generation.scenes import CONCEPTS, MULTIPLES, NO_LETTERING, SEEN, SHARES, STYLES, TYPESET, Archetype
from app.vocabulary import Platform

SHORT = 50
"""Characters; a piece below is a quotation."""
PICTURED = frozenset({Platform.INSTAGRAM, Platform.CAROUSEL, Platform.TIKTOK})
"""Where no piece goes out without a picture. Elsewhere one has a picture that says more than words: a chart, a card."""

_MOST_WORDS, _MOST_CHARACTERS, _LEAST_CHARACTERS = 12, 80, 20
_LEAD = 240


_ITEMS = (
    r"(?:ways?|steps?|tips?|tricks?|reasons?|lessons?|rules?|habits?|mistakes?|signs?|things"
    r"|points?|ideas?|questions?|facts"
    r"|formas?|pasos?|consejos?|razones|lecciones?|reglas?|hábitos?|errores|señales|cosas|puntos?|preguntas?)"
)
_PERCENT = regex.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?(?:%|per\s?cent|por ciento|パーセント|％)", regex.IGNORECASE)
_TIMES = regex.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d+)?)\s?(?:x(?!\p{L})|times(?!\p{L})|veces|倍)", regex.IGNORECASE)
_MONEY = regex.compile(
    r"[$€£¥]\s?\d+(?:[.,]\d+)*(?:\s?(?:million|billion|bn|k|m)(?!\p{L}))?"
    r"|\d+(?:[.,]\d+)*\s?(?:dollars|euros|pounds|dólares|万円|円)(?!\p{L})",
    regex.IGNORECASE,
)
_AMOUNT = regex.compile(
    rf"(?<![\d.,/:-])(?!(?:19|20)\d\d(?![\d.,]))(\d{{1,3}}(?:[.,]\d{{3}})+|\d{{2,}})(?![\d/:]|[.,]\d|\s{_ITEMS}(?!\p{{L}}))",
    regex.IGNORECASE,
)
_CONTRARIAN = regex.compile(
    r"(?<!\p{L})(?:stop|don['’]t|never|nobody|no one|myths?|wrong|lies?|overrated|unpopular opinion|contrary to|forget"
    r"|everyone (?:thinks|says|believes)|most (?:\p{L}+ ){1,2}(?:get|are|believe|think)"
    r"|not what you think|isn['’]t|aren['’]t"
    r"|(?:is|are) not(?=\s\p{L})|instead of|opposite|deja de|nunca|nadie|mitos?|mentiras?|olvida"
    r"|en contra de|todos creen|no es|no son)"
    r"(?!\p{L})|(?:実は|ではない|やめ|間違|嘘|逆)",
    regex.IGNORECASE,
)
_COUNTED = regex.compile(
    rf"(?<!\p{{L}})(?:\d+|two|three|four|five|six|seven|tres|cuatro|cinco)\s{_ITEMS}(?!\p{{L}})", regex.I
)
_LISTED = regex.compile(r"(?m)^\s*(?:\d{1,2}[.)]|[-•*–])\s+\S")
_CLAUSE_END = regex.compile(r"[,;:—–(]\s|\s[-–—]\s|[.!?…。！？]")
_WORDS = regex.compile(r"\S+")
_SUBORDINATE = regex.compile(r"(?:if|when|because|although|while|since|unless|si|cuando|porque|aunque)\s", regex.I)
_OTHER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_NOT_SEEN = regex.compile(
    r"(?:tion|sion|ness|ity|ment|ism|ship|ance|ence|ing|hood|dom|ics|acy|ción|sión|dad|miento|ismo|ncia)s?\Z"
    r"|\A(?:trust|choice|quality|growth|strategy|success|ideas?|change|value|time|work"
    r"|business|culture|risk|future|power"
    r"|truth|idea|process|system|theory|law|rules?|data|software|policy|policies|rates?"
    r"|prices?|costs?|years?|days?|world"
    r"|way|people|things?|problems?|reasons?|questions?|life|history)\Z",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a concept is made of. `words` are the piece's own, short enough for a picture."""

    words: str
    figure: str
    parts: int
    topic: str | None
    accent: str


def picture(piece: Piece, topics: Sequence[str], voice: Voice, rubric: Rubric) -> Visual | None:
    """The best picture for the piece as gate G6 sees it; None where the platform wants none."""
    archetype = archetype_of(piece)
    if piece.platform not in PICTURED and archetype not in (Archetype.CHART, Archetype.QUOTE):
        return None
    candidates = list(visuals(piece, topics, voice))
    scored = {visual: g6_visual(_with(piece, visual), voice, rubric).score or 0.0 for visual in candidates}
    return max(candidates, key=lambda visual: scored[visual], default=None)


def repictured(piece: Piece, voice: Voice, rubric: Rubric) -> Visual | None:
    """The picture of a piece whose words have changed: the one that it has, as long as that still shows them."""
    if piece.visual is None or rests_on(piece, piece.visual):
        return piece.visual
    return picture(piece, (), voice, rubric)


def visual_columns(visual: Visual | None) -> dict[str, str | None]:
    """The picture as a spoke's columns."""
    if visual is None:
        return {"visual_archetype": None, "visual_concept": None, "image_prompt": None}
    return {
        "visual_archetype": str(visual.archetype),
        "visual_concept": visual.concept,
        "image_prompt": visual.prompt,
    }


def visuals(piece: Piece, topics: Sequence[str], voice: Voice) -> Iterator[Visual]:
    """Every picture that the piece could have, the one dealt to it first."""
    archetype, scene = archetype_of(piece), _scene(piece, topics, voice)
    if not scene.words:
        return
    concepts = [concept.format(**asdict(scene)) for concept in _concepts(archetype, scene)]
    at = crc32(piece.content.encode()) % len(concepts)
    for concept in [*concepts[at:], *concepts[:at]]:
        yield Visual(archetype, concept, _prompt(archetype, concept, piece.platform, voice.brand_color))


def archetype_of(piece: Piece) -> Archetype:
    """By what opens the piece: a figure, a contradiction; then by platform, form and length."""
    start, end = hook_of(piece)
    hook = piece.content[start:end]
    if figure_of(piece):
        return Archetype.CHART
    if _CONTRARIAN.search(hook):
        return Archetype.COLLAGE
    if piece.platform is Platform.TIKTOK:
        return Archetype.OVERLAY
    is_list = len(_LISTED.findall(piece.content)) >= 3 or _COUNTED.search(hook) is not None
    if is_list or piece.platform is Platform.CAROUSEL:
        return Archetype.STORY
    return Archetype.QUOTE if len(piece.content.strip()) < SHORT else Archetype.HERO


def figure_of(piece: Piece) -> str:
    """The first figure that opens the piece, as it stands there; "" where none does."""
    return _figure(_lead(piece))


def told_of(piece: Piece) -> str:
    """The sentence that tells of the figure; the hook where there is no figure."""
    lead, figure = _lead(piece), figure_of(piece)
    sentences = [lead[first:last] for first, last in sentence_spans(lead)]
    telling = [sentence for sentence in sentences if figure and figure in sentence]
    full = [sentence for sentence in telling if len(sentence) >= len(figure) + _LEAST_CHARACTERS]
    start, end = hook_of(piece)
    return next(iter([*full, *telling]), piece.content[start:end])


def share_of(figure: str) -> int | None:
    """The whole percents, 1 to 99, that the figure is; None where it is something else."""
    percent = _PERCENT.fullmatch(figure)
    return int(percent[1]) if percent and percent[1].isdecimal() and 1 <= int(percent[1]) <= 99 else None


def factor_of(figure: str) -> float | None:
    """How many times, up to 20, the figure says; None where it says something else."""
    times = _TIMES.fullmatch(figure)
    factor = float(times[1].replace(",", ".")) if times else 0.0
    return factor if 1 < factor <= 20 else None


def _lead(piece: Piece) -> str:
    """The hook, and what follows it at once."""
    start, end = hook_of(piece)
    is_hook_alone = RULES[piece.platform].parts or RULES[piece.platform].cues
    return piece.content[start:end] if is_hook_alone else piece.content[start : max(end, start + _LEAD)]


def _figure(text: str) -> str:
    """The first figure that measures something, as it stands; "" where there is none."""
    found = [match for pattern in (_PERCENT, _TIMES, _MONEY, _AMOUNT) if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start()).group().strip() if found else ""


def _scene(piece: Piece, topics: Sequence[str], voice: Voice) -> Scene:
    figure = figure_of(piece)
    accent = "the brand's colour" if voice.brand_color else "one strong colour"
    slides, _ = slides_of(piece.content)
    items = len(slides) if piece.platform is Platform.CAROUSEL else len(_LISTED.findall(piece.content))
    return Scene(_short(told_of(piece), figure), figure, max(items, 3), _seen(topics, piece.content), accent)


def _short(sentence: str, figure: str) -> str:
    """The clause with the figure, else the first that says something; where it is long, a part of it."""
    sentence = " ".join(sentence.translate(_OTHER_QUOTES).split()).strip("「」『』‘’ ")
    at = sentence.find(figure) if figure else 0
    ends = [match.end() for match in _CLAUSE_END.finditer(sentence)]
    start = max([end for end in ends if figure and end <= at], default=0)
    stops = [end for end in ends if end > at + len(figure) and _says_something(sentence[start:end])]
    clause = sentence[start : min(stops, default=len(sentence))].strip(" ,;:–—-([")
    return _cut(clause, clause.find(figure) if figure else 0).rstrip(".。")


def _says_something(clause: str) -> bool:
    return len(clause) >= _LEAST_CHARACTERS and not _SUBORDINATE.match(clause)


def _cut(clause: str, keep: int) -> str:
    """At most so many words and characters, with what stands at `keep` among them."""
    words = [match.span() for match in _WORDS.finditer(clause)]
    first = max(0, sum(end <= keep for _, end in words) - _MOST_WORDS + 4)
    chosen = [span for span in words[first : first + _MOST_WORDS] if span[1] - words[first][0] <= _MOST_CHARACTERS]
    if not chosen:
        return f"{clause[:_MOST_CHARACTERS]} …"
    start, end = chosen[0][0], chosen[-1][1]
    head, tail = "… " if start else "", " …" if end < len(clause) else ""
    return f"{head}{clause[start:end].rstrip(' ,;:–—-')}{tail}"


def _seen(topics: Sequence[str], content: str) -> str | None:
    """The first topic that the piece speaks of and that can be seen."""
    spoken = content.casefold()
    for topic in topics:
        last = topic.split()[-1] if topic.split() else ""
        if topic.casefold() in spoken and last and not _NOT_SEEN.search(last):
            return topic
    return None


def _with(piece: Piece, visual: Visual) -> Piece:
    return Piece(piece.platform, piece.content_type, piece.content, piece.content_json, piece.language, visual)


def _concepts(archetype: Archetype, scene: Scene) -> Sequence[str]:
    if archetype is Archetype.CHART:
        return _charts(scene.figure)
    return SEEN if archetype is Archetype.HERO and scene.topic else CONCEPTS[archetype]


def _charts(figure: str) -> Sequence[str]:
    """Charts that are true of the figure; where none can be drawn, the figure itself."""
    if (share := share_of(figure)) is not None:
        return [concept.replace("{share}", str(share)) for concept in SHARES]
    if (factor := factor_of(figure)) is not None:
        return [concept.replace("{factor}", f"{factor:g}") for concept in MULTIPLES]
    return CONCEPTS[Archetype.CHART]


def _prompt(archetype: Archetype, concept: str, platform: Platform, colour: str | None) -> str:
    accent = f"{colour} as the only accent" if colour else "one accent"
    words = TYPESET if "“" in concept else NO_LETTERING
    ratio = f"Aspect ratio {RULES[platform].picture}. Colours: {accent} among black, white and grey."
    return f"{STYLES[archetype]} {concept} {ratio} {words}"
