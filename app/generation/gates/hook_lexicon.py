"""The words by which a hook is known, for each language that we know them in.

A language is a row: cue name -> pattern. Every language has every cue of `LEXICAL_CUES`; one that is not here is judged
by cues that need no words (`hook_cues`). Patterns are matched without regard to case.
"""

import regex

Lexicon = dict[str, "regex.Pattern[str]"]


def _words(*alternatives: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}'’])(?:{'|'.join(alternatives)})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)


def _anywhere(*alternatives: str) -> "regex.Pattern[str]":
    return regex.compile("|".join(alternatives), regex.IGNORECASE)


_ENGLISH: Lexicon = {
    "contrast": _words(
        r"not|no|never|nobody|no one|nothing|none|without|instead|wrong|but|yet|stop|quit|don['’]?t|doesn['’]?t|didn['’]?t"
        r"|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|won['’]?t|can['’]?t|cannot|shouldn['’]?t|couldn['’]?t|ain['’]?t|hardly"
        r"|actually|myths?|forget|unlike|despite|although|opposite|overrated|underrated|contrary|rather than"
    ),
    "surprise": _words(
        r"shock\w*|surpris\w*|weird\w*|strange\w*|unexpected\w*|insane\w*|crazy|brutal\w*|honest\w*|ugly|bizarre|stunning"
        r"|amazing\w*|incredibl\w*|unbelievabl\w*|terrif\w*|scar(?:y|ed|iest)|hilarious\w*|heartbreaking|epic|wild(?:est)?"
        r"|awkward\w*|ridiculous\w*|outrag\w*|broke|ruin\w*|destroy\w*|kill(?:s|ed|ing)?|dead|dying|fired|quit|fail\w*"
        r"|disaster|nightmare|mistakes?|trap|lies?|lied|liar|scam|truth|hate[sd]?|worst|dangerous|illegal|banned|mind[- ]blow\w*"
    ),
    "opener": regex.compile(
        r"^[\"“'(]*(?:stop|never|nobody|no one|everyone|every|most|what|why|how|when|who|which|this|these|here['’]?s|your?"
        r"|you['’]\w+|i|we|my|if|don['’]?t|forget|imagine|watch|meet|only|\d)(?![\p{L}])",
        regex.IGNORECASE,
    ),
    "address": _words(r"you|your|yours|yourself|you['’](?:re|ll|ve|d)|ya|y['’]all"),
    "measure": _words(
        r"\d[\d.,]*\s?(?:percent|per cent|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|people|users|customers"
        r"|clients|dollars|euros|pounds|bucks|times|miles|kg|lbs?|million|billion|thousand|hundred|followers|subscribers|views"
        r"|sales|leads|calories|degrees|employees|companies|calls|emails|meetings|posts)",
        r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|hundreds? of|thousands? of|millions? of)\s(?:seconds?|minutes?"
        r"|hours?|days?|weeks?|months?|years?|dollars|people|million|billion|percent)",
        r"half|twice|double[ds]?|triple[ds]?",
    ),
    "count": _words(
        r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?"
    ),
    "stakes": _words(
        r"sav(?:e|es|ed|ing)|los(?:e|es|ing)|lost|cost(?:s|ing)?|earn(?:s|ed|ing)?|gain(?:s|ed|ing)?|grow(?:s|ing)?|grew|win(?:s|ning)?"
        r"|won|avoid(?:s|ed|ing)?|fix(?:es|ed|ing)?|cut(?:s|ting)?|boost(?:s|ed|ing)?|improve[sd]?|help(?:s|ed|ing)?|make(?:s)?|made"
        r"|making|get(?:s|ting)?|got|learn(?:s|ed|ing)?|build(?:s|ing)?|built|sell(?:s|ing)?|sold|pay(?:s|ing)?|paid|spen[dt](?:s|ing)?"
        r"|wast(?:e|es|ed|ing)|free|money|revenue|profit|need|should|must|better|faster|cheaper|easier|chang(?:e|es|ed|ing)|rich"
        r"|rais(?:e|ed|ing)|land(?:ed)?|steal|hir(?:e|ed|ing)|surviv\w+|protect\w*|risk\w*|miss(?:es|ed|ing)?"
    ),
    "promise": _words(
        r"how to|ways?|steps?|tips?|tricks?|lessons?|reasons?|rules?|habits?|mistakes?|signs?|things|facts|ideas|hacks?|guide"
        r"|checklist|template|playbook|questions|examples?|secrets?|recipes?|stories|moments|times|people"
    ),
    "result": _words(r"i|we|my|our|i['’](?:m|ve|d|ll)|we['’](?:re|ve|d|ll)|he|she|her|his|they|their"),
    "question_word": _words(r"why|how|what|which|who|where|when|whether"),
    "withheld": _words(
        r"this|these|here['’]?s|that['’]?s|what happen(?:s|ed)|the reasons?|the one|one thing|the thing|something|someone|somebody"
        r"|secrets?|hidden|truth|real(?:ly)?|what|why|guess|wait|watch|see|find out|turns out|revealed?|nobody tells|no one tells"
    ),
    "open_loop": _words(
        r"until|then|before|after|when|because|if|so|but|except|still|almost|finally|suddenly|one day|it wasn['’]t|next|now"
        r"|ever|just"
    ),
    "superlative": _words(
        r"best|worst|most|least|biggest|only|first|last|\w{3,}est|every|all|always|everything|everyone"
    ),
    "cliche": _words(
        r"in today['’]s (?:\w+[- ]?){0,2}(?:world|landscape|age|era|environment)|in the world of|have you ever wondered|let['’]s dive in"
        r"|dive (?:deep )?into|game[- ]chang\w+|unlock (?:the|your)|unleash|at the end of the day|it['’]s no secret|look no further"
        r"|take it to the next level|next level|buckle up|think outside the box|synerg\w+|leverage|paradigm|ever[- ]evolving"
        r"|fast[- ]paced|delve|seamless\w*|revolutioni[sz]\w+|cutting[- ]edge|elevate your|more than ever|needle in"
    ),
    "throat_clearing": regex.compile(
        r"^[\"“'(]*(?:so,|well,|okay|ok,|hi\b|hello\b|hey (?:everyone|guys|all|there)|in this (?:post|thread|video|article|carousel)"
        r"|today (?:i|we)|i (?:just )?want(?:ed)? to|i(?:['’]m| am) (?:excited|thrilled|happy|proud|delighted|pleased)|we(?:['’]re| are)"
        r" (?:excited|thrilled|happy|proud|delighted|pleased)|as (?:we|you) (?:all )?know|it is (?:important|well known|worth)|there (?:is|are)"
        r"|let me|just wanted|first of all|welcome)",
        regex.IGNORECASE,
    ),
    "vague": _words(
        r"stuff|various|several|certain|some people|many people|very|quite|rather|somewhat|kind of|sort of|etc|and so on"
        r"|generally|typically|aspects?|factors?|considerations?|important|solutions?"
    ),
}

