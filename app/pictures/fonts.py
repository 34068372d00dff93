"""The fonts that pictures are set in: which of them can write a sign, and what none of them can.

They are files: those of a folder of the operator's first, then those that setup fetches. No network is asked for any.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path

import regex

from app.errors import Conflict, Unavailable

BUILT_IN = Path(__file__).parents[1] / "web" / "fonts" / "dist"
EMOJI = "Emoji"

_CLUSTER = regex.compile(r"\X")
_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3")
_PICTOGRAPH = regex.compile(r"\p{Extended_Pictographic}|\p{Emoji_Presentation}|[\p{Emoji}--[0-9#*]]", regex.V1)
_COMMON = regex.compile(r"[\p{Z}\p{P}\p{S}]+")
_NO_MARK = regex.compile(r"(?<=\p{Script=Han})[\uFE00-\uFE0F]")
# Whose forms of the Chinese characters a text wants, told by the script that only they have.
_EASTERN = {
    "JP": regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]"),
    "KR": regex.compile(r"\p{Script=Hangul}"),
    "SC": regex.compile(r"\p{Script=Han}"),
}


class Weight(StrEnum):
    REGULAR = "Regular"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font file with the code points that it has signs for."""

    path: Path
    signs: frozenset[int]
    is_emoji: bool

    def writes(self, cluster: str) -> bool:
        return all(ord(sign) in self.signs for sign in _UNSEEN.sub("", cluster))


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one face writes."""

    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of each weight, in the order in which they are tried. Frozen: many threads may read it."""

    faces: dict[Weight, Sequence[Face]]

    def runs(self, text: str, weight: Weight, within: str | None = None) -> list[Run]:
        """The text in runs of one face each; an emoji that no face has is left out. `within` is the whole text where
        this is a part of it: it tells the language.

        Raises: Conflict, naming the script that cannot be written.
        """
        order = _in_order(self.faces[weight], _eastern(within or text))
        runs: list[Run] = []
        for cluster in _CLUSTER.findall(_NO_MARK.sub("", text)):
            before = runs[-1].face if runs else None
            written = _written(cluster, order, before)
            if written is None:
                continue
            if runs and written.face is before:
                runs[-1] = Run(runs[-1].text + written.text, written.face)
            else:
                runs.append(written)
        return runs


def _written(cluster: str, order: Sequence[Face], before: Face | None) -> Run | None:
    """One sign with the face for it: an emoji in colour, a mark between words as the words before it."""
    emoji, letters = [face for face in order if face.is_emoji], [face for face in order if not face.is_emoji]
    if not _UNSEEN.sub("", cluster):
        return Run(cluster, before) if before and "\u200c" in cluster else None
    if _EMOJI.search(cluster):
        tried = [*emoji, *letters]
    elif before and not before.is_emoji and _COMMON.fullmatch(cluster):
        tried = [before, *letters, *emoji]
    else:
        tried = [*letters, *emoji]
    for spelling in dict.fromkeys((cluster, unicodedata.normalize("NFC", cluster), _plain(cluster))):
        for face in tried:
            if face.writes(spelling):
                return Run(spelling, face)
    if _PICTOGRAPH.search(cluster):
        return None
    raise Conflict(f"The fonts of this server cannot write {_named(cluster)}.", state="no_font")


def are_there() -> bool:
    """Whether setup has fetched the built-in fonts."""
    return (BUILT_IN / "NotoSans-Bold.ttf").is_file()


@lru_cache(maxsize=4)
def open_fonts(own: str = "") -> Fonts:
    """The faces of the folder `own`, if one is named, then the built-in ones. Raises: Unavailable."""
    if not are_there():
        raise Unavailable(
            "The fonts for pictures and PDF files are not there: whoever runs this server runs scripts/build_fonts."
        )
    folders = [*([Path(own)] if own else []), BUILT_IN]
    try:
        paths = list(chain.from_iterable(_font_files(folder) for folder in folders))
    except OSError as error:
        raise Unavailable(f"The folder that FOUNDRY_FONTS names cannot be read: {error}.") from error
    read = {path: Face(path, _signs(path), path.stem == EMOJI) for path in paths}
    return Fonts({weight: _of_weight(read, weight) for weight in Weight})


def _of_weight(read: dict[Path, Face], weight: Weight) -> Sequence[Face]:
    """A folder's faces of this weight before its others, emoji last."""
    last = len(read)
    places = {path: place for place, path in enumerate(dict.fromkeys(path.parent for path in read))}

    def key(path: Path) -> tuple[int, bool, bool, str]:
        is_emoji = path.stem == EMOJI
        return (
            last if is_emoji else places[path.parent],
            _weighs(path) is not weight,
            not path.stem.startswith("NotoSans-"),
            path.stem,
        )

    chosen = [path for path in sorted(read, key=key) if path.parent != BUILT_IN or _weighs(path) in (weight, None)]
    return tuple(read[path] for path in chosen)


def _weighs(path: Path) -> Weight | None:
    if path.stem == EMOJI:
        return None
    return Weight.BOLD if regex.search(r"bold|black|heavy", path.stem, regex.I) else Weight.REGULAR


def _font_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in (".ttf", ".otf"))


def _signs(path: Path) -> frozenset[int]:
    """Raises: Unavailable for what is no font."""
    # Loaded where it is needed: a server that draws nothing starts without it.
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, ValueError) as error:
        raise Unavailable(f"{path.name}, which FOUNDRY_FONTS gives, is no font that can be read.") from error


def _eastern(text: str) -> str | None:
    return next((name for name, script in _EASTERN.items() if script.search(text)), None)


def _in_order(faces: Sequence[Face], eastern: str | None) -> Sequence[Face]:
    """The given order, but that of the three eastern faces the language's own comes first."""
    if eastern is None:
        return faces
    return sorted(faces, key=lambda face: _rank(face.path, eastern))


def _rank(path: Path, eastern: str) -> int:
    if path.parent != BUILT_IN or not path.stem.startswith(tuple(f"NotoSans{name}-" for name in _EASTERN)):
        return 0
    return 1 if path.stem.startswith(f"NotoSans{eastern}-") else 2


def _plain(cluster: str) -> str:
    """Letters that only dress up as symbols, as themselves."""
    return unicodedata.normalize("NFKC", cluster)


def _named(cluster: str) -> str:
    sign = _UNSEEN.sub("", cluster)[0]
    name = unicodedata.name(sign, "")
    return f"“{sign}” (U+{ord(sign):04X}{', ' + name if name else ''})"
