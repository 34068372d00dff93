"""The hook: strong ones pass, plain prose does not, and every point is accounted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.generation.gates.g2_hook import g2_hook, hook_score
from app.generation.gates.hook_cues import CUES, MAX_POINTS, Part, find_hits
from app.generation.gates.hook_lexicon import LEXICAL_CUES, LEXICONS
from app.vocabulary import ContentType, Gate, Platform, Severity


def check(
    content: str, language: str = "en", rubric: Rubric | None = None, platform: Platform = Platform.LINKEDIN
) -> Verdict:
    return g2_hook(Piece(platform, ContentType.POST, content, language=language), Voice(), rubric or Rubric())


STRONG = [
    ("en", "I lost $40,000 because of one line in a contract. Here's what it said."),
    ("en", "7 pricing mistakes that cost us $40k (and the one nobody warns you about)"),
    ("en", "Why do 90% of startups never reach their second year? It isn't money."),
    ("en", "We cut our cloud bill by 62% in 3 weeks. The fix wasn't what you think."),
    ("es", "7 errores que te cuestan clientes (y el que nadie te cuenta)"),
    ("ja", "なぜ9割の人は貯金できないのか？理由はたった3つ"),
]
PLAIN = [
    ("en", "The company was founded in 1998 and has offices in Berlin and Paris."),
    ("en", "Our team met on Tuesday to discuss the quarterly results."),
    ("en", "Public speaking is an important skill for many professionals."),
    ("es", "La empresa fue fundada en 1998 y tiene oficinas en Madrid."),
    ("ja", "会社は1998年に設立され、東京に事務所がある。"),
    ("de", "Die Firma wurde in Berlin gegründet und hat dort Büros."),
]


@pytest.mark.parametrize(("language", "hook"), STRONG)
def test_strong_hook_passes(language: str, hook: str) -> None:
    verdict = check(hook, language)

    assert verdict.passed is True
    assert verdict.score is not None
    assert verdict.score >= 80
    assert (list(verdict.violations), verdict.reason, verdict.suggestion) == ([], None, None)


@pytest.mark.parametrize(("language", "hook"), PLAIN)
def test_plain_prose_stays_below_60(language: str, hook: str) -> None:
    verdict = check(hook, language)

    assert verdict.passed is False
    assert verdict.score is not None
    assert verdict.score < 60


def test_score_is_the_sum_of_three_named_parts() -> None:
    verdict = check("Nobody told us this.")

    assert [(note.criterion, note.max_points) for note in verdict.rubric] == [
        ("pattern interrupt", 30.0),
        ("specific benefit", 40.0),
        ("curiosity gap", 30.0),
    ]
    # Denial 12, first word 9, brevity 4; a person's own experience is not named ("us"), conciseness 6; "this" 14.
    assert [note.points for note in verdict.rubric] == [25.0, 6.0, 14.0]
    assert verdict.score == 45.0
    assert verdict.rubric[2].note == "Curiosity gap, 14 of 30: it points to something not told yet."


def test_failure_points_at_the_hook_alone() -> None:
    content = "\nOur team met on Tuesday.\nYou will never guess why we lost $3."

    verdict = check(content)

    assert {content[v.start : v.end] for v in verdict.violations} == {"Our team met on Tuesday."}
    assert {(v.gate, v.severity) for v in verdict.violations} == {(Gate.G2, Severity.HARD)}
    assert len(verdict.violations) == 3
    assert verdict.reason is not None
    assert verdict.reason.startswith(f"The hook scores {verdict.score:g} of 100, below 80. Pattern interrupt, ")
    assert verdict.suggestion is not None
    assert verdict.suggestion.startswith("Open with a short line")


@pytest.mark.parametrize(
    ("fault", "part", "place"),
    [
        ("In today's world, 3 habits save you money", Part.INTERRUPT, "In today's world"),
        ("I'm excited to announce 3 habits", Part.INTERRUPT, "I'm excited"),
        ("STOP DOING THIS every day", Part.INTERRUPT, "STOP"),
        ("Various habits", Part.BENEFIT, "Various"),
        ("3 habits 🚀🚀🔥", Part.INTERRUPT, "🔥"),
    ],
)
def test_fault_is_pointed_at(fault: str, part: Part, place: str) -> None:
    faults = [v for v in check(fault).violations if v.severity is Severity.SOFT]

    assert fault[faults[0].start : faults[0].end] == place
    assert any(hit.cue.part is part and hit.cue.points < 0 for hit in find_hits(fault, "en"))


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("Some habits save money", "3 habits save money"),
        ("In today's world, habits save you $300", "Habits save you $300"),
        ("HABITS WILL SAVE MONEY", "Habits will save money"),
        ("There are mistakes that cost money", "Mistakes cost you money"),
        ("The reader leaves", "Why does the reader leave?"),
        ("Teams fail", "Teams fail. Not for the reason you think"),
        ("Los clientes se van", "¿Por qué se van tus clientes?"),
    ],
)
def test_better_hook_scores_higher(worse: str, better: str) -> None:
    language = "es" if "clientes" in worse else "en"
    assert hook_score(worse, language) < hook_score(better, language)


def test_threshold_of_the_client_replaces_the_default() -> None:
    content = "Nobody told us this."

    assert check(content, rubric=Rubric({Gate.G2: 45.0})).passed is True
    assert check(content, rubric=Rubric({Gate.G2: 45.1})).passed is False


@pytest.mark.parametrize("content", ["", " \n", "[cue]", "👍"])
def test_no_hook_scores_nothing(content: str) -> None:
    verdict = check(content, platform=Platform.TIKTOK)
    assert (verdict.passed, verdict.score) == (False, 0.0)


def test_unknown_language_is_judged_without_words_and_says_so() -> None:
    verdict = check("7 Fehler, die dich 40.000 € kosten – und keiner sagt dir: warum?", "de")

    assert verdict.score == 100.0
    assert all("without a word list" in note.note and "“de”" in note.note for note in verdict.rubric)


def test_every_part_can_be_filled_in_every_language() -> None:
    for language in [*LEXICONS, "de"]:
        for part in Part:
            names = {cue.name for cue in CUES if cue.part is part and cue.points > 0 and (cue.find or language != "de")}
            assert names, (language, part)
    assert sum(MAX_POINTS.values()) == 100.0


def test_every_lexicon_has_every_cue() -> None:
    used = {cue.name for cue in CUES if cue.find is None}
    assert used == LEXICAL_CUES
    assert all(set(lexicon) == LEXICAL_CUES for lexicon in LEXICONS.values())


def test_visual_cues_are_not_part_of_a_spoken_hook() -> None:
    spoken = "You lose $400 every month. Here's why."
    with_cue = g2_hook(Piece(Platform.TIKTOK, ContentType.SCRIPT, f"[9 CLOSE-UPS] {spoken}"), Voice(), Rubric())
    without = g2_hook(Piece(Platform.TIKTOK, ContentType.SCRIPT, spoken), Voice(), Rubric())

    assert with_cue.score == without.score


@pytest.mark.parametrize("endless", ["1" * 50_000, "a." * 25_000, "https://" + "a-" * 25_000, "[" * 50_000])
def test_endless_line_is_judged_by_its_opening(endless: str) -> None:
    verdict = check(endless)

    assert verdict.passed is False
    assert {(v.start, v.end) for v in verdict.violations if v.severity is Severity.HARD} == {(0, 600)}


@given(st.text(max_size=200), st.sampled_from(["en", "es", "ja", "de", "EN-us"]))
def test_score_lies_between_0_and_100_and_repeats(hook: str, language: str) -> None:
    score = hook_score(hook, language)

    assert 0.0 <= score <= 100.0
    assert hook_score(hook, language) == score
