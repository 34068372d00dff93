"""Spanish: how sentences open, point elsewhere and argue, for judging whether one can stand alone.

Subjects are often unsaid, so a sentence that opens with a bare verb is judged by its verb's person where that shows.
"""

import regex

from app.hubs.analysis.lexicon import Lexicon, Stance, alternatives
from app.hubs.analysis.words import word_set

_FLAGS = regex.IGNORECASE

_NEEDS_COMMA = (
    "ahora bueno primero segundo tercero no sí bien claro así también además mira entonces finalmente vale pues mas"
    " es_decir por_supuesto a_ver por_último en_fin"
)
_LOOSE = (
    "pero y e así_que sin_embargo no_obstante por_tanto por_lo_tanto por_eso por_consiguiente en_efecto de_hecho"
    " en_realidad en_primer_lugar en_segundo_lugar asimismo con_todo aun_así ahora_bien en_definitiva desde_luego"
    " en_consecuencia"
)
_VERBS = alternatives(
    "es son era eran fue fueron será serán sería sean sea está están estaba estaban estuvo ha han había habían habrá"
    " haya hay hubo tiene tienen tenía tuvo tendrá tenga puede pueden podía pudo podrá podría pueda debe deben debía"
    " deberá deberán debería hace hacen hizo hacía va van iba dice dicen dijo quiere quieren sabe saben cree creen ve"
    " ven da dan dio deja dejan sigue siguen parece parecen necesita necesitan existe existen significa permite"
    " permiten nacen nace funciona funcionan sirve sirven depende dependen importa importan cuesta cuestan gana ganan"
    " pierde pierden crece crecen cambia cambian ayuda ayudan empieza empiezan termina vive viven trabaja trabajan"
    " aprende aprenden usa usan soy somos estoy estamos tengo tenemos puedo podemos debo debemos hago hacemos voy"
    " vamos creo creemos sé sabemos comprende constituye exige requiere incluye llega llegan lleva llevan pasa pasan"
    " queda quedan vale valen conviene basta falta faltan nadie"
)

