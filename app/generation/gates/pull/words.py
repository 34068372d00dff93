"""Classes of English words that the fitted features count. Each stands under the part of a hook that it bears on."""

from app.generation.gates.hook_cues import Part

CLASSES: dict[str, tuple[Part, str, frozenset[str]]] = {
    name: (part, label, frozenset(words.split()))
    for name, part, label, words in (
        (
            "denial",
            Part.INTERRUPT,
            "it denies",
            "not no never nothing nobody none don't didn't doesn't isn't aren't wasn't won't can't cannot couldn't "
            "shouldn't wouldn't without stop wrong myth myths neither nor hardly",
        ),
        (
            "extreme",
            Part.INTERRUPT,
            "a superlative",
            "best worst most least first last only ever biggest greatest hardest easiest smartest fastest cheapest "
            "strangest funniest weirdest highest lowest largest oldest youngest",
        ),
        ("all", Part.INTERRUPT, "an absolute", "every all always everyone everything everybody any anyone anything"),
        (
            "surprise",
            Part.INTERRUPT,
            "a strong word",
            "shocking shocked surprising surprisingly weird strange unexpected insane crazy brutal brutally honest "
            "bizarre stunning amazing incredible incredibly unbelievable terrifying scary hilarious heartbreaking epic "
            "awkward ridiculous outrageous ruined destroyed killed dead dying fired failed failure disaster nightmare "
            "mistake mistakes trap lie lies lied scam truth hate hated dangerous illegal banned awesome genius "
            "perfect beautiful gorgeous adorable badass wrong terrible horrible awful secret secrets",
        ),
        ("stress", Part.INTERRUPT, "stress", "just really very so actually literally totally seriously absolutely"),
        (
            "fresh",
            Part.INTERRUPT,
            "news of the day",
            "new now today tonight tomorrow yesterday breaking live update latest",
        ),
        ("address", Part.BENEFIT, "it speaks to the reader", "you your you're you'll you've you'd yours yourself"),
        ("self", Part.BENEFIT, "somebody's own experience", "i i'm me my i've i'll i'd mine myself"),
        ("we", Part.BENEFIT, "it says “we”", "we us our we're we've we'll ours"),
        (
            "stakes",
            Part.BENEFIT,
            "a gain or a loss",
            "save saves saved saving lose loses losing lost cost costs earn earned gain gained grow grew growing win "
            "wins won avoid avoided fix fixed cut cuts boost improve improved help helps make makes made making get "
            "gets got learn learned build built sell sold pay pays paid spend spent waste wasted free money revenue "
            "profit need needs must better faster cheaper easier change changes changed rich risk risks miss missed "
            "survive protect",
        ),
        (
            "promise",
            Part.BENEFIT,
            "it says what the reader gets",
            "way ways step steps tip tips trick tricks lesson lessons reason reasons rule rules habit habits sign "
            "signs thing things fact facts idea ideas hack hacks guide checklist template playbook questions example "
            "examples recipe recipes story stories moments times people",
        ),
        (
            "call",
            Part.BENEFIT,
            "a call to act",
            "please retweet rt share read watch check click join follow see look win vote tune register subscribe",
        ),
        (
            "report",
            Part.BENEFIT,
            "it reports",
            "says said tells reports reported announces announced according study launches launched wins releases",
        ),
        (
            "ask",
            Part.CURIOSITY,
            "a question word",
            "what why how who whom whose which when where what's who's here's how's",
        ),
        (
            "this",
            Part.CURIOSITY,
            "it points to something not told yet",
            "this these that those here there such that's there's",
        ),
        ("it", Part.CURIOSITY, "“it” is left unexplained", "it it's its itself"),
        (
            "they",
            Part.CURIOSITY,
            "a person not yet named",
            "he she him her his hers they them their he's she's they're someone somebody guy woman man girl boy kid",
        ),
        (
            "turn",
            Part.CURIOSITY,
            "a turn that is left open",
            "but yet until then because if after before while though although unless except still almost",
        ),
        ("may", Part.CURIOSITY, "it says what may be", "will would could should may might can must"),
        ("and", Part.CURIOSITY, "it goes on with “and”", "and or"),
        ("is", Part.CURIOSITY, "it states", "is are was were be been am being has have had do does did"),
        ("article", Part.CURIOSITY, "articles", "the a an"),
        ("place", Part.CURIOSITY, "prepositions", "of in on at for to from by with about over into as"),
    )
}
FUNCTION_WORDS = frozenset(word for words in CLASSES.values() for word in words[2]) - frozenset(
    word
    for name in ("surprise", "stakes", "promise", "call", "report", "fresh", "extreme")
    for word in CLASSES[name][2]
)
