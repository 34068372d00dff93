"""Every sentence of a piece is the source's or a line of ours; one that is neither is found."""

from dataclasses import replace

import pytest

from app.generation.writer.tracing import untraced
from app.vocabulary import Platform
from tests.app.generation.writer.pieces import SOURCES, written


@pytest.mark.parametrize("name", SOURCES)
def test_every_sentence_of_every_piece_can_be_traced(name: str) -> None:
    extracted = SOURCES[name]
    for draft in written(name)[1]:
        assert untraced(draft, extracted.text, extracted.language) == [], draft.content


def test_sentence_that_the_source_does_not_say_is_found() -> None:
    extracted = SOURCES["essay"]
    draft = next(d for s, d in zip(*written("essay"), strict=True) if s.platform is Platform.LINKEDIN)
    made_up = replace(draft, content=f"{draft.content}\n\nMeetings are a crime. #Crime")
    assert untraced(made_up, extracted.text, "en") == ["Meetings are a crime.", "#Crime"]


def test_sentence_whose_span_is_not_kept_is_found() -> None:
    extracted = SOURCES["essay"]
    for draft in written("essay")[1]:
        assert untraced(replace(draft, sources=draft.sources[1:]), extracted.text, "en") != [], draft.content


def test_number_of_a_line_of_ours_is_not_taken_from_nowhere() -> None:
    extracted = SOURCES["essay"]
    draft = written("essay")[1][0]
    changed = replace(draft, content="One number to remember: 900 hours a year.")
    assert untraced(changed, extracted.text, "en") == ["One number to remember:", "900 hours a year."]
