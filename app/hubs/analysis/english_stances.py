"""English: what a passage does to its reader, how an angle on it is named, and words that name no subject."""

import regex

from app.hubs.analysis.lexicon import Pattern, Stance
from app.hubs.analysis.words import word_set

_FLAGS = regex.IGNORECASE

STANCES: dict[Stance, Pattern] = {
    Stance.EVIDENCE: regex.compile(
        r"(?<![\p{L}\d])\d|\b(?:percent|per cent|million|billion|thousand|hundred|twice|half|double|study"
        r"|studies|data|survey"
        r"|measured?|experiments?|evidence|statistic\w*|average|rate|ratio|significant\w*|correlat\w+|found that"
        r"|results?)\b",
        _FLAGS,
    ),
    Stance.CONTRARIAN: regex.compile(
        r"\b(?:not|never|no|nor|neither|but|yet|instead|rather than|wrong|myth|contrary|despite|although|however"
        r"|unlike|mistaken|contrast|nobody|nothing|without|don['’]t need|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t"
        r"|surpris\w+)\b",
        _FLAGS,
    ),
    Stance.WARNING: regex.compile(
        r"\b(?:risk\w*|dangers?|dangerous|threat\w*|fail\w*|los[es]\w*|lost|loss|attack\w*|crisis|crises|fear\w*"
        r"|mistakes?|vulnerab\w+|enem\w+|war|wars|problems?|worst|worse|harm\w*|damage\w*|insecur\w+|hostile"
        r"|aggress\w+|peril\w*|warn\w*|bug|bugs|exploit\w*|tyranny|monoton\w+|weak\w*|abuse\w*|burden\w*"
        r"|suffer\w*)\b",
        _FLAGS,
    ),
    Stance.HOW_TO: regex.compile(
        r"\b(?:should|need to|needs to|have to|steps?|try|make sure|learn\w*|practi[cs]e\w*|avoid\w*|how to"
        r"|you can|start (?:with|on|by)|stop \w+ing|measure first|ways? to"
        r"|method\w*|techniques?|be careful|remember|use an?|instead of)\b",
        _FLAGS,
    ),
    Stance.VISION: regex.compile(
        r"\b(?:will|future|tomorrow|goals?|hope\w*|dream\w*|decades?|someday|achiev\w+|opportunit\w+|become|new"
        r"|ahead|next|progress|explor\w+|advance\w*|promise\w*|possib\w+|potential)\b",
        _FLAGS,
    ),
    Stance.STORY: regex.compile(
        r"\b(?:when i|i (?:was|had|did|saw|told|said|went|came|felt|found|learned|started|used|left|remember)"
        r"|we (?:were|had|did|saw|told|said|went|came|found|learned|started|used|would|asked|got)|years ago|once"
        r"|one day|my|told me|said to|last year)\b",
        _FLAGS,
    ),
    Stance.CAUSE: regex.compile(
        r"\b(?:because|therefore|causes?|caused|reasons?|why|leads? to|led to|due to|so that|means that|depends?"
        r"|explains?|thus|since|results? in|consequence\w*|makes? it|lends?)\b",
        _FLAGS,
    ),
    Stance.CALL: regex.compile(
        r"\b(?:must|let us|urge\w*|commit|commitment|join|call upon|duty|duties|responsib\w+|obligation\w*"
        r"|pledge\w*|ought"
        r" to|cannot afford|time for action)\b",
        _FLAGS,
    ),
}

