"""What people keep changing is proposed, with its evidence; what they change once, or at random, is not."""

import os
import random
from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

import app.samples
from app.calibration.found import Ban, Found, Marker, Stance
from app.grounding.edits import Edit
from app.grounding.habits import by_chance
from app.grounding.proposals import Example, Proposal, found_of, plain, together
from app.grounding.proposing import Remark, proposals_of
from app.vocabulary import ProposalKind, Severity, StanceCategory
from scripts.benches.grounding import noise
from tests.app.grounding.texts import LEVERAGED, OTHERWISE, edit, used

NOISY = int(os.environ.get("FOUNDRY_NOISE", "6"))
"""Audits of edits that mean nothing."""


def leveraged(number: int, *editors: str) -> list[Edit]:
    """So many of them, by one person after the other."""
    return [edit(at, text, used(text), editors[at % len(editors)]) for at, text in enumerate(LEVERAGED[:number])]


def others() -> list[Edit]:
    return [edit(10 + at, before, after, "anna") for at, (before, after) in enumerate(OTHERWISE)]


def told(edits: list[Edit]) -> list[tuple[str, str]]:
    return [(str(proposal.kind), proposal.words) for proposal in proposals_of(edits, [])]


def test_a_word_that_keeps_giving_way_to_another_is_to_be_banned() -> None:
    [proposal] = proposals_of([*others(), *leveraged(5, "anna", "ben")], [])

    assert (proposal.kind, proposal.words) == (ProposalKind.BANNED_WORD, "leverage")
    assert proposal.found == Found(bans=[Ban("leverage", "People say “use” instead.", Severity.SOFT)])
    taken_out = "People took “leverage” out of 5 of the 5 pieces that had it, and mostly put “use” there."
    assert (proposal.summary, proposal.pieces, proposal.people) == (taken_out, 5, frozenset({"anna", "ben"}))
    assert proposal.confidence == pytest.approx(5 / 7, abs=0.001)
    assert proposal.examples[3] == Example("piece 3", "How do bakers leverage trust?", "How do bakers use trust?")


def test_three_pieces_of_one_person_or_two_of_two_people_are_a_habit() -> None:
    assert told([*leveraged(2, "anna"), *others()]) == []
    assert told([*leveraged(2, "anna", "ben"), *others()]) == [("banned_word", "leverage")]
    assert told([*leveraged(3, "anna"), *others()]) == [("banned_word", "leverage")]


def test_a_word_that_mostly_stays_is_not_banned() -> None:
    kept = [edit(20 + at, f"{text} Day {at}.", f"{text} Day {at + 7}.", "ben") for at, text in enumerate(LEVERAGED)]
    assert told([*leveraged(4, "anna"), *kept]) == []


def test_what_one_source_says_is_no_habit_of_speech() -> None:
    texts = [(f"{text} At the end of the night shift, we counted.", f"{text} We counted.") for text, _ in OTHERWISE]
    texts += [(f"{text} At the end of the night shift, we counted.", f"{text} We counted.") for text in LEVERAGED]
    edits = [edit(at, before, after, "anna") for at, (before, after) in enumerate(texts)]
    of_one_hub = [replace(each, hub_id="bread") for each in edits]

    assert told(of_one_hub) == []
    assert told([*of_one_hub[1:], replace(of_one_hub[0], hub_id="cake")]) == [("banned_word", "end of the night shift")]


def test_phrases_that_are_put_in_and_marks_that_are_taken_out_are_proposed() -> None:
    edits = [
        edit(at, f"{text} 🚀🔥 #bread", f"{text} We count it twice, always.", "anna")
        for at, text in enumerate(LEVERAGED)
    ]
    found = proposals_of(edits, [])

    assert [(proposal.kind, proposal.words, proposal.summary) for proposal in found] == [
        ("voice_marker", "count it twice", "People put “count it twice” into 5 pieces."),
        ("tone", "fewer emoji", "In 5 of 5 pieces people took out all emoji."),
        ("tone", "fewer hashtags", "In 5 of 5 pieces people took out all hashtags."),
    ]
    assert found[0].found == Found(markers=[Marker("count it twice", example="We count it twice, always.")])
    assert found[1].found == Found(tone={"playful": -10.0})


