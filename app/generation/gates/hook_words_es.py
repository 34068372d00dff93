"""The words of a Spanish hook."""

import regex

from app.generation.gates.hook_pattern import Lexicon, words

SPANISH: Lexicon = {
    "contrast": words(
        r"no|nunca|nadie|nada|ninguno?a?|sin|pero|jamás|tampoco|en vez de|en lugar de|falso|mito|aunque|sino"
        r"|deja de|basta"
        r"|en realidad|olvida|a pesar"
    ),
    "surprise": words(
        r"sorprend\w*|increíble\w*|insólit\w*|raro|rara|extrañ\w*|brutal|impactante\w*|polémic\w*|viral"
        r"|escándalo|terrible\w*|peor(?:es)?"
        r"|error(?:es)?|mentiras?|verdad|odia\w*|muert\w*|murió|fracas\w*|trampa|peligro\w*|prohibid\w*"
        r"|insólita|llamativ\w*|emotiv\w*"
        r"|inesperad\w*|curios\w*|asombros\w*|drástic\w*|impensad\w*"
    ),
    "opener": regex.compile(
        r"^[\"“'«(¿¡]*(?:deja|nunca|nadie|todos?|qué|por qué|cómo|cuándo|quién(?:es)?|cuál(?:es)?"
        r"|es[ta][eao]s?|est[eao]s?|así|tu|tus|si|yo"
        r"|mi|no|olvida|imagina|mira|solo|sólo|el video|la foto|las fotos|\d)(?!\p{L})",
        regex.IGNORECASE,
    ),
    "address": words(
        r"tú|tu|tus|te|ti|contigo|tuy[oa]s?|usted(?:es)?|puedes|debes|necesitas|tienes|sabes|quieres|estás"
        r"|eres|vos|tenés"
    ),
    "measure": words(
        r"\d[\d.,]*\s?(?:por ciento|segundos?|minutos?|horas?|días?|semanas?|meses|mes|años?|personas|clientes"
        r"|euros|dólares|pesos|veces"
        r"|kilos?|millones|mil|seguidores|ventas|empleados|empresas)",
        r"(?:un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\s(?:segundos?|minutos?|horas?|días?"
        r"|semanas?|mes(?:es)?|años?|millón"
        r"|millones)|mitad|doble|triple",
    ),
    "count": words(r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|docenas?|cientos|miles|millones"),
    "stakes": words(
        r"ahorr\w+|perd\w+|pierd\w+|cuest\w+|cost\w+|gan\w+|crec\w+|evit\w+|arregl\w+|mejor\w*|ayud\w+"
        r"|lograr?\w*|consegu\w+|consig\w+"
        r"|aprend\w+|constru\w+|vend\w+|pag\w+|gast\w+|gratis|dinero|necesit\w+|deb[eo]\w*|más rápido|cambi\w+"
        r"|dupl\w+|riesgo\w*"
    ),
    "promise": words(
        r"cómo|formas?|maneras?|pasos?|consejos?|trucos?|lecciones?|razones|razón|motivos?|reglas?|hábitos?"
        r"|errores|señales|cosas|ideas"
        r"|guía|plantilla|preguntas|ejemplos?|secretos?|claves?|recetas?"
    ),
    "result": words(r"yo|mi|mis|nosotros|nuestr\w+|he|hemos|logré|aprendí|perdí|gané|su|sus|me|nos"),
    "question_word": words(r"por qué|cómo|qué|cuál(?:es)?|quién(?:es)?|dónde|cuándo|cuánto[as]?s?"),
    "withheld": words(
        r"est[eao]s?|así|lo que|el que|la que|la razón|el motivo|algo|alguien|secretos?|ocult\w+|verdad|qué"
        r"|por qué|cómo|quién|mira|descubr\w+"
        r"|resulta que|revel\w+|esto|detalle|inesperado|cuál"
    ),
    "open_loop": words(
        r"hasta que|entonces|antes de|después de|cuando|porque|tras|si|pero|casi|finalmente|un día|ahora|todavía|y"
    ),
    "superlative": words(
        r"mejor(?:es)?|peor(?:es)?|más|menos|únic[oa]s?|primer[oa]?s?|últim[oa]s?|solo|sólo|tod[oa]s?|siempre"
        r"|\w+ísim[oa]s?"
    ),
    "cliche": words(
        r"en el mundo (?:actual|de hoy)|hoy en día|alguna vez te has preguntado|al final del día"
        r"|cambia las reglas del juego|no busques más"
        r"|siguiente nivel|fuera de la caja|sinergias?|vanguardia|revolucion\w+|desbloquea|potencia tu"
    ),
    "throat_clearing": regex.compile(
        r"^[\"“'«(¿¡]*(?:bueno,|hola\b|en (?:este|esta) (?:post|hilo|vídeo|video|artículo|publicación)"
        r"|hoy (?:quiero|queremos|vamos)|quería"
        r"|me (?:alegra|complace|emociona)|nos (?:alegra|complace)|como (?:todos )?sab(?:en|emos|éis)"
        r"|es importante|hay|bienvenid\w+)",
        regex.IGNORECASE,
    ),
    "vague": words(
        r"varios|varias|ciert[oa]s|diversos|diversas|muy|bastante|algo así|etcétera|etc|en general|aspectos?"
        r"|factores|soluciones|importante|sopesar|antes de decidir|para decidir|quédate con|te quedas con"
    ),
}
