"""What every draft gets before the Critic sees it, whoever wrote it: the disclosures that it owes, and its picture."""

from dataclasses import replace

from app.generation.gates.base import Piece, Rubric
from app.generation.gates.compliance import with_disclosures
from app.generation.visuals import picture
from app.generation.writer import Brief, DraftText


def finished(draft: DraftText, brief: Brief, rubric: Rubric) -> tuple[DraftText, Piece]:
    """The draft with what it owes, and the piece that it is."""
    piece = Piece(brief.platform, draft.content_type, draft.content, draft.content_json, brief.language)
    disclosed = with_disclosures(piece, brief.voice.compliance) if brief.voice.compliance else None
    if disclosed is not None:
        content, structure = disclosed
        draft = replace(draft, content=content, content_json=structure)
        piece = replace(piece, content=content, content_json=structure)
    topics = (*brief.themes, brief.pillar.title)
    return draft, replace(piece, visual=picture(piece, topics, brief.voice, rubric))
