"""The Critic adds the verdicts up: one failure fails, nothing evaluated is no pass."""

from app.generation.critic import Report, judge
from app.generation.gates import GATES
from app.generation.gates.base import BannedWord, Piece, Rubric, Verdict, Voice
from app.vocabulary import ComplianceStatus, ContentType, Gate, Platform

GOOD = Piece(
    Platform.TWITTER, ContentType.POST, "We cut our bill by 62% in 3 weeks. The fix wasn't what you think. #ops"
)


def test_good_piece_passes_every_gate() -> None:
    report = judge(GOOD)

    assert [verdict.gate for verdict in report.verdicts] == [Gate.G2, Gate.G4, Gate.G5]
    assert [verdict.passed for verdict in report.verdicts] == [True, True, True]
    assert report.overall_pass is True
    assert list(report.violations) == []
    assert report.g2 is not None
    assert report.scores() == {
        "g2_hook_strength": report.g2.score,
        "g4_voice_alignment": True,
        "g5_platform_compliance": True,
        "g6_visual_metaphor": None,
        "g7_engagement_prediction": None,
        "g_compliance_status": ComplianceStatus.NOT_APPLICABLE,
        "overall_pass": True,
    }


def test_one_failed_gate_fails_the_piece() -> None:
    report = judge(GOOD, Voice([BannedWord("bill")]))

    assert report.overall_pass is False
    assert [verdict.gate for verdict in report.failed] == [Gate.G4]
    assert [(v.gate, v.start, v.end) for v in report.violations] == [(Gate.G4, 11, 15)]
    assert report.scores()["g4_voice_alignment"] is False


def test_threshold_of_the_client_decides() -> None:
    assert judge(GOOD, rubric=Rubric({Gate.G2: 100.1})).overall_pass is False


def test_notes_of_all_gates_are_gathered_in_order() -> None:
    gates = [note.gate for note in judge(GOOD).rubric]

    assert gates == sorted(gates)
    assert set(gates) == {Gate.G2, Gate.G4, Gate.G5}


def test_gates_not_evaluated_do_not_count() -> None:
    report = Report([Verdict(Gate.G2, None), Verdict(Gate.G5, True)])

    assert report.overall_pass is True
    assert report.scores()["g2_hook_strength"] is None
    assert report.g4 is None


def test_nothing_evaluated_is_no_pass() -> None:
    assert Report([]).overall_pass is False
    assert Report([Verdict(entry.gate, None) for entry in GATES]).overall_pass is False


def test_same_piece_gives_the_same_report() -> None:
    assert judge(GOOD, Voice([BannedWord("fix")])) == judge(GOOD, Voice([BannedWord("fix")]))
