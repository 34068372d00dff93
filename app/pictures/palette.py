"""A client's colour, and what can be read on it: every pair that is used for text meets WCAG AA."""

from dataclasses import dataclass

import regex

DEFAULT = "#2F4B8F"
"""For clients that have named no colour."""
READABLE = 4.5
"""The contrast that WCAG AA asks of text of any size."""
VISIBLE = 3.0
"""The contrast that it asks of shapes."""
PAPER, INK = "#FAF8F4", "#16181D"

_HEX = regex.compile(r"#(?:[0-9a-f]{3}){1,2}", regex.I)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`. `paper` and `night` are the two grounds; `accent` is the client's own. `mark` is the
    accent for shapes and large type on paper, `glow` for those on night; `pale` steps back on paper, `dim` on
    night, and `deep` on the accent, where `on_accent` is read as well.
    """

    accent: str
    on_accent: str
    mark: str
    glow: str
    pale: str
    deep: str
    dim: str
    night: str
    paper: str = PAPER
    ink: str = INK


def palette_of(brand_color: str | None) -> Palette:
    accent = _full(brand_color) if brand_color and _HEX.fullmatch(brand_color.strip()) else DEFAULT
    night = mixed(accent, "#0D0F14", 0.86)
    # Of black and white one can be read on any colour.
    on_accent = max(("#000000", "#FFFFFF"), key=lambda colour: contrast(colour, accent))
    return Palette(
        accent=accent,
        on_accent=on_accent,
        deep=mixed(accent, "#FFFFFF" if on_accent == "#000000" else "#000000", 0.22),
        mark=_until_readable(accent, PAPER, "#000000"),
        glow=_until_readable(accent, night, "#FFFFFF"),
        pale=mixed(PAPER, INK, 0.13),
        dim=mixed(night, "#FFFFFF", 0.2),
        night=night,
    )


def contrast(one: str, other: str) -> float:
    """1 to 21, as WCAG 2 defines it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with this share of `other`, 0 to 1, in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return _hex(tuple(round(a + (b - a) * share) for a, b in pairs))


def _until_readable(colour: str, ground: str, towards: str) -> str:
    steps = (mixed(colour, towards, step / 20) for step in range(21))
    return next(step for step in steps if contrast(step, ground) >= READABLE)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _full(colour: str) -> str:
    digits = colour.strip().lstrip("#")
    return f"#{''.join(digit * 2 for digit in digits) if len(digits) == 3 else digits}".upper()


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _hex(channels: tuple[int, ...]) -> str:
    return f"#{''.join(f'{channel:02X}' for channel in channels)}"
