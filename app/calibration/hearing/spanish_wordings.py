"""Spanish: the cues by which people say which words and topics they want, and which not, and what they take back."""

from app.calibration.hearing.grammar import Act, Cue, standing

_NOT = r"(?:no|nunca|jamás|ya no|nunca más)"
_SAY = (
    r"(?:digas|digan|digamos|decimos|diga|uses|usen|usemos|usamos|use|utilices|utilicen|utilicemos|utilizamos"
    r"|escribas|escriban|escribamos|pongas|pongan|pongamos)"
)
_DO_SAY = (
    r"(?:di|digan|digamos|diga|usa|usen|usemos|use|utiliza|utilicen|utilicemos|escribe|escriban|escribamos|pon"
    r"|pongan)"
)
_SAYING = r"(?:decir|usar|utilizar|escribir|poner|abusar de)"
_STOP = (
    r"(?:deja|dejad|dejen|dejemos|deje|dejar|para|paren|paremos|basta|basta ya|evita|eviten|evitemos|evitar"
    r"|evite)(?: de)?"
)
_TALK = (
    r"(?:hables?|hablen|hablemos|menciones?|mencionen|mencionemos|comentes|comenten|toques|toquen|trates|traten"
    r"|discutas"
    r"|discutan|saques|saquen|saquemos|entres|entren|bromees|bromeen)(?: (?:el tema|los temas))?(?: (?:de|del"
    r"|sobre|en|a|al|acerca de|con))*"
)
_TALKING = (
    r"(?:hablar|mencionar|comentar|tocar|tratar|discutir|bromear)(?: (?:el tema|los temas))?(?: (?:de|del|sobre|en"
    r"|a|al|acerca de|con))*"
)
_VOW = (
    r"(?:prometas|prometan|prometamos|prometemos|prometa|garantices|garanticen|garanticemos|garantizamos|garantice"
    r"|asegures|insinúes|afirmes)"
)
_VOWING = r"(?:prometer|garantizar|asegurar|insinuar|afirmar)"
_ALWAYS = r"(?:siempre|a menudo|muchas veces|normalmente|solemos|nos gusta|nos encanta)"
_BE = (
    r"(?:es|son|está|están|queda|quedan|sigue|siguen)(?: (?:totalmente|completamente|estrictamente|ya|también"
    r"|terminantemente))*"
)

