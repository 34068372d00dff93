"""English: the words for a tone, and the words that ask for more or less of it."""

from app.calibration.hearing.grammar import ToneWords, ending, one_of, opening, pulls

_WORDS = pulls(
    "candid+: candid blunt honest direct frank straightforward transparent upfront raw unfiltered sincere genuine"
    " authentic"
    " plain-spoken straight matter-of-fact to_the_point truthful forthright outspoken bluntly honestly honesty"
    " candor candour"
    " transparency real straight_talking no-nonsense vulnerable open human",
    "candid-: evasive guarded vague wishy-washy hedgy hedging salesy fake slick sugarcoated sugar-coated"
    " inauthentic insincere"
    " spin sales_talk sugarcoating pushy",
    "contrarian+: contrarian provocative edgy bold daring rebellious opinionated controversial spicy fearless"
    " challenging"
    " disruptive irreverent radical brave punchy confrontational sassy attitude controversy hot_takes opinions"
    " sass rebel punk"
    " cocky combative aggressive",
    "contrarian-: safe conventional cautious timid tame agreeable diplomatic mild middle-of-the-road generic",
    "formal+: formal stiff corporate stuffy official professional buttoned-up proper polished academic"
    " businesslike pompous"
    " uptight formality legalese corporate_speak corporate-speak officialese serious bureaucratic dignified"
    " respectful polite"
    " buttoned_up business-like corporatey boardroom institutional",
    "formal-: casual informal relaxed conversational laid-back laid_back easygoing easy-going chatty colloquial"
    " chill loose"
    " down-to-earth down_to_earth approachable unbuttoned folksy slang contractions",
    "playful+: playful funny humorous witty cheeky fun silly quirky tongue-in-cheek tongue_in_cheek goofy"
    " whimsical jokey"
    " light-hearted lighthearted light_hearted clever mischievous humor humour jokes puns wit fun_stuff joking"
    " banter playfulness"
    " ironic sarcastic sarcasm memes",
    "playful-: solemn grave sober earnest humorless humourless preachy",
    "technical+: technical nerdy geeky evidence jargon jargony data-driven detailed in-depth precise scientific"
    " complicated"
    " complex data"
    " acronyms tech_talk technical_terms technical_language numbers statistics wonky specialist buzzwords",
    "technical-: simple plain accessible jargon-free beginner-friendly understandable simply plainly simple_words"
    " dumbed_down",
    "expressive+: expressive emotional passionate energetic enthusiastic warm vivid lively excited exciting"
    " vibrant colorful"
    " colourful poetic heartfelt upbeat dramatic inspiring emotion emotions passion energy warmth enthusiasm"
    " exclamation_marks"
    " exclamation_points emojis emoji exclamations exclamation over_the_top personal heart intense soulful hype"
    " drama punch"
    " feeling",
    "expressive-: flat cold robotic bland dull boring monotone distant detached understated restrained calm"
    " reserved lifeless"
    " clinical sterile impersonal neutral matter_of_fact subdued wooden mechanical dry",
    "formal- expressive+: friendly friendlier-sounding personable cosy cozy welcoming",
    "candid+ contrarian+: hard-hitting unapologetic in-your-face",
    "candid+ formal-: down-home unpolished",
    "contrarian+ expressive+: confident self-assured assertive powerful",
    "contrarian- expressive-: boring-sounding vanilla",
)

_IDIOMS = pulls(
    ": to_be_honest to_be_frank to_be_blunt to_be_fair to_be_real open_source open_to real_estate real_time"
)
_STRONGER = (
    "blunter:blunt bolder:bold edgier:edgy spicier:spicy punchier:punchy braver:brave sassier:sassy"
    " stiffer:stiff looser:loose chattier:chatty funnier:funny wittier:witty cheekier:cheeky sillier:silly"
    " quirkier:quirky goofier:goofy nerdier:nerdy geekier:geeky simpler:simple plainer:plain warmer:warm"
    " livelier:lively flatter:flat colder:cold drier:dry calmer:calm safer:safe tamer:tame friendlier:friendly"
    " realer:real rawer:raw milder:mild cozier:cozy cosier:cosy politer:polite"
)

