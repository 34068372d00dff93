"""A piece reads as one thought: its passages stand together in the source, or speak of the same thing."""

import pytest

from app.generation.writer.frames import frames_for, made_from, words_of
from app.generation.writer.material import Passage
from app.generation.writer.order import are_linked, cohesion, turns, without_strays
from app.generation.writer.surroundings import Line
from app.hubs.analysis.headline import tails
from app.hubs.source import Span


def passage(text: str, start: int) -> Passage:
    return Passage((Line(text, Span(start, start + len(text))),), 0.5)


OVENS = passage("The ovens used a third of their power at night.", 0)
POWER = passage("Nobody had ever read the meter of the power line.", 4_000)
COUCH = passage("Curl up on your couch with a good film.", 8_000)
DOOR = passage("But the door stood open for an hour.", 8_100)


def test_passages_are_linked_by_a_term_or_by_standing_close_together() -> None:
    assert are_linked(OVENS, POWER, "en")
    assert are_linked(DOOR, COUCH, "en")
    assert not are_linked(POWER, COUCH, "en")


def test_run_of_the_source_holds_together_better_than_a_shared_term() -> None:
    assert cohesion([COUCH, DOOR], "en") == 1.0
    assert cohesion([OVENS, POWER], "en") == pytest.approx(0.4)
    assert cohesion([POWER, COUCH], "en") == 0.0


def test_passage_that_shares_nothing_with_its_neighbours_goes_where_enough_are_left() -> None:
    assert without_strays([OVENS, POWER, COUCH], None, 2, "en") == [OVENS, POWER]
    assert without_strays([OVENS, POWER, COUCH], None, 3, "en") == [OVENS, POWER, COUCH]
    assert without_strays([COUCH, OVENS], DOOR, 1, "en") == [COUCH]


def test_turn_is_one_against_what_comes_before() -> None:
    assert turns([COUCH, DOOR])
    assert not turns([DOOR, COUCH])


def test_clause_after_a_turn_is_quoted_alone_only_where_it_stands_alone() -> None:
    assert list(tails("Everybody wanted new ovens, but the meter told another story.", "en")) == [
        "The meter told another story."
    ]
    assert list(tails("Everybody wanted new ovens, but they told another story.", "en")) == []


def test_line_of_ours_makes_no_fact_of_what_people_say_of_themselves() -> None:
    words = words_of("We know that our ovens cost 300 dollars more at night. The ovens cost us more.", "en")
    made = {one.frame.line for one in made_from(["We know that our ovens cost 300 dollars more."], None, words)}
    assert "Did you know that {x}?" not in made
    made = {one.frame.line for one in made_from(["The ovens cost 300 dollars more."], None, words)}
    assert "Did you know that {x}?" in made


def test_year_is_no_number_to_announce() -> None:
    words = words_of("The audits began in 2014. The first audits began slowly.", "en")
    lines = {one.frame.line for one in made_from(["The audits began in 2014."], "audits", words)}
    assert not [line for line in lines if "number" in line]


@pytest.mark.parametrize("language", ["en", "es", "ja"])
def test_no_line_of_ours_is_there_twice(language: str) -> None:
    frames = frames_for(language)
    lines = [frame.line for frame in (*frames.singles, *frames.lists) if frame.pattern is None]
    assert len(set(lines)) == len(lines)