WORDINGS = (
    Cue(Act.BAN, standing(rf"{_STOP} {_SAYING}")),
    Cue(
        Act.BAN,
        standing(
            rf"(?:por favor )?{_NOT} (?:vuelvas a |vuelvan a |queremos |quiero |se puede |podemos |hay que"
            rf" )?(?:{_SAY}|decir|usar|utilizar|escribir)"
        ),
    ),
    Cue(
        Act.BAN,
        standing(
            rf"(?:odio|odiamos|detesto|detestamos|no soporto|no soportamos|no me gusta|no nos gusta|estoy harto de"
            rf"|estoy harta de|estamos hartos de)(?: (?:que|cuando) (?:digas|digan|uses|usen|escribas|escriban"
            rf"|dices|dicen|usas|usan|escribes|escriben)| (?:leer|ver|oír|{_SAYING}))"
        ),
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:prefiero|preferimos|preferiría|preferiríamos|no quiero|no queremos)(?: no| nunca)?(?: volver a)?"
            r" (?:ver|leer|oír|encontrar)(?: nunca)?"
        ),
        marked=True,
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:odio|odiamos|detesto|detestamos|no soporto|no soportamos|no me gustan?|no nos gustan?|(?:estoy"
            r"|estamos) hart[oa]s? de)"
        ),
        marked=True,
    ),
    Cue(
        Act.BAN,
        standing(r"(?:elimina|eliminen|quita|quiten|borra|borren|saca|saquen|descarta|olvida|prohíbe|tira)"),
        directed=True,
        marked=True,
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:palabras?|frases?|términos?|expresiones) (?:prohibid[oa]s?|a evitar|que (?:no|nunca) (?:usamos"
            r"|decimos|usar|decir))(?: (?:son|es|:))*|prohibid[oa]s? (?:decir|usar|escribir|:)"
        ),
    ),
    Cue(Act.BAN, standing(rf"{_BE} (?:prohibid[oa]s?|vetad[oa]s?|vedad[oa]s?)"), behind=True),
    Cue(
        Act.BAN,
        standing(
            rf"{_BE} muert[oa]s? para (?:mí|nosotros|nosotras)|{_BE} (?:muy vist[oa]s?|gastad[oa]s?|trillad[oa]s?)"
            rf"|no (?:nos )?(?:va|van) con (?:nosotros|la marca)"
        ),
        behind=True,
        marked=True,
    ),
    Cue(Act.TOPIC, standing(rf"{_NOT} (?:vuelvas a |vuelvan a |queremos |hay que )?(?:{_TALK}|{_TALKING})")),
    Cue(Act.TOPIC, standing(rf"{_STOP} {_TALKING}")),
    Cue(Act.TOPIC, standing(r"temas? (?:prohibidos?|a evitar|tabú|vetados?)(?: (?:son|es|:))*")),
    Cue(Act.CLAIM, standing(rf"{_NOT} (?:se puede |podemos )?(?:{_VOW}|{_VOWING})")),
    Cue(Act.CLAIM, standing(rf"{_STOP} {_VOWING}")),
    Cue(
        Act.SHUN,
        standing(
            r"(?:evita|eviten|evitemos|evitar|evite|basta de|no más|nada de|fuera)(?: (?:el uso de|las palabras"
            r" como))?"
        ),
        directed=True,
    ),
    Cue(Act.MARK, standing(rf"{_ALWAYS} (?:decimos|decir|digo|usamos|usar|escribimos|dice|usa)")),
    Cue(Act.MARK, standing(rf"siempre (?:{_DO_SAY}|menciona|mencionen|incluye|incluyan)"), directed=True),
    Cue(
        Act.MARK,
        standing(
            r"(?:nuestr[oa]|su|el|la|mi) (?:lema|eslogan|slogan|mantra|frase|coletilla|grito de guerra)(?: (?:de"
            r" siempre|favorita|estrella|típica|insignia|de la (?:casa|marca)))?(?: (?:es|siempre ha sido|ha sido"
            r"|:))+"
        ),
        whole=True,
    ),
    Cue(
        Act.MARK,
        standing(
            rf"(?:asegúrate de|asegúrense de|no (?:te |se )?(?:olvides?|olviden)(?: de)?|recuerda|recuerden"
            rf"|acuérdate de)(?: siempre)? (?:{_SAYING}|mencionar|incluir|añadir|meter)"
        ),
    ),
    Cue(
        Act.MARK,
        standing(
            r"(?:sigue|sigan|sigamos) (?:diciendo|usando|escribiendo)|no (?:dejes|dejen|dejemos) de (?:decir|usar"
            r"|utilizar|escribir)"
        ),
    ),
    Cue(
        Act.FRAME,
        standing(
            r"(?:despídete|firma|termina|cierra|acaba|empieza|comienza|abre|terminen|firmen|cierren|empiecen)(?:"
            r" (?:siempre|cada (?:post|publicación|correo|mensaje)|tod[oa]s l[oa]s (?:posts|publicaciones|correos"
            r"|mensajes)|los (?:posts|correos|mensajes)|las publicaciones))* (?:con|por)"
        ),
        directed=True,
    ),
    Cue(
        Act.FRAME,
        standing(
            r"(?:cerramos|terminamos|acabamos|empezamos|abrimos|firmamos|nos despedimos)(?: siempre)? (?:con|por)"
        ),
    ),
    Cue(
        Act.FRAME,
        standing(
            r"(?:nuestr[oa]|el|la) (?:fundador|fundadora|jefe|jefa|equipo|marca) (?:siempre )?(?:firma|cierra|termina"
            r"|acaba|empieza|abre|se despide)(?: (?:en )?(?:todas|todos|cada|sus|las|los|el|la) (?:(?:sus|las|los) )?"
            r"(?:cartas?|correos?|posts?|notas?|boletines|boletín|mensajes?|vídeos?|textos?|publicaciones"
            r"|publicación))?"
            r" (?:con|por)"
        ),
        marked=True,
    ),
    Cue(Act.CALL, standing(rf"(?:{_DO_SAY}|decimos|usamos|mejor)"), after=Act.INSTEAD),
    Cue(Act.CALL, standing(rf"(?:{_DO_SAY}|mejor(?: {_DO_SAY})?)"), after=Act.BAN),
    Cue(
        Act.CALL,
        standing(
            rf"(?:{_DO_SAY}|menciona|mencionen|incluye|incluyan|decimos|preferimos|llám[ae]l[oae]s|los llamamos"
            rf"|las llamamos)"
        ),
        directed=True,
        marked=True,
    ),
    Cue(Act.INSTEAD, standing(rf"(?:en vez de|en lugar de)(?: {_SAYING})?"), directed=True),
    Cue(Act.REPLACE, standing(r"(?:reemplaza|reemplacen|sustituye|sustituyan|cambia|cambien)"), directed=True),
    Cue(
        Act.PERMIT,
        standing(
            r"(?:sí )?(?:está|están|es|son) (?:bien|permitid[oa]s?|aceptables?|ok)|sí (?:se puede|vale)|no (?:me "
            r"|nos )?(?:molesta|molestan|importa|importan)"
        ),
        behind=True,
    ),
    Cue(
        Act.PERMIT,
        standing(
            rf"(?:sí )?(?:puedes|pueden|podemos|se puede) (?:seguir )?(?:{_SAYING}|usando|diciendo)|no hace falta"
            rf" (?:evitar|dejar de (?:usar|decir)|quitar)|no (?:hay que|tienes que|tienen que) (?:evitar|dejar de"
            rf" (?:usar|decir)|quitar)|(?:no )?(?:dije|dijimos|he dicho) que (?:dejaras|dejes|dejáramos|evitaras"
            rf"|evites) (?:de )?(?:usar|decir)?|no (?:me|nos) (?:molesta|molestan|importa|importan)"
        ),
    ),
    Cue(
        Act.UNDO,
        standing(
            r"(?:olvida|olviden|borra|tacha|ignora|cancela) (?:eso|lo (?:último|anterior|que (?:he dicho|dije)))"
            r"|retiro lo dicho"
        ),
    ),
)
