"""English: what goes with the cues, and which words name something."""

import regex

from app.calibration.hearing.english_cues import CUES
from app.calibration.hearing.english_tone import TONE
from app.calibration.hearing.grammar import Grammar, ending, opening, standing, words
from app.vocabulary import StanceCategory

_DIRECTED = ending(
    r"(?:[\^,:§]|and|or|but|so|then|also|please|just|actually|instead|maybe|always|ok|okay|hey|well|now|oh|yeah"
    r"|basically|honestly|overall|generally|first|second|third|finally|next|plus|still|really|wait|anyway|again|right"
    r"|should|must|shall|let's|lets|let us|try and|make sure|make sure you|make sure we|can you|could you|can"
    r" we|could we"
    r"|(?:need|needs|want|wants|have|has|try|remember|sure|ought|supposed|like|love|prefer|better|best|important|going"
    r"|us|you|them|it|tone|voice|posts|copy) to"
    r"|would you|will you|better|rather|will|we'll|you'll|i'd|i say|bit|little|lot|much|you mind|mind)"
)
_IDLE = ending(
    r"(?:if|when|whenever|whether|why|unless|until|how|what|who|which|where|since|because|before|after|while)"
    r"(?: (?:we|you|i|they|people|someone|he|she|it|customers|clients))?(?: (?:can|could|should|would|ever|always"
    r"|just|often|do|did|to|really))*"
    r"|(?:used|need not|hard|difficult|impossible|afraid|how|ways?|able|helps?|tips) to|help(?:s|ed|ing)?(?:"
    r" \S+){0,3}"
    r"|(?:didn't|did not|doesn't|does not|don't|do not|dont|haven't|hasn't|never|not|can't|cannot|couldn't|could"
    r" not|wouldn't)"
    r"(?: (?:have to|need to|want to|want you to|want us to|try to|just|to))*|no need to|without having to"
    r"|(?:not|never|didn't|did not|don't|haven't) (?:say|saying|said|tell|told|ask|asked|asking|mean|meant"
    r"|suggesting|want)(?: (?:that|we|you|us|to|should|must|have|i|need))*"
    r"|(?:if|when|whenever) (?:\S+ )?(?:posts?|brands?|companies|agencies|anyone|somebody)"
    r"|(?:he|she|they|it|somebody|someone|anyone|people|others|(?:an?|my|some) (?:\w+ )?(?:colleague|friend|guy|man"
    r"|woman|boss|reader|speaker|guru|expert|consultant|intern|brother|sister|mother|father)s?)"
    r" (?:says?|said|saying|suggest(?:s|ed|ing)?|argu(?:es?|ed|ing)|thinks?|thought|tells? \S+|told \S+|asked \S+"
    r"|wants? \S+|wanted \S+|wrote|kept saying)"
    r"(?: (?:to|that|not|we|you|should|must|ought|have|need|us))*"
    r"|(?:do|does|did|have|are) (?:we|you|they|i|people|it)(?: \S+){0,2}"
    r"|remind me(?: \S+){0,2}|(?:called|titled|named)"
)
_OTHERS = ending(
    r"(?:they|he|she|it|people|everyone|everybody|nobody|no one|who|competitors?|others|folks|customers|clients"
    r"|users|banks|brands"
    r"|companies|agencies|kids|men|women|competition|rivals|influencers|politicians|lawyers|founders|students)"
    r"(?: (?:just|will|would|can|could|do|did|really|always|often|never|all|to|should never))*|(?<!sure )you"
)

