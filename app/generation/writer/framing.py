"""The few words of ours that may stand around the source's sentences, by language. None of them claims anything.

A language without an entry gets none: its pieces are the source's sentences alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.hubs.analysis.words import base


@dataclass(frozen=True, slots=True)
class Framing:
    """`{topic}` is a phrase of the source."""

    topic_questions: Sequence[str]
    open_questions: Sequence[str]
    on_screen: str
    to_camera: str
    shots: Sequence[str]
    save_this: Sequence[str]


_FRAMINGS = {
    "en": Framing(
        topic_questions=(
            "What is your take on {topic}?",
            "Where do you stand on {topic}?",
            "What would you add on {topic}?",
        ),
        open_questions=(
            "What would you add?",
            "Agree, or see it differently?",
            "Which part would you challenge?",
            "What do you take from it?",
        ),
        on_screen="[On screen: {text}]",
        to_camera="[Look straight into the camera]",
        shots=("[Close-up]", "[Cut to a new angle]", "[Step closer]", "[Hands in view]", "[Pause, then go on]"),
        save_this=("Save this for later.", "Share it with someone who should read this."),
    ),
    "es": Framing(
        topic_questions=(
            "¿Qué opinas sobre {topic}?",
            "¿Cuál es tu postura sobre {topic}?",
            "¿Qué añadirías sobre {topic}?",
        ),
        open_questions=(
            "¿Qué añadirías?",
            "¿De acuerdo, o lo ves de otra manera?",
            "¿Qué parte discutirías?",
        ),
        on_screen="[En pantalla: {text}]",
        to_camera="[Mirada a cámara]",
        shots=(
            "[Primer plano]",
            "[Cambio de plano]",
            "[Un paso hacia la cámara]",
            "[Las manos en cuadro]",
            "[Pausa breve]",
        ),
        save_this=("Guárdalo para más tarde.", "Compártelo con quien deba leerlo."),
    ),
    "ja": Framing(
        topic_questions=(
            "{topic}について、あなたはどう考えますか？",
            "{topic}について、あなたの意見を聞かせてください。",
        ),
        open_questions=(
            "あなたなら何を付け加えますか？",
            "あなたの考えを聞かせてください。",
        ),
        on_screen="[画面：{text}]",
        to_camera="[カメラ目線]",
        shots=("[アップ]", "[カット切り替え]", "[一歩前へ]", "[手元を映す]", "[ひと呼吸おく]"),
        save_this=("あとで読み返せるように保存を。",),
    ),
}


def framing_for(language: str) -> Framing | None:
    return _FRAMINGS.get(base(language))
