"""Which stance an angle takes: what its passages do to their reader, told apart from what the whole source does.

A stance needs passages that show it. Angles of one source differ where they can: a stance that one angle has taken
counts less for the next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.hubs.analysis.headline import headline
from app.hubs.analysis.lexicon import Pattern, Stance, lexicon_for
from app.hubs.analysis.passages import Passage, Reading

LEAST_SHARE = {Stance.CONTRARIAN: 0.4, Stance.VISION: 0.45, Stance.STORY: 0.3, Stance.CALL: 0.45}
"""Stances whose words are common in any prose need more of an angle's passages than others."""
LEAST_SHARE_ELSEWHERE = 0.3
LEAST_SHARE_OUTRIGHT = 0.12
"""Of a stance that is said in so many words."""
LEAST_PASSAGES = 2
ENOUGH_OF_WHOLE = 0.8
"""A stance is an angle's own where its passages show it nearly as much as the source does."""
TAKEN_COSTS = 0.3
TAKEN_COSTS_OUTRIGHT = 0.08
LONGEST_CLAIM = 110
"""Characters of a claim that an angle is named by."""
HEADING_COUNTS = 0.5
SAID_OUTRIGHT = frozenset({Stance.HOW_TO, Stance.WARNING, Stance.CAUSE, Stance.CALL})
"""Stances that the words of a heading tell; those of the others stand in headings of every kind."""
MOST_ANGLES = 2


def stances_of(reading: Reading, groups: Sequence[Sequence[Passage]]) -> list[Stance]:
    """One for each group; PRINCIPLE where its passages show none. The surest group chooses first."""
    lexicon = lexicon_for(reading.language)
    patterns = lexicon.outright or lexicon.stances
    whole = _shares(reading.passages, patterns)
    least = dict.fromkeys(Stance, LEAST_SHARE_OUTRIGHT) if lexicon.outright else LEAST_SHARE
    scores = [_scores(passages, whole, patterns, least) for passages in groups]
    costs = TAKEN_COSTS_OUTRIGHT if lexicon.outright else TAKEN_COSTS
    if lexicon.outright:
        scores = [
            {one: share for one, share in shown.items() if claim_showing(passages, patterns[one], reading.language)}
            for passages, shown in zip(groups, scores, strict=True)
        ]
    found: dict[int, Stance] = {}
    taken: Counter[Stance] = Counter()
    while len(found) < len(groups):
        score, behind, stance = max(
            (scores[index].get(stance, 0.0) - costs * taken[stance], -index, stance)
            for index in range(len(groups))
            if index not in found
            for stance in Stance
            if stance is Stance.PRINCIPLE or taken[stance] < MOST_ANGLES
        )
        chosen = stance if score > 0 else Stance.PRINCIPLE
        found[-behind] = chosen
        taken[chosen] += chosen is not Stance.PRINCIPLE
    return [found[index] for index in range(len(groups))]


def claim_showing(
    passages: Sequence[Passage], shows: Pattern | None, language: str, taken: frozenset[str] = frozenset()
) -> str | None:
    """The best short claim among the passages, one that shows a stance where a pattern of it is given."""
    talk = lexicon_for(language).self_talk
    said = [(passage.lead, passage.strength) for passage in passages if not talk.search(passage.lead)]
    return headline(said, language, taken, shows, LONGEST_CLAIM)


def _scores(
    passages: Sequence[Passage],
    whole: Mapping[Stance, float],
    patterns: Mapping[Stance, Pattern],
    least: Mapping[Stance, float],
) -> dict[Stance, float]:
    """How much each stance is shown here, and more so than elsewhere; a heading that shows it says it outright."""
    heading = _heading(passages)
    shown: dict[Stance, float] = {}
    for stance, share in _shares(passages, patterns).items():
        if heading and stance in SAID_OUTRIGHT and patterns[stance].search(heading):
            shown[stance] = HEADING_COUNTS + share
        elif (
            share >= max(whole[stance] * ENOUGH_OF_WHOLE, least.get(stance, LEAST_SHARE_ELSEWHERE))
            and share * len(passages) >= LEAST_PASSAGES
        ):
            shown[stance] = max(share / 2, share + (share - whole[stance]))
    return shown


def _heading(passages: Sequence[Passage]) -> str | None:
    """The heading that most of the passages stand under."""
    heading, count = Counter(passage.heading for passage in passages).most_common(1)[0]
    return heading if 2 * count > len(passages) else None


def _shares(passages: Sequence[Passage], patterns: Mapping[Stance, Pattern]) -> dict[Stance, float]:
    total = max(len(passages), 1)
    return {
        stance: sum(bool(pattern.search(passage.lead)) for passage in passages) / total
        for stance, pattern in patterns.items()
    }
