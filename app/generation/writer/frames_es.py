"""Spanish openings; the parts are named as in `frames_en`."""

import regex

from app.generation.writer.frames import Frame, Frames

_NOT_FIRST = r"(?!(?:ésta?|éstos?|esta|este|estos|estas|eso|esto|no|ella|ellas|ellos|él|tal|tales|así|quiere|desea)\b)"
WHEN = regex.compile(rf"^(?P<w>Si|Cuando) (?P<x>{_NOT_FIRST}[\p{{L}}-]+ [^,;:()]{{8,80}}), .{{12,}}$")
WANT = regex.compile(
    r"^Si (?:quieres|queremos|quiere|deseas|necesitas) (?P<v>\p{Ll}{2,}[aeií]r(?:se)? [^,;:()]{4,70}), .{12,}$"
)
HOW = regex.compile(r"^Para (?P<v>(?!(?:hacer eso|decir)\b)\p{Ll}{2,}[aeií]r(?:se)? [^,;:()]{4,70}), .{12,}$")
CAUSE = regex.compile(r"^(?P<x>(?!(?:si|cuando|como)\b)[^,;:()]{20,110}?),? porque .{10,}$", regex.IGNORECASE)
CONTRAST = regex.compile(
    r"\bno (?:es |son )?(?P<x>(?P<head>porque|en|por|de|para|con|un|una|el|la) [^,;.:()]{3,60}?),? "
    r"sino (?P<y>(?P=head) [^;.:()]{3,80}?)[.]$"
)
NUMBER = regex.compile(
    r"(?<![\p{L}\d.,/:-])(?<!\b(?:menos|más|no|medio) )(?P<n>(?:más de |menos de |casi |al menos |hasta )?"
    r"(?:\d{1,3}(?:[.  ]\d{3})+|\d+)(?:,\d+)?"
    r"(?:\s?%| por ciento|\s?€| euros| dólares| millones(?: de \p{Ll}+)?| mil \p{Ll}+s|"
    r" (?:horas|días|meses|años|personas|semanas|minutos)))(?![\p{L}\d%])"
)
NO_CLAIM = regex.compile(r"\b(?:yo|mi|mis|me|sin embargo|por ejemplo)\b", regex.IGNORECASE)
_SAID_BY_US = regex.compile(
    rf"{NO_CLAIM.pattern}|\b(?:nosotros|nosotras|nos|nuestr[oa]s?|\p{{L}}+mos)\b", regex.IGNORECASE
)
"""The same, and what only those who say it know of themselves."""
_DIGITS = regex.compile(r"\d")

_SINGLES = (
    Frame("¿Qué pasa {w} {x}?", WHEN, 16.0, longest=16, least=2),
    Frame("¿Quieres {v}?", WANT, 14.0, longest=14),
    Frame("Cómo {v}:", WANT, 14.0, longest=14),
    Frame("Cómo {v}:", HOW, 16.0, longest=14),
    Frame("¿Cómo {v}?", HOW, 12.0, longest=14),
    Frame("Por qué {x}:", CAUSE, 16.0, longest=16),
    Frame("Hay una razón por la que {x}.", CAUSE, 12.0, longest=16),
    Frame("{X}. Este es el porqué:", CAUSE, 12.0, longest=16),
    Frame("No {x}. {Y}.", CONTRAST, 14.0, whole=True, longest=18, least=2),
    Frame("{N}. Quédate con ese número.", NUMBER, 4.0, longest=7),
    Frame("Un número para recordar: {n}.", NUMBER, 4.0, longest=7),
    Frame("¿Sabías que {x}?", None, 6.0, True, 5, 22, _SAID_BY_US),
    Frame("Lo que debes saber sobre {topic}: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("¿Qué hay que saber sobre {topic}? {X}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("Una cosa que debes saber sobre {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("Lo que conviene saber sobre {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("Esto es lo que debes saber sobre {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("{topic}, en una frase: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("¿Qué conviene recordar? {X}.", None, 1.0, True, 5, 22, NO_CLAIM),
)

_ANY = -30.0
"""For lines that any source could open with."""

_LISTS = (
    Frame("{count} datos sobre {topic}, cada uno con su número:", natural=12.0, points=_DIGITS),
    Frame("{topic} en {count} frases:", natural=8.0),
    Frame("{count} cosas que conviene saber sobre {topic}:", natural=6.0),
    Frame("{count} cosas que debes saber sobre {topic}:", natural=6.0),
    Frame("Lo que debes saber sobre {topic}, en {count} frases:", natural=5.0),
    Frame("¿Por dónde empezar con {topic}? Por estos {count} puntos:", natural=4.0),
    Frame("¿Qué sabes sobre {topic}? Empieza por estos {count} puntos:", natural=4.0),
    Frame("{count} puntos sobre {topic} que debes tener en cuenta:", natural=4.0),
    Frame("{count} ideas sobre {topic}. ¿Cuál no conocías?", natural=3.0),
    Frame("{count} frases sobre {topic} que conviene leer dos veces:", natural=3.0),
    Frame("{count} ideas que conviene recordar:", natural=_ANY),
    Frame("¿Cuál de estas {count} ideas es nueva para ti?", natural=_ANY),
    Frame("¿Con cuál de estas {count} ideas no estás de acuerdo?", natural=_ANY),
    Frame("{count} frases que conviene leer dos veces:", natural=_ANY),
)

FRAMES = Frames(_SINGLES, _LISTS)