def test_sentences_that_keep_becoming_shorter_are_a_matter_of_tone() -> None:
    long = "We counted {0} loaves in the morning and {0} trays in the evening and told everybody about it"
    short = "We counted {0} loaves. In the morning. And {0} trays in the evening. We told everybody"
    edits = [edit(at, long.format(at), short.format(at), "anna") for at in range(12)]

    [proposal] = [proposal for proposal in proposals_of(edits, []) if proposal.kind is ProposalKind.TONE]
    assert proposal.summary == "In 12 of 12 pieces people made the sentences shorter."
    assert proposal.found == Found(tone={"candid": 5.0, "formal": -10.0})


def test_a_script_without_blanks_has_habits_too() -> None:
    before, after = "{0} 私たちはシナジーを大切にします。", "{0} 私たちは協力を大切にします。"
    edits = [edit(at, before.format(at), after.format(at), "anna", language="ja") for at in range(4)]

    assert told(edits) == [("banned_word", "シナジー"), ("voice_marker", "協力")]


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_nothing_is_proposed_of_edits_that_mean_nothing(rate: float) -> None:
    text = (Path(app.samples.__path__[0]) / "source.md").read_text()
    parts = [part for part in text.split("\n\n") if len(part.split()) > 20]
    found = [
        proposal for seed in range(NOISY) for proposal in proposals_of(noise(random.Random(seed), parts, 12, rate), [])
    ]

    assert [
        (proposal.kind, proposal.words) for proposal in found if proposal.kind is not ProposalKind.VOICE_MARKER
    ] == []
    assert len(found) <= NOISY / 10, "so short a text lends the same words again and again"


def test_remarks_that_are_instructions_are_proposed_and_complaints_when_they_come_again() -> None:
    said = (("a", "Never say synergy again."), ("b", "Too formal."), ("c", "This hook is weak."), ("a", "Too formal!"))
    remarks = [Remark(spoke, words, "anna") for spoke, words in said]
    [ban] = proposals_of([], remarks)
    [_, tone] = proposals_of([], [*remarks, Remark("c", "too formal for us", "ben")])

    assert (ban.kind, ban.words, ban.summary) == (ProposalKind.BANNED_WORD, "synergy", "A remark asks for it.")
    assert (ban.pieces, ban.people, ban.confidence) == (1, frozenset({"anna"}), 0.5)
    assert list(ban.examples) == [Example("a", comment="Never say synergy again.")]
    assert (tone.kind, tone.summary, tone.pieces) == (ProposalKind.TONE, "3 remarks ask for it.", 3)
    assert tone.found.tone["formal"] < 0


def test_what_speaks_for_the_same_is_one_proposal_and_is_stored_as_it_was_found() -> None:
    found = Found(
        markers=[Marker("count it twice", example="We count it twice.")],
        bans=[Ban("synergy", "Nobody says it.", Severity.HARD)],
        stances=[Stance("Bake less.", StanceCategory.CONTRARIAN, ["waste"])],
        tone={"formal": -5.0},
        avoid=["politics"],
    )
    remarks = [
        Proposal(ProposalKind.BANNED_WORD, words, found, "", 1, [Example(spoke, comment=words)], 1, frozenset([who]))
        for words, spoke, who in (("Synergy", "a", "anna"), ("synergy ", "b", "ben"), ("SYNERGY", "b", "ben"))
    ]
    [joined] = together(remarks)

    assert found_of(plain(found)) == found
    assert (joined.words, joined.summary) == ("Synergy", "3 remarks ask for it.")
    assert (joined.pieces, joined.people, joined.confidence) == (2, frozenset({"anna", "ben"}), 0.75)


def test_chance_is_counted_exactly_for_few_pieces_and_nearly_for_many() -> None:
    assert by_chance(2, [0.5, 0.2, 0.1]) == pytest.approx(0.5 * 0.2 + 0.5 * 0.1 + 0.2 * 0.1 - 2 * 0.5 * 0.2 * 0.1)
    assert by_chance(4, [0.1] * 4) == pytest.approx(1e-4)
    assert by_chance(3, [0.001] * 1000) == pytest.approx(1 - 2.5 * exp(-1))
    assert [by_chance(0, [0.1]), by_chance(2, [1.0, 1.0]), by_chance(2, [0.0] * 200)] == [1.0, 1.0, 0.0]
