"""Which numbers judge a language: English and Spanish have fits of their own, the others are judged by cues alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.generation.gates.hook_cues import base_language, has_lexicon
from app.generation.gates.pull.cues import FORM_CUES, WORD_CUES, form_cues, word_cues
from app.generation.gates.pull.scorer import Seen, see


@dataclass(frozen=True, slots=True)
class Fit:
    """`head` names its numbers. `caution` is told with a score that rests on another language's data."""

    head: str
    see: Callable[[str], Seen]
    caution: str = ""


def see_with_cues(text: str, language: str) -> Seen:
    """The features of English and the cues of the language's own lexicon."""
    seen = see(text)
    return Seen((*seen.features, *WORD_CUES), (*seen.values, *word_cues(text, language)), seen.ngrams)


_FITTED: Mapping[str, Fit] = {
    "en": Fit("pull", see),
    "es": Fit("spanish", lambda text: see_with_cues(text, "es")),
}


def fit_of(language: str) -> Fit:
    base = base_language(language)
    if base in _FITTED:
        return _FITTED[base]
    if has_lexicon(base):
        caution = (
            f"There is no data on hooks in “{language}”: judged by cues alone, as they weigh in English and Spanish."
        )
        return Fit("words", lambda text: Seen(WORD_CUES, word_cues(text, base)), caution)
    caution = (
        f"There is neither data on hooks nor a word list in “{language}”: judged by numbers, marks and length alone, "
        "as they weigh in English and Spanish."
    )
    return Fit("forms", lambda text: Seen(FORM_CUES, form_cues(text, base)), caution)
