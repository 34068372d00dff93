"""Transcripts in every usual form become words and turns, and each turn covers exactly what its speaker said."""

import time

import pytest

from app.hubs.ingest.transcript import read_transcript

Heard = tuple[str | None, float | None, str]


def heard(text: str, language: str = "en") -> list[Heard]:
    words, turns = read_transcript(text, language)
    return [(turn.speaker, turn.at_s, words[turn.start : turn.end]) for turn in turns]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "**Ann Lee:** Hello [laughs] there.\n\n\\[03:59\\] And more.\n\n"
            "**Bo:** \\[01:02:03.50\\] Yes.\n\n**Bo:** \\[laughter\\]",
            [("Ann Lee", None, "Hello there.\n\nAnd more."), ("Bo", 3723.5, "Yes.")],
        ),
        (
            "Ann: Hello. Note: this is no label.\nBo: Hi (applause) you.\nAnn: A long line\nthat goes on [the] way.",
            [
                ("Ann", None, "Hello. Note: this is no label."),
                ("Bo", None, "Hi you."),
                ("Ann", None, "A long line that goes on [the] way."),
            ],
        ),
        ("[00:12:34] Ann: One.\n[00:12:40] Bo: Two.", [("Ann", 754.0, "One."), ("Bo", 760.0, "Two.")]),
        ("Ann [0:05]: One.\nBo (1:05): Two.", [("Ann", 5.0, "One."), ("Bo", 65.0, "Two.")]),
        ("00:12 Ann\nOne.\n\n01:15 Bo\nTwo.", [("Ann", 12.0, "One."), ("Bo", 75.0, "Two.")]),
        (
            "Speaker 1  0:03\nOne.\n\nSpeaker 2  1:02:03\nTwo.",
            [("Speaker 1", 3.0, "One."), ("Speaker 2", 3723.0, "Two.")],
        ),
        ("[00:01] One.\n[00:09] Two.", [(None, 1.0, "One."), (None, 9.0, "Two.")]),
        ("JANE: One.\n\nSecond.\n\nJOE: Two.", [("JANE", None, "One.\n\nSecond."), ("JOE", None, "Two.")]),
        ("田中：始めます（笑）。\n佐藤：はい。", [("田中", None, "始めます。"), ("佐藤", None, "はい。")]),
        ("**Ann:** One.\n\n**Break:** \\[23:50\\]\n\n**Ann:** Two.", [("Ann", None, "One."), ("Ann", None, "Two.")]),
    ],
    ids=["bold", "plain", "stamped", "stamp-inside", "time-above", "export", "times", "capitals", "japanese", "break"],
)
def test_speakers_and_times_are_read_in_every_usual_form(text: str, said: list[Heard]) -> None:
    assert heard(text) == said


def test_subrip_is_joined_to_sentences_and_its_tags_are_gone() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\n<i>Hello there,</i>\n\n2\n00:00:03,100 --> 00:00:05,000\nhow are you?\n\n"
        "3\n00:00:09,000 --> 00:00:11,000\n[MUSIC]\n\n4\n00:00:12,500 --> 00:00:14,000\n- Fine.\n- Good.\n"
    )
    assert heard(text) == [(None, 1.0, "Hello there, how are you?"), (None, 12.5, "Fine."), (None, 12.5, "Good.")]


def test_webvtt_gives_its_voices_and_repeats_nothing() -> None:
    text = (
        "WEBVTT - a title\n\nNOTE a remark\n\n00:01.000 --> 00:04.000\n<v Ann>Tea &amp; <c.loud>cake</c>\n\n"
        "id\n00:04.100 --> 00:06.000 align:start\n<v Ann>for all.\n\n00:06.100 --> 00:07.000\n<v Bo Lee>Thanks.\n\n"
        "00:07.100 --> 00:08.000\n<v Bo Lee>Thanks.\n"
    )
    assert heard(text) == [("Ann", 1.0, "Tea & cake for all."), ("Bo Lee", 6.1, "Thanks.")]


def test_captions_have_speakers_when_names_stand_before_colons() -> None:
    text = "1\n00:01 --> 00:02\nANN: One.\n\n2\n00:02 --> 00:03\nBO: Two.\n\n3\n00:03 --> 00:04\nANN: Three.\n"
    assert heard(text) == [("ANN", 1.0, "One."), ("BO", 2.0, "Two."), ("ANN", 3.0, "Three.")]


@pytest.mark.parametrize(
    "text",
    [
        "We met at 10:30 and left at 12:45. The odds were 3:1.",
        "It has one label. Note: this is all there is.",
        "Warning: this happens once\n\nand then the text goes on for a while without any.",
        "He wrote [the] word (in full) and f(x) = [a, b].",
        "See https://example.test/a:b for more.",
    ],
)
def test_plain_paragraphs_have_no_turns_and_lose_nothing(text: str) -> None:
    words, turns = read_transcript(text, "en")
    assert (" ".join(words.split()), turns) == (" ".join(text.split()), [])


def test_an_hour_of_talk_takes_a_fraction_of_a_second() -> None:
    lines = (
        f"**{'Ann' if number % 2 else 'Bo'}:** \\[{number // 4:02d}:00\\] " + "We keep on talking. " * 10
        for number in range(240)
    )
    text = "\n\n".join(lines)
    start = time.process_time()
    words, turns = read_transcript(text, "en")
    assert time.process_time() - start < 0.5
    assert (len(turns), len(words.split())) == (240, 9600)


@pytest.mark.parametrize("piece", ["[laugh", "A: ", "<v ", "Ann Ann ", "00:00 ", "(((", "1:1:1:", "A.", "-->\n"])
def test_a_transcript_is_read_in_linear_time_whatever_its_marks(piece: str) -> None:
    start = time.process_time()
    read_transcript(piece * (200_000 // len(piece)), "en")
    # Each takes a fraction of a second; in quadratic time each would take minutes.
    assert time.process_time() - start < 8
