"""Spanish: what goes with the cues, and which words name something."""

import regex

from app.calibration.hearing.grammar import Grammar, ending, opening, standing, words
from app.calibration.hearing.spanish_cues import CUES
from app.calibration.hearing.spanish_tone import TONE
from app.vocabulary import StanceCategory

_DIRECTED = ending(
    r"[\^,:§]|y|e|o|pero|así que|entonces|también|por favor|porfa|mejor|siempre|oye|bueno|vale|pues|ahora|primero"
    r"|segundo|además"
    r"|debemos|deberíamos|debes|deben|hay que|tenemos que|tienes que|tienen que|quiero|queremos|quisiera"
    r"|quisiéramos|vamos a|que"
    r"|intenta|intentemos|puedes|podrías|podemos|podríamos|pueden|sigue|a|no|sino|eh|mira|luego|y|trata de|procura"
)
_IDLE = ending(
    r"(?:si|cuando|cómo|como|por qué|quien|quién|quienes|donde|porque|aunque)(?: (?:nosotros|ellos|ella|él|usted"
    r"|se|ya|uno))?"
    r"|(?:ayuda(?:mos|n)?(?: a)?(?: \S+){0,3} a|difícil|imposible|fácil|aprende a|cómo|formas de|consejos para|para)"
    r"|(?:no|nunca) (?:dije|dijo|dijimos|dijeron|he dicho|digo|pido|pedí)(?: que)?|(?:dijo|preguntó|pregunta"
    r"|dijeron|dice|dicen|cree|creen|piensa|piensan|decía|decir)(?: (?:que|si|no|nunca|deberíamos|debemos|debíamos"
    r"|hay|había"
    r"|tenemos|teníamos))*|no hace falta|no es necesario"
)
_OTHERS = ending(
    r"(?:ellos|ellas|él|ella|la gente|nadie|muchos|otros|la competencia|los competidores|nuestros competidores|los"
    r" bancos|los clientes|los demás|el cliente)"
    r"(?: (?:siempre|nunca|ya|no|se|también))*"
)