OUTRIGHT: dict[Stance, Pattern] = {
    Stance.EVIDENCE: regex.compile(
        r"(?<![\p{L}\d.,])(?!(?:1[5-9]|20)\d\d(?![\d,]))\d[\d.,]*\d|\d\s?%|\b(?:percent|per cent|million|billion"
        r"|found that|studies|statistically|on average|twice as|positive effect"
        r"|significant (?:positive|negative|effect))\b",
        _FLAGS,
    ),
    Stance.CONTRARIAN: regex.compile(
        r"\b(?:not(?! only)|never|cannot|no longer|nobody|rather than|instead of|wrong|myth|contrary|mistaken)\b"
        r"|n['’]t\b",
        _FLAGS,
    ),
    Stance.WARNING: regex.compile(
        r"\b(?:risk\w*|dangers?|dangerous|threat\w*|fails?|failed|failure|lose|loses|losing|attack\w*|crisis|harm\w*"
        r"|damage\w*|vulnerab\w+|enem\w+|hostile|aggress\w+|peril\w*|destroy\w*|monoton\w+|mistakes?|overfit\w*"
        r"|intolerable|temptations?)\b",
        _FLAGS,
    ),
    Stance.HOW_TO: regex.compile(
        r"^(?:to \p{Ll}+|don['’]t|avoid|try|use|make sure|start|stop|always|remember|learn|practi[cs]e|read|write"
        r"|imagine)\b|\byou (?:can|should|need to|have to|must)\b|\bthe (?:best|easiest|simplest) way\b",
        _FLAGS,
    ),
    Stance.VISION: regex.compile(
        r"\b(?:will|future|tomorrow|some ?day|one day|goals?|before this decade|the end of the)\b", _FLAGS
    ),
    Stance.STORY: regex.compile(
        r"\b(?:i|we) (?:\p{L}{2,}ed(?<!need)|did|went|had|were|was|built|sold|got|came|made|told|saw|took|began|used to"
        r"|would|['’]d)\b|\b(?:years ago|last year|one day)\b",
        _FLAGS,
    ),
    Stance.CAUSE: regex.compile(
        r"\b(?:because|so that|therefore|leads? to|led to|reasons? (?:for|why|is)|causes?|caused|due to|means that"
        r"|depends? (?:on|upon)|as a result|results? in|requires? that)\b",
        _FLAGS,
    ),
    Stance.CALL: regex.compile(
        r"\b(?:must(?! have)|let us|we (?:should|need to|have to)|ought to|it is time|cannot afford|should commit)\b",
        _FLAGS,
    ),
}
"""What says a stance in so many words, so that one sentence can stand for its angle."""

ANGLES = {
    Stance.EVIDENCE: "Evidence: the facts and numbers on {topic}",
    Stance.CONTRARIAN: "Contrarian: against the usual view of {topic}",
    Stance.WARNING: "Warning: what can go wrong with {topic}",
    Stance.HOW_TO: "How-to: practical advice on {topic}",
    Stance.VISION: "Vision: what lies ahead for {topic}",
    Stance.STORY: "Story: {topic}, told from experience",
    Stance.CAUSE: "Cause: the reasons behind {topic}",
    Stance.CALL: "Call to action: what has to be done about {topic}",
    Stance.PRINCIPLE: "Insight: what to know about {topic}",
}

NOT_THEMES = word_set(
    "thing things way ways lot kind sort people time times year years day days part number today case point guy"
    " guys stuff something someone everyone anyone example fact order course moment end place bit couple"
    " different same such many first second third one two three four five six seven eight nine ten hundred"
    " thousand million billion percent important necessary good great new special certain particular able various"
    " general whole large small long short high low man men woman women reason question idea word words sentence"
    " note use used using say said make made going come know think want need look take give find get let really"
    " just also well even still much more most next last tomorrow yesterday week month hour minute past present"
    " above below following given based pretty mr mrs ms dr sir gentlemen ladies thank thanks okay yeah basically"
    " actually probably maybe perhaps thus hence page pages article articles chapter figure table section study"
    " author authors paper report reports passage passages selections effort efforts task tasks tons lots plenty"
    " rest majority piece pieces path dollar dollars cent cents euros pounds additional capacity amount amounts"
    " level levels matter matters president"
    " clock shift shifts degree degrees factor factors rule rules positive popular frozen object objects input inputs"
    " condition conditions affairs force forces role roles goal goals success failure member members side sides line"
    " lines start end result results basis purpose purposes position positions problem problems feature features"
    " pair pairs set sets kind kinds term terms tool tools lot fact facts program programs deliver repos"
    " product products domain persons supplier suppliers doctrine"
)
