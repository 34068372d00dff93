"""From what people keep changing, and from what they say who reject, to proposals. Pure work for the processor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.calibration.found import Ban, Found, Marker
from app.calibration.hearing import hear
from app.grounding.edits import Edit, Reading, clipped, counterpart, sentence_at
from app.grounding.habits import Habit, additions, is_habit, removals
from app.grounding.manner import Manner, manners
from app.grounding.proposals import MOST_EXAMPLES, Example, Proposal, said, together
from app.vocabulary import ProposalKind


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said who rejected a piece or asked for changes."""

    spoke_id: str
    text: str
    author: str
    language: str = "en"


def proposals_of(edits: Iterable[Edit], remarks: Iterable[Remark]) -> list[Proposal]:
    """What edits show comes first, and of that what more pieces show."""
    readings = [Reading(edit) for edit in edits]
    taken_out = removals(readings)
    shown = [*map(_ban, taken_out), *map(_marker, additions(readings, taken_out)), *map(_tone, manners(readings))]
    found = together([*shown, *(proposal for remark in remarks for proposal in _asked_for(remark))])
    return [proposal for proposal in found if not _is_of_one_piece(proposal)]


def _ban(habit: Habit) -> Proposal:
    instead = f", and mostly put “{habit.instead}” there" if habit.instead else ""
    shown = f"People took “{habit.text}” out of {len(habit.pieces)} of the {habit.chances} pieces that had it{instead}."
    reason = f"People say “{habit.instead}” instead." if habit.instead else "People take it out."
    examples = [
        Example(reading.edit.spoke_id, before, counterpart(reading.edit.after, before))
        for reading, phrase in habit.pieces
        for before in [sentence_at(reading.edit.before, phrase.span)]
    ]
    return _of_habit(ProposalKind.BANNED_WORD, habit, Found(bans=[Ban(habit.text, reason)]), shown, examples)


def _marker(habit: Habit) -> Proposal:
    shown = f"People put “{habit.text}” into {len(habit.pieces)} pieces."
    examples = [
        Example(reading.edit.spoke_id, counterpart(reading.edit.before, after), after)
        for reading, phrase in habit.pieces
        for after in [sentence_at(reading.edit.after, phrase.span)]
    ]
    found = Found(markers=[Marker(habit.text, example=examples[0].after)])
    return _of_habit(ProposalKind.VOICE_MARKER, habit, found, shown, examples)


def _of_habit(kind: ProposalKind, habit: Habit, found: Found, shown: str, examples: Sequence[Example]) -> Proposal:
    return Proposal(
        kind=kind,
        words=habit.text,
        found=found,
        shown=shown,
        examples=examples[:MOST_EXAMPLES],
        pieces=len(habit.pieces),
        people=_people(reading for reading, _ in habit.pieces),
        confidence=habit.confidence,
    )


def _tone(manner: Manner) -> Proposal:
    return Proposal(
        kind=ProposalKind.TONE,
        words=manner.words,
        found=Found(tone=manner.tone),
        shown=f"In {len(manner.pieces)} of {manner.chances} pieces people {manner.done}.",
        examples=[
            Example(reading.edit.spoke_id, clipped(reading.edit.before), clipped(reading.edit.after))
            for reading in manner.pieces[:MOST_EXAMPLES]
        ],
        pieces=len(manner.pieces),
        people=_people(manner.pieces),
        confidence=manner.confidence,
    )


def _asked_for(remark: Remark) -> list[Proposal]:
    """What a remark asks for as an instruction; most only say what is wrong with one piece, and ask for nothing."""
    found = hear(remark.text, remark.language)
    parts: list[tuple[ProposalKind, str, Found]] = []
    parts += [(ProposalKind.BANNED_WORD, ban.word, Found(bans=[ban])) for ban in found.bans]
    parts += [(ProposalKind.VOICE_MARKER, marker.phrase, Found(markers=[marker])) for marker in found.markers]
    parts += [(ProposalKind.BRAND_STANCE, stance.stance, Found(stances=[stance])) for stance in found.stances]
    parts += [(ProposalKind.TOPIC_TO_AVOID, topic, Found(avoid=[topic])) for topic in found.avoid]
    parts += [
        (ProposalKind.TONE, f"{'more' if by > 0 else 'less'} {trait}", Found(tone={trait: by}))
        for trait, by in found.tone.items()
    ]
    example = Example(remark.spoke_id, comment=clipped(remark.text))
    return [
        Proposal(
            kind=kind,
            words=words,
            found=part,
            remarks=1,
            examples=[example],
            pieces=1,
            people=frozenset([remark.author]),
            confidence=said(1),
        )
        for kind, words, part in parts
    ]


def _is_of_one_piece(proposal: Proposal) -> bool:
    """ "Too flat" is said of a piece; of the brand it says something when it is said again and again."""
    is_complaint = proposal.kind is ProposalKind.TONE and not proposal.shown
    return is_complaint and not is_habit(proposal.pieces, len(proposal.people))


def _people(readings: Iterable[Reading]) -> frozenset[str]:
    return frozenset().union(*(reading.edit.editors for reading in readings))
