"""What each form asks for: scripts that can be spoken, slides that stand alone, threads in order, a client's voice."""

from dataclasses import replace
from itertools import pairwise

import pytest
import regex

from app.generation.counting import find_cues, spoken_words
from app.generation.gates.base import Compliance, Voice, VoiceMarker
from app.generation.writer import Brief, PillarBrief, compose_draft
from app.generation.writer.spoken import sayable, spoken
from app.generation.writer.tracing import untraced
from app.hubs.analysis import is_self_contained
from app.hubs.source import Span
from app.vocabulary import Industry, MarkerCategory, Platform
from tests.app.generation.writer.pieces import SOURCES, said_in, squeezed, written
from tests.app.hubs.analysis.texts import ESSAY

HEADED = """# How to Cut the Bill

## The bill that nobody could pay

The electricity bill of the bakery came to $61,400 in January. The month before, the same ovens had cost $27,900. Every
supplier wanted to sell new ovens to the two owners.

## Measure first

The most useful tool of the project was a notebook for 9 dollars. Two people wrote down the meter reading every hour for
14 days. The ovens used 31% of their power while nobody was baking. Most bakeries do not have a problem with ovens.

## Close the door

A door that stands open for 47 minutes a shift lets the heat out (and the cold in). Moving the handle cost $210 and took
one morning. The door now stands open for 12 minutes. Bread tastes the same when the oven is switched off earlier.
"""


def brief(platform: Platform, text: str = HEADED, **changes: object) -> Brief:
    pillar = PillarBrief("p", "The bill", "Evidence: the bill", (), [(0, len(text))])
    return replace(Brief(text, "en", pillar, platform), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written_text", "said_text"),
    [
        ("It cost $5 million, or 41% of it.", "It cost 5 million dollars, or 41 percent of it."),
        ("Bread & butter--for €3.50 a day.", "Bread and butter, for 3.50 euros a day."),
        ("The R&D team stays.", "The R&D team stays."),
    ],
)
def test_signs_are_spoken_as_words(written_text: str, said_text: str) -> None:
    assert spoken(written_text, "en") == said_text


def test_signs_are_left_alone_where_their_words_are_not_known() -> None:
    assert spoken("Chleb kosztuje 5% więcej & mniej.", "pl") == "Chleb kosztuje 5% więcej & mniej."


def test_brackets_and_chains_of_numbers_cannot_be_spoken() -> None:
    assert sayable("A door lets the heat out.", "en")
    assert not sayable("A door lets the heat (and the cold) out.", "en")
    assert not sayable("It took 3 days, 4 people and 5 doors.", "en")


@pytest.mark.parametrize("name", ["essay", "transcript"])
def test_script_is_short_sentences_each_under_its_own_cue(name: str) -> None:
    for slot, draft in zip(*written(name), strict=True):
        if slot.platform is not Platform.TIKTOK:
            continue
        beats = draft.content.split("\n\n")
        assert all(beat.startswith("[") for beat in beats)
        cues = [beat.split("\n")[0] for beat in beats]
        assert not any(first == second for first, second in pairwise(cues))
        assert len(find_cues(draft.content)) == len(beats)
        said = [sentence for beat in beats[1:] for sentence in regex.split(r"(?<=[.!?]) ", beat.split("\n", 1)[1])]
        assert max(map(spoken_words, said)) <= 22
        assert spoken_words(draft.content) <= 150
        assert not regex.search(r"[()%$€&]", " ".join(said))


def test_script_says_amounts_in_words_and_leaves_out_what_stands_in_brackets() -> None:
    content = compose_draft(brief(Platform.TIKTOK)).content
    assert "$" not in content
    assert "(and the cold in)" not in content
    assert "dollars" in content
    assert untraced(compose_draft(brief(Platform.TIKTOK)), HEADED, "en") == []


@pytest.mark.parametrize("name", ["essay", "spanish", "transcript"])
def test_every_slide_stands_alone(name: str) -> None:
    language = SOURCES[name].language
    slides = [
        slide["body"]
        for slot, draft in zip(*written(name), strict=True)
        if slot.platform is Platform.CAROUSEL and draft.content_json is not None
        for slide in draft.content_json["slides"][1:]
        if slide["body"]
    ]
    assert slides
    for body in slides:
        first = regex.split(r"(?<=[.!?]) ", body)[0]
        assert is_self_contained(first, language), body
        assert not regex.match(r"(?:This|It|But|These|They)\b", first), body