_SPANISH: Lexicon = {
    "contrast": _words(
        r"no|nunca|nadie|nada|ninguno?a?|sin|pero|jamás|tampoco|en vez de|en lugar de|falso|mito|aunque|sino|deja de|basta"
        r"|en realidad|olvida|a pesar"
    ),
    "surprise": _words(
        r"sorprend\w*|increíble\w*|insólit\w*|raro|rara|extrañ\w*|brutal|impactante\w*|polémic\w*|viral|escándalo|terrible\w*|peor(?:es)?"
        r"|error(?:es)?|mentiras?|verdad|odia\w*|muert\w*|murió|fracas\w*|trampa|peligro\w*|prohibid\w*|insólita|llamativ\w*|emotiv\w*"
        r"|inesperad\w*|curios\w*|asombros\w*|drástic\w*|impensad\w*"
    ),
    "opener": regex.compile(
        r"^[\"“'«(¿¡]*(?:deja|nunca|nadie|todos?|qué|por qué|cómo|cuándo|quién(?:es)?|cuál(?:es)?|es[ta][eao]s?|est[eao]s?|así|tu|tus|si|yo"
        r"|mi|no|olvida|imagina|mira|solo|sólo|el video|la foto|las fotos|\d)(?!\p{L})",
        regex.IGNORECASE,
    ),
    "address": _words(
        r"tú|tu|tus|te|ti|contigo|tuy[oa]s?|usted(?:es)?|puedes|debes|necesitas|tienes|sabes|quieres|estás|eres|vos|tenés"
    ),
    "measure": _words(
        r"\d[\d.,]*\s?(?:por ciento|segundos?|minutos?|horas?|días?|semanas?|meses|mes|años?|personas|clientes|euros|dólares|pesos|veces"
        r"|kilos?|millones|mil|seguidores|ventas|empleados|empresas)",
        r"(?:un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\s(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|millón"
        r"|millones)|mitad|doble|triple",
    ),
    "count": _words(r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|docenas?|cientos|miles|millones"),
    "stakes": _words(
        r"ahorr\w+|perd\w+|pierd\w+|cuest\w+|cost\w+|gan\w+|crec\w+|evit\w+|arregl\w+|mejor\w*|ayud\w+|lograr?\w*|consegu\w+|consig\w+"
        r"|aprend\w+|constru\w+|vend\w+|pag\w+|gast\w+|gratis|dinero|necesit\w+|deb[eo]\w*|más rápido|cambi\w+|dupl\w+|riesgo\w*"
    ),
    "promise": _words(
        r"cómo|formas?|maneras?|pasos?|consejos?|trucos?|lecciones?|razones|razón|motivos?|reglas?|hábitos?|errores|señales|cosas|ideas"
        r"|guía|plantilla|preguntas|ejemplos?|secretos?|claves?|recetas?"
    ),
    "result": _words(r"yo|mi|mis|nosotros|nuestr\w+|he|hemos|logré|aprendí|perdí|gané|su|sus|me|nos"),
    "question_word": _words(r"por qué|cómo|qué|cuál(?:es)?|quién(?:es)?|dónde|cuándo|cuánto[as]?s?"),
    "withheld": _words(
        r"est[eao]s?|así|lo que|el que|la que|la razón|el motivo|algo|alguien|secretos?|ocult\w+|verdad|qué|por qué|cómo|quién|mira|descubr\w+"
        r"|resulta que|revel\w+|esto|detalle|inesperado|cuál"
    ),
    "open_loop": _words(
        r"hasta que|entonces|antes de|después de|cuando|porque|tras|si|pero|casi|finalmente|un día|ahora|todavía|y"
    ),
    "superlative": _words(
        r"mejor(?:es)?|peor(?:es)?|más|menos|únic[oa]s?|primer[oa]?s?|últim[oa]s?|solo|sólo|tod[oa]s?|siempre|\w+ísim[oa]s?"
    ),
    "cliche": _words(
        r"en el mundo (?:actual|de hoy)|hoy en día|alguna vez te has preguntado|al final del día|cambia las reglas del juego|no busques más"
        r"|siguiente nivel|fuera de la caja|sinergias?|vanguardia|revolucion\w+|desbloquea|potencia tu"
    ),
    "throat_clearing": regex.compile(
        r"^[\"“'«(¿¡]*(?:bueno,|hola\b|en (?:este|esta) (?:post|hilo|vídeo|video|artículo|publicación)|hoy (?:quiero|queremos|vamos)|quería"
        r"|me (?:alegra|complace|emociona)|nos (?:alegra|complace)|como (?:todos )?sab(?:en|emos|éis)|es importante|hay|bienvenid\w+)",
        regex.IGNORECASE,
    ),
    "vague": _words(
        r"varios|varias|ciert[oa]s|diversos|diversas|muy|bastante|algo así|etcétera|etc|en general|aspectos?|factores|soluciones|importante"
    ),
}

_JAPANESE: Lexicon = {
    "contrast": _anywhere(
        "ない",
        "ません",
        "なく",
        "ず、",
        "しかし",
        "でも",
        "逆",
        "実は",
        "ではなく",
        "やめ",
        "間違",
        "嘘",
        "誤解",
        "けど",
        "のに",
        "じゃない",
    ),
    "surprise": _anywhere(
        "驚",
        "衝撃",
        "まさか",
        "意外",
        "失敗",
        "危険",
        "最悪",
        "禁止",
        "やばい",
        "ヤバい",
        "残酷",
        "怖",
        "信じられ",
        "罠",
        "落とし穴",
        "崩壊",
    ),
    "opener": regex.compile(
        r"^[「『“(（【]*(?:なぜ|どうして|どう|何|誰|もし|まだ|その|この|これ|あなた|みんな|実は|\d|[０-９])"
    ),
    "address": _anywhere(
        "あなた", "君", "皆さん", "みなさん", "みんな", "ください", "ませんか", "てますか", "ていますか", "していない"
    ),
    "measure": _anywhere(
        r"[\d０-９][\d０-９.,]*(?:割|倍|万|億|千|円|分|秒|時間|日|週間|か月|ヶ月|カ月|年|人|社|%|％|つ|個|件|回|歳)"
    ),
    "count": _anywhere(r"[一二三四五六七八九十百千万]+(?:つ|人|個|年|日|回|倍|割)", "半分"),
    "stakes": _anywhere(
        "得",
        "損",
        "稼",
        "増え",
        "増や",
        "減ら",
        "減っ",
        "節約",
        "失",
        "売上",
        "売れ",
        "無料",
        "お金",
        "貯金",
        "避け",
        "改善",
        "成功",
        "解決",
        "必要",
        "変わ",
        "変え",
        "上達",
        "伸び",
        "伸ば",
        "早く",
        "楽に",
        "できる",
    ),
    "promise": _anywhere(
        "方法",
        "理由",
        "コツ",
        "秘訣",
        "手順",
        "ポイント",
        "法則",
        "習慣",
        "教訓",
        "やり方",
        "ステップ",
        "特徴",
        "共通点",
        "選",
    ),
    "result": _anywhere("私", "僕", "俺", "わたし", "弊社", "うち", "自分"),
    "question_word": _anywhere("なぜ", "どうして", "どう", "何", "誰", "いつ", "どこ", "どれ", "どの"),
    "withheld": _anywhere(
        "理由",
        "秘密",
        "真実",
        "正体",
        "裏",
        "この",
        "これ",
        "その",
        "ある",
        "本当",
        "知らない",
        "知られざる",
        "実は",
        "答え",
        "たった",
        "とは",
    ),
    "open_loop": _anywhere(
        "まで", "ところが", "すると", "その後", "結果", "前に", "としたら", "たら", "ば、", "なのに", "だが"
    ),
    "superlative": _anywhere(
        "最も", "一番", "最高", "最悪", "最大", "最強", "唯一", "初", "だけ", "すべて", "全て", "誰も", "必ず", "絶対"
    ),
    "cliche": _anywhere(
        "現代社会", "いかがでしたか", "シナジー", "パラダイム", "昨今", "目まぐるしい", "革新的", "次世代"
    ),
    "throat_clearing": regex.compile(
        r"^(?:皆さん、?こんにちは|こんにちは|今日は|今回は|本日は|さて|まず|この(?:記事|投稿|動画)では|お知らせ)"
    ),
    "vague": _anywhere("いろいろ", "様々", "さまざま", "など", "とても", "ある程度", "一般的", "重要"),
}

LEXICONS: dict[str, Lexicon] = {"en": _ENGLISH, "es": _SPANISH, "ja": _JAPANESE}
LEXICAL_CUES = frozenset(_ENGLISH)
