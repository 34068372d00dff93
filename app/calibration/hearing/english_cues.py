"""English: the cues by which people say what they want, of wordings, beliefs and personas."""

from app.calibration.hearing.english_wordings import NOT, WORDINGS
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
        standing(r"(?:we|i) (?:think|say|know|believe|feel|disagree|beg to differ|don't)(?: that)?"),
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
        Act.AUDIENCE,
        standing(
            r"we(?:'re| are)? (?:(?:only|mostly|mainly|primarily|always|directly) )*(?:speak|talk|write|sell|cater"
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
)
