"""What is kept in memory goes at a word, whoever keeps it."""

from app.kit import memory
from graphql_schema.answers import Answers

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
