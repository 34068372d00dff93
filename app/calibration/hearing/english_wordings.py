"""English: the cues by which people say which words and topics they want, and which not."""

from app.calibration.hearing.grammar import Act, Cue, standing

NOT = (
    r"(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|shall not|no longer|won't|will not|would"
    r" never)"
)
_SAY = r"(?:say|use|write|type|put)"
SAYING = r"(?:saying|using|writing|overusing|throwing around|putting)"
_STOP = r"(?:stop|quit|cease|enough with|no more|enough of|lay off|ease off(?: on)?|knock off)"
_TALK = (
    r"(?:talk about|compare (?:us|it|ourselves|our \w+) (?:to|with)|mention|discuss|bring up|touch(?: on)?|get"
    r" into|go into|comment on|refer to|write about|post"
    r" about"
    r"|joke about|make (?:fun|jokes) (?:of|about)|make light of|go near|weigh in on|speculate about)"
)
_TALKING = (
    r"(?:talking about|mentioning|discussing|bringing up|touching(?: on)?|getting into|going into|commenting on"
    r"|referring to|writing about|posting about|joking about|making (?:fun|jokes) (?:of|about)|talk of|mentions? of)"
)
_VOW = r"(?:promise|guarantee|claim|imply|suggest|predict|pretend)"
_VOWING = r"(?:promising|guaranteeing|claiming|implying|suggesting|predicting|pretending)"
_OURS = r"(?:our|my|the (?:brand|client|company|team|founder)'s|her|his|their|the|a)"
_POST = (
    r"(?: (?:every|each|all|any|your|our|the|my) (?:single )?(?:posts?|pieces?|emails?|captions?|messages?"
    r"|threads?|letters?|notes?|newsletters?|articles?|replies|reply|videos?))?"
)
_OFTEN = r"(?:always|often|usually|typically|constantly|(?:likes?|loves?|tends?) to|all)"
_EVER = (
    r"(?:(?:ever|ever ever|again|you|we|please|just|want to|want you to|under any circumstances|in any case|on any"
    r" account"
    r"|at any point|whatever you do|even) )*"
)
_WHO = (
    r"(?:we|i|you should|our (?:ceo|founder|boss|team|brand|owner|people)"
    r"|the (?:client|brand|founder|ceo|team|owner))"
)
BE = r"(?:is|are|'s|should be|must be|has to be|have to be|has been|have been|stays?|remains?)"
HOW = (
    r"(?: (?:now|all|both|also|still|strictly|totally|completely|absolutely|perfectly|actually|really|just"
    r"|officially))*"
)