GRAMMAR = Grammar(
    language="es",
    cues=CUES,
    directed=_DIRECTED,
    idle=_IDLE,
    others=_OTHERS,
    request=opening(
        r"(?:(?:y|pero|oye|hola|por favor|,) )*(?:puedes|podrías|podéis|pueden|podrían|podemos|podríamos|te"
        r" importaría|por qué no (?:dejamos|usamos|decimos))"
    ),
    tag=regex.compile(r"(?:^| )(?:vale|ok|okay|sí|por favor|de acuerdo|entendido)$"),
    hesitations=words("eh ehh em emm um umm mmm ah ajá"),
    unquote={"comillas": words("comillas"), "comilla": words("comilla")},
    word_lead=opening(
        r"(?:(?:la|las|el|los|tod[oa]s|esa|esas|esos|esta|estas|una|un|más|tanta|tantas|tant[oa]s?|cualquier|cosas"
        r"|otras) )*"
        r"(?:(?:palabras?|(?P<whole>frase|expresión)|frases|expresiones|términos?|verbos?|adjetivos?)(?: (?:como"
        r"|tipo|por ejemplo|,|:|es|son))*"
        r"|(?:jerga|clichés?|tópicos|anglicismos|tecnicismos|muletillas|palabrería|cosas)(?: ,)? (?:como|tipo|por"
        r" ejemplo|:)(?: ,)?)"
    ),
    pointer=standing(
        r"(?:esa|esta|dicha) (?:palabra|frase|expresión)(?=$| (?:[,:]|nunca|jamás|otra|más|por|está|es|en|y|o|ni|pero"
        r"|porque|nos|me)(?!\S))"
    ),
    topic_lead=opening(r"(?:(?:los|el|de|cualquier|estos|esos) )*(?:temas?|asuntos?)(?: (?:como|tipo|de|:|,|son|es))*"),
    separators=words("y e o u ni &"),
    fillers=opening(r"o sea|es decir|ya sabes|digamos que|por ejemplo|yo qué sé"),
    repairs=opening(r"quiero decir|quise decir|mejor dicho|perdón"),
    turns=words("pero espera bueno aunque sino"),
    spare=words("excepto salvo"),
    reasons=words("porque"),
    breaks=words(
        "nosotros nosotras ellos ellas usted ustedes nuestro nuestra nuestros nuestras porque pues cuando si que"
        " aunque pero es son"
        " está están era fue suena suenan parece parecen ya queremos quiero somos estamos tenemos sino como"
    ),
    linking=words("es son está están que si"),
    soft=words("en de del al a con por para sobre el la los las un una unos unas se lo su sus como desde hasta"),
    openers=words(
        "haz hazlo sé pon usa di habla escribe suena que queremos quiero más menos demasiado no también nunca"
        " siempre deja evita"
        " por hay debe deben todo nada mantén mantenlo intenta termina cierra firma"
    ),
    determiners=words(
        "el la los las un una unos unas nuestro nuestra nuestros nuestras su sus mi mis este esta estos estas ese"
        " esa cada tanto tanta tantos tantas"
    ),
    clausal=words(
        "que qué cómo cuando quien quién si lo nosotros ellos algo nada eso esto cuánto somos estamos tenemos"
    ),
    edges=words(
        "de del sobre por favor porfa pues también solo sólo incluso bueno eh no espera pero así y ya realmente"
        " gracias oye vale más a"
    ),
    tails=regex.compile(
        r"(?: (?:por favor|porfa|aquí|por su nombre|por el nombre|gracias|nunca más|nunca|jamás|más|ya|tanto"
        r"|siempre|todo el rato|todo el tiempo|en"
        r" absoluto|vale|ok|también|cada vez"
        r"|de ahora en adelante|a partir de ahora|al final|al principio|(?:en|para|a|con|de) (?:(?:los|las|el|la"
        r"|nuestr[oa]s?|cada|tod[oa]s?|est[oa]s?) )*"
        r"(?:posts?|publicaciones|publicación|textos?|correos?|mensajes?|redes|titulares|linkedin|twitter"
        r"|instagram|tiktok|clientes?|gente|copys?|contenidos?|blog|web)))+$"
    ),
    vague=words(
        "sí no nunca siempre eso esto esa ese ello lo algo nada todo nadie cosas cosa palabra palabras frase"
        " frases así tan tanto más menos aquí ahí hola gracias adiós ser estar me te nos les le se mucho mucha"
    ),
    manners=words(
        "palabras frases párrafos oraciones mayúsculas minúsculas signos exclamación exclamaciones interrogación"
        " comas puntos listas fotos imágenes"
        " vídeos videos memes enlaces hashtags etiquetas números datos estadísticas ejemplos historias metáforas"
        " citas tacos palabrotas siglas"
        " titulares títulos lenguaje idioma gramática ortografía pregunta preguntas chiste largas cortas pasiva"
        " repetición repeticiones negatividad"
        " presión ventas errores nombre logo confusión rodeos relleno"
    ),
    topics=words(
        "política políticos religión competencia competidores precio precios descuentos despidos sueldos salarios"
        " demandas elecciones guerra guerras"
        " sexo aborto inmigración muerte enfermedad impuestos drogas alcohol armas vacunas raza género terrorismo"
        " dinero ingresos beneficios"
        " rendimientos rentabilidad inversores famosos pandemia covid criptomonedas deportes fútbol"
    ),
    saying=words(
        "digas digan digamos decimos diga decir di leer oír ver palabra palabras frase frases digo diciendo"
        " menciones mencionar"
    ),
    vows=words("prometas prometer garantices garantizar asegures asegurar afirmes afirmar"),
    performed={
        form: verb
        for verb, forms in (
            ("prometemos", words("prometas prometan prometamos prometemos prometa prometer")),
            ("garantizamos", words("garantices garanticen garanticemos garantizamos garantice garantizar")),
            ("aseguramos", words("asegures asegurar")),
            ("afirmamos", words("afirmes afirmar")),
        )
        for form in sorted(forms)
    },
    mentioning=words("mencionar incluir añadir meter menciona incluye mencionen incluyan"),
    gerund=regex.compile(r"\p{L}{2,}(?:ar|er|ir)$"),
    contrast=standing(r"(?:y |pero |, )*(?:no(?: como| a)?|nunca(?: como)?|en vez de|en lugar de|menos como)"),
    swap=standing(r"(?:por|con)"),
    origins=frozenset(),
    people=regex.compile(
        r"(?:\p{L}+(?:ores|oras|istas|antes|entes|arios|arias|eros|eras|ados|adas|anos|anas|icos|icas|eses)"
        r"|personas|gente|mujeres|hombres|padres|madres"
        r"|jóvenes|familias|empresas|pymes|equipos|profesionales|directivos|ejecutivos|autónomos|mayores|niños"
        r"|amigos|jefes|dueños|dueñas|novatos|expertos)$"
    ),
    no_people=words("no muy tan siempre nunca nosotros ti mí usted ustedes ellos todos nadie"),
    hedge=regex.compile(
        r"^(?:que )?(?:debemos|deberíamos|hay que|tenemos que|deberías|debes|podemos|podríamos|el tono|la voz)\b"
    ),
    stances=(
        (
            StanceCategory.CONTRARIAN,
            standing(
                r"la mayoría|equivocad[oa]s?|al contrario|mito|mitos|sobrevalorad[oa]s?|mentiras?|falso"
                r"|muert[oa]|tontería|gana a|vale más que|no es|no son"
            ),
        ),
        (
            StanceCategory.CHALLENGER,
            standing(
                r"contra|en contra|lucha|luchar|desafiar|statu quo|rot[oa]|injust[oa]|just[oa]|merecen?|mejor que"
                r"|cambiar el|basta|rechazamos"
            ),
        ),
        (
            StanceCategory.MENTOR,
            standing(
                r"ayudar|ayudamos|enseñar|enseñamos|guiar|aprender|aprende|cualquiera puede|puedes|compartir"
                r"|educar|educación|acompañar|crecer|apoyar"
            ),
        ),
    ),
    tone=TONE,
)
