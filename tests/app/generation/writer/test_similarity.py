from app.generation.writer import is_near_duplicate
from app.generation.writer.hashtags import hashtags


def test_texts_are_near_duplicates_when_only_case_and_blanks_differ() -> None:
    assert is_near_duplicate("The slow dough wins.", "the  slow\nDOUGH wins.")


def test_texts_are_near_duplicates_from_nine_tenths_on() -> None:
    assert is_near_duplicate("abcdefghij" * 2, "abcdefghij" + "abcdefghxy")
    assert not is_near_duplicate("abcdefghij" * 2, "abcdefghij" + "abcdefgxyz")


def test_hashtags_join_the_words_of_a_phrase_and_leave_out_what_is_none() -> None:
    topics = [
        "change of pace",
        "Change of Pace",
        "人権",
        "100",
        "Conway's Law",
        "a phrase much too long to be a tag at all",
    ]
    assert hashtags(topics, 5) == ["#ChangeOfPace", "#人権", "#ConwaysLaw"]
    assert hashtags(topics, 1) == ["#ChangeOfPace"]