LEXICON = Lexicon(
    language="es",
    leading_loose=regex.compile(
        rf"(?:{alternatives(_LOOSE)}\b\s*,?|{alternatives(_NEEDS_COMMA)}\s*,)\s+|[-–—.…]+\s*", _FLAGS
    ),
    leading_dangling=regex.compile(
        r"(?:est[eao]s?|es[eao]s?|est[oa]|eso|aquell?[ao]s?|aquel|aquello|ell[oa]s?|él|ello|su|sus|suy[oa]s?"
        r"|dich[oa]s?|tal|tales|ambos|ambas|otr[oa]s?|lo (?:mismo|anterior|cual|que (?:antes|dijo))|la (?:anterior"
        r"|siguiente|primera|segunda|última)|el (?:anterior|siguiente|primero|segundo|último|cual)"
        r"|l[oa]s? (?:anteriores|siguientes|cuales)|porque|aquí|allí|ahí|luego|después|antes|así|entonces"
        r"|por (?:ejemplo|eso|ello|esta|este|esto|esa|ese|otr[oa])|en (?:est[eao]s?|es[eao]s?|ell[oa]s?|cambio"
        r"|tal(?:es)?|dich[oa]s?)|de (?:est[eao]s?|es[eao]s?|ahí|igual|ello)|con (?:est[eao]s?|es[eao]s?|ello)"
        r"|para (?:ello|est[eao]s?|es[eao]s?)|a (?:est[eao]s?|es[eao]s?|ell[oa]s?|continuación)|según (?:est[eao]"
        r"|ell[oa]s?)|una de ellas|uno de ellos|ninguno de (?:ellos|estos)|todo (?:ello|esto|eso)|que|quien|quienes"
        r"|cuy[oa]s?|mientras tanto|al mismo|del mismo|de lo contrario|si no|tampoco|considerando|véase|ver|gracias"
        r"|hola|bienvenid[oa]s?|nota|no lo|lo|la hace|le|les|se lo|además de (?:ello|esto))\b",
        _FLAGS,
    ),
    leading_expletive=regex.compile(
        r"lo (?:que|importante|mejor|peor|esencial|difícil|más|único)\b(?! (?:antes|dijo))|est[ea] (?:año|siglo|mes"
        r"|semana|país|mundo|década|momento)\b|antes (?:de|que)\b|después (?:de|que)\b|así como\b|tal vez\b"
        r"|que .{3,40} no (?:es|significa)|quien(?:es)? (?!lo\b)\p{L}+ .{8,}|por otra parte, |la primera vez"
        r"|el último año|tal como|otr[oa]s? \p{L}+ (?:es|son)\b",
        _FLAGS,
    ),
    anaphora=regex.compile(r"\b(?:él|ella|ellos|ellas|ello|suyos?|suyas?)\b", _FLAGS),
    antecedent=regex.compile(
        r"\b(?:el|la|los|las|un|una|unos|unas|tod[oa]s?|cada|nuestr[oa]s?|mis?|ningún|ninguna|algún|alguna|much[oa]s"
        r"|vari[oa]s|cualquier|dos|tres|nadie)\s+\p{L}{3,}|(?<=\s)\p{Lu}\p{Ll}+|\b(?:nadie|alguien|quien)\b",
        _FLAGS & ~regex.IGNORECASE,
    ),
    pointing=regex.compile(
        r"\b(?:(?:como|según) (?:se |ya |hemos |he |se ha |ya se ha |ya hemos )*(?:mencion\w+|dich[oa]|dijimos|dije"
        r"|vimos|visto|explic\w+|señal\w+|indic\w+|coment\w+)|(?:mencionad[oa]s?|descrit[oa]s?|citad[oa]s?"
        r"|indicad[oa]s?) (?:arriba|abajo|antes|anteriormente|más arriba)|(?:más (?:arriba|abajo|adelante))"
        r"|a continuación|l[oa]s? siguientes?|el siguiente|arriba mencionad\w+|antes (?:citad|mencionad)\w+|véase"
        r"|(?:figura|tabla|cuadro|gráfico|sección|capítulo|página|pág|anexo|apartado)\.?\s*(?:\d+|[IVX]+)\b"
        r"|(?:est[eao]s?|dich[oa]s?|es[eao]s?) (?!año|siglo|mes|semana|país|mundo|década|momento)\p{L}+"
        r"|el present[ea]|la presente|est[oa]s?(?=[.,;:!?])|es[oa]s?(?=[.,;:!?])|esto|aquello|ello(?=[.,;])"
        r"|tal(?:es)? \p{L}+(?<!como|vez))\b|\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\b(?:ibíd|op\. cit|et al)\b",
        _FLAGS,
    ),
    boilerplate=regex.compile(
        r"©|\b(?:copyright|todos los derechos reservados|términos (?:de uso|y condiciones)|política de (?:privacidad"
        r"|cookies)|aviso legal|suscríb\w+|suscrib\w+ a|boletín|newsletter|inicia(?:r)? sesión|regístr\w+|síguenos"
        r"|comparte en|leer más|haz clic|publicidad|patrocinad\w+|licencia creative|correo electrónico"
        r"|reservados todos|risas|aplausos|inaudible|bienvenidos? (?:a|al|de nuevo)|gracias por (?:escuchar|vernos"
        r"|ver|acompañ))\b|https?://|www\.|\S@\S+\.\S",
        _FLAGS,
    ),
    chatter=regex.compile(
        r"(?:(?:sí|no|claro|vale|exacto|ya|bueno|bien|pues|eh|ah|oh|mm+|hola|gracias|muchas gracias|de acuerdo"
        r"|perfecto|genial|por supuesto|totalmente|correcto|ajá|entiendo|ok|okey|buenos días|buenas tardes"
        r"|buenas noches|y|o sea|muy)\b[\s,.!?¡¿…-]*)+",
        _FLAGS,
    ),
    disfluency=regex.compile(
        r"\b(?:o sea|digamos|este\.\.\.|eh|en plan|como que|¿no\?|¿verdad\?|ya sabes|no sé|y tal|y eso"
        r"|un poco como)\b|--|\.\.\.|…|\b(\p{L}+)\s+\1\b",
        _FLAGS,
    ),
    finite=regex.compile(
        rf"\b(?:{_VERBS}|\p{{L}}{{2,}}(?:rán?|aron|ieron|aban?|ían?|rían?|[aei]mos|i?ó))\b|(?<=\s)(?<!\b(?:el|la|los|las"
        r"|un|una|unos|unas|de|del|en|con|por|para|sin|sobre|su|sus|y|a|al|muy|más|tan|cada|todo|toda|este|esta) )"
        r"\p{Ll}{2,}[aeo]n?\b",
        _FLAGS,
    ),
    fragment=regex.compile(r"(?:cuando|mientras|si|aunque|porque|como|donde|que|considerando)\b[^,]*$", _FLAGS),
    not_theme_shape=regex.compile(r"\p{L}{2,}(?:[aei]r(?:se)?|[ai]d[oa]s?|ndo|mente)", _FLAGS),
    articles=frozenset({"el", "la", "los", "las"}),
    joins="{first} y {second}",
    clause_end=regex.compile(
        r"\s*;\s+|\s*:\s+(?=\p{Ll})|\s*(?:--|—|\s–)\s*|,\s+(?:porque|ya que|puesto que|lo que|lo cual|y (?:el|la"
        r"|los|las|eso|esto|así|por))\b|\s+porque\s+",
        _FLAGS,
    ),
    conditional=regex.compile(
        r"(?:si|cuando|mientras|aunque|como|ya que|puesto que|a menos|hasta|siempre que|salvo|no s[oó]lo|ni|aun"
        r"|para que)\b",
        _FLAGS,
    ),
    self_talk=regex.compile(
        r"\b(?:(?:yo )?(?:creo|pienso|diría|supongo) que|quiero (?:decir|hablar)|voy a|vamos a ver)\b", _FLAGS
    ),
    plain_headings=regex.compile(
        r"(?:capítulo|parte|sección|artículo|anexo|título|página)?\s*(?:[IVXLC]+|\d+(?:\.\d+)*"
        r"|[A-Z])?[.):]?\s*(?:introducción|resumen|conclusi(?:ón|ones)|antecedentes|resultados|métodos?|metodología"
        r"|discusión|referencias|anexos?|índice|notas?|agradecimientos|prólogo|preámbulo|prefacio|bibliografía)?",
        _FLAGS,
    ),
    stances={
        Stance.EVIDENCE: regex.compile(
            r"\d|\b(?:por ciento|mil|millones|millón|doble|mitad|estudio\w*|datos|encuesta\w*|media|promedio|tasa"
            r"|evidencia)\b",
            _FLAGS,
        ),
        Stance.CONTRARIAN: regex.compile(
            r"\b(?:no|nunca|nadie|ningun[oa]?|ningún|ni|sin|pero|sino|sin embargo|contrario|a pesar|aunque|mito|error"
            r"|en lugar)\b",
            _FLAGS,
        ),
        Stance.WARNING: regex.compile(
            r"\b(?:riesgo\w*|peligro\w*|amenaza\w*|fracas\w+|perd\w+|pérdida\w*|ataque\w*|crisis|miedo|error\w*"
            r"|guerra\w*|problema\w*|daño\w*|persecuci\w+|arbitrari\w+|tortura\w*|esclav\w+|discriminaci\w+|penas?"
            r"|violencia|contra|delit\w+)\b",
            _FLAGS,
        ),
        Stance.HOW_TO: regex.compile(
            r"\b(?:debe\w*|hay que|pasos?|prueba|aprend\w+|evita\w*|cómo|puedes|usa\w*|empieza|método\w*|técnica\w*"
            r"|herramienta\w*|mediante|consiste|conviene|haz|elige|escribe)\b",
            _FLAGS,
        ),
        Stance.VISION: regex.compile(
            r"\b(?:futuro|mañana|meta\w*|objetivo\w*|esperanza\w*|sueñ\w+|lograr|oportunidad\w*|nuev[oa]s?|progreso"
            r"|desarrollo|pleno|\p{L}+rá|\p{L}+rán)\b",
            _FLAGS,
        ),
        Stance.STORY: regex.compile(
            r"\b(?:cuando (?:yo|era|empec\w+|llegu\w+)|hace (?:\w+ )?años|una vez|un día|mi|me dijo|recuerdo|empecé"
            r"|aprendí|fui|tuve|estaba)\b",
            _FLAGS,
        ),
        Stance.CAUSE: regex.compile(
            r"\b(?:porque|por tanto|por eso|causa\w*|raz(?:ón|ones)|debido|ya que|puesto que|depende\w*|significa"
            r"|así que|conduce)\b",
            _FLAGS,
        ),
        Stance.CALL: regex.compile(
            r"\b(?:debemos|tenemos que|deber|deberes|responsab\w+|oblig\w+|compromis\w+|exig\w+|pedimos)\b",
            _FLAGS,
        ),
    },
    determiners=word_set(
        "el la los las un una unos unas de del al en con por para sin sobre entre nuestro nuestra"
        " nuestros nuestras mi mis su sus todo toda todos todas cada ningún ninguna y o contra según hacia"
    ),
    verb_signs=word_set("no se yo tú él ella nosotros ellos usted me te nos lo le les que puede pueden debe deben"),
    links=frozenset({"de", "del", "la", "los", "las", "el"}),
    head_first=True,
    name_signs=word_set("el la los las en"),
    not_themes=word_set(
        "cosa cosas forma manera modo vez veces año años día días parte número caso casos punto gente"
        " tiempo ejemplo tipo lugar toda todo todos todas nadie persona personas alguna alguno cada mismo"
        " misma bueno buena gran grande nuevo nueva primera primero segundo dos tres cuatro cinco seis"
        " siete ocho nueve diez cien mil millones ciento hoy ayer mañana artículo artículos capítulo"
        " página derecho"
        " efectivos disfrute personalidad distinción limitación efecto condiciones fin pleno goce"
        " igual demás presente siguiente anterior conforme"
    ),
    angles={
        Stance.EVIDENCE: "Evidencia: los datos y hechos sobre {topic}",
        Stance.CONTRARIAN: "A contracorriente: otra mirada sobre {topic}",
        Stance.WARNING: "Advertencia: qué puede fallar con {topic}",
        Stance.HOW_TO: "Guía práctica: consejos sobre {topic}",
        Stance.VISION: "Visión: {topic}, mirando al futuro",
        Stance.STORY: "Historia: {topic}, desde la experiencia",
        Stance.CAUSE: "Causa: las razones de fondo en {topic}",
        Stance.CALL: "Llamada a la acción: lo que exige {topic}",
        Stance.PRINCIPLE: "Clave: lo esencial sobre {topic}",
    },
)
