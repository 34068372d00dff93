"""What people took out of the brand. Detection does not bring it back; a person may, by entering it again.

`kind` is as in the trail: voice_marker, banned_word, brand_stance, persona, or topic_to_avoid. The words are kept as
they are compared, so that no spelling of them slips through.
"""

from app.brand.models import BrandRemoval
from app.kit import ids
from app.kit.text import same_words


async def removed(kind: str) -> frozenset[str]:
    """The words, as `same_words` gives them, that the bound client does not want back."""
    return frozenset(str(words) for words in await BrandRemoval.filter(kind=kind).values_list("words", flat=True))


async def taken_out(kind: str, words: str) -> None:
    """Call it in the transaction that takes them out."""
    await BrandRemoval.get_or_create(kind=kind, words=same_words(words), defaults={"id": ids.new_id()})


async def brought_back(kind: str, words: str) -> None:
    """Call it in the transaction in which a person enters them."""
    await BrandRemoval.filter(kind=kind, words=same_words(words)).delete()


async def exchanged(kind: str, old: str, new: str) -> None:
    """A person says it in other words: the old ones were taken out."""
    if same_words(old) != same_words(new):
        await taken_out(kind, old)
        await brought_back(kind, new)