WORDINGS = (
    # What is not said.
    Cue(Act.BAN, standing(rf"{_STOP}(?: (?:it )?with)?(?: {SAYING}| (?:the )?use of)")),
    Cue(Act.BAN, standing(rf"{NOT} {_EVER}{_SAY}")),
    Cue(
        Act.BAN,
        standing(rf"{NOT} {_EVER}(?:call|refer to|describe|label) (?:it|them|us|me|our \w+|ourselves|the \w+)(?: as)?"),
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:the (?:brand|client|company|founder|ceo|team)|our (?:brand|ceo|founder|client|team)) (?:never"
            r"|doesn't|does not|won't)"
            r" (?:ever )?(?:says?|uses?|writes?)"
        ),
    ),
    Cue(
        Act.BAN, standing(r"(?:we|you|our posts|the copy) (?:can't|cannot|can not|may not) (?:ever )?(?:say|use|write)")
    ),
    Cue(Act.BAN, standing(rf"(?:would you )?(?:mind )?not {SAYING}"), directed=True),
    Cue(
        Act.BAN,
        standing(
            rf"(?:let's not|lets not|try not to|(?:rather|prefer)(?: (?:we|you))? (?:not|didn't|not to)) (?:ever"
            rf" )?{_SAY}"
        ),
    ),
    Cue(Act.BAN, standing(rf"(?:avoid|skip|refrain from|without|steer clear of) {SAYING}")),
    Cue(Act.BAN, standing(r"avoid the use of")),
    Cue(
        Act.BAN,
        standing(
            rf"(?:hate|can't stand|despise|loathe|detest|(?:sick|tired) of|fed up with|dislike)(?: (?:it )?when "
            rf"\S+ (?:{_SAY}s?|see|hear|read)| (?:hearing|seeing|reading|{SAYING}))"
        ),
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:it )?(?:(?:drives?|drive) (?:me|us) (?:nuts|crazy|mad|up the wall)|makes? (?:me|us) cringe"
            r"|(?:annoys?"
            r"|bugs) (?:me|us))"
            rf" (?:when(?: the| our)? \S+ (?:{_SAY}s?|see|hear|read)|(?:to )?(?:hear|see|read))"
        ),
    ),
    Cue(
        Act.BAN,
        standing(r"(?:hate|can't stand|despise|loathe|detest|(?:sick|tired) of|fed up with|not a fan of|no fans? of)"),
        marked=True,
    ),
    Cue(
        Act.BAN,
        standing(rf"(?:i|we) (?:{NOT}) (?:ever )?(?:want to|wanna|need to|like to) (?:ever )?(?:see|hear|read)"),
    ),
    Cue(
        Act.BAN,
        standing(
            rf"(?:i|we)(?:'d| would) (?:rather|prefer) (?:to )?(?:never|not)(?: ever)?(?: to)? (?:see|hear|read|{_SAY})"
        ),
        marked=True,
    ),
    Cue(Act.BAN, standing(rf"(?:i|we) (?:{NOT}) (?:really )?(?:like|love|want)"), marked=True),
    Cue(Act.BAN, standing(r"(?:ditch|drop|ban|banish|retire|scrap|axe|blacklist)"), directed=True),
    Cue(
        Act.BAN,
        standing(r"(?:remove|cut|cut out|kill|lose|delete|get rid of|do away with|strike|nix|leave out|take out|skip)"),
        directed=True,
        marked=True,
    ),
    Cue(
        Act.BAN,
        standing(
            r"(?:banned|forbidden|prohibited|blacklisted) (?:words?|phrases?|terms?)(?: (?:are|is|include|:))*"
            r"|(?:words?|phrases?|terms?) (?:to avoid|to ban|to drop|not to (?:say|use)|(?:that )?(?:we|you)"
            r" (?:should )?"
            r"(?:never|don't|do not|hate to) (?:say|use|write|see))(?: (?:are|is|include|:))*|banned :"
            r"|(?:don'ts|do not (?:say|use)|don't (?:say|use)|never (?:say|use)) :"
        ),
    ),
    Cue(Act.BAN, standing(rf"{BE}{HOW} (?:banned|forbidden|prohibited|blacklisted|not allowed|verboten)"), behind=True),
    Cue(Act.BAN, standing(r"(?:has|have|needs|need|gotta|got|must) (?:to )?go"), behind=True, marked=True),
    Cue(
        Act.BAN,
        standing(
            rf"{BE}{HOW} (?:overused|out|dead to (?:me|us)|off[ -]brand|not (?:us|on brand|our (?:style|voice|thing"
            rf"|word)))"
            r"|(?:makes?|make) (?:me|us) (?:cringe|sick|gag)|drives? (?:me|us) (?:crazy|nuts|mad|up the wall)"
        ),
        behind=True,
        marked=True,
    ),
    Cue(Act.SHUN, standing(rf"{BE}{HOW} (?:off[ -]limits|off the table|taboo|a no[ -]go|a no[ -]no)"), behind=True),
    # What is not talked about, and not claimed.
    Cue(Act.TOPIC, standing(rf"{NOT} {_EVER}{_TALK}")),
    Cue(
        Act.TOPIC,
        standing(rf"(?:{_STOP}|avoid|refrain from|steer clear of|stay away from)(?: (?:it )?with)? {_TALKING}"),
    ),
    Cue(Act.TOPIC, standing(r"(?:stay away from|keep away from|stay out of|stay off|steer away from)"), directed=True),
    Cue(
        Act.TOPIC,
        standing(r"(?:topics?|subjects?|things) (?:to avoid|that are off[ -]limits|not to mention)(?: (?:are|is|:))*"),
    ),
    Cue(Act.TOPIC, standing(r"(?:off[ -]limits|taboo) (?:topics?|subjects?)(?: (?:are|is|:))*")),
    Cue(Act.CLAIM, standing(rf"(?:{NOT}|we (?:can't|cannot|can not)) {_EVER}{_VOW}")),
    Cue(Act.CLAIM, standing(rf"(?:{_STOP}|avoid|refrain from) {_VOWING}")),
    Cue(Act.SHUN, standing(r"(?:avoid|steer clear of|shy away from|no more)"), directed=True),
    Cue(
        Act.SHUN,
        standing(r"no(?= (?:politics|religion|§|mention of|words? like|jargon like|buzzwords like))"),
        directed=True,
    ),
    # "Please no utilize": a verb cannot follow "no", unless it is meant as a word.
    Cue(
        Act.SHUN,
        standing(r"(?:please|but|and|just) no(?= \p{L}{3,}(?:ize|yze|ify)(?!\S)(?! (?:is|was|are|needed)(?!\S)))"),
        directed=True,
    ),
    # What is said.
    Cue(Act.MARK, standing(rf"{_WHO} (?:really |just )?{_OFTEN} (?:says?|saying|writes?|uses?|calls? it)")),
    Cue(Act.MARK, standing(r"what (?:we|i) (?:do )?(?:(?:always|often|usually|like to) )?say is"), whole=True),
    Cue(Act.MARK, standing(r"(?:love|like) (?:saying|it when (?:you|we|they) (?:say|use|write))")),
    Cue(Act.MARK, standing(r"(?:i|we) (?:really |just )?(?:love|adore)"), marked=True),
    Cue(Act.MARK, standing(rf"always (?:{_SAY}|mention|include|add)"), directed=True),
    Cue(
        Act.MARK,
        standing(
            rf"{_OURS} (?:catch ?phrases?|catch-phrases?|slogans?|tag ?lines?|taglines?|mottos?|mantras?|go[ -]to"
            rf" (?:phrase|line|word)s?"
            r"|signature (?:phrase|line|expression|word)s?|favou?rite (?:phrase|word|expression|saying|line)s?)"
            r"(?: (?:is|are|has always been|:|,))+"
        ),
        whole=True,
    ),
    Cue(
        Act.MARK,
        standing(
            r"(?:make sure|be sure|remember|don't forget|do not forget|never forget)(?: (?:to|you|we|that you|that"
            r" we|and))*"
            rf"(?: always| also)* (?:{_SAY}|mention|include|add|work in|drop in|throw in|reference)"
        ),
    ),
    Cue(Act.MARK, standing(rf"(?:keep|{NOT} stop|start) (?:saying|using|writing)"), directed=True),
    Cue(
        Act.MARK,
        standing(
            r"(?:words?|phrases?|terms?) (?:to use|we (?:love|like|use|say)|(?:that )?(?:sounds?|feels?|are|is)"
            r" like us)"
            r"(?: (?:are|is|include|:))*|(?:do say|always say|please say) :"
        ),
    ),
    Cue(
        Act.FRAME,
        standing(
            rf"(?:sign(?:ing)?(?: (?:every|each|all|your|our) \w+)? off|close|end|finish|wrap up|open|start|begin"
            rf"|kick off){_POST} with"
        ),
        directed=True,
    ),
    Cue(Act.FRAME, standing(rf"{_WHO} (?:always |usually |often )?signs(?: off)?{_POST}(?: off)? with")),
    Cue(
        Act.FRAME,
        standing(rf"{_WHO} (?:always |usually |often )?(?:closes|ends|finishes|opens|starts|begins){_POST} with"),
        marked=True,
    ),
    Cue(
        Act.FRAME,
        standing(
            rf"(?:we|i) (?:always |usually |often )?(?:sign off|close|end|finish|open|start|kick off){_POST} with"
        ),
    ),
    Cue(
        Act.FRAME,
        standing(rf"{_OURS} (?:sign[ -]?off|signoff|closing line|opening line|greeting)(?: (?:is|:))+"),
        whole=True,
    ),
    Cue(
        Act.CALL,
        standing(r"(?:say|use|write|try|go with|we (?:say|use|write|call it)|it's|just say|prefer)"),
        after=Act.INSTEAD,
    ),
    Cue(Act.CALL, standing(r"(?:say|use|write|we say|just say|just use)(?: instead)?"), after=Act.BAN),
    Cue(
        Act.CALL, standing(r"(?:say|use|write|prefer|mention|include|work in|sprinkle in)"), directed=True, marked=True
    ),
    Cue(
        Act.CALL,
        standing(r"(?:we|i) (?:prefer|say|use|write|call (?:it|them|this|that|our \w+|ourselves))"),
        marked=True,
    ),
    Cue(Act.CALL, standing(r"it's(?= §(?: ,)? (?:not|never) §)"), marked=True),
    Cue(
        Act.CALL,
        standing(
            r"(?:call|refer to) (?:it|them|us|(?:our |the |your )?(?:customers|clients|users|readers|people|team"
            r"|staff"
            r"|employees|members|products?|services?|followers|company|brand)|ourselves)(?: as)?"
        ),
        directed=True,
        marked=True,
    ),
    Cue(
        Act.INSTEAD,
        standing(r"(?:instead of|rather than|in place of)(?: (?:saying|using|writing|calling (?:it|them|us)))?"),
        directed=True,
    ),
    Cue(Act.REPLACE, standing(r"(?:replace|swap(?: out)?|substitute|switch(?: out)?|exchange|trade)"), directed=True),
    Cue(Act.REPLACE, standing(r"(?:change|turn)"), directed=True, marked=True),
)
