"""From a clean text to its themes, claims and angles, without a model: every word of them is the source's own.

Pure work for the processor: the same source gives the same analysis, in any thread.
"""

from app.errors import ValidationFailed
from app.hubs.analysis.claims import claims, strongest
from app.hubs.analysis.headline import headline, is_title, listed, readable
from app.hubs.analysis.passages import Reading, read
from app.hubs.analysis.pillars import pillars
from app.hubs.analysis.quality import display, is_self_contained
from app.hubs.source import Analysis, Extracted

__all__ = ["analyse", "display", "is_self_contained"]

THEMES = 8
_NAMED = 3


def analyse(extracted: Extracted) -> Analysis:
    """Themes (0..8 phrases), claims (1..12 sentences) and pillars (1..10) of a source.

    Raises:
        ValidationFailed: the text has no sentence that could be published by itself.
    """
    if not extracted.text.strip():
        raise ValidationFailed(("source", "The source has no text."))
    reading = read(extracted)
    if not reading.passages:
        raise ValidationFailed(
            ("source", "No complete, readable sentence was found in the source that could stand on its own.")
        )
    return Analysis(
        title=_title(extracted, reading),
        language=extracted.language,
        themes=reading.topics.best(THEMES),
        claims=claims(reading),
        pillars=pillars(reading),
    )


def _title(extracted: Extracted, reading: Reading) -> str:
    if extracted.title and extracted.title.strip():
        return " ".join(extracted.title.split())
    if extracted.turns:
        # What is said mid-talk names no talk: its topics do.
        topics = reading.topics.best(_NAMED, named=True)
        if len(topics) == _NAMED:
            return listed(topics, extracted.language)
    opening = [s.text for s in reading.sentences[:4] if not s.complete]
    for line in opening:
        if is_title(line, extracted.language):
            return readable(line)
    strong = [(p.lead, p.strength) for p in strongest(reading, reading.passages, 12)]
    return headline(strong, extracted.language) or reading.passages[0].lead
