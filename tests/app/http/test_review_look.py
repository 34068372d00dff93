"""What the review page's looks promise: colours that can be read, and each platform's form."""

import re

import pytest

from app.http.accents import DAY, NIGHT, OURS_BY_DAY, OURS_BY_NIGHT, READABLE, accent_of, contrast
from app.http.review_cards import minutes, script_of
from app.http.review_pages import FOLDER

CSS = (FOLDER / "review.css").read_text()
# Text on the grounds that it stands on, and edges that show where a box is (3 to 1).
TEXTS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("soft", "paper"), ("soft", "card"), ("soft", "sunk"),
    ("accent", "paper"), ("accent", "card"), ("on-accent", "accent"), ("good", "good-ground"), ("good", "card"),
    ("change", "change-ground"), ("bad", "bad-ground"), ("ink", "bad-ground"), ("paper", "ink"),
]  # fmt: skip
EDGES = [("edge", "card"), ("edge", "paper"), ("accent", "card"), ("accent", "line")]


def colors(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


DAYLIGHT, NIGHTTIME = (colors(block) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL))


@pytest.mark.parametrize("scheme", [DAYLIGHT, NIGHTTIME], ids=["day", "night"])
def test_every_text_and_edge_can_be_seen(scheme: dict[str, str]) -> None:
    assert {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in TEXTS if _of(scheme, pair) < READABLE} == {}
    assert {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in EDGES if _of(scheme, pair) < 3} == {}


def _of(scheme: dict[str, str], pair: tuple[str, str]) -> float:
    return contrast(scheme[pair[0]], scheme[pair[1]])


def test_style_sheet_and_accents_speak_of_the_same_colours() -> None:
    assert (DAYLIGHT["paper"], DAYLIGHT["card"], DAYLIGHT["accent"]) == (*DAY, OURS_BY_DAY)
    assert (NIGHTTIME["paper"], NIGHTTIME["card"], NIGHTTIME["accent"]) == (*NIGHT, OURS_BY_NIGHT)
    named = {"inherit", "transparent", "none"}
    assert set(re.findall(r"(?<![-\w])color: ([^;]+);", CSS)) - named <= {f"var(--{name})" for name in DAYLIGHT}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(
    ("brand", "day", "night"),
    [
        ("#8A1C4A", "#8a1c4a", OURS_BY_NIGHT),
        ("#ffd400", OURS_BY_DAY, "#ffd400"),
        ("#777777", OURS_BY_DAY, OURS_BY_NIGHT),
        (None, OURS_BY_DAY, OURS_BY_NIGHT),
        ("red;} body{display:none", OURS_BY_DAY, OURS_BY_NIGHT),
    ],
)
def test_accent_is_the_client_s_where_it_can_be_read(brand: str | None, day: str, night: str) -> None:
    accent = accent_of(brand)
    assert (accent.day, accent.night) == (day, night)
    assert contrast(accent.on_day, day) >= READABLE
    assert contrast(accent.on_night, night) >= READABLE


def test_script_is_told_from_its_cues() -> None:
    lines = script_of("[Close up]\n\nSay it. [Cut] Again.\n[not closed")
    assert [[(run.text, run.is_cue) for run in line] for line in lines] == [
        [("[Close up]", True)],
        [("Say it.", False), ("[Cut]", True), ("Again.", False)],
        [("[not closed", False)],
    ]


def test_time_left_is_told_in_whole_minutes() -> None:
    assert [minutes(seconds) for seconds in (0, 6, 60, 61, 1800)] == [
        "about a minute", "about a minute", "about a minute", "about 2 minutes", "about 30 minutes"
    ]  # fmt: skip
