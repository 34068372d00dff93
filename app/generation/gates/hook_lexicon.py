"""The languages in which we know the words of a hook; any other is judged by the cues that need none (`hook_cues`).

Every language has every cue of `LEXICAL_CUES`.
"""

from app.generation.gates.hook_pattern import Lexicon
from app.generation.gates.hook_words_en import ENGLISH
from app.generation.gates.hook_words_es import SPANISH
from app.generation.gates.hook_words_ja import JAPANESE

LEXICONS: dict[str, Lexicon] = {"en": ENGLISH, "es": SPANISH, "ja": JAPANESE}
LEXICAL_CUES = frozenset(ENGLISH)
