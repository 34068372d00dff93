"""Instructions in plain speech, as people type or dictate them: what they ask of a brand's voice.

By rule, without a model: cues such as "stop using" or "we always say" say what is done, and the words after them what
it is done to. What is only told, asked, denied or said of others asks for nothing. Pure work for the processor, in time
that grows with the note; the same note always gives the same.
"""

import unicodedata
from functools import cache

from app.calibration.found import Found
from app.calibration.hearing.asking import request_for
from app.calibration.hearing.grammar import Grammar
from app.calibration.hearing.outcomes import Heard
from app.calibration.hearing.reading import read
from app.calibration.hearing.utterances import sentences
from app.hubs.analysis.words import base

__all__ = ["hear", "request_for"]


def hear(text: str, language: str = "en") -> Found:
    """What the note asks for, later words over earlier ones; nothing where no rules are known for its language."""
    grammar = _grammar(base(language))
    if grammar is None:
        return Found()
    heard = Heard()
    for sentence in sentences(unicodedata.normalize("NFC", text), grammar):
        for outcomes in read(sentence, grammar):
            heard.take(outcomes)
    return heard.found()


@cache
def _grammar(language: str) -> Grammar | None:
    # Their patterns take some tenths of a second to compile: not at the start of the server.
    if language == "en":
        from app.calibration.hearing.english import GRAMMAR as english

        return english
    if language == "es":
        from app.calibration.hearing.spanish import GRAMMAR as spanish

        return spanish
    return None
