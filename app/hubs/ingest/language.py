"""Which language a text is written in, as an ISO 639-1 code.

The script decides where it can; only then statistics, on a sample from the
middle of the text, where less is boilerplate.
"""

import re
import threading
from collections.abc import Sequence

_SAMPLE = 6_000
_MIN_LETTERS = 12
_FEW_LETTERS = 100
_DEFAULT = "en"
_SCRIPTS: Sequence[tuple[str, re.Pattern[str], float]] = (
    # Japanese mixes kana with Han: a fifth of kana suffices. The others must be most of what is written.
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.2),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.5),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.5),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.5),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.5),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.5),
)
_EUROPEAN = ("cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pl", "pt", "ro", "sv")
_USUAL = frozenset((*_EUROPEAN, "ar", "hi", "id", "ru", "tr", "uk", "vi"))
# The model is loaded once, by whichever thread asks first.
_loading = threading.Lock()


def detect(text: str) -> str:
    """The code of the most probable language; English for a text with too few letters to tell."""
    middle = max(0, (len(text) - _SAMPLE) // 2)
    sample = re.sub(r"https?://\S+|\d+", " ", text[middle : middle + _SAMPLE])
    letters = sum(char.isalpha() for char in sample)
    for code, script, share in _SCRIPTS:
        if letters and len(script.findall(sample)) >= share * letters:
            return code
    return _statistical(sample, letters) if letters >= _MIN_LETTERS else _DEFAULT


def _statistical(sample: str, letters: int) -> str:
    # Importing the model costs half a second: not at the start of the server.
    with _loading:
        import py3langid

    ranked = py3langid.rank(sample)
    if letters < 100:
        # A short text gets the best of the languages that people write to us in, not one of a hundred.
        ranked = [pair for pair in ranked if pair[0] in _USUAL] or ranked
    return str(ranked[0][0])


_USUAL = frozenset(
    [
        "ar",
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "hi",
        "hu",
        "id",
        "it",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "tr",
        "uk",
        "vi",
    ]
)
