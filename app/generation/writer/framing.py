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
    close_up: str
    to_camera: str
    cut: str
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
            "Where have you seen this yourself?",
            "What would you have asked next?",
        ),
        on_screen="[On screen: {text}]",
        close_up="[Close-up]",
        to_camera="[Look straight into the camera]",
        cut="[Cut to a new angle]",
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
            "¿Dónde lo has visto tú?",
        ),
        on_screen="[En pantalla: {text}]",
        close_up="[Primer plano]",
        to_camera="[Mirada a cámara]",
        cut="[Cambio de plano]",
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
        close_up="[アップ]",
        to_camera="[カメラ目線]",
        cut="[カット切り替え]",
        save_this=("あとで読み返せるように保存を。",),
    ),
}


def framing_for(language: str) -> Framing | None:
    return _FRAMINGS.get(base(language))
