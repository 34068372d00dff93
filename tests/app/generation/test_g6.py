"""Pictures: which kind a piece gets, what they show, and that nothing worn out passes."""

import pytest

from app.generation.critic import judge
from app.generation.gates.base import BannedWord, Piece, Rubric, Verdict, Visual, Voice
from app.generation.gates.cliches import cliches_in
from app.generation.gates.g6_visual import g6_visual
from app.generation.platforms import compose, content_type_for, parse_structure
from app.generation.scenes import CONCEPTS, MULTIPLES, SEEN, SHARES, STYLES, Archetype
from app.generation.visuals import archetype_of, picture, repictured, visuals
from app.vocabulary import Gate, Platform, Severity

BRAND = Voice(brand_color="#1A73E8")
LOAVES = "38 percent of the flour went into loaves that nobody bought. We counted for a year."


def piece(content: str, platform: Platform = Platform.INSTAGRAM, visual: Visual | None = None) -> Piece:
    return Piece(platform, content_type_for(platform), content, parse_structure(platform, content), "en", visual)


def slides(*titles: str) -> str:
    rows = [{"index": index, "title": title, "body": "Some words."} for index, title in enumerate(titles, 1)]
    return compose(Platform.CAROUSEL, {"slides": rows, "caption": ""})


def check(concept: str, prompt: str = "#1A73E8", content: str = LOAVES, voice: Voice = BRAND) -> Verdict:
    return g6_visual(piece(content, visual=Visual("thumbnail_hero", concept, prompt)), voice, Rubric())


@pytest.mark.parametrize(
    ("platform", "content", "archetype"),
    [
        (Platform.LINKEDIN, LOAVES, Archetype.CHART),
        (Platform.TIKTOK, "[cut] We sold 3x more bread. Here is how it went.", Archetype.CHART),
        (Platform.TWITTER, "It cost us $2,400 a day and nobody saw it coming at all.", Archetype.CHART),
        (Platform.INSTAGRAM, "We asked 212 people what they think of an empty shelf.", Archetype.CHART),
        (Platform.INSTAGRAM, "Stop baking bread after three in the afternoon, all of you.", Archetype.COLLAGE),
        (Platform.CAROUSEL, slides("Most bakers get this wrong", "A", "B", "C", "D"), Archetype.COLLAGE),
        (Platform.TIKTOK, "[212 loaves] Bread is not a luxury. Ask any baker.", Archetype.COLLAGE),
        (Platform.TIKTOK, "[212 loaves] Are these points new to you? Which one is not?", Archetype.OVERLAY),
        (Platform.TIKTOK, "[cut] The night shift is quiet. Ask any baker of our town.", Archetype.OVERLAY),
        (Platform.INSTAGRAM, "Five steps to a shelf that sells\n\n1. Count.\n2. Wait.\n3. Tell.", Archetype.STORY),
        (Platform.CAROUSEL, slides("The night shift", "A", "B", "C", "D"), Archetype.STORY),
        (Platform.LINKEDIN, "An empty shelf is a promise.", Archetype.QUOTE),
        (Platform.LINKEDIN, "An empty shelf at six in the evening is a promise to all.", Archetype.HERO),
        (Platform.LINKEDIN, "In 2019 the shelf was empty at six in the evening, every day.", Archetype.HERO),
    ],
)
def test_archetype_follows_what_opens_the_piece(platform: Platform, content: str, archetype: Archetype) -> None:
    assert archetype_of(piece(content, platform)) is archetype


