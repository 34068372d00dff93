"""What is kept in memory goes at a word, whoever keeps it."""

from pathlib import Path

import app
from app.kit import memory
from graphql_schema.answers import Answers

OF_NO_CLIENT = {
    *("app/kit/memory.py", "app/http/compression.py", "app/pictures/fonts.py"),
    *("app/generation/gates/pull/numbers.py", "app/generation/gates/tone/cohort.py", "app/calibration/usual.py"),
    *("app/pictures/pen.py", "app/exports/pdf_page.py"),  # what one picture or document keeps goes with it
}
asked: list[str] = []


@memory.kept(8)
def shouted(text: str) -> str:
    asked.append(text)
    return text.upper()


def test_what_was_worked_out_once_is_worked_out_anew_after_it_was_forgotten() -> None:
    asked.clear()
    assert [shouted("bread"), shouted("bread")] == ["BREAD", "BREAD"]
    memory.forget_all()
    assert shouted("bread") == "BREAD"

    assert asked == ["bread", "bread"]


def test_answers_are_forgotten_too_and_those_who_are_no_more_are_not_asked() -> None:
    answers, gone = Answers(1_000_000), Answers(1_000_000)
    for each in (answers, gone):
        each.put(("client", "c1"), (1, 5), b'{"data":null}')
    del each, gone
    memory.forget_all()

    assert (len(answers), answers.bytes) == (0, 0)
    assert answers.get(("client", "c1"), (1, 5)) is None


def test_whoever_keeps_what_is_made_of_texts_keeps_it_so_that_it_can_be_forgotten() -> None:
    root = Path(app.__file__).parent
    keeping = {path for path in root.rglob("*.py") if "lru_cache" in path.read_text()}
    assert {path.relative_to(root.parent).as_posix() for path in keeping} == OF_NO_CLIENT
