"""Kept answers: never given under another version, and never more of them than there is room for."""

import gzip

from prometheus_client import REGISTRY

from graphql_schema.answers import Answer, Answers

KEY = ("client", "c1", "{ hub }", None, (("id", "h1"),))
BODY = b'{"data":{"hub":null}}'
LONG = b'{"data":"' + b"word " * 2000 + b'"}'


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("foundry_answers_total", {"outcome": outcome}) or 0.0


def test_an_answer_is_given_back_under_its_key_and_version_alone() -> None:
    answers = Answers(1_000_000)
    kept = answers.put(KEY, (1, 5), BODY)

    assert answers.get(KEY, (1, 5)) is kept
    assert kept.body == BODY
    assert answers.get(KEY, (1, 6)) is None
    assert answers.get(KEY, (2, 5)) is None
    assert answers.get((*KEY, "more"), (1, 5)) is None


def test_a_new_answer_takes_the_place_of_the_old() -> None:
    answers = Answers(1_000_000)
    answers.put(KEY, (1, 5), LONG)
    size = answers.bytes
    newer = answers.put(KEY, (1, 6), LONG)

    assert (len(answers), answers.bytes) == (1, size)
    assert answers.get(KEY, (1, 5)) is None
    assert answers.get(KEY, (1, 6)) is newer


def test_the_least_recently_used_is_thrown_out_when_the_room_is_full() -> None:
    answers = Answers(5 * len(LONG))
    for number in range(4):
        answers.put(number, 0, LONG)
    assert answers.get(0, 0) is not None

    answers.put(4, 0, LONG)
    assert [number for number in range(5) if answers.get(number, 0)] == [0, 2, 3, 4]
    assert answers.bytes <= answers.max_bytes


def test_compressed_forms_are_made_once_and_counted() -> None:
    answers = Answers(1_000_000)
    kept = answers.put(KEY, 0, LONG)
    before = answers.bytes
    zipped = kept.encoded("gzip")

    assert gzip.decompress(zipped) == LONG
    assert kept.encoded("gzip") is zipped
    assert kept.encoded(None) is kept.body
    assert answers.bytes == before + len(zipped)
    answers.put(KEY, 1, LONG)
    assert answers.bytes == before


def test_a_compressed_form_makes_room_for_itself() -> None:
    answers = Answers(5 * len(LONG))
    for number in range(4):
        answers.put(number, 0, LONG)
    last = answers.get(3, 0)
    assert last is not None
    answers.max_bytes = answers.bytes
    last.encoded("zstd")

    assert answers.bytes <= answers.max_bytes
    assert answers.get(0, 0) is None
    assert answers.get(3, 0) is last


def test_an_answer_that_was_thrown_out_is_not_counted_any_more() -> None:
    answers = Answers(1_000_000)
    old = answers.put(KEY, 0, LONG)
    answers.put(KEY, 1, LONG)
    size = answers.bytes

    assert gzip.decompress(old.encoded("gzip")) == LONG
    assert answers.bytes == size


def test_long_keys_take_room_too() -> None:
    answers = Answers(1_000_000)
    for number in range(1000):
        answers.put(("client", f"{{ hub }} # {number:05} " + "x" * 10_000), 0, BODY)

    assert len(answers) < 100
    assert answers.bytes <= 1_000_000


def test_what_would_fill_a_quarter_of_the_room_is_answered_and_not_kept() -> None:
    answers = Answers(3 * len(LONG))
    given = answers.put(KEY, 0, LONG)

    assert (given.body, len(answers), answers.bytes) == (LONG, 0, 0)
    assert gzip.decompress(given.encoded("gzip")) == LONG
    assert answers.bytes == 0


def test_without_room_nothing_is_kept_and_answers_have_their_tags_still() -> None:
    answers = Answers(0)

    assert answers.put(KEY, 0, BODY).tag == answers.put(KEY, 0, BODY).tag
    assert answers.get(KEY, 0) is None


def test_tags_tell_keys_and_versions_apart_and_not_bodies() -> None:
    answers = Answers(1_000_000)
    tag = answers.put(KEY, (1, 5), BODY).tag

    assert answers.put(KEY, (1, 5), LONG).tag == tag
    others = {answers.put(key, version, BODY).tag for key, version in ((KEY, (1, 6)), (KEY, (15,)), (KEY[1:], (1, 5)))}
    assert len(others | {tag}) == 4
    assert Answer(BODY).tag is None


def test_look_ups_are_counted() -> None:
    answers = Answers(3000)
    hits, misses, evicted = counted("hit"), counted("miss"), counted("evicted")
    for number in range(6):
        answers.put(number, 0, BODY)
    answers.get(5, 0)
    answers.get(5, 1)
    answers.get(9, 0)

    assert (counted("hit") - hits, counted("miss") - misses) == (1, 2)
    assert (len(answers), counted("evicted") - evicted) == (4, 2)
