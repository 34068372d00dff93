"""The Critic adds the verdicts up: one failure fails, nothing evaluated is no pass."""

from app.generation.critic import Report, judge
from app.generation.gates import GATES
from app.generation.gates.base import BannedWord, Piece, Rubric, Verdict, Voice
from app.generation.healing import Outcome, next_step
from app.vocabulary import ComplianceStatus, ContentType, Gate, Platform

GOOD = Piece(Platform.TWITTER, ContentType.POST, "17 things you need to know about your bill. #ops")


def test_good_piece_passes_every_gate() -> None:
    report = judge(GOOD)

    assert [verdict.gate for verdict in report.verdicts] == [entry.gate for entry in GATES]
    evaluated = [verdict.gate for verdict in report.verdicts if verdict.passed is not None]
    assert {Gate.G2, Gate.G4, Gate.G5} <= set(evaluated)
    assert not report.failed
    assert report.overall_pass is True
    assert list(report.violations) == []
    assert report.g2 is not None
    assert report.scores() == {
        "g2_hook_strength": report.g2.score,
        "g4_voice_alignment": True,
        "g5_platform_compliance": True,
        "g6_visual_metaphor": None,
        "g7_engagement_prediction": 79.4,
        "g_compliance_status": ComplianceStatus.NOT_APPLICABLE,
        "overall_pass": True,
    }


def test_one_failed_gate_fails_the_piece() -> None:
    report = judge(GOOD, Voice([BannedWord("bill")]))

    assert report.overall_pass is False
    assert [verdict.gate for verdict in report.failed] == [Gate.G4]
    assert [(v.gate, v.start, v.end) for v in report.violations] == [(Gate.G4, 38, 42)]
    assert report.scores()["g4_voice_alignment"] is False


def test_threshold_of_the_client_decides() -> None:
    assert judge(GOOD, rubric=Rubric({Gate.G2: 100.1})).overall_pass is False


def test_notes_of_all_gates_are_gathered_in_order() -> None:
    gates = [note.gate for note in judge(GOOD).rubric]

    assert gates == sorted(gates)
    assert set(gates) == {entry.gate for entry in GATES}


def test_gates_not_evaluated_do_not_count() -> None:
    report = Report([Verdict(Gate.G2, None), Verdict(Gate.G5, True)])

    assert report.overall_pass is True
    assert report.scores()["g2_hook_strength"] is None
    assert report.g4 is None


def test_flag_is_no_pass_and_no_reason_to_write_anew() -> None:
    flag = Verdict(Gate.G_COMPLIANCE, False, flagged=True)
    flagged = Report([Verdict(Gate.G2, True), flag])
    weak = Report([Verdict(Gate.G2, False), flag])

    assert (flagged.overall_pass, flagged.only_flagged) == (False, True)
    assert (weak.overall_pass, weak.only_flagged) == (False, False)
    assert (next_step(0, flagged), next_step(0, weak)) == (Outcome.ACCEPT, Outcome.RETRY)
    assert flagged.scores()["g_compliance_status"] is ComplianceStatus.FLAGGED


def test_nothing_evaluated_is_no_pass() -> None:
    assert Report([]).overall_pass is False
    assert Report([Verdict(entry.gate, None) for entry in GATES]).overall_pass is False


def test_same_piece_gives_the_same_report() -> None:
    assert judge(GOOD, Voice([BannedWord("fix")])) == judge(GOOD, Voice([BannedWord("fix")]))