@pytest.mark.parametrize(
    ("name", "descriptions"),
    [
        ("robot brain", ["A brain made of glowing circuits", "an AI brain", "Humanoid robot at a desk"]),
        ("handshake", ["Two people shaking hands", "A firm hand-shake over a table", "clasped hands"]),
        ("generic gradient", ["A purple-to-blue gradient", "abstract waves", "Gradient background"]),
        (
            "stock-photo business people",
            ["A diverse team smiling around a laptop", "businessmen in a lobby", "Happy young professionals"],
        ),
        ("lightbulb idea", ["A light bulb over a head", "Glowing lightbulbs", "A LIGHT‑BULB"]),
        ("puzzle pieces", ["The last jigsaw piece", "Puzzle pieces on wood"]),
        ("rocket growth", ["A rocket taking off", "a rocketship", "A spaceship above a city"]),
        ("target bullseye", ["An arrow in the middle of a target", "a dartboard", "Bull's-eye"]),
        ("chess strategy", ["A chessboard at dusk", "The king piece falls", "checkmate"]),
    ],
)
def test_worn_out_image_is_known_by_many_names(name: str, descriptions: list[str]) -> None:
    for description in descriptions:
        assert [cliche.name for cliche in cliches_in(description)] == [name], description


@pytest.mark.parametrize(
    "description",
    [
        "A baker's hands on a table, with flour to the elbows.",
        "Three people wait in line before a shop.",
        "“Puzzle pieces and rockets” in large type.",
        "A market stall, without any handshake.",
        "A temperature gradient drawn along an oven wall.",
        "A bulb of garlic beside a target price on a tag.",
    ],
)
def test_thing_that_only_sounds_alike_is_no_cliche(description: str) -> None:
    assert cliches_in(description) == []


