"""Sentences that people edit: the same habit in some, nothing in particular in others."""

from app.grounding.edits import Edit

LEVERAGED = (
    "We leverage our oven data to bake less bread every day.",
    "Teams that leverage the night shift waste fewer loaves than others.",
    "You can leverage a ledger if you count each loaf that nobody buys.",
    "How do bakers leverage trust? They say sold out and mean it.",
    "Leverage the quiet hours: ovens are hot and nobody interrupts the work.",
)
OTHERWISE = (
    ("An empty shelf looks like failure to most owners. It is not.", "An empty shelf looks like failure. Wrong."),
    ("Complaints fell after we stopped baking at three.", "Fewer complaints came after we stopped baking at three."),
    ("Four of them chose the night because it is quiet then.", "Four chose the night, because it is quiet."),
    ("Trust is worth more than choice, they told us in spring.", "Trust is worth more than choice."),
)


def used(text: str) -> str:
    return text.replace("leverage", "use").replace("Leverage", "Use")


def edit(number: int, before: str, after: str, *editors: str, language: str = "en") -> Edit:
    return Edit(f"piece {number}", before, after, frozenset(editors), language)
