"""The pieces of our sample texts, as planned and as the healing loop ends them, written once for all tests."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from app.generation.critic import judge
from app.generation.gates.base import Piece
from app.generation.writer import Brief, DraftText, PillarBrief, Slot, compose_draft, plan_slots
from app.hubs.analysis import analyse, display
from app.hubs.source import Extracted, Span
from app.vocabulary import Platform
from tests.app.hubs.analysis.texts import ESSAY, JAPANESE, SHORT, SPANISH, source, transcript

SOURCES = {
    "essay": source(ESSAY),
    "spanish": source(SPANISH, "es"),
    "japanese": source(JAPANESE, "ja"),
    "short": source(SHORT),
    "transcript": transcript(),
}
POLISH = (
    "Dobry chleb potrzebuje czasu i cierpliwości. Młody piekarz uczy się przez dwa długie lata. Stary piec trzyma"
    " ciepło przez całą zimną noc. Woda w naszym mieście smakuje lepiej niż na wsi. Klienci wracają dla zapachu ulicy o"
    " świcie. Mąka z małego młyna kosztuje dwa razy więcej. Dwaj piekarze dzielą nocną pracę po równo."
)


def pillars_of(extracted: Extracted) -> list[PillarBrief]:
    return [
        PillarBrief(f"p{number}", p.title, p.angle, p.key_points, [(s.start, s.end) for s in p.spans])
        for number, p in enumerate(analyse(extracted).pillars)
    ]


@cache
def written(name: str) -> tuple[list[Slot], list[DraftText]]:
    extracted = SOURCES[name]
    pillars = {pillar.id: pillar for pillar in pillars_of(extracted)}
    slots = plan_slots(list(pillars.values()), list(Platform), 25, extracted.text, extracted.language)
    drafts: list[DraftText] = []
    for slot in slots:
        taken = [draft.content for draft in drafts]
        brief = Brief(
            extracted.text, extracted.language, pillars[slot.pillar_id], slot.platform, slot.variant, taken=taken
        )
        drafts.append(compose_draft(brief))
    return slots, drafts


def squeezed(text: str) -> str:
    return regex.sub(r"\W+", "", text.casefold())


def said_in(extracted: Extracted, spans: Sequence[Span]) -> list[str]:
    return [display(extracted.text[span.start : span.end], extracted.language) for span in spans]


def passes(name: str, slot: Slot, draft: DraftText) -> bool:
    piece = Piece(slot.platform, draft.content_type, draft.content, draft.content_json, SOURCES[name].language)
    return judge(piece).overall_pass


@cache
def healed(name: str) -> list[tuple[Slot, int, DraftText]]:
    """Every slot as the healing loop ends it: its last attempt and the draft of that."""
    extracted = SOURCES[name]
    pillars = {pillar.id: pillar for pillar in pillars_of(extracted)}
    ended: list[tuple[Slot, int, DraftText]] = []
    for slot in written(name)[0]:
        taken = [draft.content for _, _, draft in ended]
        brief = Brief(extracted.text, extracted.language, pillars[slot.pillar_id], slot.platform, slot.variant)
        for attempt in range(4):
            draft = compose_draft(replace(brief, attempt=attempt, taken=taken))
            if passes(name, slot, draft):
                break
        ended.append((slot, attempt, draft))
    return ended
