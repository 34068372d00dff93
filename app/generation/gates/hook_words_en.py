"""The words of an English hook. Every cue of a lexicon stands here; the other languages have the same."""

import regex

from app.generation.gates.hook_pattern import Lexicon, words

ENGLISH: Lexicon = {
    "contrast": words(
        r"not|no|never|nobody|no one|nothing|none|without|instead|wrong|but|yet|stop|quit|don['’]?t"
        r"|doesn['’]?t|didn['’]?t"
        r"|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|won['’]?t|can['’]?t|cannot|shouldn['’]?t|couldn['’]?t"
        r"|ain['’]?t|hardly"
        r"|actually|myths?|forget|unlike|despite|although|opposite|overrated|underrated|contrary|rather than"
    ),
    "surprise": words(
        r"shock\w*|surpris\w*|weird\w*|strange\w*|unexpected\w*|insane\w*|crazy|brutal\w*|honest\w*|ugly"
        r"|bizarre|stunning"
        r"|amazing\w*|incredibl\w*|unbelievabl\w*|terrif\w*|scar(?:y|ed|iest)|hilarious\w*|heartbreaking|epic"
        r"|wild(?:est)?"
        r"|awkward\w*|ridiculous\w*|outrag\w*|broke|ruin\w*|destroy\w*|kill(?:s|ed|ing)?|dead|dying|fired|quit"
        r"|fail\w*"
        r"|disaster|nightmare|mistakes?|trap|lies?|lied|liar|scam|truth|hate[sd]?|worst|dangerous|illegal"
        r"|banned|mind[- ]blow\w*"
    ),
    "opener": regex.compile(
        r"^[\"“'(]*(?:stop|never|nobody|no one|everyone|every|most|what|why|how|when|who|which|this|these"
        r"|here['’]?s|your?"
        r"|you['’]\w+|i|we|my|if|don['’]?t|forget|imagine|watch|meet|only|\d)(?![\p{L}])",
        regex.IGNORECASE,
    ),
    "address": words(r"you|your|yours|yourself|you['’](?:re|ll|ve|d)|ya|y['’]all"),
    "measure": words(
        r"\d[\d.,]*\s?(?:percent|per cent|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
        r"|people|users|customers"
        r"|clients|dollars|euros|pounds|bucks|times|miles|kg|lbs?|million|billion|thousand|hundred|followers"
        r"|subscribers|views"
        r"|sales|leads|calories|degrees|employees|companies|calls|emails|meetings|posts)",
        r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|hundreds? of|thousands? of"
        r"|millions? of)\s(?:seconds?|minutes?"
        r"|hours?|days?|weeks?|months?|years?|dollars|people|million|billion|percent)",
        r"half|twice|double[ds]?|triple[ds]?",
    ),
    "count": words(
        r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?"
    ),
    "stakes": words(
        r"sav(?:e|es|ed|ing)|los(?:e|es|ing)|lost|cost(?:s|ing)?|earn(?:s|ed|ing)?|gain(?:s|ed|ing)?|grow(?:s"
        r"|ing)?|grew|win(?:s|ning)?"
        r"|won|avoid(?:s|ed|ing)?|fix(?:es|ed|ing)?|cut(?:s|ting)?|boost(?:s|ed|ing)?|improve[sd]?|help(?:s|ed"
        r"|ing)?|make(?:s)?|made"
        r"|making|get(?:s|ting)?|got|learn(?:s|ed|ing)?|build(?:s|ing)?|built|sell(?:s|ing)?|sold|pay(?:s"
        r"|ing)?|paid|spen[dt](?:s|ing)?"
        r"|wast(?:e|es|ed|ing)|free|money|revenue|profit|need|should|must|better|faster|cheaper|easier"
        r"|chang(?:e|es|ed|ing)|rich"
        r"|rais(?:e|ed|ing)|land(?:ed)?|steal|hir(?:e|ed|ing)|surviv\w+|protect\w*|risk\w*|miss(?:es|ed|ing)?"
    ),
    "promise": words(
        r"how to|ways?|steps?|tips?|tricks?|lessons?|reasons?|rules?|habits?|mistakes?|signs?|things|facts"
        r"|ideas|hacks?|guide"
        r"|checklist|template|playbook|questions|examples?|secrets?|recipes?|stories|moments|times|people"
    ),
    "result": words(r"i|we|my|our|i['’](?:m|ve|d|ll)|we['’](?:re|ve|d|ll)|he|she|her|his|they|their"),
    "question_word": words(r"why|how|what|which|who|where|when|whether"),
    "withheld": words(
        r"this|these|here['’]?s|that['’]?s|what happen(?:s|ed)|the reasons?|the one|one thing|the thing"
        r"|something|someone|somebody"
        r"|secrets?|hidden|truth|real(?:ly)?|what|why|guess|wait|watch|see|find out|turns out|revealed?"
        r"|nobody tells|no one tells"
    ),
    "open_loop": words(
        r"until|then|before|after|when|because|if|so|but|except|still|almost|finally|suddenly|one day"
        r"|it wasn['’]t|next|now"
        r"|ever|just"
    ),
    "superlative": words(
        r"best|worst|most|least|biggest|only|first|last|\w{3,}est|every|all|always|everything|everyone"
    ),
    "cliche": words(
        r"in today['’]s (?:\w+[- ]?){0,2}(?:world|landscape|age|era|environment)|in the world of"
        r"|have you ever wondered|let['’]s dive in"
        r"|dive (?:deep )?into|game[- ]chang\w+|unlock (?:the|your)|unleash|at the end of the day"
        r"|it['’]s no secret|look no further"
        r"|take it to the next level|next level|buckle up|think outside the box|synerg\w+|leverage|paradigm"
        r"|ever[- ]evolving"
        r"|fast[- ]paced|delve|seamless\w*|revolutioni[sz]\w+|cutting[- ]edge|elevate your|more than ever|needle in"
    ),
    "throat_clearing": regex.compile(
        r"^[\"“'(]*(?:so,|well,|okay|ok,|hi\b|hello\b|hey (?:everyone|guys|all|there)|in this (?:post|thread"
        r"|video|article|carousel)"
        r"|today (?:i|we)|i (?:just )?want(?:ed)? to|i(?:['’]m| am) (?:excited|thrilled|happy|proud|delighted"
        r"|pleased)|we(?:['’]re| are)"
        r" (?:excited|thrilled|happy|proud|delighted|pleased)|as (?:we|you) (?:all )?know|it is (?:important"
        r"|well known|worth)|there (?:is|are)"
        r"|let me|just wanted|first of all|welcome)",
        regex.IGNORECASE,
    ),
    "vague": words(
        r"stuff|various|several|certain|some people|many people|very|quite|rather|somewhat|kind of|sort of|etc"
        r"|and so on"
        r"|generally|typically|aspects?|factors?|considerations?|important|solutions?|weigh|keep (?:this|these|only)"
        r"|make up your mind|to help you decide"
    ),
}
