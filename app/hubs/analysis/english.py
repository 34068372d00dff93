"""English: how sentences open, point elsewhere, stumble and argue, for judging whether one can stand alone.

Every list is ours and deliberately strict: a good sentence lost costs less than a bad one published.
"""

import regex

from app.hubs.analysis.english_stances import ANGLES, NOT_THEMES, OUTRIGHT, STANCES
from app.hubs.analysis.english_talk import DISFLUENCY, POINTING, SELF_TALK, TIMELY
from app.hubs.analysis.lexicon import Lexicon, alternatives
from app.hubs.analysis.words import word_set

_FLAGS = regex.IGNORECASE

_NEEDS_COMMA = (
    "first second third fourth fifth sixth next also again right sure exactly totally absolutely no yes see look"
    " listen like clearly now surely certainly well too still or actually basically honestly obviously overall"
    " you_know i_mean i_guess finally firstly secondly thirdly lastly oh indeed besides importantly interestingly uh"
    " um hmm mm okay alright ok yeah yep"
)
_LOOSE = (
    "but and so yet thus therefore however moreover furthermore hence nevertheless nonetheless consequently"
    " accordingly additionally in_addition of_course in_fact in_short in_other_words as_a_result that_said"
    " having_said_that at_the_same_time on_the_other_hand for_one_thing to_be_sure to_be_honest to_be_fair after_all"
    " first_of_all in_any_case anyway frankly what's_more in_conclusion to_sum_up"
)
_PRONOUNS = alternatives("it he she they it's he's she's they're it'll they'll they've he'd she'd they'd it'd")
_VERBS = alternatives(
    "is are am was were be been being has have had having do does did can could will would shall should may might"
    " must ought isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't cannot couldn't won't"
    " wouldn't shouldn't mustn't needn't let let's need needs make makes made take takes took give gives gave get"
    " gets got go goes went come comes came see sees saw know knows knew think thinks thought want wants use uses"
    " find finds found tell tells told ask asks work works seem seems feel feels felt try tries leave leaves left"
    " call calls keep keeps kept begin begins began show shows hear hears heard play plays run runs ran move moves"
    " live lives believe believes hold holds held bring brings brought happen happens write writes wrote provide"
    " provides sit sits stand stands stood lose loses lost pay pays paid meet meets met include includes continue"
    " continues set sets learn learns change changes lead leads led understand understands understood watch watches"
    " follow follows stop stops create creates speak speaks spoke read reads allow allows add adds spend spends spent"
    " grow grows grew open opens walk walks win wins won offer offers remember remembers love loves consider"
    " considers appear appears buy buys bought wait waits serve serves die dies send sends sent expect expects build"
    " builds built stay stays fall falls fell cut cuts reach reaches kill kills remain remains suggest suggests raise"
    " raises pass passes sell sells sold require requires report reports decide decides pull pulls mean means meant"
    " seek seeks sought help helps start starts turn turns put puts become becomes became say says said focus focuses"
    " depend depends matter matters exist exists deserve deserves lie lies lay rise rises rose bear bears bore teach"
    " teaches taught fight fights fought choose chooses chose drive drives drove break breaks broke contain contains"
    " support supports produce produces cause causes cost costs avoid avoids prove proves increase increases reduce"
    " reduces improve improves affect affects contribute contributes run wrote aim aims tend tends fail fails form"
    " forms carry carries describe describes enable enables represent represents there's what's who's that's it's i'm"
    " you're we're they're i've we've you've i'll we'll you'll i'd we'd you'd he's she's"
)
LEXICON = Lexicon(
    language="en",
    leading_loose=regex.compile(
        rf"(?:{alternatives(_LOOSE)}\b(?!['’-])\s*,?|{alternatives(_NEEDS_COMMA)}\s*,)\s+|[-–—.…]+\s*", _FLAGS
    ),
    leading_dangling=regex.compile(
        rf"(?:{_PRONOUNS}|this|that|these|those|such|his|her|hers|him|its|their|theirs|them|both|neither|either|another"
        r"|others?|some of (?:them|these|those)|(?:one|none|all|most|each|many|any|some|two|three) of (?:them|these"
        r"|those)|that['’]s|here(?:['’]s)?|then|instead|otherwise|similarly|likewise|conversely|meanwhile|because"
        r"|which|who|whose|whom|nor|hence|thereby|thereafter|afterwards?|later|earlier|before (?:that|this)"
        r"|after (?:that|this)|for example|for instance|for this|for that|for these|e\.g|i\.e|namely|specifically"
        r"|by contrast|in contrast|in turn|to (?:this|that|these) \w+|in (?:this|that|these|those|such)|at (?:this"
        r"|that) \w+|on (?:this|that) \w+|with (?:this|that|these|those)|from (?:this|that|these|those)|under (?:this"
        r"|these|such)|of these|by (?:this|that)|as such|even so|if so|if not|so (?:did|do|does|is|was|were|much for)"
        r"|not so|the (?:former|latter|others?|same|above|following|next|previous|last one|first one|first (?:is|was"
        r"|of)|second|third|fourth|fifth|rest|result|reason|answer|point|idea here|remaining|aforementioned|said)"
        r"|one (?:is|was|such|more|other|reason|example|nice thing|thing)\b|another|an? (?:second|third|fourth|fifth"
        r"|further|final|last|similar)|(?:to \w+|in) one other|\w+ing (?:it|them|this|that)|(?:\w+ly, )?(?:yes|no)"
        r"|example of|the one|more than [^,]{1,30}, (?:it|they|he|she)|if (?:we|you|i) (?:are|do|did|have|can|could"
        r"|were) ?n[o'’]t(?=,)|for (?![^,]{1,45},|me\b|us\b|you\b|now\b|those who|people|any\w+)|same (?:goes|with"
        r"|here)|not only that|more than that|all (?:this|that|these|of this|of that|of these)|much of (?:this|that)"
        r"|none of (?:this|that)|part of (?:this|that)|any of (?:this|that)|there (?:i|he|she|they|we)\b|(?:and|or"
        r"|but|than|except|like) (?:this|that|it)\b|yes|no|yeah|okay|note|let['’]s (?:see|say|talk|look|take a look)"
        r"|let us (?:see|look|turn|now)|now let|suppose|imagine you|see|cf|thanks?|thank you|hello|hi|welcome|dear"
        r"|(?:more|most|as) (?:recently|importantly|specifically)|to do so|doing so|in doing so|only then|so far"
        r"|thus far|not|or|especially|versus|to the point|say (?:there|you|that)|anything that|i (?:liked|loved|agree"
        r"|disagree|have not seen|forget|can totally see)|of (?:this|that|these|those|which|them)|even (?:this|that"
        r"|it|they)|what (?:this|that|it|they|he|she)|(?:if|when|while|although|though|since|as|once|until|where"
        r"|because|unless|whether) (?:it|they|he|she|this|that|these|those|his|her|their|its|such"
        r"|so)(?:['’]s)?)\b(?!-)",
        _FLAGS,
    ),
    leading_expletive=regex.compile(
        r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| must be| seems?| takes?| took| costs?"
        r"| pays?| can be| should be) (?:not |never |also |very |so |too |quite |often |always |more |far |really "
        r"|\w+ly )*(?:(?:important|clear|true|possible|impossible|hard|easy|easier|harder|difficult|necessary|time"
        r"|better|best|worth|likely|unlikely|essential|critical|crucial|vital|natural|useful|useless|wise|dangerous"
        r"|wrong|right|tempting|obvious|well known|fair|safe|common|rare|good|bad|great|our (?:intention|duty|belief"
        r"|purpose)|a (?:mistake|fact|pity|matter|shame)|up to|no (?:secret|surprise|wonder|accident)|human nature"
        r"|surprising|courage|effort|longer|years|months|practice)\b.{0,60}?\b(?:to|that|for|of|when|if|in)\b"
        r"|.{0,40}\bnot .{2,60}\bbut\b)|those (?:who|of us|that)\b|that (?:which)\b|this (?:"
        + TIMELY
        + r")\b|here in\b|both (?!of)\w+ and\b"
        r"|(?:neither|either) (?:the |a |an )?\w+(?: \w+)? n?or\b|another (?:way|reason to)\b(?=.{0,40}\bto\b)"
        r"|no (?!,)(?:\w+ ){1,4}(?:can|could|will|would|should|is|was|has|had|ever|in|of|matter|one|more)"
        r"|no one\b|(?:his|her|their) (?:majesty|honou?r)|yes or no",
        _FLAGS,
    ),
    anaphora=regex.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|themselves|he|him|his|himself|she|hers?|herself|it['’]s"
        r"|they['’](?:re|ve|ll|d)|he['’]s|she['’]s)\b",
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
        r"\b(?:(?:as|just|like) (?:was |were |is |has been |have been |we |i |you |they |he |she |already "
        r"|previously |you['’]ve |i['’]ve |we['’]ve )*(?:mentioned|noted|said|explained|described|discussed|shown"
        r"|seen|stated|outlined|indicated|saw|pointed out)|(?:mentioned|described|discussed|noted|stated|shown|given"
        r"|quoted|outlined|listed|studied|used|presented) (?:above|below|earlier|previously|before|here)|(?:see"
        r"|cf\.?) (?:above|below|also|section|chapter|figure|table|page|appendix|fig|notes?|the)|details in"
        r"|the following|as follows|the (?:above|below|aforementioned|aforesaid|preceding|foregoing|latter|former)"
        r"|hereafter|hereinafter|(?:figures?|figs?|tables?|tab|sections?|chapters?|appendix|exercises?|footnotes?|pp?"
        r"|pages?|eqs?|equations?|vol|number|point|rule|lesson|tip)\.?\s*(?:\d+|(?-i:[IVX]+|[A-Z]\d?)\b|(?:one|two"
        r"|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty)\b)|in the (?:next|previous|last"
        r"|preceding|following|present) (?:section|chapter|paragraph|part|post|article|episode|example)|from before"
        r"|(?:example|diagram|code|list|output|snippet) (?:above|below|from before|earlier)|(?:this|that|the present"
        r"|our previous|last|next|the) (?:paper|article|post|blog|chapter|section|episode|protocol|writer|author"
        r"|podcast|interview|table|figure|example|paragraph|page|video|slide|show|italics?|small capitals"
        r"|instructions given)|in italics|show notes|(?:read|click|sign up|subscribe|stay tuned"
        r"|back after)\b.{0,20}\b(?:here|now|below|along|more|list|us|tuned|break)|file bugs)\b"
        r"|\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\b(?:doi|isbn|et al)\b|\bop\. cit|\bibid\b|[†‡]|(?-i:\bH\d{1,2}\b)",
        _FLAGS,
    ),
    pointing=POINTING,
    boilerplate=regex.compile(
        r"©|\b(?:copyright|all rights reserved|terms of (?:use|service)|privacy policy|cookies?\b.{0,30}\b(?:policy"
        r"|consent|accept)|subscribe|newsletter|unsubscribe|sign up|log ?in|follow us|share this|read more|click here"
        r"|advertisement|sponsored|licen[sc]ed? under|creative commons|distributed under|permission to (?:copy"
        r"|reproduce)|reprinted|funders|preparation of the manuscript|grateful to|author contributions"
        r"|corresponding author|competing interests?|funding:|data availability|supporting information|received:"
        r"|accepted:|published:|editor:|citation:|e-?mail|all relevant data|peer review|gutenberg|transcrib(?:er"
        r"|ed by)|show notes|welcome (?:back )?to (?:the|this|our)|thanks for (?:listening|watching|joining|having)"
        r"|our sponsors?|promo code|laughter|applause|inaudible|crosstalk|unintelligible|break:?)\b|https?://|www\."
        r"|\S@\S+\.\S|\A[\"“]?(?-i:\p{Lu}[\p{L}\p{N}’' -]{0,40}(?<! (?:is|was|are|were|says|said|this|one thing))"
        r":\s+(?:\p{Lu}|\())|\A(?-i:H\d+)\b|\A(?:null|alternative) hypothes[ei]s\b",
        _FLAGS,
    ),
    chatter=regex.compile(
        r"(?:(?:yeah|yes|yep|no|nope|right|sure|okay|ok|exactly|totally|gotcha|cool|wow|hmm+|mm+|uh|um|oh|ah"
        r"|ha(?:ha)*|true|absolutely|definitely|of course|i see|got it|fair enough|makes sense|interesting|awesome"
        r"|great|nice|thank you|thanks|welcome|hello|hi|hey|good (?:morning|afternoon|evening|point|question)"
        r"|you know|i mean|for sure|indeed|that's (?:right|true|fair|good|great|cool|interesting)|there you go"
        r"|go ahead|please|so|well|and|but|like|really|amazing|love it|perfect|correct|agreed|same|all right"
        r"|alright)\b[\s,.!?…-]*)+",
        _FLAGS,
    ),
    disfluency=DISFLUENCY,
    finite=regex.compile(
        rf"\b(?:{_VERBS}|\p{{L}}+n['’]t)\b|(?<!\b(?:the|a|an|of|and|or|our|my|your|by|in|with|as|for|both"
        r"|from|this|these|its|their|to|more|most|all|are|three|two) )(?-i:\b\p{Ll}{3,}ed\b)",
        _FLAGS,
    ),
    surely_finite=regex.compile(rf"\b(?:{_VERBS})\b|\b\p{{L}}+n['’]t\b", _FLAGS),
    fragment=regex.compile(
        r"(?:each time|every time|when|while|if|although|though|because|since|unless|until|as|whereas|where|which"
        r"|who|in order that|so that|whenever|wherever|even if|just (?:why|how|what|when|where))\b[^,]*$"
        r"|(?:in order|so) that\b|just (?:why|how|what|when|where)\b"
        r"|having\b(?!.*, (?:i|we|you|he|she|they|it|the|a|our)\b)|o (?:for|ye|thou)\b"
        r"|whatever\b[^,]*,?[^,]*\bmay be[.]$",
        _FLAGS,
    ),
    not_theme_shape=regex.compile(r"\p{L}+ly", _FLAGS),
    not_noun_shape=regex.compile(r"\p{L}+(?:ous|ful|less|able|ible|ish|ed|ing)", _FLAGS),
    articles=frozenset({"the", "a", "an", "this", "that", "our", "my", "your", "his", "its", "their", "each", "every"}),
    joins="{first} and {second}",
    clause_end=regex.compile(
        r"\s*;\s+|\s*:\s+(?=\p{Ll})|\s*(?:--|—|\s–)\s*|,\s+(?:because|since|which|so that|whereas|for (?:it|they|he"
        r"|the)\b|and (?:it|they|he|she|we|i|you|this|that|these|those|the|a|there|so)\b)\b|\s+(?:because|so that)\s+",
        _FLAGS,
    ),
    conditional=regex.compile(
        r"(?:if|when|while|although|though|because|since|as|unless|until|once|whether|wherever|whenever|even|despite"
        r"|were|had|should|not only|neither|either|suppose|in order)\b",
        _FLAGS,
    ),
    self_talk=SELF_TALK,
    plain_headings=regex.compile(
        r"(?:chapter|part|section|article|appendix|act|book|page)?\s*(?:[IVXLC]+|\d+(?:\.\d+)*"
        r"|[A-Z])?[.):]?\s*(?:introduction|abstract|conclusions?|summary|background|results?|methods?"
        r"|materials and methods|discussion|references|appendix|contents|notes?|acknowledge?ments?"
        r"|questions and exercises|exercises|overview|preface|foreword|limitations(?: and future work)?"
        r"|future work|results and discussion|bibliography|faq|comments"
        r"|related work|data|analysis)?",
        _FLAGS,
    ),
    stances=STANCES,
    outright=OUTRIGHT,
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
    name_signs=word_set("the in at on using use into within across throughout"),
    not_themes=NOT_THEMES,
    angles=ANGLES,
)
