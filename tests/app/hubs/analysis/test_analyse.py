import threading
import time

import pytest

from app.errors import ValidationFailed
from app.hubs.analysis import analyse
from app.hubs.analysis.pillars import pillar_count
from app.hubs.analysis.quality import display, is_self_contained
from app.hubs.analysis.sentences import split
from app.hubs.source import Analysis, Extracted
from tests.app.hubs.analysis.texts import ESSAY, JAPANESE, OCR_NOISE, SHORT, SPANISH, source, transcript

SOURCES = [source(ESSAY), source(SPANISH, "es"), source(JAPANESE, "ja"), source(SHORT), transcript()]


def published(extracted: Extracted) -> set[str]:
    return {display(s.text, extracted.language) for s in split(extracted.text, extracted.language, extracted.turns)}


@pytest.mark.parametrize("extracted", SOURCES, ids=["essay", "spanish", "japanese", "short", "transcript"])
def test_claims_and_key_points_are_sentences_of_the_source_that_stand_alone(extracted: Extracted) -> None:
    analysis = analyse(extracted)
    said = published(extracted)
    points = [point for pillar in analysis.pillars for point in pillar.key_points]
    assert analysis.claims
    assert set(analysis.claims) <= said
    assert set(points) <= said
    assert all(is_self_contained(line, extracted.language) for line in [*analysis.claims, *points])
    assert len(analysis.claims) == len(set(analysis.claims)) <= 12


@pytest.mark.parametrize("extracted", SOURCES, ids=["essay", "spanish", "japanese", "short", "transcript"])
def test_spans_begin_with_a_sentence_that_stands_alone_and_belong_to_one_pillar(extracted: Extracted) -> None:
    analysis = analyse(extracted)
    spans = [span for pillar in analysis.pillars for span in pillar.spans]
    assert len(set(spans)) == len(spans)
    for span in spans:
        first = split(extracted.text[span.start : span.end], extracted.language)[0]
        assert first.start == 0
        assert is_self_contained(first.text, extracted.language)


def test_essay_gives_three_or_more_pillars_with_distinct_titles_and_angles() -> None:
    analysis = analyse(source(ESSAY))
    assert 3 <= len(analysis.pillars) <= 10
    assert len({pillar.title.casefold() for pillar in analysis.pillars}) == len(analysis.pillars)
    assert len({pillar.angle for pillar in analysis.pillars}) == len(analysis.pillars)
    assert all(3 <= len(pillar.key_points) <= 5 for pillar in analysis.pillars)
    assert analysis.title == "Why Meetings Grow"
    assert "Copyright" not in str(analysis)
    assert "Table 3" not in str(analysis)


def test_titles_use_the_words_of_the_source_alone() -> None:
    for extracted in (source(ESSAY), source(SPANISH, "es"), source(JAPANESE, "ja")):
        text = " ".join(extracted.text.split()).casefold()
        for pillar in analyse(extracted).pillars:
            parts = [part for joint in (" and ", " y ", "と") for part in pillar.title.casefold().split(joint)]
            assert any(part.rstrip(".。") in text for part in parts), pillar.title


def test_themes_are_phrases_of_the_source() -> None:
    themes = analyse(source(ESSAY)).themes
    assert 3 <= len(themes) <= 8
    assert all(theme.casefold() in ESSAY.casefold() for theme in themes)
    assert len({theme.casefold() for theme in themes}) == len(themes)


def test_angle_is_told_in_the_language_of_the_source() -> None:
    spanish = [pillar.angle.split(":")[0] for pillar in analyse(source(SPANISH, "es")).pillars]
    japanese = [pillar.angle.split("：")[0] for pillar in analyse(source(JAPANESE, "ja")).pillars]
    assert set(spanish) <= {
        "Evidencia", "A contracorriente", "Advertencia", "Guía práctica", "Visión", "Historia", "Clave",
        "Llamada a la acción",
    }  # fmt: skip
    assert set(japanese) <= {"根拠", "逆説", "警告", "実践", "展望", "体験", "理由", "呼びかけ", "要点"}


def test_angle_names_a_claim_of_the_source_that_shows_its_kind() -> None:
    said = " ".join(ESSAY.split()).casefold()
    kinds = [pillar.angle.split(": ", 1) for pillar in analyse(source(ESSAY)).pillars]
    assert len({kind for kind, _ in kinds}) >= 3
    named = [claim for _, claim in kinds if claim.casefold() in said]
    assert len(named) * 2 > len(kinds)
    assert all(len(claim) <= 110 for _, claim in kinds)
    assert not [claim for kind, claim in kinds if kind == "Contrarian" and claim not in named]


def test_angle_has_no_foreign_words_when_the_language_has_no_framing() -> None:
    polish = "Dobry chleb potrzebuje czasu i cierpliwości. Młody piekarz uczy się przez dwa długie lata. "
    polish += "Stary piec trzyma ciepło przez całą zimną noc."
    [pillar] = analyse(source(polish, "pl")).pillars
    assert pillar.angle.split(": ")[-1].rstrip(".") in polish


def test_short_text_gives_one_pillar() -> None:
    analysis = analyse(source(SHORT))
    assert len(analysis.pillars) == 1


def test_transcript_drops_the_host_and_the_chatter() -> None:
    analysis = analyse(transcript())
    told = str(analysis)
    assert "Welcome back" not in told
    assert "you know" not in told
    assert "Gotcha" not in told
    assert "Ben," not in told
    points = [point for pillar in analysis.pillars for point in pillar.key_points]
    assert "Most bakeries fail because they hurry the dough." in points


@pytest.mark.parametrize("text", ["", "   \n\n ", OCR_NOISE, "Menu\n\nHome\n\nAbout us\n\nLog in", "12 44 81 90."])
def test_analysis_is_refused_when_nothing_can_be_quoted(text: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        analyse(source(text))
    assert [field["path"] for field in refused.value.details["fields"]] == ["source"]


def test_same_source_gives_the_same_analysis_in_every_thread() -> None:
    found: list[Analysis] = []
    threads = [threading.Thread(target=lambda: found.append(analyse(source(ESSAY)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [analyse(source(ESSAY))] * 4


@pytest.mark.parametrize(("passages", "pillars"), [(1, 1), (7, 1), (8, 2), (11, 2), (12, 3), (35, 6), (500, 10)])
def test_pillars_grow_with_what_can_be_quoted(passages: int, pillars: int) -> None:
    assert pillar_count(passages) == pillars


def test_an_hour_of_talk_is_read_in_seconds() -> None:
    hour = "\n\n".join(ESSAY.replace("meeting", f"meeting {word}") for word in "abcdefghijklmnopqrst")
    analyse(source(ESSAY))
    start = time.perf_counter()
    analyse(source(hour))
    assert time.perf_counter() - start < 6
