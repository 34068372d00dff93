"""What each instruction of a sentence comes to."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from app.calibration.found import Ban, Marker, Stance
from app.calibration.hearing.cueing import Call, calls
from app.calibration.hearing.grammar import Act, Grammar
from app.calibration.hearing.items import Item, Listing, listed, without_determiner
from app.calibration.hearing.outcomes import Avoided, Outcome, Permitted, Shift, Undone
from app.calibration.hearing.personas import audience, sound, unlike
from app.calibration.hearing.stances import belief, opposed
from app.calibration.hearing.tone import shifts
from app.calibration.hearing.utterances import Sentence
from app.vocabulary import MarkerCategory

_MOST_WORDING = (
    3  # Words that are avoided or replaced unquoted: what is longer is no wording, but something to talk of.
)
_MOST_CLAUSE = 12


def read(sentence: Sentence, grammar: Grammar) -> Iterator[Sequence[Outcome]]:
    """In the order said, one sequence an instruction. A question asks for nothing, unless it is a polite order."""
    if sentence.asked and not (grammar.request.match(sentence.line) or grammar.tag.search(sentence.line)):
        return
    said: list[tuple[int, Sequence[Outcome]]] = []
    taken: list[tuple[int, int]] = []
    for call in calls(sentence, grammar):
        outcomes = _READERS[call.act](sentence, call, grammar)
        said.append((sentence.place(call.start), outcomes))
        if call.act is Act.OTHERS_SAY or any(isinstance(outcome, Stance) for outcome in outcomes):
            taken.append((sentence.place(call.first), sentence.place(call.last)))
    # "Money should be boring" is a belief and no wish for the tone.
    said += [
        (place, [Shift(tone)])
        for place, tone in shifts(sentence, grammar)
        if not any(start <= place < end for start, end in taken)
    ]
    for _, outcomes in sorted(said, key=lambda each: each[0]):
        if outcomes:
            yield outcomes


def _ban(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    listing = listed(sentence, call.first, call.last, grammar)
    spoken = _is_spoken(sentence, call, grammar)
    if listing.clause:
        return _avoided([listing.clause]) if spoken and not call.cue.marked else []
    if listing.topical:
        return _topics(listing, grammar)
    banned = [item for item in listing.items if item.sure or not call.cue.marked]
    called = _has(sentence, call, grammar.mentioning)
    return [
        *(
            Ban(without_determiner(item, grammar) if called else item.text, listing.reason)
            for item in banned
            if _is_wording(item, grammar, spoken=spoken)
        ),
        *(Permitted(item.text) for item in listing.spared),
    ]


def _topic(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    listing = listed(sentence, call.first, call.last, grammar)
    if listing.clause:
        return _avoided([listing.clause])
    if listing.sure and _is_spoken(sentence, call, grammar):
        return [Ban(item.text, listing.reason) for item in listing.items if item.sure]
    return _topics(listing, grammar)


def _claim(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    """Never to promise something is never to talk of it so: the verb belongs to it."""
    listing = listed(sentence, call.first, call.last, grammar)
    named = (
        [listing.clause] if listing.clause else [item.text for item in listing.items if not _is_vague(item, grammar)]
    )
    verb = sentence.tokens[call.end - 1].text
    vowed = [text for text in named if text.casefold() not in grammar.vague]
    claims = [text if text.split()[0].casefold() in grammar.vows else f"{verb} {text}" for text in vowed]
    wordings = [] if listing.clause else [_performed(claim, grammar) for claim in claims]
    return [*_avoided(claims), *(Ban(wording, listing.reason) for wording in wordings if wording)]


def _performed(claim: str, grammar: Grammar) -> str:
    """The words by which somebody would claim that, or none: who promises returns writes so, who implies them does
    not."""
    verb, _, what = claim.partition(" ")
    said = grammar.performed.get(verb.casefold())
    return f"{said} {what}" if said and len(what.split()) <= _MOST_WORDING else ""


def _shun(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    listing = listed(sentence, call.first, call.last, grammar)
    if listing.topical:
        return _topics(listing, grammar)
    outcomes: list[Outcome] = [Permitted(item.text) for item in listing.spared]
    for item in listing.items:
        if item.sure:
            outcomes.append(Ban(item.text, listing.reason))
        elif _is_topic(item, grammar) or (call.cue.behind and not _is_vague(item, grammar)):
            outcomes.append(Avoided(without_determiner(item, grammar)))
        elif _is_wording(item, grammar, spoken=False):
            outcomes.append(Ban(item.text, listing.reason))
    return outcomes


def _mark(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    """What is to be said; and what is not, where it is set against that."""
    line, place = sentence.line, sentence.place(call.first)
    contrast = grammar.contrast.search(line, place, max(sentence.place(call.last) - 1, place))
    last = sentence.at(contrast.start()) if contrast else call.last
    listing = listed(sentence, call.first, last, grammar, saying=True, whole=call.cue.whole)
    bare = not call.cue.marked or contrast is not None
    category = MarkerCategory.STRUCTURE if call.act is Act.FRAME else MarkerCategory.SIGNATURE
    possessed = _has(sentence, call, grammar.mentioning)
    marked: list[Outcome] = [
        Marker(text, category)
        for item in listing.items
        for text in [without_determiner(item, grammar) if possessed else item.text]
        if item.sure or (bare and _is_phrase(item, grammar, short=call.act is Act.CALL, possessed=possessed))
    ]
    if marked and contrast is not None:
        against = listed(sentence, sentence.at(contrast.end()), call.last, grammar)
        marked += [
            Ban(item.text, against.reason)
            for item in against.items
            if item.sure or _is_phrase(item, grammar, short=True)
        ]
    return marked


def _instead(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    listing = listed(sentence, call.first, call.last, grammar)
    named = call.then is Act.CALL
    return [
        Ban(item.text, listing.reason)
        for item in listing.items
        if item.sure or (named and _is_phrase(item, grammar, short=True))
    ]


def _replace(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    line, place = sentence.line, sentence.place(call.first)
    swap = grammar.swap.search(line, place, max(sentence.place(call.last) - 1, place))
    if swap is None:
        return []
    old = listed(sentence, call.first, sentence.at(swap.start()), grammar)
    new = listed(sentence, sentence.at(swap.end()), call.last, grammar)
    banned, marked = (
        [
            item.text
            for item in listing.items
            if item.sure or (not call.cue.marked and _is_phrase(item, grammar, short=True))
        ]
        for listing in (old, new)
    )
    return [*map(Ban, banned), *map(Marker, marked)] if banned and marked else []


def _permit(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    listing = listed(sentence, call.first, call.last, grammar)
    return [Permitted(without_determiner(item, grammar)) for item in listing.items]


def _undo(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    return [Undone()]


def _nothing(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    return []


_READERS: Mapping[Act, Callable[[Sentence, Call, Grammar], Sequence[Outcome]]] = {
    Act.BAN: _ban,
    Act.TOPIC: _topic,
    Act.CLAIM: _claim,
    Act.SHUN: _shun,
    Act.MARK: _mark,
    Act.FRAME: _mark,
    Act.CALL: _mark,
    Act.INSTEAD: _instead,
    Act.REPLACE: _replace,
    Act.PERMIT: _permit,
    Act.UNDO: _undo,
    Act.BELIEVE: belief,
    Act.OPPOSE: opposed,
    Act.OTHERS_SAY: _nothing,
    Act.SOUND: sound,
    Act.UNLIKE: unlike,
    Act.AUDIENCE: audience,
}


def _topics(listing: Listing, grammar: Grammar) -> Sequence[Outcome]:
    named = [without_determiner(item, grammar) for item in listing.items if item.sure or not _is_vague(item, grammar)]
    return [*_avoided(named), *(Permitted(item.text) for item in listing.spared)]


def _avoided(texts: Sequence[str]) -> Sequence[Outcome]:
    return [Avoided(text) for text in texts if text and len(text.split()) <= _MOST_CLAUSE]


def _is_spoken(sentence: Sentence, call: Call, grammar: Grammar) -> bool:
    """Whether the cue is about saying, so that what follows is meant as words."""
    return _has(sentence, call, grammar.saying)


def _has(sentence: Sentence, call: Call, words: frozenset[str]) -> bool:
    return any(token.low in words for token in sentence.tokens[call.start : call.end])


def _is_vague(item: Item, grammar: Grammar) -> bool:
    return not item.sure and item.words[0] in grammar.vague


def _is_manner(item: Item, grammar: Grammar) -> bool:
    """A way of writing: "long sentences", "jargon", "being stiff"."""
    last = item.words[-1]
    return last in grammar.manners or last in grammar.tone.words or " ".join(item.words) in grammar.tone.words


def _is_topic(item: Item, grammar: Grammar) -> bool:
    if _is_vague(item, grammar) or _is_manner(item, grammar):
        return False
    doing = len(item.words) > 1 and grammar.gerund.match(item.words[0])
    return len(item.words) > _MOST_WORDING or bool(doing) or not grammar.topics.isdisjoint(item.words)


def _is_wording(item: Item, grammar: Grammar, *, spoken: bool, possessed: bool = False) -> bool:
    """Whether the phrase is meant literally; with `possessed` also behind an article."""
    if item.sure:
        return True
    if _is_vague(item, grammar):
        return False
    return spoken or not (_is_manner(item, grammar) or (item.words[0] in grammar.determiners and not possessed))


def _is_phrase(item: Item, grammar: Grammar, *, short: bool, possessed: bool = False) -> bool:
    """Whether the bare words are a phrase to use; `short` where only little tells that they are."""
    if not _is_wording(item, grammar, spoken=False, possessed=possessed) or item.words[0] in grammar.clausal:
        return False
    return not short or (len(item.words) <= _MOST_WORDING and item.words[0] not in grammar.soft)
