"""English: how sentences open, point elsewhere, stumble and argue, for judging whether one can stand alone.

Every list is ours and deliberately strict: a good sentence lost costs less than a bad one published.
"""

import regex

from app.hubs.analysis.lexicon import Lexicon, Stance, alternatives
from app.hubs.analysis.words import word_set

_FLAGS = regex.IGNORECASE

_NEEDS_COMMA = (
    "first second third fourth fifth sixth next also again right sure exactly totally absolutely no yes see look"
    " listen like"
    " clearly now surely certainly well too still or actually basically honestly obviously overall you_know i_mean"
    " i_guess"
    " finally firstly secondly thirdly lastly oh indeed besides importantly interestingly uh um hmm mm okay alright ok"
    " yeah yep"
)
_LOOSE = (
    "but and so yet thus therefore however moreover furthermore hence nevertheless nonetheless consequently accordingly"
    " additionally in_addition of_course in_fact in_short in_other_words as_a_result that_said having_said_that"
    " at_the_same_time on_the_other_hand for_one_thing to_be_sure to_be_honest to_be_fair after_all first_of_all"
    " in_any_case"
    " anyway frankly what's_more in_conclusion to_sum_up"
)
_PRONOUNS = alternatives("it he she they it's he's she's they're it'll they'll they've he'd she'd they'd it'd")
_VERBS = alternatives(
    "is are am was were be been being has have had having do does did can could will would shall should may might must"
    " ought isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't cannot couldn't won't wouldn't"
    " shouldn't mustn't needn't let let's need needs make makes made take takes took give gives gave get gets got go"
    " goes"
    " went come comes came see sees saw know knows knew think thinks thought want wants use uses find finds found tell"
    " tells told ask asks work works seem seems feel feels felt try tries leave leaves left call calls keep keeps kept"
    " begin begins began show shows hear hears heard play plays run runs ran move moves live lives believe believes"
    " hold"
    " holds held bring brings brought happen happens write writes wrote provide provides sit sits stand stands stood"
    " lose"
    " loses lost pay pays paid meet meets met include includes continue continues set sets learn learns change changes"
    " lead leads led understand understands understood watch watches follow follows stop stops create creates speak"
    " speaks"
    " spoke read reads allow allows add adds spend spends spent grow grows grew open opens walk walks win wins won"
    " offer"
    " offers remember remembers love loves consider considers appear appears buy buys bought wait waits serve serves"
    " die"
    " dies send sends sent expect expects build builds built stay stays fall falls fell cut cuts reach reaches kill"
    " kills"
    " remain remains suggest suggests raise raises pass passes sell sells sold require requires report reports decide"
    " decides pull pulls mean means meant seek seeks sought help helps start starts turn turns put puts become becomes"
    " became say says said focus focuses depend depends matter matters exist exists deserve deserves lie lies lay rise"
    " rises rose bear bears bore teach teaches taught fight fights fought choose chooses chose drive drives drove break"
    " breaks broke contain contains support supports produce produces cause causes cost costs avoid avoids prove proves"
    " increase increases reduce reduces improve improves affect affects contribute contributes run wrote aim aims tend"
    " tends fail fails form forms carry carries describe describes enable enables represent represents there's what's"
    " who's that's it's i'm you're we're they're i've we've you've i'll we'll you'll i'd we'd you'd he's she's"
)
_TIMELY = alternatives(
    "year week month day morning evening afternoon century decade nation country world moment hour age time generation"
    " republic people planet earth land"
)

