"""Gate G-compliance: may a client of a regulated industry say this? It judges words against rules; it is no lawyer.

A claim that the rules reject fails, and so does a missing disclosure. A claim that they flag may be said by some and
not by others: it has not passed until a person, who gives a reason, lets it.
"""

from collections.abc import Iterable, Sequence

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.compliance.pack import Action, Pack
from app.generation.gates.compliance.reading import PACKS, Hit, Owed, hits, owed, speaks
from app.vocabulary import Gate, Severity

_GATE = Gate.G_COMPLIANCE


def g_compliance(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Pass, fail or flagged; not evaluated for a client of no regulated industry."""
    compliance = voice.compliance
    if compliance is None:
        return Verdict(_GATE, None, rubric=[RubricNote(_GATE, "rules", "The client is in no regulated industry.")])
    pack = PACKS[compliance.industry]
    language = speaks(pack, piece.language)
    missing = owed(piece, compliance, language)
    if language is None:
        return _unread(piece, pack, missing)
    found = hits(piece.content, pack, language)
    notes = (_rules_note(pack, found), _disclosures_note(missing))
    violations = [*map(_broken, found), *map(_missing, missing)]
    rejected = [hit for hit in found if hit.rule.action is Action.REJECT]
    if not violations:
        return Verdict(_GATE, True, rubric=notes)
    return Verdict(
        _GATE,
        False,
        rubric=notes,
        violations=violations,
        reason=_said(violation.reason for violation in violations),
        suggestion=_said(violation.suggestion or "" for violation in violations),
        flagged=not rejected and not missing,
    )


def _unread(piece: Piece, pack: Pack, missing: Sequence[Owed]) -> Verdict:
    """No rule is written for the language, which is no reason to let the piece pass."""
    words = f"Not evaluated: the {pack.industry} rules are not written for the language “{piece.language}”."
    violation = Violation(
        _GATE, 0, len(piece.content), Severity.SOFT, words, suggestion="Let a person who knows the rules read it."
    )
    return Verdict(
        _GATE,
        False,
        rubric=(RubricNote(_GATE, "rules", words), _disclosures_note(missing)),
        violations=[violation, *map(_missing, missing)],
        reason=words,
        suggestion=violation.suggestion,
        flagged=not missing,
    )


def _broken(hit: Hit) -> Violation:
    rule = hit.rule
    return Violation(_GATE, hit.start, hit.end, rule.action.severity, rule.reason, rule.citation, rule.suggestion)


def _missing(owed: Owed) -> Violation:
    reason = f"{owed.reason} Then “{owed.text}” has to be said, and is not." if owed.citation else owed.reason
    return Violation(
        _GATE, owed.start, owed.end, Severity.HARD, reason, owed.citation, f"Add: “{owed.short or owed.text}”"
    )


def _rules_note(pack: Pack, found: Sequence[Hit]) -> RubricNote:
    if not found:
        return RubricNote(_GATE, "rules", f"None of the {len(pack.rules)} {pack.industry} rules is broken.")
    names = dict.fromkeys(f"{hit.rule.name} ({hit.rule.action}, {hit.rule.citation})" for hit in found)
    return RubricNote(_GATE, "rules", f"Rules that it falls under: {'; '.join(names)}.")


def _disclosures_note(missing: Sequence[Owed]) -> RubricNote:
    if not missing:
        return RubricNote(_GATE, "disclosures", "Every disclosure that it needs is there.")
    return RubricNote(_GATE, "disclosures", f"Missing: {' '.join(f'“{each.text}”' for each in missing)}")


def _said(sentences: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, sentences)))
