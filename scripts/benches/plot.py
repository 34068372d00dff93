"""The growth bench as a picture: `python -m scripts.benches growth --json | python -m scripts.benches.plot > FILE.svg`.

Both axes are logarithmic, so that a line that rises by a step a step is a cost that grows with what it reads.
"""

import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 960, 400
PANEL_WIDTH, PANEL_HEIGHT, TOP = 300, 280, 66
LEFTS = (64, 528)
LABEL_GAP = 16
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 } .small { font-size: 12px; fill: #59636e }
.grid { stroke: #d1d9e0 } .line { fill: none; stroke-width: 2 }
.s0 { --c: #0969da } .s1 { --c: #1a7f37 } .s2 { --c: #bc4c00 } .s3 { --c: #6e7781 }
.line { stroke: var(--c) } .dot { fill: var(--c) } text.name { fill: var(--c); font-weight: 600 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d }
  .s0 { --c: #58a6ff } .s1 { --c: #3fb950 } .s2 { --c: #f0883e } .s3 { --c: #9198a1 }
}"""


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines by name, each from left to right; `x_name` says what is counted."""

    title: str
    x_name: str
    lines: Mapping[str, Points]


def panel(rows: Iterable[Mapping[str, Any]], title: str, x_name: str) -> Panel:
    """Of the rows that are named `NUMBER x_name: LINE`; a single thing may be named without its plural's s."""
    named = re.compile(rf"([\d,]+) {x_name}?: (.+)")
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if found := named.fullmatch(row["name"]):
            lines.setdefault(found[2], []).append((float(found[1].replace(",", "")), row["value"]))
    return Panel(title, x_name, lines)


def drawn(panels: Sequence[Panel]) -> str:
    """An SVG that is read in light and in dark surroundings alike."""
    inner = "\n".join(_panel(left, panel) for left, panel in zip(LEFTS, panels, strict=True))
    caption = "Processor time of the server for one request, in milliseconds; both axes logarithmic"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{caption}">\n'
        f"<style>{STYLE}</style>\n"
        f'<text class="small" x="{LEFTS[0] - 40}" y="22">{caption}</text>\n{inner}\n</svg>\n'
    )


class _Scale:
    """From values to pixels, logarithmic. Values run from `low` to `high`, pixels from `start` to `end`."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._span = math.log10(low), math.log10(high) - math.log10(low) or 1
        self._start, self._length = start, end - start

    def __call__(self, value: float) -> float:
        return round(self._start + self._length * (math.log10(value) - self._low) / self._span, 1)


def _panel(left: int, panel: Panel) -> str:
    xs = sorted({x for points in panel.lines.values() for x, _ in points})
    ys = [y for points in panel.lines.values() for _, y in points]
    powers = range(math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys))) + 1)
    x_of = _Scale(xs[0], xs[-1], left, left + PANEL_WIDTH)
    y_of = _Scale(10.0 ** powers[0], 10.0 ** powers[-1], TOP + PANEL_HEIGHT, TOP)
    parts = [f'<text class="title" x="{left - 40}" y="{TOP - 18}">{panel.title}</text>']
    parts += [_across(left, y_of(10.0**power), f"{10.0**power:,g}") for power in powers]
    parts += [_below(x_of(x), f"{x:,.0f}") for x in xs]
    parts.append(_below(left + PANEL_WIDTH / 2, panel.x_name, line=2))
    heights = _apart({name: y_of(points[-1][1]) for name, points in panel.lines.items()})
    for number, (name, points) in enumerate(panel.lines.items()):
        parts.append(_line(number, [(x_of(x), y_of(y)) for x, y in points], name, heights[name]))
    return "\n".join(parts)


def _across(left: int, y: float, text: str) -> str:
    return (
        f'<line class="grid" x1="{left}" x2="{left + PANEL_WIDTH}" y1="{y}" y2="{y}"/>'
        f'<text class="small" x="{left - 8}" y="{y + 4}" text-anchor="end">{text}</text>'
    )


def _below(x: float, text: str, line: int = 1) -> str:
    return f'<text class="small" x="{x}" y="{TOP + PANEL_HEIGHT + 20 * line}" text-anchor="middle">{text}</text>'


def _line(number: int, points: Points, name: str, name_y: float) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>' for x, y in points)
    text = f'<text class="name" x="{points[-1][0] + 10}" y="{name_y + 4}">{name}</text>'
    return f'<g class="s{number}"><polyline class="line" points="{path}"/>{dots}{text}</g>'


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Moved down where two would be written over each other."""
    apart: dict[str, float] = {}
    lowest = -math.inf
    for name, y in sorted(heights.items(), key=lambda item: item[1]):
        lowest = apart[name] = max(y, lowest + LABEL_GAP)
    return apart


def main() -> None:
    rows = [orjson.loads(line) for line in sys.stdin.buffer]
    panels = [
        panel(rows, "A hub, by the number of its spokes", "spokes"),
        panel(rows, "A small hub, by the number of clients asked at random", "clients"),
    ]
    sys.stdout.write(drawn(panels))


if __name__ == "__main__":
    main()
