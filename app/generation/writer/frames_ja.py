"""Japanese openings; `x` is a sentence without its full stop. What is quoted needs no change of form."""

import regex

from app.generation.writer.frames import Frame, Frames

_DIGITS = regex.compile(r"[\p{N}一二三四五六七八九十百千万]")
_LEAST, _LONGEST = 4, 40

_SINGLES = (
    Frame("「{x}」。あなたはどう考えますか？", None, 5.0, True, _LEAST, _LONGEST),
    Frame("「{x}」。あなたなら、どう言いますか？", None, 4.0, True, _LEAST, _LONGEST),
    Frame("「{x}」。これは当たり前でしょうか？", None, 3.0, True, _LEAST, _LONGEST),
    Frame("{topic}について、あなたはどう考えますか？{x}。", None, 5.0, True, _LEAST, _LONGEST),
    Frame("{topic}について知っておきたいこと。{x}。", None, 5.0, True, _LEAST, _LONGEST),
    Frame("{topic}を一文で。{x}。", None, 4.0, True, _LEAST, _LONGEST),
    Frame("ご存じでしたか？{x}。", None, 3.0, True, _LEAST, _LONGEST),
)

_ANY = -30.0
"""For lines that any source could open with."""

_LISTS = (
    Frame("{topic}を{count}つの文で：", natural=8.0),
    Frame("{topic}について知っておきたい{count}つのこと：", natural=7.0),
    Frame("数字で読む{topic}。{count}つの文：", natural=12.0, points=_DIGITS),
    Frame("{topic}について、あなたはどこまで知っていますか？{count}つの文で：", natural=5.0),
    Frame("{topic}についての{count}つの文。あなたが知らないのはどれですか？", natural=4.0),
    Frame("{topic}について{count}つの文。あなたが納得できないのはどれですか？", natural=4.0),
    Frame("この{count}つの文のうち、あなたの考えと違うのはどれですか？", natural=_ANY),
    Frame("この{count}つの文のうち、あなたにとって意外なのはどれですか？", natural=_ANY),
    Frame("この{count}つの文のうち、あなたはどれに反対しますか？", natural=_ANY),
    Frame("この{count}つの文のうち、あなたが忘れたくないのはどれですか？", natural=_ANY),
)

FRAMES = Frames(_SINGLES, _LISTS)
