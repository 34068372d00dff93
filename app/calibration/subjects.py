"""What samples are about, and what they say in so many words that they keep away from."""

from collections.abc import Sequence

from app.calibration.cues import cues_for
from app.calibration.reading import Reading
from app.hubs.analysis.terms import Topics
from app.hubs.analysis.words import knows_words
from app.kit.text import same_words

TOPICS = 8
AVOIDED = 10


def topics_of(readings: Sequence[Reading], language: str) -> list[str]:
    """Phrases that name a topic, best first, of two samples at least; none for fewer samples, and none in languages
    without word frequencies."""
    if len(readings) < 2 or not knows_words(language):
        return []
    sentences = [(number, sentence) for number, reading in enumerate(readings) for sentence in reading.sentences]
    topics = Topics([sentence for _, sentence in sentences], language)
    spoken = [same_words(reading.text) for reading in readings]
    best = topics.best(3 * TOPICS)
    return [topic for topic in best if sum(same_words(topic) in text for text in spoken) >= 2][:TOPICS]


def avoided(readings: Sequence[Reading], language: str) -> list[str]:
    """Topics of which a sample says that its author does not speak of them. None is guessed."""
    cues = cues_for(language)
    if cues is None:
        return []
    said = [
        match.group("topic").strip()
        for reading in readings
        for sentence in reading.sentences
        for match in cues.shuns.finditer(sentence)
    ]
    kept: dict[str, str] = {}
    for topic in said:
        kept.setdefault(same_words(topic), topic)
    return list(kept.values())[:AVOIDED]