GRAMMAR = Grammar(
    language="en",
    cues=CUES,
    directed=_DIRECTED,
    idle=_IDLE,
    others=_OTHERS,
    request=opening(
        r"(?:(?:so|and|but|hey|hi|ok|okay|please|also|well|maybe|,) )*(?:(?:can|could|would|will) (?:you|we|i ask"
        r" you)|shall we|why (?:don't (?:we|you)|not)"
        r"|how about|would it be possible)"
    ),
    tag=regex.compile(
        r"(?:^| )(?:ok|okay|right|yeah|please|alright|got it|would you|will you|could you|can you|yes|deal|good)$"
    ),
    hesitations=words("um umm uh uhh uhm er erm ah ahh hmm hm mm mhm eh"),
    unquote={"quote": words("unquote endquote")},
    word_lead=opening(
        r"(?:(?:all|any|of|these|those|the|a|an|such|more|that|this|our|your|so many|too many|so much|too much"
        r"|overused|stupid|empty"
        r"|annoying|tired|silly|stale|corporate|marketing|business|tech|meaningless|fancy|big|dreaded|awful"
        r"|horrible|old|following"
        r"|same|actual|exact|whole|classic|signature|other|certain|startup) )*"
        r"(?:(?:words?|(?P<whole>phrase|expression|saying|line)|phrases|terms?|expressions|sayings|verbs?"
        r"|adjectives?|nouns?|lines)(?: (?:like|such as|as|including|for example"
        r"|for instance|,|:|is|are))*"
        r"|(?:jargon|buzz ?words?|cliches?|clichés?|slang|lingo|(?:corporate|business|marketing|tech|consultant)"
        r" (?:speak|talk|words)|stuff|things"
        r"|filler|fluff|crap|nonsense|language|superlatives?|platitudes|exaggerations)(?: ,)? (?:like|such as"
        r"|including|for example|for instance|:)(?: ,)?)"
    ),
    pointer=standing(
        r"(?:that|this) (?:very )?(?:word|phrase|expression|term|line)(?=$| (?:[,:]|again|ever|any ?more"
        r"|anywhere|please|is|has|needs|must|makes|drives|in|on|at|for|because|and|or|but|so|once|from|today|now)(?!\S))"
    ),
    topic_lead=opening(
        r"(?:(?:all|any|these|those|the|such|sensitive|controversial|touchy|hot|certain|our|following) )*"
        r"(?:topics?|subjects?|issues?|themes?)(?: (?:like|such as|as|including|for example|,|:|are|is|of))*"
        r"|(?:anything|everything|stuff|things|content|posts|jokes|talk) (?:about|related to|to do with|around)"
    ),
    separators=words("and or nor & plus"),
    fillers=opening(r"you know(?! (?:what|that|how|who|it))|sort of|kind of|let's see|what else|i guess|you see"),
    repairs=opening(r"i mean|i meant|or rather|make that|sorry i mean(?:t)?|no wait i mean(?:t)?"),
    turns=words("but wait actually though however no instead although yet"),
    spare=words("except"),
    reasons=words("because cause 'cause cos coz"),
    breaks=words(
        "everybody everyone nobody people i we you they he she we're we've we'll i'm i've i'd i'll you're they're"
        " he's she's it's that's there's"
        " our my their"
        " her his who which since so that if when whenever unless until while whereas but although though not is"
        " are was were"
        " sounds makes feels just does doesn't isn't aren't wait then"
    ),
    linking=words("is are isn't aren't not but does doesn't just"),
    soft=words("in on for to from with at by about as the a an it its this these those your please and like into than"),
    openers=words(
        "make keep be try give write sound let let's tell show focus stick think remember add put get go start do"
        " don't use"
        " say talk speak more less too no also always never stop avoid maybe please can could should would want"
        " need have"
        " has had even only overall everything be it what how why fewer please anything something"
    ),
    determiners=words(
        "the a an our my your their his her its this that these those some any every each another all more such"
    ),
    clausal=words(
        "that what how why where when who if we i you they he she it we're we've we'll i'm i've you're they're"
        " it's that's"
        " there's whether anything something things which"
    ),
    edges=words(
        "um first second third firstly secondly lastly finally honestly please just like also even maybe actually"
        " basically well oh no wait but so then ok okay yeah and"
        " really only ever"
        " again too ok thanks hey literally simply honestly probably still sorry either both though"
    ),
    tails=regex.compile(
        r"(?: (?:any ?more|any longer|ever|again|at all|please|ok(?:ay)?|thanks?|thank you|so (?:much|often)|too"
        r" (?:much|often)|more often"
        r"|all the time|every time|everywhere|anywhere|from now on|going forward|right|always|either|though"
        r"|instead|lately|now|today|here|by name|openly|publicly"
        r"|more|a lot|(?:every|each) \w+|like that|like we mean it|for (?:me|us)|as an? \w+|you know|no matter"
        r" what|to death|as well|period"
        r"|(?:in|on|at|for|to|with|of|from|around|across) (?:(?:any|all|every|each|our|the|my|your|their|these|this"
        r"|that|a|public|social|new|linkedin|twitter|instagram|tiktok|blog|marketing|media) )*"
        r"(?:posts?|copy|content|captions?|emails?|articles?|blogs?|linkedin|twitter|x|instagram|tiktok|facebook"
        r"|social|media|channels?"
        r"|customers?|clients?|headlines?|hooks?|pieces?|threads?|texts?|titles?|writing|newsletters?|people"
        r"|readers?|audience|voice"
        r"|website|us|public|marketing|brand|opening|ending|end|start|beginning|work|ads?|it|them|bio|feed|everything"
        r"|sentences?|there)))+$"
    ),
    vague=words(
        "yes no never always it that this them those these so anything something everything nothing stuff things"
        " thing"
        " whatever such etc hello hi us me you one ones more less well too here there now to do be is are was"
        " much many lot lots of and or not will can sorry thanks words word phrases phrase terms way ways part bit"
        " any all what off before after today about how thing"
    ),
    manners=words(
        "word words phrase phrases wording sentence sentences paragraph paragraphs voice tense caps capitals"
        " punctuation commas comma dash dashes hyphens"
        " semicolons exclamation question questions mark marks points point bullets lists list photo photos"
        " picture pictures"
        " image images video videos gif gifs memes meme link links hashtag hashtags tags tag number numbers data"
        " statistics"
        " stats charts examples example story stories anecdotes metaphor metaphors analogies quotes quote swearing"
        " profanity"
        " swear abbreviations acronyms contractions english language grammar spelling format formatting headline"
        " headlines"
        " title titles intro intros introduction introductions hook hooks cta ctas clickbait length tone style"
        " font color"
        " colours colors logo name names template templates negativity repetition repetitions adjectives adverbs"
        " superlatives"
        " filler fillers plagiarism ai chatgpt robots action note joke humour humor promise testimonial summary"
        " post posts"
        " rhetoric sales pitch pitches pressure drama hype confusion mistakes typos errors delays spam first person"
    ),
    topics=words(
        "politics political politicians religion religious competitors competitor competition pricing prices price"
        " discounts"
        " layoffs salaries salary lawsuits lawsuit litigation elections election war wars sex abortion immigration"
        " death"
        " illness taxes drugs alcohol gambling guns vaccines race gender ethnicity terrorism scandals scandal"
        " gossip rumors"
        " rumours money income revenue profits profit returns earnings ipo acquisition merger funding investors"
        " celebrities"
        " trump brexit covid pandemic crypto cryptocurrency weather sports personal family health"
    ),
    saying=words(
        "say says saying hear hearing see seeing read reading words word phrases phrase terms mention call calls"
    ),
    vows=words(
        "promise guarantee claim imply suggest predict pretend promising guaranteeing claiming implying suggesting"
    ),
    performed={
        **dict.fromkeys(("promise", "promising"), "promise"),
        **dict.fromkeys(("guarantee", "guaranteeing"), "guarantee"),
        **dict.fromkeys(("claim", "claiming"), "claim"),
        **dict.fromkeys(("predict", "predicting"), "predict"),
    },
    mentioning=words("call mention include add reference in"),
    gerund=regex.compile(r"\p{L}{2,}ing$"),
    contrast=standing(
        r"(?:and |but |, )*(?:not(?: like)?|never(?: like)?|instead of(?: like)?|rather than(?: like)?|less like"
        r"|over|as opposed to|nothing like)"
    ),
    swap=standing(r"(?:with|for|to|by|into)"),
    origins=words("from a"),
    people=regex.compile(
        r"\p{L}*(?:ers|ors|ists|ants|ents|ians|eurs|people|women|men|folks|parents|moms|mums|dads|owners|teams"
        r"|brands|companies"
        r"|businesses|startups|agencies|kids|teens|ceos|ctos|cfos|pros|experts|coaches|nurses|teachers|students"
        r"|couples|families"
        r"|professionals|millennials|freelancers|creatives|athletes|nonprofits|executives|z)$"
    ),
    no_people=words(
        "growing getting not very so too really always never no asking waiting right wrong here there on in them"
        " you us him her it"
        " that this each someone me everybody everyone nobody more less other others customers clients members"
        " numbers"
    ),
    hedge=regex.compile(
        r"^(?:we|you|it|this|that|the (?:tone|voice|copy|posts?|content)|our (?:tone|voice|copy|posts?|content))"
        r" (?:should|need|needs|must|could|have|has|can|sounds?|is|are)\b"
    ),
    stances=(
        (
            StanceCategory.CONTRARIAN,
            standing(
                r"most (?:people|brands|companies)|conventional|contrary|unlike|myths?"
                r"|overrated|wrong|lie|lies"
                r"|nonsense|bullshit|bs|dead|hype|unpopular|opposite|is not|isn't|are not|aren't|don't need"
                r"|doesn't need|beats"
            ),
        ),
        (
            StanceCategory.CHALLENGER,
            standing(
                r"against|fight|fighting|challenge|challenging|status quo|broken|take on|stand up|refuse|enough"
                r"|disrupt|deserves?"
                r"|better than|change the|too long|unfair|fair|accountable|oppose|reject|rigged|greed"
                r"|establishment|incumbents?"
            ),
        ),
        (
            StanceCategory.MENTOR,
            standing(
                r"help|helping|teach|teaching|guide|guiding|learn|learning|support|supporting|anyone can|anybody"
                r" can|everyone can|you can"
                r"|beginners?|share|sharing|educate|education|coach|coaching|mentor|empower|grow|practice|step by"
                r" step"
            ),
        ),
    ),
    tone=TONE,
)
