"""English: the cues by which people say what they want: of wordings, beliefs and personas, and what they take back."""

from app.calibration.hearing.english_wordings import BE, HOW, NOT, SAYING, WORDINGS
from app.calibration.hearing.grammar import Act, Cue, standing

CUES = (
    *WORDINGS,
    # What is stood for.
    Cue(
        Act.BELIEVE,
        standing(
            r"(?:at \w+ )?we(?:'ve)? (?:really |truly |firmly |strongly |always |deeply |do )*(?:believe|believed"
            r"|stand for|stand by|champion|fight for|are convinced|maintain)(?: (?:that|in))?"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(r"we (?:think|know|feel)(?: that)?(?= (?:everyone|everybody|people|nobody|no one|every) )"),
    ),
    # Of most of something, that it is wrong: "most of these captions" are the client's own.
    Cue(
        Act.BELIEVE,
        standing(
            r"we (?:think|know|feel|say)(?: that)?(?= (?:most|almost all|nearly all|much|conventional|common"
            r"|traditional) (?!of )[^,:§]{1,80} (?:is|are) (?:(?:just|simply|plain|mostly|all|dead|a|an) )*(?:wrong"
            r"|overrated|nonsense|broken|rubbish|myths?|lies?|scams?|backwards|bullshit|outdated|useless)(?!\S))"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(
            r"(?:we're|we are) (?:all about|convinced|big believers in|on a mission to|firm believers"
            r" in)(?: that)?"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(
            r"our (?:position|stance|view|belief|philosophy|opinion|conviction|point of view|mission|take)(?: on"
            r" [^,:§]{1,40}?)? (?:is|:)(?: that)?"
        ),
    ),
    Cue(
        Act.BELIEVE,
        standing(
            r"(?:we|i) (?:think|say(?= [^\s§]+ [^\s§])|know|believe|feel|disagree|beg to differ|don't(?: agree)?)"
            r"(?: that)?"
        ),
        after=Act.OTHERS_SAY,
    ),
    Cue(
        Act.OPPOSE,
        standing(
            r"(?:we|our brand) (?:(?:are|'re) (?:totally |completely |strictly |very much )?(?:against|opposed to)"
            r"|(?:don't|do not|dont|never) believe(?: in)?|oppose|reject|stand against|stand up against|fight"
            r" against|refuse to accept|call out|push back (?:on|against))|we're (?:totally |completely |strictly "
            r"|very much )?(?:against|opposed to)"
        ),
    ),
    Cue(
        Act.OTHERS_SAY,
        standing(
            r"(?:everybody|everyone(?: else)?|most (?:people|brands|companies|agencies|experts|founders|of the"
            r" industry)"
            r"|the (?:industry|market|experts?|gurus?|others|rest|media)|conventional wisdom|experts|gurus|people"
            r"|some people"
            r"|other (?:people|brands|agencies|companies)|they(?: all)?|the whole industry|our competitors"
            r"|competitors)"
            r" (?:always |still |will |keeps? |just |all |in our industry )*(?:says?|thinks?|believes?|claims?"
            r"|preach(?:es)?|tells? (?:you|us|people)|saying|telling (?:you|us))(?: that)?"
        ),
    ),
    # Whom to sound like, and whom to speak to.
    Cue(
        Act.UNLIKE,
        standing(
            rf"(?:{NOT}|stop|avoid|without|quit|not|(?:we|you) (?:can't|cannot)) (?:ever |always"
            rf" )*(?:sound(?:ing)?|writ(?:e|ing)|talk(?:ing)?|speak(?:ing)?|read(?:ing)?"
            r"|com(?:e|ing) (?:across|off)|be(?:ing)?|act(?:ing)?)(?: (?:so much |too much |just )?like| as(?= an? ))"
        ),
    ),
    Cue(
        Act.UNLIKE,
        standing(
            r"(?:less|too much|way too much|nothing|so much|not) like(?= (?:an? |your |our |the |some |every "
            r"|another |those |these ))"
        ),
    ),
    Cue(
        Act.SOUND,
        standing(
            r"(?:sound|write|(?:talk|speak|write) to (?:them|me|us|people|our \w+)|talk|speak|read|come (?:across"
            r"|off)|act|be)(?: (?:more|a (?:bit|little) more|much"
            r" more|a lot more|just|exactly))?"
            r"(?: (?:like you(?:'re|'d| are| were| would| do)?(?: (?:talk|talking|speak|speaking|be|write"
            r"|writing))? (?:to|with)"
            r"|like|as (?:if|though) (?:you|we|it) (?:were|was|are|is)|as if)|(?: as)(?= an? |you're|you"
            r" are))(?: (?:you're|you are|we're|we are))?"
            r"|(?:pretend|imagine)(?: that)? (?:you're|you are|to be|you were|we're)|channel(?: (?:your|our"
            r"|the))?(?: inner)?|(?:picture|think|think of|think more like)(?= (?:an? |your (?:\w+ )?(?:friend"
            r"|neighbor|neighbour|aunt|uncle|grandma|mom|dad|teacher|coach|bartender)))"
        ),
        directed=True,
    ),
    Cue(
        Act.SOUND,
        standing(r"(?:(?:much|a (?:bit|little|lot)) )?more like(?= (?:an? |your |our |the |some |those ))"),
        directed=True,
    ),
    Cue(
        Act.SOUND,
        standing(
            r"(?:love it if|wish|(?:great|nice|good|better) if|like it if|prefer it if|rather) (?:we|you|it|they"
            r"|the posts|our posts)"
            r" (?:sounded|wrote|spoke|talked|came across|read)(?: more)? (?:like|as)"
        ),
    ),
    Cue(
        Act.SOUND,
        standing(
            r"think(?= (?!(?:big|about|twice|of|that|we|i|you|it|this|long|hard|\p{L}+er) )\S+(?: \S+){0,3}?(?: ,)? but"
            r" (?:(?:much|way|a (?:bit|little|lot)) )?(?:more|less|with|without|\p{L}{2,}er)(?!\S))"
        ),
        directed=True,
    ),
    Cue(
        Act.AUDIENCE,
        standing(
            r"(?:speak|talk|write) (?:directly )?(?:to|for)(?= [^,:§]{1,60}(?: ,)? (?:and )?(?:not|rather than) )"
        ),
        directed=True,
    ),
    Cue(
        Act.AUDIENCE,
        standing(
            r"(?<!(?:if|when|whenever|unless|did|do|should) )we(?:'re| are)? (?:(?:only|mostly|mainly|primarily"
            r"|always|directly) )*(?:speak|talk|write|sell|cater"
            r"|speaking|talking|writing|selling|catering)(?: (?:directly|mostly|mainly|primarily|only))? (?:to|for)"
            r"|(?:our|the|your) (?:target |ideal |core |main |typical )?(?:audience|people|crowd|folks|tribe"
            r"|community|readers?|reader base"
            r"|customers?|clients?|market|listeners?|followers?|buyers?|users?|persona|regulars|members|guests"
            r"|visitors|fans|viewers|subscribers|donors|patients|students|shoppers)(?: (?:is|are|are mostly"
            r"|are mainly|is mostly|is mainly|'s|:))+(?: (?:mostly|mainly|primarily|basically|really|all))?"
            r"|(?:speak|talk|write|speaking|talking|writing) (?:directly )?to(?= (?:young|busy|new|first|small|our"
            r"|the|people|women|men|parents|founders|owners|\w+ (?:founders|owners|parents|people|women|men"
            r"|managers|leaders|engineers|developers|teams)))"
        ),
    ),
    # What is allowed after all, and what is taken back.
    Cue(
        Act.PERMIT,
        standing(
            rf"{BE}{HOW} (?:fine|ok|okay|allowed|alright|all right|acceptable|cool|good|great|permitted|totally"
            rf" fine)"
        ),
        behind=True,
    ),
    Cue(
        Act.PERMIT,
        standing(
            r"(?:you|we) (?:can|may|could) (?:still |always |totally |absolutely |of course )*(?:say|use|keep"
            r"|write|mention)"
            r"|(?:feel free|(?:it's|that's|it is|perfectly|totally|am|i'm|we're) (?:fine|ok|okay|happy|cool))"
            r" (?:to|with)(?: (?:you )?(?:say|use|keep|write|saying|using))?"
            rf"|(?:i|we) (?:don't|do not|dont) (?:really |actually )?mind(?: {SAYING})?"
            r"|(?:no need|(?:you|we|i)(?:'d)? (?:don't|do not|dont|wouldn't) (?:have|need|want|want you|want us))"
            r" to (?:avoid|stop (?:using|saying)|drop|ban|ditch|remove)"
            r"|(?:never|don't|did not|didn't|not) (?:said|say|told you|mean|meant|asked|want|wanted|asking"
            r"|saying)(?: (?:to|that|you|we|us|should|you to|us to))* (?:avoid|stop (?:using|saying)|drop|ban"
            r"|never (?:use|say))"
            r"|(?:go ahead and|let's|actually|but|wait|no) keep(?= (?:§|using|saying|the (?:word|phrase)))(?:"
            r" (?:using|saying))?"
        ),
    ),
    Cue(
        Act.UNDO,
        standing(
            r"(?:scratch|strike|forget|ignore|disregard|cancel|delete) that(?: (?:last )?(?:one|bit|part))?|never"
            r" ?mind(?: that)?|take that back"
        ),
    ),
    Cue(
        Act.UNDO,
        standing(r"(?<=(?:but|though|although|yet|however|,) )(?:i|we) (?:\w+ly )?(?:disagree|(?:don't|do not) agree)"),
        after=Act.BAN,
    ),
)
