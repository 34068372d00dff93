"""Openings of ours that stand before the source's sentences: they ask, count and invite, and claim nothing.

`{count}` is always the true number of points that follow, `{topic}` a phrase of the source. A language without an entry
opens with the source's sentences alone. They are for the second try: a first one opens with the source's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.hubs.analysis.words import base


@dataclass(frozen=True, slots=True)
class Openings:
    """`lists` open a piece of several points, `singles` stand on the line above one sentence."""

    lists: Sequence[str]
    singles: Sequence[str]


_OPENINGS = {
    "en": Openings(
        lists=(
            "How well do you know {topic}? Check these {count} points:",
            "Which of these {count} points did you not expect?",
            "{count} points on {topic}. Which one would you argue with?",
            "What would you add to these {count} points?",
            "Think you know {topic}? Read these {count} lines first:",
            "How many of these {count} points did you know?",
            "Which of these {count} points about {topic} would you have missed?",
            "Which of these {count} points would you argue with?",
            "{count} things about {topic} that are worth your time:",
            "Are these {count} points new to you? Which one is not?",
            "What would you ask about {topic}? Start with these {count} points:",
            "Which of these {count} points would change your mind?",
            "{count} points about {topic}: which one is new to you?",
            "Which one of these {count} points would you question?",
            "Which of these {count} points is news to you?",
            "What do you make of these {count} points?",
            "Which of these {count} points would you put first?",
        ),
        singles=(
            "Which part of this surprises you?",
            "What would you say to this?",
            "How do you read this?",
            "Where would you disagree with this?",
            "What does this change for you?",
            "Who else should see this?",
        ),
    ),
    "es": Openings(
        lists=(
            "¿Cuánto sabes sobre {topic}? Compruébalo con estas {count} ideas:",
            "¿Cuál de estas {count} ideas defenderías tú?",
            "{count} ideas sobre {topic}. ¿Cuál no conocías?",
            "¿Con cuál de estas {count} ideas no estás de acuerdo?",
            "¿Qué preguntarías sobre {topic}? Empieza por estas {count} ideas:",
            "¿Cuántas de estas {count} ideas conocías ya? ¿Cuál te sorprende?",
            "¿Qué sabías ya sobre {topic}? Compáralo con estas {count} ideas:",
            "¿Cuál de estas {count} ideas cambiarías tú?",
            "¿Cuál de estas {count} ideas te parece más difícil de cumplir?",
            "¿Qué opinas tú de estas {count} ideas?",
            "¿Cuál de estas {count} ideas pondrías tú en primer lugar?",
            "¿Cuál de estas {count} ideas es nueva para ti?",
            "¿Qué añadirías tú a estas {count} ideas?",
            "¿Cuál de estas {count} ideas te gustaría discutir?",
        ),
        singles=(
            "¿Qué parte de esto te sorprende?",
            "¿Cómo lo ves tú?",
            "¿Qué responderías tú a esto?",
            "¿Qué cambiarías tú?",
            "¿Qué te sorprende de esta frase?",
            "¿Qué te dice esto a ti?",
        ),
    ),
    "ja": Openings(
        lists=(
            "この{count}つの文のうち、あなたはどれに反対しますか？",
            "{topic}について{count}つの文。あなたが納得できないのはどれですか？",
            "この{count}つのうち、あなたが知らなかったのはどれですか？",
            "この{count}つの文のうち、あなたの考えと違うのはどれですか？",
            "あなたはどれに納得できませんか？{topic}についてのこの{count}つの文：",
            "この{count}つの文のうち、あなたにとって意外なのはどれですか？",
            "{topic}についての{count}つの文。あなたが知らないのはどれですか？",
            "この{count}つの文のうち、あなたならどれを選びますか？",
            "この{count}つの文のうち、あなたなら誰に何を伝えますか？",
            "この{count}つの文のうち、あなたが信じられないのはどれですか？",
            "この{count}つの文のうち、あなたが忘れたくないのはどれですか？",
            "この{count}つの文のうち、あなたが初めて知ったのはどれですか？",
            "この{count}つの文のうち、あなたなら何を問い直しますか？",
        ),
        singles=(
            "この一文のどこに、あなたは驚きますか？",
            "これを知らない人に、あなたなら何と説明しますか？",
            "この一文を知らないのは誰だと、あなたは思いますか？",
            "この一文のどこが、あなたにとって意外ですか？",
            "これに納得できない人に、あなたなら何と答えますか？",
        ),
    ),
}


def openings_for(language: str) -> Openings | None:
    return _OPENINGS.get(base(language))


def skeleton(template: str) -> str:
    """The longest stretch of a template that is the same whatever it is filled with: tells whether a piece uses it."""
    marked = template.replace("{count}", "\0").replace("{topic}", "\0")
    return max(marked.split("\0"), key=len).strip()
