"""The pictures that everybody has seen: nine worn-out images, by the words that people and models have for them.

What is set in quotation marks is text in the picture, not a thing to be seen; what is denied is not there.
"""

from dataclasses import dataclass

import regex

from app.generation.gates.compliance.negation import is_denied
from app.generation.gates.phrases import Searchable

_QUOTED = regex.compile(r'“[^”]*”|"[^"]*"|«[^»]*»')
_PEOPLE = (
    r"(?:teams?|people|men|women|man|woman|person|professionals?|colleagues?|co-?workers?"
    r"|employees|executives?|entrepreneurs?"
    r"|group|staff|models?)"
)
_WORDS = {
    "robot brain": (
        r"robot(?:ic)?(?:'s)? (?:brain|head|face|mind|hand)s?|(?:humanoid|friendly"
        r"|thinking) robots?|android (?:head|face)s?"
        r"|(?:ai|artificial|digital|cyber|electronic|glowing|neon|circuit|mechanical|silicon)(?:[- ]board)? brains?"
        r"|brains? (?:\p{L}+ ){0,4}(?:circuits?|circuitry|wires|wiring|micro-?chips?|chips|gears|cogs|code|binary|neon)"
        r"|(?:circuits?|circuit boards?|gears|cogs) (?:\p{L}+ ){0,4}brains?|cerebro (?:robótico|digital|artificial)"
    ),
    "handshake": (
        r"hand-?shak(?:e|es|ing)|shak(?:e|es|ing) hands|hands? (?:being )?(?:shaken|shaking)"
        r"|(?:hands clasped|clasped hands)"
        r"|hand-?clasps?|apret(?:ón|ones) de manos|se dan la mano"
    ),
    "generic gradient": (
        r"(?<!(?:temperature|price|wage|pressure|slope|steep) )gradients?(?! (?:descent|of (?:temperature|pressure)))"
        r"|(?:abstract|flowing|colou?rful|glowing) (?:swirls?|waves?|shapes|blobs?|background"
        r"|lines)|degradados?|fondo abstracto"
    ),
    "stock-photo business people": (
        r"business-?\s?(?:people|man|men|woman|women|team|persons?|professionals?)"
        r"|stock[- ]?photo\p{L}*|thumbs[- ]up|high[- ]fiv\p{L}+"
        rf"|(?:diverse|smiling|happy|cheerful|corporate|confident|successful|suited|multi-?ethnic)"
        rf" (?:\p{{L}}+ ){{0,2}}{_PEOPLE}"
        rf"|{_PEOPLE} (?:\p{{L}}+ ){{0,3}}(?:smiling|laughing|cheering|celebrating|in suits?|in"
        rf" (?:a )?(?:suit|business attire))"
        rf"|{_PEOPLE} (?:\p{{L}}+ ){{0,3}}(?:around|at|over|behind|by) (?:a |the |one |their"
        rf" )?(?:laptops?|whiteboards?|conference tables?"
        r"|boardroom|meeting (?:room|table))|(?:equipo|gente|ejecutivos?) (?:diverso|sonriente"
        r"|de negocios|sonriendo)s?|hombres? de negocios"
    ),
    "lightbulb idea": (
        r"light-?\s?bulbs?|(?:glowing|shining|bright|idea|edison|electric) bulbs?|bulbs? (?:above"
        r"|over) (?:\p{L}+ ){0,3}heads?"
        r"|light going on (?:above|over|in)|bombillas?"
    ),
    "puzzle pieces": r"jig-?saws?|puzzles?(?: pieces?)?|pieces? (?:of a puzzle|falling into place)|rompecabezas",
    "rocket growth": (
        r"rockets?(?:-?\s?ships?)?|space-?\s?ships?|space shuttles?|(?:blasting|lifting"
        r"|taking) off (?:into|to) (?:space|the sky|orbit)"
        r"|cohetes?"
    ),
    "target bullseye": (
        r"bull'?s?[- ]?eyes?|dart-?\s?boards?|darts?|(?:archery|shooting|round|red) targets?"
        r"|arrows? (?:\p{L}+ ){0,6}targets?"
        r"|targets? (?:\p{L}+ ){0,6}arrows?|concentric (?:red )?(?:rings|circles) with (?:an? )?arrows?|dianas?|dardos?"
    ),
    "chess strategy": (
        r"chess(?:-?\s?(?:boards?|pieces?|men|players?|sets?))?|check-?mate|(?:king|queen|knight"
        r"|pawn|rook|bishop) (?:piece|on (?:a|the) board)"
        r"|pawns?(?: (?:facing|against))?|ajedrez|peones"
    ),
}
_PATTERNS = {
    name: regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{body})(?![\p{{L}}\p{{N}}])", regex.V1)
    for name, body in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Cliche:
    """One of the nine, with the words that show it."""

    name: str
    words: str


def cliches_in(text: str) -> list[Cliche]:
    """Each of the worn-out images that the description of a picture names, once, in the order of the list."""
    searched = Searchable(unquoted(text))
    found = []
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(searched.folded):
            if not is_denied(searched.folded, match.start(), match.end(), "en", says_no=True):
                found.append(Cliche(name, match.group()))
                break
    return found


def unquoted(text: str) -> str:
    """The description without the words that stand in the picture."""
    return _QUOTED.sub("“”", text)


def quoted(text: str) -> list[str]:
    """The words that stand in the picture."""
    return [match.group()[1:-1] for match in _QUOTED.finditer(text)]
