"""Openings of ours that stand before the source's sentences: they ask, count and invite, and claim nothing.

`{count}` is always the true number of points that follow, `{topic}` a phrase of the source. A language without an entry
opens with the source's sentences alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.hubs.analysis.words import base


@dataclass(frozen=True, slots=True)
class Openings:
    """`lists` open a piece of several points, `singles` stand on the line above one sentence, `tails` follow a sentence
    of the source on the same line and lead over to further points."""

    lists: Sequence[str]
    singles: Sequence[str]
    tails: Sequence[str]


_OPENINGS = {
    "en": Openings(
        lists=(
            "{count} things to know about {topic} before you make up your mind:",
            "What do you really know about {topic}? {count} things to check:",
            "If you only keep {count} points on {topic}, keep these:",
            "Which of these {count} points on {topic} would you defend?",
            "Don't make up your mind on {topic} before you weigh these {count} points:",
            "{count} points on {topic} you should weigh:",
            "How do you see {topic}? Weigh these {count} points:",
            "What should you never forget about {topic}? {count} points:",
            "Not sure where you stand on {topic}? Start with these {count} points:",
            "You have a view on {topic}. What do these {count} points change?",
            "Which of these {count} points would you defend?",
            "If you only keep {count} points today, keep these:",
            "{count} things to weigh before you make up your mind:",
            "What would you keep from these {count} points?",
            "Don't make up your mind before you weigh these {count} points:",
            "{count} points you should weigh:",
        ),
        singles=(
            "What do you make of this 1 line on {topic}?",
            "If you only keep 1 line on {topic}, keep this:",
            "1 line on {topic} you should not skip:",
            "1 thing to know about {topic} before you make up your mind:",
            "How do you see {topic}? Weigh this 1 line:",
            "You have 10 seconds for {topic}? Keep this line:",
            "What should you never forget about {topic}? 1 line:",
            "What do you make of this 1 line?",
            "If you only keep 1 line today, keep this:",
            "You have 10 seconds? Keep this line:",
            "Don't skip this 1 line. What would you add?",
            "How do you read this 1 line?",
            "Which side are you on? Weigh this 1 line:",
        ),
        tails=(
            "Here's what you should weigh, in {count} points:",
            "What do you make of it? {count} points to help you decide:",
            "See what you would add to these {count} points:",
            "Which of these {count} points would make you change your mind?",
            "What would you say? {count} points to help you decide:",
        ),
    ),
    "es": Openings(
        lists=(
            "{count} cosas que debes saber sobre {topic} antes de decidir:",
            "¿Qué sabes de verdad sobre {topic}? {count} ideas para comprobarlo:",
            "Si solo te quedas con {count} ideas sobre {topic}, que sean estas:",
            "¿Cuál de estas {count} ideas sobre {topic} defenderías tú?",
            "No fijes tu postura sobre {topic} antes de leer estas {count} ideas:",
            "{count} ideas sobre {topic} que puedes poner a prueba:",
            "¿Qué no debes olvidar sobre {topic}? {count} ideas:",
            "¿Cuál de estas {count} ideas defenderías tú?",
            "Si solo te quedas con {count} ideas hoy, que sean estas:",
            "No decidas nada antes de leer estas {count} ideas. ¿Qué te dicen?",
        ),
        singles=(
            "Si solo te quedas con 1 frase sobre {topic}, que sea esta:",
            "1 frase sobre {topic} que no debes olvidar:",
            "¿Qué no debes olvidar sobre {topic}? 1 frase:",
            "1 cosa que debes saber sobre {topic} antes de decidir:",
            "Si solo te quedas con 1 frase hoy, que sea esta:",
            "¿Qué te dice a ti esta frase? 1 línea:",
            "1 frase que no debes olvidar:",
        ),
        tails=(
            "Esto es lo que debes sopesar, en {count} puntos:",
            "¿Y tú, qué dirías? {count} ideas para decidir:",
            "¿Cuál de estas {count} ideas te haría cambiar de opinión?",
        ),
    ),
    "ja": Openings(
        lists=(
            "{count}つのポイントで考える{topic}。あなたの答えは？",
            "あなたは{topic}をどう考えますか？この{count}つのポイントから：",
            "{topic}、あなたならどう説明しますか？この{count}つのポイントで：",
            "この{count}つのポイント、あなたならどれを選びますか？",
            "もし{topic}を{count}つのポイントにまとめるなら、あなたはどれを選びますか？",
        ),
        singles=(
            "この1文を、あなたはどう読みますか？",
            "もし1つだけ覚えるなら、あなたはこの一文を選びますか？",
            "{topic}について、この1文をあなたはどう思いますか？",
        ),
        tails=(
            "あなたはどう考えますか？この{count}つのポイントから：",
            "あなたならどう答えますか？この{count}つのポイントで：",
        ),
    ),
}


def openings_for(language: str) -> Openings | None:
    return _OPENINGS.get(base(language))


def skeleton(template: str) -> str:
    """The longest stretch of a template that is the same whatever it is filled with: tells whether a piece uses it."""
    marked = template.replace("{count}", "\0").replace("{topic}", "\0")
    return max(marked.split("\0"), key=len).strip()
