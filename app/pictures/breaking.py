"""Where a line may end: at spaces, after hyphens, and between signs of scripts that are written without spaces."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_HYPHEN = "-"
_LETTERS = regex.compile(r"[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}]+")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}")

_FEW_EMOJI = regex.compile(r"(?:(?=\p{Extended_Pictographic}|\p{Regional_Indicator})\X){1,2}")


@dataclass(frozen=True, slots=True)
class Atom:
    """What no line break divides. `gap` is the space before it, which a line break swallows, and `hyphen` what a break
    leaves before it; "" where there is none."""

    text: str
    gap: str = ""
    hyphen: str = ""


def atoms_of(paragraph: str) -> list[Atom]:
    """The paragraph in pieces between which it may be broken. One emoji or two hang on the word before them."""
    atoms: list[Atom] = []
    for word in _SPACE.split(paragraph.strip()):
        if atoms and _FEW_EMOJI.fullmatch(word):
            atoms[-1] = replace(atoms[-1], text=f"{atoms[-1].text} {word}")
        else:
            parts = [part for part in _parts(word) if part]
            atoms += [Atom(part, "" if place else " ") for place, part in enumerate(parts)]
    return atoms


def signs_of(atom: Atom) -> list[Atom]:
    """An atom that is wider than a line, in the smallest pieces that there are."""
    signs = _CLUSTER.findall(atom.text)
    return [
        Atom(sign, "", _HYPHEN if _LETTERS.fullmatch(signs[at - 1] + sign) else "") if at else replace(atom, text=sign)
        for at, sign in enumerate(signs)
    ]


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
