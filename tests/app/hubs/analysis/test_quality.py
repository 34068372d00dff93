import pytest

from app.hubs.analysis.headline import clauses
from app.hubs.analysis.quality import display, is_self_contained, objection

ALONE = [
    ("en", "A night of sleep improves most decisions."),
    ("en", "But a full calendar is not a sign of importance."),
    ("en", "It is hard to sell bread that nobody can smell."),
    ("en", "There was no link between price and quality in any of the shops."),
    ("en", "Those who wait until evening pay less for the same fish."),
    ("es", "Un huerto pequeño puede alimentar a una familia."),
    ("ja", "毎朝三十分の散歩は、体と心の両方を整える。"),
]
LEANING = [
    ("en", "It usually means that people have stopped listening.", "dangling"),
    ("en", "This changes how teams plan their week.", "dangling"),
    ("en", "But they never asked the baker about the oven.", "dangling"),
    ("en", "Because nobody had asked the baker about it.", "verbless"),
    ("en", "The oven works best when you treat it like that.", "pointing"),
    ("en", "The shops in Figure 3 sold more bread than ours.", "unseen"),
    ("en", "As mentioned above, the oven needs a full hour.", "unseen"),
    ("en", "When asked for his opinion, nobody in town could repeat it.", "anaphora"),
    ("en", "Why does the bread smell so good in the morning?", "question"),
    ("en", "The oven was built in the year of the", "cut"),
    ("en", 'The baker said "never open the oven before noon.', "cut"),
    ("en", "Good bread needs time.", "length"),
    ("en", "Subscribe to our newsletter for more bread and cake.", "boilerplate"),
    ("en", "That's true, of course, sure, right, exactly.", "boilerplate"),
    ("en", "Tlie sclioolhouse was bnilt iu tbe year of tlie flood.", "garbage"),
    ("en", "A long table of plain wood in the middle of the room.", "verbless"),
    ("en", "The night shift wrote the change down.", "pointing"),
    ("en", "The baker said no to all three.", "pointing"),
    ("en", "Bakers remember the flour of the year before the flood!", "pointing"),
    ("en", "In order that the men of the mill might be warmed.", "verbless"),
    ("en", "Null hypothesis: The price of bread has no effect.", "boilerplate"),
    ("en", "Flour prices: The price of bread rises in winter.", "boilerplate"),
    ("en", "H7: Longer loaves are associated with success.", "boilerplate"),
    ("en", '"Never open the oven before the clock strikes noon."', "quoted"),
    ("es", "Esto desanima a muchos principiantes de la ciudad.", "dangling"),
    ("ja", "しかし、これは誰にでも始められることである。", "dangling"),
    ("ja", "それは町の人が昔から知っている話である。", "dangling"),
]


@pytest.mark.parametrize(("language", "sentence"), ALONE)
def test_sentence_stands_alone_when_it_points_at_nothing(language: str, sentence: str) -> None:
    assert objection(sentence, language) is None
    assert is_self_contained(sentence, language)


@pytest.mark.parametrize(("language", "sentence", "reason"), LEANING)
def test_sentence_is_refused_for_its_reason_when_it_cannot_stand_alone(
    language: str, sentence: str, reason: str
) -> None:
    assert objection(sentence, language) == reason


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("However, a full calendar is not a sign.", "A full calendar is not a sign."),
        ("And so the baker left town [3, 4].", "The baker left town."),
        ("The _slow_ dough wins (Moss & Cole, 2019).", "The slow dough wins."),
        ("Now the baker sleeps.", "Now the baker sleeps."),
        ("The baker\nsleeps well.", "The baker sleeps well."),
    ],
)
def test_display_drops_connectives_citations_and_markup_and_nothing_else(sentence: str, shown: str) -> None:
    assert display(sentence, "en") == shown


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("The price of bread must rise; our patience has a price.", ["The price of bread must rise."]),
        ("We believe in the doctrine of peace; but liberty must come first.", []),
        ("If the oven is cold, the bread will fail; nobody can repair it.", []),
        ("The oven--a gift of the old baker--was built in the north.", []),
    ],
)
def test_sentence_is_cut_only_where_its_head_says_what_the_whole_says(sentence: str, heads: list[str]) -> None:
    assert list(clauses(sentence, "en")) == [sentence, *heads]