_ASKING = pulls(
    "formal-: loosen_up loosen_it_up unbutton",
    "formal- playful+: lighten_up lighten_it_up have_fun have_more_fun have_some_fun",
    "contrarian+: spice_it_up spice_things_up take_more_risks take_risks push_back_more pick_a_fight take_a_side",
    "expressive-: tone_it_down dial_it_back calm_down",
    "technical-: dumb_it_down keep_it_simple simplify speak_plainly talk_plainly use_plain_english",
    "candid+: get_to_the_point talk_straight tell_it_like_it_is don't_sugarcoat don't_sugarcoat_it don't_hold_back",
)

_CHARACTERS = pulls(
    "formal- playful+: teenager teen kid kids child bartender bro buddy surfer",
    "formal-: friend neighbor neighbour pal mate human person aunt uncle grandma sister brother mom dad barista",
    "formal+: bank banker bankers lawyer lawyers corporation bureaucrat government insurance butler law_firm"
    " ministry memo"
    " accountant boardroom company institution diplomat press_release notary suit consultant consultancy",
    "formal+ technical+: professor academic scientist textbook manual researcher white_paper whitepaper",
    "technical+: engineer developer hacker nerd geek programmer analyst expert specialist",
    "technical-: beginner layman",
    "playful+: comedian comic clown jester stand-up standup prankster trickster",
    "expressive+: coach poet preacher storyteller artist cheerleader motivational evangelist fan",
    "expressive-: robot machine computer chatbot bot ai encyclopedia algorithm",
    "contrarian+: rebel punk pirate outlaw maverick revolutionary activist underdog rockstar provocateur",
    "candid-: salesman salesperson salespeople politician politicians marketer marketers advertiser infomercial"
    " telemarketer"
    " influencer advert brochure spammer",
    "candid+: doctor mentor boxer veteran grandmother grandfather farmer drill_sergeant sergeant journalist reporter",
)

_LITTLE = (
    r"(?:just )?(?:a (?:little )?(?:bit|little|touch|tad|hair|notch|shade|smidge)|slightly|somewhat|kinda|kind"
    r" of|sort of|marginally)"
)
_SMALL = rf"(?:{_LITTLE}(?: (?:more|too|less))?)"
_LARGE = (
    r"(?:(?:so )?much|way|far|a (?:whole )?(?:lot|ton)|lots|tons|really|very|super|so|significantly|considerably"
    r"|dramatically"
    r"|extremely|incredibly|brutally|seriously|totally|completely|absolutely|a great deal|waaay|insanely|fucking"
    r"|damn)"
)
_DEGREE = rf"(?:(?:(?P<small>{_SMALL})|(?P<large>{_LARGE})) )?"
_INNER = rf"(?: (?:(?P<small_inside>{_LITTLE}(?: more)?)|(?P<large_inside>{_LARGE})|as|that|all|more|quite))?"
_EVEN = rf"(?: (?:{_SMALL}|{_LARGE}|as|too|that|overly|all|more|quite))?"
_BEING = (
    r"(?:be|being|sound|sounding|get|getting|go|going|come across as|coming across as|seem|feel|act|acting|look"
    r"|become)"
)

_MORE = (
    {word: _WORDS[plain] for word, _, plain in (pair.partition(":") for pair in _STRONGER.split())} | _ASKING | _IDIOMS
)