LEXICON = Lexicon(
    language="en",
    leading_loose=regex.compile(
        rf"(?:{alternatives(_LOOSE)}\b(?!['’-])\s*,?|{alternatives(_NEEDS_COMMA)}\s*,)\s+|[-–—.…]+\s*", _FLAGS
    ),
    leading_dangling=regex.compile(
        rf"(?:{_PRONOUNS}|this|that|these|those|such|his|her|hers|him|its|their|theirs|them|both|neither|either|another"
        r"|others?|some of (?:them|these|those)|(?:one|none|all|most|each|many|any|some|two|three) of (?:them|these"
        r"|those)"
        r"|that['’]s|here(?:['’]s)?|then|instead|otherwise|similarly|likewise|conversely|meanwhile|because|which|who"
        r"|whose"
        r"|whom|nor|hence|thereby|thereafter|afterwards?|later|earlier|before (?:that|this)|after (?:that|this)"
        r"|for example"
        r"|for instance|for this|for that|for these|e\.g|i\.e|namely|specifically|by contrast|in contrast|in turn"
        r"|to (?:this|that|these) \w+|in (?:this|that|these|those|such)|at (?:this|that) \w+|on (?:this|that) \w+"
        r"|with (?:this|that|these|those)|from (?:this|that|these|those)|under (?:this|these|such)|of these|by (?:this"
        r"|that)"
        r"|as such|even so|if so|if not|so (?:did|do|does|is|was|were|much for)|not so|the (?:former|latter|others?"
        r"|same"
        r"|above|following|next|previous|last one|first one|first (?:is|was|of)|second|third|fourth|fifth|rest|result"
        r"|reason|answer|point"
        r"|idea here|remaining|aforementioned|said)|one (?:is|was|such|more|other|reason|example|nice thing|thing)\b"
        r"|another|an? (?:second|third|fourth|fifth|further|final|last|similar)|(?:to \w+|in) one other|\w+ing (?:it"
        r"|them|this|that)|(?:\w+ly, )?(?:yes|no)|example of|the one|more than [^,]{1,30}, (?:it|they|he|she)"
        r"|if (?:we|you|i) (?:are|do|did|have|can|could|were) ?n[o'’]t(?=,)|for (?![^,]{1,45},|me\b|us\b|you\b|now\b"
        r"|those who|people|any\w+)"
        r"|same (?:goes|with|here)|not only that|more than that|all (?:this|that|these|of this|of that|of these)"
        r"|much of (?:this|that)|none of (?:this|that)|part of (?:this|that)|any of (?:this|that)|there (?:i|he|she"
        r"|they|we)\b"
        r"|(?:and|or|but|than|except|like) (?:this|that|it)\b|yes|no|yeah|okay|note|let['’]s (?:see|say|talk|look"
        r"|take a look)"
        r"|let us (?:see|look|turn|now)|now let|suppose|imagine you|see|cf|thanks?|thank you|hello|hi|welcome|dear"
        r"|(?:more|most|as) (?:recently|importantly|specifically)|to do so|doing so|in doing so|only then|so far"
        r"|thus far"
        r"|not|or|especially|versus|to the point|say (?:there|you|that)|anything that|i (?:liked|loved|agree|disagree"
        r"|have not seen|forget|can totally see)"
        r"|of (?:this|that|these|those|which|them)|even (?:this|that|it|they)|what (?:this|that|it|they|he|she)"
        r"|(?:if|when|while|although|though|since|as|once|until|where|because|unless|whether) (?:it|they|he|she|this"
        r"|that"
        r"|these|those|his|her|their|its|such|so)(?:['’]s)?)\b(?!-)",
        _FLAGS,
    ),
    leading_expletive=regex.compile(
        r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| must be| seems?| takes?| took| costs?"
        r"| pays?"
        r"| can be| should be) (?:not |never |also |very |so |too |quite |often |always |more |far |really |\w+ly )*"
        r"(?:(?:important|clear|true|possible|impossible|hard|easy|easier|harder|difficult|necessary|time|better|best"
        r"|worth"
        r"|likely|unlikely|essential|critical|crucial|vital|natural|useful|useless|wise|dangerous|wrong|right|tempting"
        r"|obvious|well known|fair|safe|common|rare|good|bad|great|our (?:intention|duty|belief|purpose)|a (?:mistake"
        r"|fact"
        r"|pity|matter|shame)|up to|no (?:secret|surprise|wonder|accident)|human nature|surprising|courage|effort"
        r"|longer"
        r"|years|months|practice)\b.{0,60}?\b(?:to|that|for|of|when|if|in)\b|.{0,40}\bnot .{2,60}\bbut\b)"
        r"|those (?:who|of us|that)\b|that (?:which)\b|this (?:" + _TIMELY + r")\b|here in\b|both (?!of)\w+ and\b"
        r"|(?:neither|either) (?:the |a |an )?\w+(?: \w+)? n?or\b|another (?:way|reason to)\b(?=.{0,40}\bto\b)"
        r"|no (?!,)(?:\w+ ){1,4}(?:can|could|will|would|should|is|was|has|had|ever|in|of|matter|one|more)"
        r"|no one\b|(?:his|her|their) (?:majesty|honou?r)|yes or no",
        _FLAGS,
    ),
    anaphora=regex.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|themselves|he|him|his|himself|she|hers?|herself|it['’]s"
        r"|they['’](?:re|ve"
        r"|ll|d)|he['’]s|she['’]s)\b",
        _FLAGS,
    ),
    antecedent=regex.compile(
        r"\b(?:the|an?|our|my|your|any|every|all|some|no|each|many|most|few|several|two|three|four|five|ten|these|other"
        r"|new|good|great)\s+\p{L}{3,}|(?<=\s)\p{Lu}\p{Ll}+|\b\p{L}{2,}(?:tion|ness|ment|ity|ism|ship|ance|ence|ers"
        r"|ors|ists|ies|ings?)\b|(?i:\b(?:people|someone|everyone|anyone|nobody|everybody|somebody|those who|men|women"
        r"|children|man|woman|one|whoever)\b)|\b(?!(?:this|was|has|is|us|does|as|its|his|always|perhaps|yes|thus)\b)"
        r"\p{L}{3,}(?<!s)s\b",
    ),
    unseen=regex.compile(
        r"\b(?:(?:as|just|like) (?:was |were |is |has been |have been |we |i |you |they |he |she |already |previously"
        r" |you['’]ve |i['’]ve |we['’]ve )*(?:mentioned|noted|said|explained|described|discussed|shown|seen|stated"
        r"|outlined|indicated|saw|pointed out)|(?:mentioned|described|discussed|noted|stated|shown|given|quoted"
        r"|outlined"
        r"|listed|studied|used|presented) (?:above|below|earlier|previously|before|here)|(?:see|cf\.?) (?:above|below"
        r"|also"
        r"|section|chapter|figure|table|page|appendix|fig|notes?|the)|details in|the following|as follows|the (?:above"
        r"|below|aforementioned|aforesaid|preceding|foregoing|latter|former)|hereafter|hereinafter|(?:figures?|figs?"
        r"|tables?|tab|sections?|chapters?|appendix|exercises?|footnotes?|pp?|pages?|eqs?|equations?|vol|number|point"
        r"|rule|lesson|tip)"
        r"\.?\s*(?:\d+|(?-i:[IVX]+|[A-Z]\d?)\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven"
        r"|twelve|twenty)\b)|in the (?:next|previous|last|preceding|following|present) (?:section"
        r"|chapter|paragraph|part|post|article|episode|example)|from before|(?:example|diagram|code|list|output"
        r"|snippet)"
        r" (?:above|below|from before|earlier)|(?:this|that|the present|our previous|last|next|the) (?:paper|article"
        r"|post"
        r"|blog|chapter|section|episode|protocol|writer|author|podcast|interview|table|figure|example|paragraph|page"
        r"|video|slide|show|italics?|small capitals|instructions given)|in italics|show notes|(?:read|click|sign up"
        r"|subscribe|stay tuned|back after)\b.{0,20}\b(?:here|now|below|along|more|list|us|tuned|break)|file bugs)\b"
        r"|\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\b(?:doi|isbn|et al)\b|\bop\. cit|\bibid\b|[†‡]",
        _FLAGS,
    ),
    pointing=regex.compile(
        r"\b(?:(?:like|do|did|does|doing|done|of|with|from|about|for|to|at|by|after|before|on|than|all|say|said|know"
        r"|think"
        r"|mean|meant|in|see|get|got|have|is|was|want|need|through|watch(?:ed)?|liked|loved|understand|read|fix|built)"
        r" (?:that|this|these|those)(?=\s*(?:[.,;:!?)]|$|and\b|as well|now))"
        r"|(?:have|has|had|with|of|in|to|for|from|by|at|on) that \p{L}+(?=\s*[,.;])"
        r"|(?:this|these) (?!" + _TIMELY + r"\b|is\b.{0,3}$)\p{L}+|(?:that|those) (?:one|ones|kind of|sort of|type of"
        r"|particular|same|point|case|way|regard|sense|end|reason|stuff|thing|things|problem|lines?)\b"
        r"|(?<=[,;:—–-]\s?)(?:this|that['’]s)\b"
        r"|(?:and|but|because|so|if|then|when|think|know|mean|guess|say|feel|believe) (?:that['’]s|this is|this was)"
        r"|those (?!who\b|of\b|\p{L}+(?: \p{L}+){0,5} (?:who|which|that|whose|under|in|of)\b)\p{L}+|such (?!as\b|an? )"
        r"|what (?:this|that) (?:means|is))\b|\bover there\b|\b(?:is|was|are|were) (?:it|so|not)[.!]$"
        r"|\b(?:there )?either[.!]$|\bthere[.!]$|\bthe other argument\b",
        _FLAGS,
    ),
    boilerplate=regex.compile(
        r"©|\b(?:copyright|all rights reserved|terms of (?:use|service)|privacy policy|cookies?\b.{0,30}\b(?:policy"
        r"|consent"
        r"|accept)|subscribe|newsletter|unsubscribe|sign up|log ?in|follow us|share this|read more|click here"
        r"|advertisement"
        r"|sponsored|licen[sc]ed? under|creative commons|distributed under|permission to (?:copy|reproduce)|reprinted"
        r"|funders|preparation of the manuscript|grateful to|author contributions|corresponding author"
        r"|competing interests?|funding:|data availability|supporting information|received:|accepted:"
        r"|published:|editor:|citation:|e-?mail|all relevant data|peer review|gutenberg|transcrib(?:er|ed by)"
        r"|show notes"
        r"|welcome (?:back )?to (?:the|this|our)|thanks for (?:listening|watching|joining|having)|our sponsors?"
        r"|promo code"
        r"|laughter|applause|inaudible|crosstalk|unintelligible|break:?)\b|https?://|www\.|\S@\S+\.\S",
        _FLAGS,
    ),
    chatter=regex.compile(
        r"(?:(?:yeah|yes|yep|no|nope|right|sure|okay|ok|exactly|totally|gotcha|cool|wow|hmm+|mm+|uh|um|oh|ah|ha(?:ha)*"
        r"|true"
        r"|absolutely|definitely|of course|i see|got it|fair enough|makes sense|interesting|awesome|great|nice"
        r"|thank you"
        r"|thanks|welcome|hello|hi|hey|good (?:morning|afternoon|evening|point|question)|you know|i mean|for sure"
        r"|indeed"
        r"|that's (?:right|true|fair|good|great|cool|interesting)|there you go|go ahead|please|so|well|and|but|like"
        r"|really"
        r"|amazing|love it|perfect|correct|agreed|same|all right|alright)\b[\s,.!?…-]*)+",
        _FLAGS,
    ),
    disfluency=regex.compile(
        r"\b(?:you know|i mean|kind of|sort of|kinda|sorta|gonna|wanna|like,|like --|or something|or whatever|and stuff"
        r"|stuff like|um|uh|i guess|or anything|basically|literally|honestly|i don't know|right\?|whatnot"
        r"|a lot of times"
        r"|a bunch of|super|just like|is like|was like|were like|and etc|a couple of|you guys|pretty (?!print)|really"
        r"|a little bit|straight-up|and so|probably|obviously|totally|to be honest|i would say|weird|things? like that"
        r"|just,"
        r"|maybe|or so|actually)\b|--|\.\.\.|…|\b(\p{L}+)\s+\1\b|(?:with|have|had|just|almost|to|of|at|in|can['’]t"
        r"|more|tended|doing|being|you|getting|get|seem)"
        r" like\b|(?:was|is|be|are) like\b(?! (?:to|this|that|a|an|the|it|these)\b)|, so(?=,|\.)|,\s*like\b"
        r"|,\s*right\b|(?<=\s)- ",
        _FLAGS,
    ),
    finite=regex.compile(
        rf"\b(?:{_VERBS}|\p{{L}}+n['’]t)\b|(?<!\b(?:the|a|an|of|and|or|our|my|your|by|in|with|as|for|both"
        r"|from|this|these|its|their|to|more|most|all|are|three|two) )(?-i:\b\p{Ll}{3,}ed\b)",
        _FLAGS,
    ),
    surely_finite=regex.compile(rf"\b(?:{_VERBS})\b|\b\p{{L}}+n['’]t\b", _FLAGS),
    fragment=regex.compile(
        r"(?:each time|every time|when|while|if|although|though|because|since|unless|until|as|whereas|where|which"
        r"|who)\b[^,]*$",
        _FLAGS,
    ),
    not_theme_shape=regex.compile(r"\p{L}+ly", _FLAGS),
    not_noun_shape=regex.compile(r"\p{L}+(?:ous|ful|less|able|ible|ish|ed|ing)", _FLAGS),
    articles=frozenset({"the", "a", "an", "this", "that", "our", "my", "your", "his", "its", "their", "each", "every"}),
    joins="{first} and {second}",
    clause_end=regex.compile(
        r"\s*;\s+|\s*:\s+(?=\p{Ll})|\s*(?:--|—|\s–)\s*|,\s+(?:because|since|which|so that|whereas|for (?:it|they|he"
        r"|the)\b|and"
        r" (?:it|they|he|she|we|i|you|this|that|these|those|the|a|there|so)\b)\b|\s+(?:because|so that)\s+",
        _FLAGS,
    ),
    conditional=regex.compile(
        r"(?:if|when|while|although|though|because|since|as|unless|until|once|whether|wherever|whenever|even|despite"
        r"|were"
        r"|had|should|not only|neither|either|suppose|in order)\b",
        _FLAGS,
    ),
    self_talk=regex.compile(
        r"\b(?:mr\.? (?:president|speaker|chairman)|i (?:think|guess|mean|don['’]t know|was (?:kind of|just|like)"
        r"|would say|want to|wanted to|might|remember|am here"
        r"|shall|feel like|suppose)|i['’]m (?:going to|gonna|sure|not sure|just)|i['’]ll|let me|we['’]ll"
        r"|we['’]re going to"
        r"|we (?:report|present|study|formulated|use|used|note|turn)|you (?:guys|said|mentioned)|you['’]ve (?:got"
        r"|moved|been|talked|written)|you (?:didn['’]t|were|did|may report|probably)|i (?:appreciate|know|do know"
        r"|can see|definitely|totally|thought|have to|was saying|ask|"
        r"wonder|liked|love)|i['’]ve (?:just|been)|our (?:listeners|data|hypothes[ei]s"
        r"|registered|results|analysis|findings|dataset|protocol))\b",
        _FLAGS,
    ),
    plain_headings=regex.compile(
        r"(?:chapter|part|section|article|appendix|act|book|page)?\s*(?:[IVXLC]+|\d+(?:\.\d+)*"
        r"|[A-Z])?[.):]?\s*(?:introduction"
        r"|abstract|conclusions?|summary|background|results?|methods?|materials and methods|discussion|references"
        r"|appendix"
        r"|contents|notes?|acknowledge?ments?|questions and exercises|exercises|overview|preface|foreword|limitations"
        r"|bibliography|faq|comments|related work|data|analysis)?",
        _FLAGS,
    ),
    stances={
        Stance.EVIDENCE: regex.compile(
            r"\d|\b(?:percent|per cent|million|billion|thousand|hundred|twice|half|double|study|studies|data|survey"
            r"|measured?"
            r"|experiments?|evidence|statistic\w*|average|rate|ratio|significant\w*|correlat\w+|found that|results?)\b",
            _FLAGS,
        ),
        Stance.CONTRARIAN: regex.compile(
            r"\b(?:not|never|no|nor|neither|but|yet|instead|rather than|wrong|myth|contrary|despite|although|however"
            r"|unlike"
            r"|mistaken|contrast|nobody|nothing|without|don['’]t need|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t"
            r"|surpris\w+)\b",
            _FLAGS,
        ),
        Stance.WARNING: regex.compile(
            r"\b(?:risk\w*|dangers?|dangerous|threat\w*|fail\w*|los[es]\w*|lost|loss|attack\w*|crisis|crises|fear\w*"
            r"|mistakes?"
            r"|vulnerab\w+|enem\w+|war|wars|problems?|worst|worse|harm\w*|damage\w*|insecur\w+|hostile|aggress\w+"
            r"|peril\w*"
            r"|warn\w*|bug|bugs|exploit\w*|tyranny|monoton\w+|weak\w*|abuse\w*|burden\w*|suffer\w*)\b",
            _FLAGS,
        ),
        Stance.HOW_TO: regex.compile(
            r"\b(?:should|need to|needs to|have to|steps?|try|make sure|learn\w*|practi[cs]e\w*|avoid\w*|how to"
            r"|you can|use"
            r"|using|start with|ways? to|method\w*|techniques?|tool\w*|keep|choose|build\w*|write|writing|do not"
            r"|don['’]t)\b",
            _FLAGS,
        ),
        Stance.VISION: regex.compile(
            r"\b(?:will|future|tomorrow|goals?|hope\w*|dream\w*|decades?|someday|achiev\w+|opportunit\w+|become|new"
            r"|ahead|next"
            r"|progress|explor\w+|advance\w*|promise\w*|possib\w+|potential)\b",
            _FLAGS,
        ),
        Stance.STORY: regex.compile(
            r"\b(?:when i|i (?:was|had|did|saw|told|said|went|came|felt|found|learned|started|used|left|remember)"
            r"|we (?:were|had"
            r"|did|saw|told|said|went|came|found|learned|started|used|would|asked|got)|years ago|once|one day|my"
            r"|told me"
            r"|said to|last year)\b",
            _FLAGS,
        ),
        Stance.CAUSE: regex.compile(
            r"\b(?:because|therefore|causes?|caused|reasons?|why|leads? to|led to|due to|so that|means that|depends?"
            r"|explains?"
            r"|thus|since|results? in|consequence\w*|makes? it|lends?)\b",
            _FLAGS,
        ),
        Stance.CALL: regex.compile(
            r"\b(?:we must|must|let us|ask\w*|urge\w*|commit\w*|join\w*|call upon|duty|duties|responsib\w+"
            r"|obligation\w*|pledge\w*"
            r"|request\w*|recommend\w*|ought|cannot afford|demand\w*)\b",
            _FLAGS,
        ),
    },
    determiners=word_set(
        "the a an our my your his her their its any every all some no each many most few several this"
        " that these those of in for with on by from at as between into about against through and or both"
        " two three four five more other new great good own"
    ),
    verb_signs=word_set(
        "to i we you they he she it who will would can could should must may might not don't shall cannot"
        " let's let please didn't doesn't won't can't also always never often"
    ),
    links=frozenset({"of"}),
    not_themes=word_set(
        "thing things way ways lot kind sort people time times year years day days part number today case"
        " point guy guys stuff something someone everyone anyone example fact order course moment end"
        " place bit couple different same such many first second third one two three four five six seven"
        " eight nine ten hundred thousand million billion percent important necessary good great new"
        " special certain particular able various general whole large small long short high low man men"
        " woman women reason question idea word words sentence note use used using say said make made"
        " going come know think want need look take give find get let really just also well even still"
        " much more most next last tomorrow yesterday week month hour minute past present above below"
        " following given based pretty mr mrs ms dr sir gentlemen ladies thank thanks okay yeah basically"
        " actually probably maybe perhaps thus hence page pages article articles chapter figure table"
        " section study author authors paper report reports passage passages selections effort efforts task tasks tons"
        " lots plenty"
        " rest majority piece pieces path dollar dollars cent cents euros pounds additional capacity"
        " amount amounts level levels matter matters president"
    ),
    angles={
        Stance.EVIDENCE: "Evidence: the facts and numbers behind {topic}",
        Stance.CONTRARIAN: "Contrarian: challenges the usual view of {topic}",
        Stance.WARNING: "Warning: what is at stake in {topic}",
        Stance.HOW_TO: "How-to: practical advice on {topic}",
        Stance.VISION: "Vision: looking ahead on {topic}",
        Stance.STORY: "Story: {topic}, told from experience",
        Stance.CAUSE: "Insight: the reasons behind {topic}",
        Stance.CALL: "Call to action: time to act on {topic}",
        Stance.PRINCIPLE: "Principle: the core idea behind {topic}",
    },
)
