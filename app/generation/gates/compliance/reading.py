"""A text read against a pack: the claims it makes and the disclosures it owes."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.generation.gates.base import Compliance, Piece
from app.generation.gates.compliance.financial import FINANCIAL
from app.generation.gates.compliance.healthcare import HEALTHCARE
from app.generation.gates.compliance.legal import LEGAL
from app.generation.gates.compliance.negation import is_denied
from app.generation.gates.compliance.pack import Disclosure, Pack, Pattern, Rule
from app.generation.gates.phrases import Searchable
from app.kit.memory import kept
from app.vocabulary import ContentType, Industry, Platform

PACKS: dict[Industry, Pack] = {pack.industry: pack for pack in (FINANCIAL, HEALTHCARE, LEGAL)}
OWN = "The client requires it in every piece."


@dataclass(frozen=True, slots=True)
class Hit:
    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A disclosure that is missing, and the words that call for it. `short` will do in a single post on X."""

    text: str
    short: str | None
    citation: str | None
    reason: str
    start: int
    end: int


def speaks(pack: Pack, language: str) -> str | None:
    """The language of the pack that a piece is in; None where the pack has no rules for it."""
    primary = language.casefold().replace("_", "-").split("-")[0]
    return primary if primary in pack.languages else None


def hits(content: str, pack: Pack, language: str) -> list[Hit]:
    """Every claim that a rule of the pack speaks of, in the order of the text.

    What the text denies is no claim, nor is what stands in a disclosure.
    """
    text = _searchable(content)
    found = [
        Hit(rule, *text.place(start, end))
        for rule in pack.rules
        for start, end in _claims(text.folded, rule.patterns[language], pack, language, says_no=rule.says_no)
    ]
    return sorted(found, key=lambda hit: (hit.start, hit.end))


def claims_against(text: str, industry: Industry, language: str) -> list[Hit]:
    """What the rules of an industry object to in a text; nothing in a language that they are not written for."""
    pack = PACKS[industry]
    spoken = speaks(pack, language)
    return hits(text, pack, spoken) if spoken is not None else []


def owed(piece: Piece, compliance: Compliance, language: str | None) -> list[Owed]:
    """The disclosures that are missing: the pack's where it speaks the language, and the client's own in any."""
    text = _searchable(piece.content)
    missing = []
    if language is not None:
        pack = PACKS[compliance.industry]
        for disclosure in pack.disclosures:
            call = next(_claims(text.folded, disclosure.when[language], pack, language, says_no=True), None)
            if call is not None and not _is_disclosed(text.folded, disclosure, piece, language):
                missing.append(_owed(disclosure, language, text.place(*call)))
    for sentence in compliance.required_disclosures:
        if not text.find(sentence.strip(" .!")):
            missing.append(Owed(sentence.strip(), None, None, OWN, 0, len(piece.content)))
    return missing


def _owed(disclosure: Disclosure, language: str, place: tuple[int, int]) -> Owed:
    short = disclosure.short_texts.get(language)
    return Owed(disclosure.texts[language], short, disclosure.citation, disclosure.reason, *place)


def _is_disclosed(folded: str, disclosure: Disclosure, piece: Piece, language: str) -> bool:
    if disclosure.accepts[language].search(folded):
        return True
    is_short = piece.platform is Platform.TWITTER and piece.content_type is ContentType.POST
    return is_short and language in disclosure.short and bool(disclosure.short[language].search(folded))


def _claims(folded: str, pattern: Pattern, pack: Pack, language: str, *, says_no: bool) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(folded):
        start, end = match.span()
        in_disclosure = any(first < end and start < last for first, last in _disclosed(folded, pack.industry, language))
        if not in_disclosure and not is_denied(folded, start, end, language, says_no=says_no):
            yield start, end


@kept(16)
def _disclosed(folded: str, industry: Industry, language: str) -> tuple[tuple[int, int], ...]:
    accepted = (each.accepts[language] for each in PACKS[industry].disclosures)
    return tuple(match.span() for pattern in accepted for match in pattern.finditer(folded))


@kept(16)
def _searchable(content: str) -> Searchable:
    return Searchable(content)
