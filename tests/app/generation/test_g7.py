"""Engagement is predicted and ranks; it blocks only where the client asked for that."""

from app.generation.critic import judge
from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.generation.gates.g7_engagement import g7_engagement
from app.generation.gates.pull.engagement import accuracy, engagement_scores
from app.vocabulary import ContentType, Gate, Platform

POST = "You were taught to speak all wrong.\n\nHere is what to do instead."


def check(content: str = POST, language: str = "en", platform: Platform = Platform.LINKEDIN, **at: float) -> Verdict:
    rubric = Rubric({Gate.G7: at["threshold"]} if at else {})
    return g7_engagement(Piece(platform, ContentType.POST, content, language=language), Voice(), rubric)


def test_scores_are_those_of_the_numbers_that_ship() -> None:
    assert engagement_scores([POST], Platform.TWITTER) == [ON_X]
    assert (check(platform=Platform.TWITTER).score, check().score) == (ON_X, ELSEWHERE)


def test_without_a_threshold_it_is_no_pass_and_no_failure() -> None:
    verdict = check()

    assert (verdict.passed, verdict.score, list(verdict.violations)) == (None, ELSEWHERE, [])
    note = verdict.rubric[0].note
    assert f"outdo {ELSEWHERE:g} % of public headlines and titles. A prediction: " in note
    assert f"{accuracy(Platform.LINKEDIN):.0%} of cases" in note


def test_threshold_of_the_client_blocks() -> None:
    hook = POST.split("\n")[0]
    passed, failed = check(threshold=ELSEWHERE), check(threshold=ELSEWHERE + 0.1)

    assert (passed.passed, list(passed.violations)) == (True, [])
    assert failed.passed is False
    assert [(POST[v.start : v.end], v.gate) for v in failed.violations] == [(hook, Gate.G7)]
    assert failed.reason == f"The predicted engagement is {ELSEWHERE:g} of 100, below {ELSEWHERE + 0.1:g}."
    piece = Piece(Platform.LINKEDIN, ContentType.POST, POST)
    reports = [judge(piece, rubric=Rubric({Gate.G2: 0.0, **more})) for more in ({}, {Gate.G7: 100.1})]
    assert [report.overall_pass for report in reports] == [True, False]
    assert [report.scores()["g7_engagement_prediction"] for report in reports] == [ELSEWHERE] * 2


def test_language_without_data_is_not_evaluated() -> None:
    verdict = check("Nadie te lo ha contado.", "es", threshold=100.0)

    assert (verdict.passed, verdict.score) == (None, None)
    assert verdict.rubric[0].note == "Not evaluated: there are no public data on engagement in “es”."


def test_piece_without_a_hook_is_not_evaluated() -> None:
    assert (check("👍", threshold=1.0).passed, check("👍").score) == (None, None)


def test_best_are_named() -> None:
    assert check("How I Learned to Stop Worrying").rubric[0].note.startswith(("Likely", "A "))


ON_X = 51.2
ELSEWHERE = 73.0
