"""The one colour that sets a page apart: the client's own where it can be read, else ours.

Contrast is that of WCAG 2.2: 4.5 for text, on every ground that the page has.
"""

import re
from dataclasses import dataclass

READABLE = 4.5
WHITE, INK = "#ffffff", "#14140f"
# As in app/web/review/review.css: the paper and the cards, by day and by night.
DAY, NIGHT = ("#f6f5f1", "#ffffff"), ("#141412", "#1e1e1b")
OURS_BY_DAY, OURS_BY_NIGHT = "#0b655a", "#66cbb9"
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Accent:
    """Colours as `#rrggbb`: of text and buttons by day and by night, and of what is written on those buttons."""

    day: str
    on_day: str
    night: str
    on_night: str

    @property
    def css(self) -> str:
        day = f":root{{--accent:{self.day};--on-accent:{self.on_day}}}"
        night = f":root{{--accent:{self.night};--on-accent:{self.on_night}}}"
        return f"{day}@media(prefers-color-scheme:dark){{{night}}}"


def accent_of(brand_color: str | None) -> Accent:
    own = (brand_color or "").strip().lower()
    color = own if _HEX.fullmatch(own) else None
    day = color if color and reads_on(color, DAY) else OURS_BY_DAY
    night = color if color and reads_on(color, NIGHT) else OURS_BY_NIGHT
    return Accent(day, _ink_on(day), night, _ink_on(night))


def reads_on(color: str, grounds: tuple[str, ...]) -> bool:
    return all(contrast(color, ground) >= READABLE for ground in grounds)


def contrast(one: str, other: str) -> float:
    """From 1 for the same to 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _ink_on(color: str) -> str:
    return max((WHITE, INK), key=lambda ink: contrast(ink, color))


def _luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
