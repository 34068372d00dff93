"""What need not be proposed: it is in the brand, stands against it, or a person has said no to it before."""

from collections.abc import Iterable
from datetime import datetime

from app.brand.models import PRIMARY, BannedWord, BrandDna, BrandRemoval, BrandStance, VoiceMarker
from app.grounding.models import DnaProposal
from app.grounding.proposals import Proposal
from app.kit.text import same_words
from app.vocabulary import ProposalKind, ProposalStatus


async def unknown(found: Iterable[Proposal], since: datetime) -> list[Proposal]:
    """Those that are news to the bound client. `since` is the time of the oldest edit that they may rest on."""
    bans = [same_words(row.word) for row in await BannedWord.all()]
    markers = [same_words(row.phrase) for row in await VoiceMarker.all()]
    stances = [same_words(row.stance) for row in await BrandStance.all()]
    dna = await BrandDna.get_or_none(id=PRIMARY)
    topics = [same_words(topic) for topic in (dna.topics_to_avoid if dna else None) or ()]
    settled = await _settled(since)

    def is_new(proposal: Proposal) -> bool:
        kind, words = proposal.key
        if proposal.key in settled:
            return False
        if kind is ProposalKind.BANNED_WORD:
            return not any(_is_in(ban, words) for ban in bans) and not any(_is_in(words, marker) for marker in markers)
        if kind is ProposalKind.VOICE_MARKER:
            return words not in markers and not any(_is_in(ban, words) for ban in bans)
        return words not in {ProposalKind.BRAND_STANCE: stances, ProposalKind.TOPIC_TO_AVOID: topics}.get(kind, ())

    return [proposal for proposal in found if is_new(proposal)]


async def _settled(since: datetime) -> set[tuple[ProposalKind, str]]:
    """What waits or was dismissed, what a person took out of the brand, and changes of tone that were applied after the
    edits that speak for them. (Words that were applied are in the brand, or were taken out of it.)"""
    settled = {
        (row.kind, same_words(row.words))
        for row in await DnaProposal.all()
        if row.status is not ProposalStatus.APPLIED
        or (row.kind is ProposalKind.TONE and row.decided_at is not None and row.decided_at >= since)
    }
    kinds = {str(kind): kind for kind in ProposalKind}
    return settled | {(kinds[row.kind], row.words) for row in await BrandRemoval.all() if row.kind in kinds}


def _is_in(word: str, phrase: str) -> bool:
    return f" {word} " in f" {phrase} "
