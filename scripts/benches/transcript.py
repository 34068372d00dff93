"""Makes the transcript that the pipeline is measured with: an hour's interview, the same for the same size and seed.

Its words are ours, so nothing is read from outside; speakers, times and fillers are there because the reader of
sources must take them out.
"""

import random
from collections.abc import Iterator

from scripts.benches import topics
from scripts.benches.topics import TOPICS, Topic

HOST, GUEST = "Mara Lindqvist", "Tom Okafor"
WORDS_AN_HOUR = 9500
WORDS_A_MINUTE = 158


def transcript(words: int = WORDS_AN_HOUR, seed: int = 7) -> bytes:
    """About `words` words of conversation as UTF-8: `[mm:ss] Name: ...`, a blank line between turns."""
    chance = random.Random(seed)
    lines: list[str] = []
    spoken = 0
    for speaker, said in _turns(chance, words):
        if spoken >= words:
            break
        minutes, seconds = divmod(spoken * 60 // WORDS_A_MINUTE, 60)
        lines.append(f"[{minutes:02}:{seconds:02}] {speaker}: {said}")
        spoken += len(said.split())
    return "\n\n".join(lines).encode()


def sentences(chance: random.Random, number: int) -> list[str]:
    """Claims of the guest's, on any topic."""
    return [_filled(chance, chance.choice(topics.CLAIMS), chance.choice(TOPICS)) for _ in range(number)]


def _turns(chance: random.Random, words: int) -> Iterator[tuple[str, str]]:
    """Topic after topic, each as long as the next, then round again until somebody stops."""
    share = max(1, words // len(TOPICS))
    while True:
        for topic in TOPICS:
            spoken = 0
            while spoken < share:
                for speaker, said in ((HOST, _question(chance, topic)), (GUEST, _answer(chance, topic))):
                    spoken += len(said.split())
                    yield speaker, said


def _question(chance: random.Random, topic: Topic) -> str:
    asked = _filled(chance, chance.choice(topics.QUESTIONS), topic)
    return f"{chance.choice(topics.FILLERS)} {asked}" if chance.random() < 0.4 else asked


def _answer(chance: random.Random, topic: Topic) -> str:
    """A filler now and then, a story, claims with their reasons, perhaps advice: four to nine sentences."""
    patterns = [
        *chance.sample(topics.STORIES, chance.randint(1, 2)),
        *chance.sample(topics.CLAIMS, chance.randint(1, 3)),
    ]
    patterns += chance.sample(topics.REASONS, chance.randint(1, 2))
    patterns += chance.sample(topics.ADVICE, chance.randint(0, 1))
    said = [_filled(chance, pattern, topic) for pattern in patterns]
    return " ".join([chance.choice(topics.FILLERS), *said] if chance.random() < 0.5 else said)


def _filled(chance: random.Random, pattern: str, topic: Topic) -> str:
    return pattern.format(
        topic=topic.name,
        things=chance.choice(topic.things),
        act=chance.choice(topic.acts),
        effect=chance.choice(topic.effects),
        number=chance.randint(3, 48),
        day=chance.choice(topics.DAYS),
        month=chance.choice(topics.MONTHS),
    )