TONE = ToneWords(
    words=_WORDS,
    stronger=_MORE,
    pattern=one_of([*_WORDS, *_MORE]),
    characters=_CHARACTERS,
    less=ending(
        rf"{_DEGREE}(?:less|fewer|(?P<too>too|overly)|not (?:too|so|as|that|overly|very|{_BEING})"
        rf"|(?:don't|do not|dont|never|stop|quit|avoid|without|not|no need to|shouldn't|should not|can't)"
        rf" {_BEING}(?: it)?{_EVEN}"
        r"|(?:don't|do not|never) (?:make|keep) (?:it|this|things)(?: too| so)?|instead of(?: being| sounding)?"
        r"|rather than(?: being)?"
        r"|(?:tone|dial|turn|bring|take|scale|pull) (?:it )?(?:down|back)(?: on)?(?: the)?|(?:drop|lose|cut|ditch"
        r"|kill|reduce|remove|skip|get"
        r" rid of|cut out|cut back on"
        r"|cut down on|ease off|lay off|go easy on|avoid|without|no|no more|stop|quit|enough)"
        r"(?: (?:with|on|using|of))*(?: (?:the|all|any|this|that|so much|so many|too much|too many|these|those|all"
        r" the|all that|such|of the))*"
        r"|(?:don't|do not|never|dont|stop|quit|avoid|doesn't) (?:uses?|using|overuse|overdo|do|want|overdoing)(?:"
        r" (?:the|any|so much|so many|too much|too many|all these|all that))*"
        r"|, not|and not|but not|never)"
    ),
    more=ending(
        rf"{_DEGREE}(?:more(?: of)?(?: (?:the|that|some|your))?"
        r"|(?:(?:[\^,:]|and|but|so|please|just|to|should|must|let's|can you|could you|always|also|then|really|or"
        r"|will|need|rather|ok|okay|mind|instead)"
        rf" )(?:{_BEING}|stay|keep|remain)(?: (?:it|things|this|everything|us|the (?:tone|voice|copy"
        rf"|posts?)))?{_INNER}"
        r"|(?:make|keep|want|like|prefer|need|have)(?: (?:it|things|this|everything|the (?:tone|voice|copy|posts?"
        r"|content)|our \w+|your \w+))(?: to (?:be|sound|feel|stay))?"
        rf"{_INNER}"
        rf"|(?:we're|we are|(?:our|the) (?:voice|tone|brand|style)(?: (?:is|should be|must be|has to be|needs to"
        rf" be|should feel|should sound))?(?: :)?|tone :|voice :|style :){_INNER}"
        r"|(?:add|dial up|turn up|bring in|give (?:it|us|me)|put in|inject|bring(?: back)?|crank up|amp up|show"
        r"|use)(?: (?:some|more|a bit of|a little|a dash of|the|a lot of|in some|your|a bit more|a touch of))*)"
    ),
    degree=ending(rf"(?:(?P<small>{_SMALL})|(?P<large>{_LARGE}))(?: of)?"),
    somewhat=opening(
        r"(?:(?:tone|voice|stuff|vibe|feel|side) )?(?:just )?a (?:little )?(?:bit|notch|little|touch|tad)"
    ),
    enough=opening(r"enough"),
    welcome=opening(
        r"(?:(?:wouldn't|would not|won't|can't|couldn't|doesn't|never) (?:hurt|harm|go amiss)"
        r"|(?:would|could|might) (?:help|be (?:nice|good|great|lovely|welcome)|go a long way|do us good))"
    ),
    complaint=ending(
        r"(?:not|isn't|aren't|wasn't|never|isnt|aint|ain't|doesn't (?:sound|feel)|don't (?:sound|feel)|hardly"
        r"|barely)(?: (?:really|quite|nearly|sounding|feeling|half))*"
    ),
    also=ending(r"(?:and|or|,|, and|, or|,? but also|&|nor|and a (?:bit|little)|and more|and really|and very)(?: a)?"),
    idle=ending(
        r"(?:(?:keeps?|kept) telling (?:me|us)(?: to)?|(?:if|when|whenever|whether|unless|because|since|how|why"
        r"|what|who|which|where)(?: (?!and|but"
        r"|so)\S+){0,3}"
        r"|(?:competitors?|competition|rivals|they|they're|theirs|others?|everyone else|he|she|he's|she's|i'm"
        r"|customers?|clients|people)(?: (?!and|but|so)\S+){0,3}"
        r"|(?P<told>was|were|felt|became|got|has been|had been|used to be|used to|(?:it|this|that|post|one|which)"
        r" (?:is|feels|looks|seems|sounds)|it's|that's)"
        r"|(?:no need|(?:don't|do not|doesn't) (?:need|have)|didn't|did not|never said|not saying)(?: \S+){0,2}"
        r"|(?:do|does|did|are|is) (?:we|you|they|i|people|it|our|the)(?: (?!and|but|so)\S+){0,3})"
    ),
    examples=opening(r"(?:,? )?(?:like(?! (?:an?|the|your?|we|my|our) )|such as|including|for example|:)"),
)
