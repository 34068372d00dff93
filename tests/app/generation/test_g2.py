"""The hook: its score is its rank among real hooks, shared out among three parts, and every reason is told."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.generation.gates.base import Nearness, Piece, Rubric, Verdict, Voice
from app.generation.gates.g2_hook import g2_hook, hook_score
from app.generation.gates.hook_cues import CUES, FAULTS, MAX_POINTS, Part, find_faults
from app.generation.gates.hook_lexicon import LEXICAL_CUES, LEXICONS
from app.generation.gates.pull.cues import FORM_CUES, WORD_CUES
from app.generation.gates.pull.features import FEATURES
from app.generation.gates.pull.judge import hook_scores
from app.generation.gates.pull.numbers import FILE, shipped
from app.generation.gates.pull.scorer import points, rank
from app.vocabulary import ContentType, Gate, Platform, Severity

PLAIN = "Our team met on Tuesday to discuss the quarterly results."
LIST = "17 things you need to know about taxes"


def check(
    content: str, language: str = "en", rubric: Rubric | None = None, platform: Platform = Platform.LINKEDIN
) -> Verdict:
    return g2_hook(Piece(platform, ContentType.POST, content, language=language), Voice(), rubric or Rubric())


def test_scores_are_those_of_the_numbers_that_ship() -> None:
    """Whoever fits anew changes these, and tells so in docs/quality.md."""
    hooks = [LIST, PLAIN, "He was 27, broke, and about to sign the worst deal of his life.", "Nobody told us this."]

    assert hook_scores(hooks) == SCORES
    assert [hook_score(hook) for hook in hooks] == hook_scores(hooks)
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == CHECKSUM


def test_numbers_say_what_they_were_fitted_on() -> None:
    numbers = shipped()

    assert numbers.about["rows"].keys() >= {"upworthy", "tweets", "clickbait", "hackernews", "discussed"}
    assert numbers.about["measures"]["pull"]["clickbait"] >= 0.97
    assert numbers.about["measures"]["pull"]["upworthy"] >= 0.60
    features = {
        "words": len(WORD_CUES),
        "forms": len(FORM_CUES),
        "spanish": len(FEATURES) + len(WORD_CUES),
    }
    for name, head in numbers.heads.items():
        assert len(head.plain) == features.get(name, len(FEATURES)), name


def test_a_link_is_no_pull() -> None:
    assert hook_score(f"{PLAIN} https://example.com/a") == pytest.approx(hook_score(PLAIN), abs=0.5)


def test_capitals_are_no_pull() -> None:
    assert hook_score(LIST.title()) == hook_score(LIST)


@pytest.mark.parametrize(
    ("language", "worse", "better"),
    [
        ("en", PLAIN, LIST),
        ("en", "Photosynthesis converts light into chemical energy.", "This is how plants eat light."),
        ("en", "Public speaking is an important skill for many professionals.", "You were taught to speak all wrong."),
        ("en", "taxes know to things about need you 17", LIST),
        ("en", "17 17 17 17 17 17 17", LIST),
        ("es", "La empresa fue fundada en 1998 y tiene oficinas en Madrid.", "¿Por qué se van tus clientes?"),
        ("ja", "会社は1998年に設立され、東京に事務所がある。", "なぜ9割の人は貯金できないのか？理由はたった3つ"),
        ("de", "Die Firma wurde in Berlin gegründet und hat dort Büros.", "Warum gehen 9 von 10 Kunden?"),
    ],
)
def test_better_hook_scores_higher(language: str, worse: str, better: str) -> None:
    assert hook_score(worse, language) < hook_score(better, language)


def test_score_is_the_sum_of_three_named_parts() -> None:
    verdict = check(LIST)

    assert [(note.criterion, note.max_points) for note in verdict.rubric] == [
        ("pattern interrupt", 30.0),
        ("specific benefit", 40.0),
        ("curiosity gap", 30.0),
        ("nearness", None),
    ]
    assert verdict.score == round(sum(note.points or 0.0 for note in verdict.rubric), 1) == SCORES[0]
    assert verdict.passed is True
    assert (list(verdict.violations), verdict.reason, verdict.suggestion) == ([], None, None)
    assert "it opens with a number" in verdict.rubric[0].note
    assert "“you need”" in verdict.rubric[1].note


@pytest.mark.parametrize(
    ("total", "ranks", "shared"),
    [
        (50.0, (50.0, 50.0, 50.0), [15.0, 20.0, 15.0]),
        (100.0, (50.0, 0.0, 100.0), [30.0, 40.0, 30.0]),
        (0.0, (90.0, 90.0, 90.0), [0.0, 0.0, 0.0]),
        (60.1, (50.0, 50.0, 50.0), [18.0, 24.1, 18.0]),
        (40.0, (100.0, 25.0, 0.0), [30.0, 10.0, 0.0]),
    ],
)
def test_total_is_shared_out_by_the_ranks_of_the_parts(
    total: float, ranks: tuple[float, ...], shared: list[float]
) -> None:
    assert points(total, ranks) == shared


def test_rank_is_the_share_of_the_reference_set_below() -> None:
    quantiles = shipped().heads["pull"].quantiles[-1]

    assert [rank(quantiles[at], quantiles) for at in (0, 250, 400, 500)] == [0.0, 50.0, 80.0, 100.0]
    assert (rank(quantiles[0] - 1, quantiles), rank(quantiles[-1] + 1, quantiles)) == (0.0, 100.0)


def test_nearness_to_shared_hooks_is_a_tenth_of_the_score() -> None:
    alone = check(LIST)
    near, far, copied = (
        g2_hook(
            Piece(Platform.LINKEDIN, ContentType.POST, LIST, nearness=Nearness(top_performers=cosines)),
            Voice(),
            Rubric(),
        )
        for cosines in ((0.94, 0.93), (0.2, 0.1), (0.99,))
    )

    assert alone.score == SCORES[0]
    assert (near.score, far.score, copied.score) == (NEAR, FAR, SCORES[0])
    assert alone.rubric[-1].note == "Not counted: no shared hooks to compare with have been imported."
    assert near.rubric[-1].note == "A tenth of the score: the nearest shared hook is at a cosine of 0.94."


def test_failure_points_at_the_hook_alone() -> None:
    content = f"\n{PLAIN}\nYou will never guess why we lost $3."

    verdict = check(content)

    assert {content[v.start : v.end] for v in verdict.violations} == {PLAIN}
    assert {(v.gate, v.severity) for v in verdict.violations} == {(Gate.G2, Severity.HARD)}
    assert len(verdict.violations) == 3
    assert verdict.reason is not None
    assert verdict.reason.startswith(f"The hook scores {verdict.score:g} of 100, below 80. Pattern interrupt, ")
    assert verdict.suggestion is not None
    assert verdict.suggestion.startswith("Open with a short line")


@pytest.mark.parametrize(
    ("fault", "without", "place"),
    [
        ("At the end of the day, 3 habits save you money", None, "At the end of the day"),
        ("I'm excited to announce 3 habits", None, "I'm excited"),
        ("17 THINGS YOU NEED TO KNOW ABOUT TAXES", LIST, "THINGS"),
        (f"{LIST} 🚀🚀🔥", f"{LIST} 🚀🚀", "🔥"),
        ("See https://example.com/a: at the end of the day, 3 habits", None, "at the end of the day"),
    ],
)
def test_fault_costs_points_and_is_pointed_at(fault: str, without: str | None, place: str) -> None:
    verdict = check(fault, rubric=Rubric({Gate.G2: 100.1}))
    soft = [v for v in verdict.violations if v.severity is Severity.SOFT]
    notes = [note for note in verdict.rubric if "costs 8 points." in note.note]

    assert fault[soft[0].start : soft[0].end] == place
    assert len(notes) == len(find_faults(fault, "en")) == 1
    if without:
        assert hook_score(fault) <= hook_score(without) - 7


def test_threshold_of_the_client_replaces_the_default() -> None:
    score = hook_score("Nobody told us this.")

    assert check("Nobody told us this.", rubric=Rubric({Gate.G2: score})).passed is True
    assert check("Nobody told us this.", rubric=Rubric({Gate.G2: score + 0.1})).passed is False


@pytest.mark.parametrize("content", ["", " \n", "[cue]", "👍"])
def test_no_hook_scores_nothing(content: str) -> None:
    verdict = check(content, platform=Platform.TIKTOK)
    assert (verdict.passed, verdict.score) == (False, 0.0)


@pytest.mark.parametrize(("language", "said"), [("ja", "judged by cues alone"), ("de", "nor a word list in “de”")])
def test_language_without_a_fit_says_so(language: str, said: str) -> None:
    basis = check("7 Fehler, die dich 40.000 € kosten: warum?", language).rubric[3]

    assert (basis.criterion, basis.points) == ("basis", None)
    assert said in basis.note


@pytest.mark.parametrize("language", ["en", "en-US", "es", "ES_mx"])
def test_language_with_a_fit_says_nothing_of_it(language: str) -> None:
    assert [note.criterion for note in check(LIST, language).rubric] == [*Part, "nearness"]


def test_every_lexicon_has_every_cue() -> None:
    used = {cue.name for cue in CUES if cue.find is None}
    assert used == LEXICAL_CUES
    assert all(set(lexicon) == LEXICAL_CUES for lexicon in LEXICONS.values())
    assert {cue.name for cue in FAULTS} == {"throat_clearing", "cliche", "shouting", "emoji", "exclamation"}
    assert sum(MAX_POINTS.values()) == 100.0


def test_visual_cues_are_not_part_of_a_spoken_hook() -> None:
    spoken = "You lose $400 every month. Here's why."
    with_cue = g2_hook(Piece(Platform.TIKTOK, ContentType.SCRIPT, f"[9 CLOSE-UPS] {spoken}"), Voice(), Rubric())
    without = g2_hook(Piece(Platform.TIKTOK, ContentType.SCRIPT, spoken), Voice(), Rubric())

    assert with_cue.score == without.score


@pytest.mark.parametrize("endless", ["1" * 50_000, "a." * 25_000, "https://" + "a-" * 25_000, "[" * 50_000])
def test_endless_line_is_judged_by_its_opening(endless: str) -> None:
    verdict = check(endless, rubric=Rubric({Gate.G2: 100.1}))

    assert {(v.start, v.end) for v in verdict.violations if v.severity is Severity.HARD} == {(0, 600)}


@given(st.text(max_size=200), st.sampled_from(["en", "es", "ja", "de", "EN-us"]))
def test_score_lies_between_0_and_100_and_repeats(hook: str, language: str) -> None:
    score = hook_score(hook, language)

    assert 0.0 <= score <= 100.0
    assert hook_score(hook, language) == score


SCORES = [98.8, 7.0, 94.3, 78.0]
NEAR, FAR = 98.9, 88.9
CHECKSUM = "755cd259c99e824d9d4b7926acd9f79fee7c089b027c4620d6a76cf69f889c73"
