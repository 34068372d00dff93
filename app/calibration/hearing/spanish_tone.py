"""Spanish: the words for a tone, and the words that ask for more or less of it."""

from app.calibration.hearing.grammar import ToneWords, ending, one_of, opening, pulls


def _all_forms(line: str) -> str:
    """Each adjective in "o" in both genders and numbers."""
    traits, _, named = line.partition(":")
    forms = [
        f"{word[:-1]}{end}"
        for word in named.split()
        for end in (["o", "a", "os", "as"] if word.endswith("o") else [word[-1]])
    ]
    return f"{traits}:{' '.join(forms)}"


_WORDS = pulls(
    *map(
        _all_forms,
        (
            "candid+: honesto franco sincero directo claro transparente auténtico honestos transparentes"
            " honestidad franqueza sinceridad",
            "candid-: evasivo ambiguo falso comercial comerciales vendedor vendedores",
            "contrarian+: atrevido provocador provocadora rebelde rebeldes audaz valiente valientes polémico"
            " irreverente irreverentes combativo descarado",
            "contrarian-: prudente conservador conservadora diplomático tibio",
            "formal+: formal formales serio corporativo rígido profesional profesionales institucional acartonado"
            " académico solemne elegante estirado formalidad seriedad envarado",
            "formal- expressive+: cercano cálido amable amigable acogedor acogedora cercanía calidez",
            "formal-: informal informales coloquial coloquiales relajado desenfadado conversacional natural",
            "playful+: divertido gracioso juguetón juguetona irónico ingenioso humor chistes bromas ironía lúdico",
            "technical+: técnico detallado preciso científico tecnicismos jerga datos siglas complejo complicado",
            "technical-: sencillo simple accesible accesibles llano simples",
            "expressive+: expresivo emocional emocionante apasionado entusiasta enérgico vivo emotivo poético"
            " dramático emoción pasión energía emojis exclamaciones"
            " entusiasmo signos_de_exclamación",
            "expressive-: frío plano aburrido soso seco robótico monótono distante neutro neutral",
        ),
    )
)

_CHARACTERS = pulls(
    "formal- playful+: adolescente niño niña colega camarero camarera",
    "formal-: amigo amiga vecino vecina abuela hermano hermana",
    "formal+: banco banquero abogado abogada corporación gobierno notario institución ministerio aseguradora",
    "formal+ technical+: profesor profesora académico científico manual",
    "technical+: ingeniero ingeniera programador experto experta",
    "playful+: cómico humorista payaso",
    "expressive+: poeta entrenador entrenadora artista predicador",
    "expressive-: robot máquina ordenador computadora",
    "contrarian+: rebelde punk pirata revolucionario activista",
    "candid-: vendedor vendedora político políticos anuncio folleto",
    "candid+: médico médica mentor mentora sargento periodista",
)

_SMALL = r"(?:un (?:poco|poquito|pelín|toque)|un tanto|algo|ligeramente)"
_LARGE = r"(?:mucho|muchísimo|bastante|realmente|muy|súper|super|tan)"
_BEING = r"(?:ser|suene|sonar|suena|suenen|parezca|parecer|quede|quedar)"
_TOLD = (
    r"(?<!\^ |\^ (?:por favor )?(?:deja|dejen|evita|eviten|quita|quiten|usa|usen|sé|sean|di|digan|habla|escribe|no"
    r"|nunca"
    r"|menos|más)(?: \S+){1,10}(?: ,)? (?:y|pero|, ) )suena"
)
"""A text "suena"; after another order, it is an order too."""
_INNER = rf"(?: (?:(?P<small_inside>{_SMALL})|(?P<large_inside>{_LARGE})|más))?"

TONE = ToneWords(
    words=_WORDS,
    stronger={},
    pattern=one_of(_WORDS),
    characters=_CHARACTERS,
    less=ending(
        rf"(?:(?:(?P<small>{_SMALL})|(?P<large>{_LARGE})) )?(?:menos|(?P<too>demasiad[oa]s?)|no (?:tan|muy"
        rf"|demasiado|seas|sean|seamos)(?: tan| muy)?"
        rf"|(?:deja|dejen|dejemos|evita|eviten|sin|nunca|no quiero|no queremos|no) (?:de )?{_BEING}(?: tan| muy)?"
        r"|(?:deja|dejen|dejemos|evita|eviten|sin|no|nada de|basta de|quita|baja|reduce|menos)(?: de)?(?: (?:usar"
        r"|uses|usen|usemos|más))?(?: (?:el|la|los|las|tant[oa]s?))?)"
    ),
    more=ending(
        rf"(?:(?:(?P<small>{_SMALL})|(?P<large>{_LARGE})) )?(?:más"
        rf"|(?:[\^,:]|y|pero|que|quiero|queremos|debemos|hay que|a) (?:sé|sean|seamos|{_BEING})(?: (?:un poco"
        rf" más))?{_INNER}"
        rf"|(?:nuestr[oa] (?:tono|voz|estilo)|el tono|la voz|tono|voz)(?: (?:es|debe ser|tiene que ser|debería"
        rf" ser))?(?: :)?{_INNER}"
        rf"|somos{_INNER}|(?:añade|mete|pon|usa|dale)(?: (?:más|un poco de|algo de|el|la))*)"
    ),
    degree=ending(rf"(?:(?P<small>{_SMALL})|(?P<large>{_LARGE}))(?: de)?"),
    somewhat=opening(r"un (?:poco|poquito|pelín)"),
    welcome=opening(
        r"no (?:vendría|estaría|iría|haría) (?:mal|daño|de más)|(?:vendría|estaría|iría) (?:muy )?bien|ayudaría"
    ),
    enough=opening(r"suficiente|bastante"),
    complaint=ending(r"(?:no|nunca)(?: (?:es|suena|son))?(?: lo)?"),
    also=ending(r"(?:y|e|o|,|ni)"),
    idle=ending(
        r"(?:(?:si|cuando|porque|aunque|quien|cómo|por qué)(?: \S+){0,3}"
        r"|(?:ellos|ellas|la competencia|los competidores|nuestros competidores|otros|los demás|los bancos|ella"
        r"|él|alguien|dicen?|dijo|dijeron|creen?|piensan?)(?:"
        r" \S+){0,3}"
        rf"|(?P<told>era|eran|fue|fueron|estaba|estuvo|quedó|resultó|sonaba|sonaban|{_TOLD}|es|son))"
    ),
    examples=opening(r"(?:, )?(?:como(?! (?:una?|el|la|los|las|tus?|mis?|si) )|por ejemplo|tipo|:)"),
)