def test_slides_have_the_headings_of_the_source_as_titles_each_once() -> None:
    draft = compose_draft(brief(Platform.CAROUSEL))
    assert draft.content_json is not None
    titles = [slide["title"] for slide in draft.content_json["slides"][1:] if slide["title"] and slide["body"]]
    assert titles
    assert set(titles) <= {"The bill that nobody could pay", "Measure first", "Close the door"}
    assert len(set(titles)) == len(titles)
    for title in titles:
        start = HEADED.index(title)
        assert Span(start, start + len(title)) in draft.sources


@pytest.mark.parametrize("name", ["essay", "spanish", "japanese", "transcript"])
def test_posts_of_a_thread_follow_the_order_of_the_source(name: str) -> None:
    extracted = SOURCES[name]
    checked = 0
    for slot, draft in zip(*written(name), strict=True):
        if slot.platform is not Platform.THREAD or draft.content_json is None:
            continue
        places = []
        for post in draft.content_json["posts"][2:]:
            heads = [
                (span.start, squeezed(text))
                for span, text in zip(draft.sources, said_in(extracted, draft.sources), strict=True)
            ]
            said = squeezed(regex.sub(r"^\d+/\d+ ", "", post))
            places += [start for start, head in heads if said.startswith(head)][:1]
        assert places == sorted(places)
        checked += len(places)
    assert checked


SIGNED = Voice(voice_markers=[VoiceMarker("Here's the thing", MarkerCategory.SIGNATURE)])


def test_phrase_that_leads_on_opens_a_paragraph_of_some_pieces_and_is_never_the_hook() -> None:
    drafts = [compose_draft(brief(Platform.LINKEDIN, ESSAY, variant=variant, voice=SIGNED)) for variant in range(4)]
    used = [draft for draft in drafts if "Here's the thing" in draft.content]
    assert 0 < len(used) < len(drafts)
    for draft in used:
        paragraph = next(block for block in draft.content.split("\n\n")[1:] if block.startswith("Here's the thing: "))
        assert squeezed(paragraph.split(": ", 1)[1].split(". ")[0]) in squeezed(ESSAY)
        assert untraced(draft, ESSAY, "en", ["Here's the thing"]) == []
        assert untraced(draft, ESSAY, "en") != []


def test_whole_sentence_of_the_client_closes_the_piece() -> None:
    voice = Voice(voice_markers=[VoiceMarker("Stay curious.", MarkerCategory.SIGNATURE)])
    contents = [compose_draft(brief(Platform.LINKEDIN, ESSAY, variant=v, voice=voice)).content for v in range(4)]
    closed = [content for content in contents if "Stay curious." in content]
    assert 0 < len(closed) < len(contents)
    assert all(regex.sub(r"\n\n#.*\Z", "", content).endswith("\n\nStay curious.") for content in closed)


def test_marks_of_tone_are_no_phrases_to_put_in() -> None:
    voice = Voice(voice_markers=[VoiceMarker("frankly speaking", MarkerCategory.TONE)])
    for variant in range(4):
        assert "frankly" not in compose_draft(brief(Platform.LINKEDIN, ESSAY, variant=variant, voice=voice)).content


def test_what_the_industry_may_not_say_is_not_quoted() -> None:
    text = HEADED.replace(
        "Bread tastes the same", "This plan offers guaranteed returns to all of you. Bread tastes the same"
    )
    regulated = Voice(compliance=Compliance(Industry.FINANCIAL))
    for platform in Platform:
        assert "guaranteed" not in compose_draft(brief(platform, text, voice=regulated)).content


def test_a_figure_in_a_name_is_not_shown_alone() -> None:
    text = (
        "Nobody on the team may use MD5 for a password again. You need a slow hash, and you need it today. "
        "We counted 40 weak passwords in one afternoon. The old list went into the bin for good."
    )
    draft = compose_draft(
        Brief(text, "en", PillarBrief("p", "Passwords", "Passwords", (), [(0, len(text))]), Platform.TIKTOK)
    )
    assert "MD5" in draft.content
    assert regex.search(r"(?m)^\[On screen: 40 weak", draft.content)
    assert not regex.search(r"(?m)^\[On screen: 5", draft.content)
