"""What people changed and said in a time, read from the client's database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tenancy
from app.grounding.edits import Edit
from app.grounding.proposing import Remark
from app.hubs.ingest.language import detect
from app.kit.text import same_words

MOST_EDITS, MOST_REMARKS = 1_000, 1_000
"""The newest are read."""
_EDITS = f"""
SELECT m.spoke_id, m.original_content, m.edited_content, m.editor_user_id, h.language, h.id
FROM mutation_registry m JOIN spokes s ON s.id = m.spoke_id LEFT JOIN hubs h ON h.id = s.hub_id
WHERE m.created_at >= ? AND m.created_at < ? ORDER BY m.created_at DESC, m.id DESC LIMIT {MOST_EDITS}"""
_REMARKS = f"""
SELECT said.spoke_id, said.words, said.author, h.language
FROM (
    SELECT subject_id AS spoke_id, reason AS words, COALESCE(actor_id, actor_label) AS author, at
    FROM audit_trail WHERE action = 'spoke.rejected' AND reason IS NOT NULL
    UNION ALL
    SELECT spoke_id, body, COALESCE(author_id, author), created_at FROM comments WHERE kind = 'change_request'
) said JOIN spokes s ON s.id = said.spoke_id LEFT JOIN hubs h ON h.id = s.hub_id
WHERE said.at >= ? AND said.at < ? ORDER BY said.at DESC LIMIT {MOST_REMARKS}"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Oldest first. `edits_read` counts each time that somebody saved a piece."""

    edits: Sequence[Edit]
    remarks: Sequence[Remark]
    edits_read: int


async def gathered(client_id: str, since: int, until: int) -> Gathered:
    """Of the times from `since` to before `until`, in milliseconds. A language that is not known is left empty."""

    def read(snapshot: tenancy.Snapshot) -> Gathered:
        edits, remarks = snapshot.fetch(_EDITS, (since, until)), snapshot.fetch(_REMARKS, (since, until))
        return Gathered(_edits(edits[::-1]), _remarks(remarks[::-1]), len(edits))

    async with tenancy.look(client_id) as reads:
        return await reads.snapshot(read, threaded=True)


def with_languages(found: Gathered) -> Gathered:
    """Texts of hubs whose language nobody has noted are looked at. Work for the processor."""
    edits = [edit if edit.language else replace(edit, language=detect(edit.before)) for edit in found.edits]
    remarks = [each if each.language else replace(each, language=detect(each.text)) for each in found.remarks]
    return Gathered(edits, remarks, found.edits_read)


def _edits(rows: Iterable[tuple[Any, ...]]) -> list[Edit]:
    """Those that follow one another in a piece are one: what counts is what people made of it in the end. Where it was
    written anew in between, they are two."""
    known: defaultdict[str, list[Edit]] = defaultdict(list)
    for spoke_id, before, after, editor, language, hub_id in rows:
        edit = Edit(spoke_id, before, after, frozenset([editor] if editor else []), language or "", hub_id or "")
        of_piece = known[spoke_id]
        if of_piece and of_piece[-1].after == before:
            first = of_piece.pop()
            edit = replace(first, after=after, editors=first.editors | edit.editors)
        of_piece.append(edit)
    return [edit for of_piece in known.values() for edit in of_piece if edit.before != edit.after]


def _remarks(rows: Iterable[tuple[Any, ...]]) -> list[Remark]:
    """A remark that came both as a reason and as a comment is one."""
    known: dict[tuple[str, str], Remark] = {}
    for spoke_id, words, author, language in rows:
        known.setdefault((spoke_id, same_words(words)), Remark(spoke_id, words, author, language or ""))
    return list(known.values())
