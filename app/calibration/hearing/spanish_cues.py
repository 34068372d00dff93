"""Spanish: the cues by which people say what they want, of wordings, beliefs and personas."""

from app.calibration.hearing.grammar import Act, Cue, standing
from app.calibration.hearing.spanish_wordings import WORDINGS

CUES = (
    *WORDINGS,
    Cue(
        Act.BELIEVE,
        standing(
            r"(?:nosotros )?(?:creemos|defendemos|apostamos|estamos convencid[oa]s|luchamos)(?: (?:firmemente|de"
            r" verdad))?(?: (?:que|en|por|de))*"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(
            r"nuestr[oa] (?:postura|posición|opinión|filosofía|visión|creencia|misión)(?: sobre [^,:§]{1,40}?)?"
            r" (?:es|:)(?: que)?"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(r"(?:nosotros |nosotras )?(?:pensamos|decimos|sabemos|opinamos|creemos)(?: que)?"),
        after=Act.OTHERS_SAY,
    ),
    # Of most of something, that it is wrong.
    Cue(
        Act.BELIEVE,
        standing(
            r"(?:pensamos|opinamos|sabemos) que(?= (?:la mayoría de (?:los|las|la|lo)|casi tod[oa]s? (?:el|la|los|las))"
            r" [^,:§]{1,80} (?:es|son|está|están) (?:(?:muy|una|un|pura) )?(?:equivocad[oa]s?|fals[oa]s?|mentiras?"
            r"|sobrevalorad[oa]s?|tonterías?|mitos?|muert[oa]s?)(?!\S))"
        ),
    ),
    Cue(
        Act.OPPOSE,
        standing(
            r"(?:estamos (?:totalmente |completamente )?(?:en contra de|contra)|no creemos(?: (?:en|que))?|nos"
            r" oponemos a|rechazamos)(?:l(?= ))?"
        ),
    ),
    Cue(
        Act.OTHERS_SAY,
        standing(
            r"(?:todo el mundo|todos|la mayoría|la gente|los demás|la industria|los expertos|nuestros competidores"
            r"|la competencia|otros) (?:siempre |todavía )?(?:dicen?|piensan?|creen?|cree|predican?|repiten?"
            r"|opinan?)(?: que)?"
        ),
    ),
    Cue(
        Act.UNLIKE,
        standing(
            r"(?:no|nunca|sin|deja de|dejen de|evita|eviten) (?:queremos |quiero )?(?:sonar|suene|suenes|suenen"
            r"|sonemos|hables|hablen|escribas|escriban|parezcas|parezca|parezcamos|parecer|hablar|escribir)(?:"
            r" como| a(?= un))?"
        ),
    ),
    Cue(Act.UNLIKE, standing(r"(?:menos|no|demasiado) como(?= (?:un|una|el|la|los|las|si fuera) )"), within=Act.SOUND),
    Cue(
        Act.SOUND,
        standing(
            r"(?:suena|suene|suenen|sonar|sonemos|habla|hablen|hablar|hablemos|escribe|escriban|escribir"
            r"|escribamos|sé|actúa)(?: (?:más|un poco más|mucho más))?(?: como si (?:fueras|fuéramos|fuera|fueran)"
            r"| como| a(?= un))|(?:imagina|imagínate|finge) que eres|piensa en(?= (?:un|una) )"
        ),
    ),
    Cue(Act.SOUND, standing(r"más como(?= (?:un|una|el|la|tu) )"), directed=True),
    Cue(
        Act.AUDIENCE,
        standing(
            r"(?:les? )?(?:hablamos|escribimos|vendemos|nos dirigimos)(?: (?:sobre todo|principalmente|solo"
            r"|directamente))? (?:a|para)|nuestr[oa]s? (?:público|audiencia|lectores|clientes|clientas|cliente"
            r" ideal|seguidores|comunidad)(?: (?:es|son|:))+(?: (?:sobre todo|principalmente|en su mayoría))?"
            r"|habla(?:r|le|les)? (?:directamente )?a(?= (?:l[oa]s|jóvenes|personas|mujeres|hombres|padres|madres"
            r"|empresari|emprendedor|\w+s ))"
        ),
    ),
    Cue(
        Act.AUDIENCE,
        standing(
            r"(?:habla|hable|hablen|escribe|escriban)(?:les)? (?:con|a"
            r"|para)(?= [^,:§]{1,60}(?: ,)? (?:y )?no (?:con|a|para) )"
        ),
        directed=True,
    ),
    Cue(
        Act.UNDO,
        standing(r"(?<=(?:pero|aunque|,) )(?:yo |nosotros )?no (?:estoy|estamos) de acuerdo"),
        after=Act.BAN,
    ),
)
