"""The pictures that there are, as sentences with places for a piece's own words, figure and topic.

Each is something that can be photographed, drawn or set in type, and none is one of the worn-out nine.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Archetype(StrEnum):
    CHART = "chart_heavy_authority"
    COLLAGE = "pattern_interrupt_collage"
    OVERLAY = "text_overlay_hook"
    STORY = "carousel_story"
    QUOTE = "quote_card"
    HERO = "thumbnail_hero"


SHARES: Sequence[str] = (
    "A square of 100 small tiles, {share} of them in {accent} and the rest pale grey, above the words “{words}”.",
    "One long bar filled to {share} of 100 in {accent}, its rest only outlined, with “{words}” beneath.",
    "A shelf of 100 equal boxes from the front, {share} of them in {accent}, with “{words}” along its edge.",
)
"""Charts of a percentage from 1 to 99."""

MULTIPLES: Sequence[str] = (
    "Two columns side by side, the second {factor} times as tall and in {accent}, above the words “{words}”.",
    "Two stacks of paper, one {factor} times the height of the other, with “{words}” on a label in {accent}.",
)

CONCEPTS: Mapping[Archetype, Sequence[str]] = {
    Archetype.CHART: (
        "The figure {figure} as large as the frame, like a price in a shop window, in {accent}, over “{words}”.",
        "A ruled ledger page from above, {figure} circled by hand in {accent}, with “{words}” in its margin.",
        "A paper till receipt, long and plain, with only {figure} printed on it in {accent}, over “{words}”.",
    ),
    Archetype.COLLAGE: (
        "A torn sheet of newsprint with “{words}” in heavy type, one word crossed out by hand in {accent}.",
        "Cut-out paper letters that spell “{words}”, pasted crooked over a straight grid, one letter in {accent}.",
        "A plain road sign hung upside down, with “{words}” the right way up on it in {accent}.",
    ),
    Archetype.OVERLAY: (
        "The speaker's hands on a table from above, with “{words}” in two bold lines at the top, on a bar in {accent}.",
        "A hand with a marker that has just written “{words}” on brown paper, underlined in {accent}.",
        "A doorway from inside, somebody half out of the frame, with “{words}” across the middle in {accent}.",
    ),
    Archetype.STORY: (
        "A cover with “{words}” in large type over a row of {parts} numbered squares, the first filled in {accent}.",
        "A thread pinned along {parts} numbered nails, beginning under “{words}” and ending in a knot in {accent}.",
        "A stack of {parts} index cards with numbered tabs, the front one reading “{words}”, its tab in {accent}.",
    ),
    Archetype.QUOTE: (
        "“{words}” in large serif type on a flat ground in {accent}, with one thin rule under the last line.",
        "“{words}” typed on a small paper card, photographed from above on a ground in {accent}.",
    ),
    Archetype.HERO: (
        "“{words}” painted by hand on a white wall, the shadow of a window across it, one word in {accent}.",
        "A printed page on a bare table, from above, its line “{words}” marked in {accent}.",
        "A shop window at dusk from across the street, “{words}” on its glass in {accent}.",
    ),
}

SEEN: Sequence[str] = (
    "Close up and from the side: {topic}, alone on a bare table in morning light, one edge in {accent}.",
    "From straight above: {topic}, laid out in a row with one place left empty, on a ground in {accent}.",
    "Through a half-open door: {topic}, small in a large quiet room, lit by a lamp in {accent}.",
)
"""Heroes of a piece that speaks of something to be seen."""

STYLES: Mapping[Archetype, str] = {
    Archetype.CHART: "Plain editorial chart, flat shapes drawn to scale, wide margins.",
    Archetype.COLLAGE: "Paper collage with hard edges and visible glue marks, strong contrast.",
    Archetype.OVERLAY: "Vertical film still, shallow depth, calm lower third.",
    Archetype.STORY: "Series of plain panels with one layout, hand-drawn line.",
    Archetype.QUOTE: "Typographic card, nothing but type and ground.",
    Archetype.HERO: "Documentary photograph, natural light, one subject, empty space on one side.",
}
TYPESET = "Leave the place of the words empty: they are set in type afterwards."
NO_LETTERING = "No lettering anywhere in the picture."
