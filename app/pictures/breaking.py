"""Where a line may end: at spaces, after hyphens, and between signs of scripts that are written without spaces."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

_CLUSTER = regex.compile(r"\X")
_SPACE = regex.compile(r"[^\S\u00A0\u202F\u2007]+")
_SOFT = regex.compile(r"\u200B")
_AFTER = regex.compile(r"[\p{Pd}/\u00AD]\Z")
_TOUCHING = regex.compile(r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF〜・ー]")
# What must not begin a line: closing marks, small kana, marks of length and repetition; and what must not end one.
_NO_BEGINNING = regex.compile(
    r"[\p{Pe}\p{Pf}、。，．,.:;：；!?！？…‥・ーゝゞヽヾ々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％%‰°℃”’〜～–—ｰﾞﾟ]"
)
_NO_END = regex.compile(r"[\p{Ps}\p{Pi}“‘＄￥＃$¥€£№#@]")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}")


@dataclass(frozen=True, slots=True)
class Atom:
    """What no line break divides. `gap` is the space before it, which a line break swallows; "" where there is none."""

    text: str
    gap: str = ""


def atoms_of(paragraph: str) -> list[Atom]:
    """The paragraph in pieces between which it may be broken."""
    atoms: list[Atom] = []
    for at, word in enumerate(_SPACE.split(paragraph.strip())):
        for place, part in enumerate(_parts(word)):
            atoms.append(Atom(part, " " if at and not place else ""))
    return [atom for atom in atoms if atom.text]


def signs_of(atom: Atom) -> list[Atom]:
    """An atom that is wider than a line, in the smallest pieces there are."""
    signs = _CLUSTER.findall(atom.text)
    return [Atom(sign, "" if place else atom.gap) for place, sign in enumerate(signs)]


def _parts(word: str) -> Sequence[str]:
    parts: list[str] = []
    for sign in _CLUSTER.findall(word):
        if _SOFT.fullmatch(sign):
            parts.append("")
        elif parts and not (parts[-1] and _divides(parts[-1], sign)):
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def _divides(before: str, sign: str) -> bool:
    """Whether a line may end between them."""
    last = _CLUSTER.findall(before)[-1]
    if _NO_BEGINNING.match(sign) or _NO_END.match(last):
        return False
    if _EMOJI.search(sign) or _EMOJI.search(last):
        # A row of emoji may be broken; one that hangs on a word goes with it.
        return bool(_EMOJI.search(sign) and _EMOJI.search(last))
    if _TOUCHING.match(sign) or _TOUCHING.match(last):
        return True
    return bool(_AFTER.search(last)) and len(before) > 2 and not sign.isdecimal()
