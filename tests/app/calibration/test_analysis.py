"""What is measured of three voices that could not be more different."""

from app.calibration.analysis import Analysis, analyse
from app.calibration.found import TRAITS, Found
from app.calibration.habits import Structure
from app.vocabulary import MarkerCategory
from tests.app.calibration.voices import BLUNT, LEARNED, PLAYFUL, SPANISH


def phrases(analysis: Analysis) -> dict[str, MarkerCategory]:
    return {pattern.phrase: pattern.category for pattern in analysis.patterns}


def test_each_voice_has_its_own_tone_patterns_words_and_structure() -> None:
    blunt, learned, playful = (analyse(voice) for voice in (BLUNT, LEARNED, PLAYFUL))
    assert tuple(blunt.tone) == TRAITS
    strongest = {
        trait: max((found.tone[trait], name) for name, found in (("b", blunt), ("l", learned), ("p", playful)))[1]
        for trait in ("candid", "contrarian", "formal", "playful", "expressive")
    }
    assert strongest == {"candid": "b", "contrarian": "b", "formal": "l", "playful": "p", "expressive": "p"}
    assert blunt.tone["contrarian"] > 75
    assert learned.tone["formal"] > 90 > 10 > playful.tone["formal"]
    assert playful.tone["playful"] > 90 > 50 > learned.tone["playful"]

    assert phrases(blunt)["here's the thing"] is MarkerCategory.STRUCTURE
    assert phrases(learned)["it should be observed"] is MarkerCategory.STRUCTURE
    assert phrases(playful)["okay okay okay"] is MarkerCategory.STRUCTURE
    [thing] = [pattern for pattern in blunt.patterns if pattern.phrase == "here's the thing"]
    assert (thing.share, thing.example) == (0.333, "Here's the thing with meetings.")
    for found, samples in ((blunt, BLUNT), (learned, LEARNED), (playful, PLAYFUL)):
        assert all(any(pattern.example in sample for sample in samples) for pattern in found.patterns)
        assert not any(
            phrase in phrases(found)
            for other in (blunt, learned, playful)
            if other is not found
            for phrase in phrases(other)
        )

    assert {"friends", "okay"} <= set(playful.vocabulary.typical)
    assert blunt.structure.sentence_length < 8 < 30 < learned.structure.sentence_length
    assert playful.structure.exclamations > 50 > blunt.structure.exclamations == learned.structure.exclamations == 0
    assert playful.structure.questions > 10 > learned.structure.questions == 0
    assert blunt.structure.first_person > 5 > learned.structure.first_person
    assert [found.samples for found in (blunt, learned, playful)] == [12, 12, 12]


def test_a_pattern_is_written_as_people_write_it() -> None:
    told = [f"{sample} Truth be told, i'm a baker and I mean it." for sample in BLUNT]
    assert {"told I'm a baker", "I mean it"} <= phrases(analyse(told)).keys()


def test_what_is_kept_is_the_samples_own_and_nothing_is_guessed() -> None:
    told = "I'll never write about politics here. We don't talk about competitors, and that's that. " + BLUNT[0]
    analysis = analyse([told, *BLUNT[1:]])
    assert analysis.avoid == ["politics", "competitors"]
    assert analyse(BLUNT).avoid == []
    assert analysis.found.avoid == ["politics", "competitors"]
    assert [marker.phrase for marker in analysis.found.markers] == list(phrases(analysis))
    assert not analysis.found.tone
    assert analyse(BLUNT) == analyse(BLUNT)
    nothing = analyse(["Too short to tell anything."])
    assert nothing == analyse([])
    assert (nothing.samples, nothing.tone, nothing.structure, nothing.found) == (
        0,
        {},
        Structure(),
        Found([], avoid=[]),
    )


def test_spanish_is_measured_and_what_cannot_be_told_stays_empty() -> None:
    spanish = analyse(SPANISH, "es")
    assert "te lo digo claro" in phrases(spanish)
    assert spanish.avoid == ["política"]
    assert spanish.tone["candid"] > 55 > spanish.tone["formal"]
    finnish = analyse([f"{text} " * 2 for text in SPANISH], "xx")
    assert (finnish.tone, list(finnish.patterns), list(finnish.topics), list(finnish.vocabulary.typical)) == (
        {},
        [],
        [],
        [],
    )
