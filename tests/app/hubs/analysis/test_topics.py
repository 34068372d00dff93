"""Topics are noun phrases of the source: not people, not loose adjectives, not misread words."""

from app.hubs.analysis.quoted import not_the_authors
from app.hubs.analysis.sentences import split
from app.hubs.analysis.terms import Topics

BAKERY = [
    "The bakery in Harrow Bay burned down twice.",
    "Petra bought the bakery for nine hundred crowns.",
    "Petra grinds rye in the bakery every night.",
    "Visitors ask Petra about the bakeryer in Harrow Bay.",
    "The positive thing is that the bakery never stops.",
    "A flour sack from Harrow Bay lasts for sixty years.",
    "Tho sack that is popular, tho sack that is not.",
]
CHAPTER = """Why pace matters

A speaker who never changes pace tires the room. The ear wants a change as the eye does.

EXERCISES

Read the next lines aloud with a change of pace.

THE OLD MILL

The miller shouted at the river for an hour.

How to slow down

A slow sentence gives weight to the words that follow it.
"""


def test_topics_name_things_and_places_and_no_person() -> None:
    found = Topics(BAKERY, "en").best(8)
    assert "bakery" in found
    assert "Harrow Bay" in found
    assert not {"Petra", "petra", "positive", "popular", "tho sack"} & set(found)


def test_topic_takes_the_article_that_the_source_gives_it() -> None:
    assert "the bakery" in Topics(BAKERY, "en").best(8, named=True)
    assert "Harrow Bay" in Topics(BAKERY, "en").best(8, named=True)


def test_exercises_and_what_they_quote_are_not_the_authors_claims() -> None:
    sentences = split(CHAPTER, "en")
    foreign = not_the_authors(sentences)
    own = [s.text for s in sentences if s.paragraph not in foreign and s.complete]
    assert own == [
        "A speaker who never changes pace tires the room.",
        "The ear wants a change as the eye does.",
        "A slow sentence gives weight to the words that follow it.",
    ]


def test_paragraph_followed_by_the_name_of_its_writer_is_a_quotation() -> None:
    text = "A mill needs a river.\n\nThe river is the miller of the world.\n\n--ANNA MOSS.\n\nA river needs nobody."
    sentences = split(text, "en")
    assert {s.text for s in sentences if s.paragraph in not_the_authors(sentences)} == {
        "The river is the miller of the world."
    }