def test_own_concept_scores_in_full() -> None:
    verdict = check("100 loaves on a shelf, 38 of them marked with chalk.")

    assert (verdict.passed, verdict.score) == (True, 100.0)
    assert [(note.criterion, note.points, note.max_points) for note in verdict.rubric] == [
        ("rests on the piece", 25.0, 25.0),
        ("concrete", 20.0, 20.0),
        ("brand colour", 15.0, 15.0),
        ("brand words", 40.0, 40.0),
        ("cliches", 0.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("concept", "prompt", "score"),
    [
        ("38 loaves beside a chessboard.", "#1a73e8", 70.0),
        ("38 loaves beside a chessboard and a rocket.", "#1A73E8", 40.0),
        ("38 loaves on a shelf.", "a rocket, a dartboard, chess and a handshake in #1A73E8", 0.0),
        ("38 loaves on a shelf.", "in grey", 85.0),
        ("A lighthouse at dawn.", "#1A73E8", 75.0),
        ("38 steps of growth and success.", "#1A73E8", 80.0),
        ("38 loaves of growth, success and trust.", "#1A73E8", 80.0),
    ],
)
def test_points_are_taken_off_for_each_fault(concept: str, prompt: str, score: float) -> None:
    verdict = check(concept, prompt)

    assert verdict.score == score
    assert verdict.passed is (score >= 70)


def test_failure_points_at_the_hook_and_says_why() -> None:
    verdict = check("38 loaves beside a chessboard and a rocket.")

    [violation] = verdict.violations
    assert (violation.gate, violation.start, violation.end) == (Gate.G6, 0, len(LOAVES))
    assert verdict.reason == (
        "The picture scores 40 of 70. Worn-out images: rocket (rocket growth), chessboard (chess strategy)."
    )
    assert verdict.suggestion is not None


@pytest.mark.parametrize(("severity", "score", "passes"), [(Severity.HARD, 60.0, False), (Severity.SOFT, 80.0, True)])
def test_banned_word_in_a_picture_counts(severity: Severity, score: float, passes: bool) -> None:
    voice = Voice([BannedWord("loaf", severity), BannedWord("loaves", severity)], brand_color="#1A73E8")

    verdict = check("38 loaves on a shelf.", voice=voice)

    assert (verdict.score, verdict.passed) == (score, passes)


def test_piece_without_a_picture_is_not_evaluated() -> None:
    report = judge(piece(LOAVES))

    verdict = report.verdict(Gate.G6)
    assert verdict is not None
    assert (verdict.passed, verdict.score) == (None, None)
    assert report.scores()["g6_visual_metaphor"] is None


def test_threshold_of_the_client_decides() -> None:
    pictured = piece(LOAVES, visual=Visual("thumbnail_hero", "38 loaves beside a chessboard.", "#1A73E8"))

    assert g6_visual(pictured, BRAND, Rubric({Gate.G6: 70.1})).passed is False
    assert g6_visual(pictured, BRAND, Rubric({Gate.G6: 40})).passed is True


def test_chart_is_true_of_its_figure() -> None:
    share, times, money = (
        picture(piece(content), (), BRAND, Rubric())
        for content in (LOAVES, "We sold 3 times the bread.", "It cost $2,400 a day.")
    )

    assert share is not None
    assert "38 of" in share.concept
    assert "“38 percent of the flour went into loaves that nobody bought”" in share.concept
    assert share.prompt.startswith("Plain editorial chart")
    assert "Aspect ratio 4:5. Colours: #1A73E8 as the only accent" in share.prompt
    assert times is not None
    assert "3 times" in times.concept
    part = picture(piece("Fees took 1.2 percent of it a year, and nobody saw that."), (), BRAND, Rubric())
    assert part is not None
    assert "100" not in part.concept
    assert money is not None
    assert "$2,400" in money.concept


def test_lettering_is_left_to_type_and_a_thing_to_be_seen_has_none() -> None:
    content = "The night shift is quiet now, and the empty shelf at six tells everybody why it is."

    [first, *_] = visuals(piece(content), ("quality", "empty shelf"), Voice())
    [typeset, *_] = visuals(piece(content), ("quality",), Voice())

    assert "empty shelf" in first.concept
    assert first.prompt.endswith("No lettering anywhere in the picture.")
    assert "“The night shift is quiet now”" in typeset.concept
    assert typeset.prompt.endswith("Leave the place of the words empty: they are set in type afterwards.")


def test_picture_avoids_what_the_client_bans_where_another_does_not_say_it() -> None:
    voice = Voice([BannedWord("shelf"), BannedWord("tiles")])

    chosen = picture(piece(LOAVES), (), voice, Rubric())

    assert chosen is not None
    assert chosen.concept.startswith("One long bar filled to 38 of 100 in one strong colour")


def test_picture_is_the_same_for_the_same_piece_and_none_where_words_are_enough() -> None:
    assert picture(piece(LOAVES), (), BRAND, Rubric()) == picture(piece(LOAVES), (), BRAND, Rubric())
    hero = "An empty shelf at six in the evening is a promise to all of them."
    assert picture(piece(hero, Platform.LINKEDIN), (), BRAND, Rubric()) is None
    assert picture(piece(LOAVES, Platform.LINKEDIN), (), BRAND, Rubric()) is not None


def test_picture_stays_until_its_words_are_gone() -> None:
    kept = Visual("thumbnail_hero", "A page with the words “nobody bought”.", "")
    small, other = piece(LOAVES.replace("year", "month"), visual=kept), piece("Ovens cool at noon.", visual=kept)

    assert repictured(small, Voice(), Rubric()) == kept
    changed = repictured(other, Voice(), Rubric())
    assert changed is not None
    assert "“Ovens cool at noon”" in changed.concept
    assert repictured(piece("Ovens cool at noon."), Voice(), Rubric()) is None


def test_no_concept_of_ours_is_worn_out() -> None:
    every = [
        *SHARES,
        *MULTIPLES,
        *SEEN,
        *STYLES.values(),
        *(each for concepts in CONCEPTS.values() for each in concepts),
    ]

    assert [concept for concept in every if cliches_in(concept)] == []
    assert set(CONCEPTS) == set(STYLES) == set(Archetype)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The new compressors cost €780,000. Nobody had it.", "€780,000"),
        ("They asked for $1.5 million, and got it.", "$1.5 million"),
        ("It took 5,000 dollars, no more.", "5,000 dollars"),
    ],
)
def test_a_figure_ends_where_its_digits_end(text: str, figure: str) -> None:
    concepts = [visual.concept for visual in visuals(piece(text), (), BRAND)]
    assert any(f"{figure} " in concept for concept in concepts)
    assert not [concept for concept in concepts if f"{figure}." in concept.removesuffix(".")]
