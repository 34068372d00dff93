"""When to try again, when to leave it to a person, and what a person's edits teach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.generation.critic import Report
from app.generation.gates.base import Verdict
from app.generation.healing import (
    MAX_ATTEMPTS,
    EditPattern,
    FeedbackDraft,
    Outcome,
    apply_pattern,
    edit_pattern,
    feedback_from,
    next_step,
    reads_past_edits,
)
from app.vocabulary import Gate

PASSED = Report([Verdict(Gate.G2, True, 91.0), Verdict(Gate.G5, True)])
FAILED = Report(
    [
        Verdict(Gate.G2, False, 41.5, reason="Weak.", suggestion="Sharpen it."),
        Verdict(Gate.G4, True),
        Verdict(Gate.G5, False, reason="Too long."),
    ]
)


def test_a_pass_is_accepted_at_any_attempt() -> None:
    assert [next_step(attempt, PASSED) for attempt in range(4)] == [Outcome.ACCEPT] * 4


def test_the_third_failed_regeneration_is_a_conflict() -> None:
    assert MAX_ATTEMPTS == 3
    assert [next_step(attempt, FAILED) for attempt in range(4)] == [*[Outcome.RETRY] * 3, Outcome.CONFLICT]


def test_nothing_evaluated_is_tried_again() -> None:
    assert next_step(0, Report([])) is Outcome.RETRY


def test_past_edits_are_read_before_the_last_regeneration_only() -> None:
    assert [reads_past_edits(attempt) for attempt in range(5)] == [False, False, False, True, False]


def test_each_failed_gate_gives_feedback() -> None:
    assert feedback_from(FAILED, 2) == [
        FeedbackDraft(Gate.G2, 41.5, "Weak.", "Sharpen it.", 2),
        FeedbackDraft(Gate.G5, None, "Too long.", None, 2),
    ]
    assert feedback_from(PASSED, 2) == []


def test_feedback_has_a_reason_even_where_the_gate_gave_none() -> None:
    assert feedback_from(Report([Verdict(Gate.G4, False)]), 1)[0].reason == "G4 failed."


EDITS = [
    ("In today's world, teams utilize data. It works! 🚀 #data #ai", "Teams use data. It works!"),
    ("Utilize the notes, in today's world, before you speak 🚀 #talks", "Use the notes, before you speak"),
    ("Nothing to change here.", "Nothing to change here."),
]


def test_repeated_edits_become_a_pattern() -> None:
    assert edit_pattern(EDITS) == EditPattern(
        removed=("in today's world",),
        replaced=(("utilize", "use"),),
        drops_hashtags=True,
        drops_emoji=True,
        length_ratio=0.5,
    )


@pytest.mark.parametrize("edits", [[], EDITS[:1], [EDITS[2], EDITS[2]], [("", "New."), ("", "Other.")]])
def test_edits_made_once_are_no_pattern(edits: list[tuple[str, str]]) -> None:
    assert edit_pattern(edits) == EditPattern()


def test_rewritten_sentences_are_no_phrases() -> None:
    edits = [
        ("one two three four five six seven", "a b c d e f g"),
        ("one two three four five six seven", "h i j k l m n"),
    ]
    pattern = edit_pattern(edits)

    assert (pattern.removed, pattern.replaced) == ((), ())


def test_hashtags_mostly_kept_are_not_dropped() -> None:
    kept = ("Words #a", "Words #a")
    dropped = ("Words #a", "Words")
    assert edit_pattern([kept, kept, dropped, dropped]).drops_hashtags is False
    assert edit_pattern([kept, dropped, dropped]).drops_hashtags is True


def test_japanese_phrases_are_learnt_too() -> None:
    edits = [("実は、これは良い", "これは良い"), ("実は、明日です", "明日です")]
    pattern = edit_pattern(edits)
    assert pattern.removed == ("実は",)
    assert apply_pattern("実は、簡単です。", EditPattern(removed=pattern.removed)) == "簡単です。"


@pytest.mark.parametrize(
    ("text", "pattern", "changed"),
    [
        ("In today's world, we act.", EditPattern(removed=("in today's world",)), "We act."),
        ("We act, in today's world.", EditPattern(removed=("in today's world",)), "We act."),
        ("We really act. Really, we do.", EditPattern(removed=("really",)), "We act. We do."),
        ("Utilize it; they utilize it.", EditPattern(replaced=(("utilize", "use"),)), "Use it; they use it."),
        ("Act now 🚀 today 👨‍👩‍👧!", EditPattern(drops_emoji=True), "Act now today!"),
        ("Act now.\n\n#one #two", EditPattern(drops_hashtags=True), "Act now."),
        ("Follow #one today.", EditPattern(drops_hashtags=True), "Follow today."),
        ("One. Two. Three. Four.", EditPattern(length_ratio=0.5), "One. Two."),
        ("One only, never cut.", EditPattern(length_ratio=0.1), "One only, never cut."),
        (
            "1/2 Really, one. Two.\n\n2/2 Three.",
            EditPattern(removed=("really",), length_ratio=0.5),
            "1/2 One. Two.\n\n2/2 Three.",
        ),
        ("Really", EditPattern(removed=("really",)), "Really"),
        ("Unreally so", EditPattern(removed=("really",)), "Unreally so"),
    ],
)
def test_pattern_is_applied(text: str, pattern: EditPattern, changed: str) -> None:
    assert apply_pattern(text, pattern) == changed


@given(st.text(max_size=80))
def test_empty_pattern_changes_nothing_but_the_end(text: str) -> None:
    assert apply_pattern(text, EditPattern()).rstrip() == text.rstrip()


@given(st.text(alphabet="ab .!\n🚀#", min_size=1, max_size=60))
def test_text_is_never_emptied(text: str) -> None:
    pattern = EditPattern(removed=("a", "b"), drops_hashtags=True, drops_emoji=True, length_ratio=0.1)
    assert bool(apply_pattern(text, pattern).strip()) == bool(text.strip())
