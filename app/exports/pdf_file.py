"""The audit report as a PDF file: every piece as it is, and everything that was said, done and decided about it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path

from app.exports.pdf_page import Ink, Sheet
from app.exports.report import AuditedPiece, AuditReport, GateResult
from app.pictures.fonts import Fonts, Weight
from app.vocabulary import Gate, Platform, SpokeStatus

_GREY = (95, 98, 105)
TITLE = Ink(26, Weight.BOLD, leading=1.2)
HUB = Ink(18, Weight.BOLD, leading=1.25)
PIECE = Ink(12.5, Weight.BOLD, leading=1.3)
LABEL = Ink(9, Weight.BOLD, _GREY)
WORDS = Ink(10.5)
PLAIN = Ink(9.5)
SMALL = Ink(8.5, Weight.REGULAR, _GREY)
_IN, _DEEP = 4.0, 8.0

PLATFORMS: Mapping[Platform, str] = {
    Platform.TWITTER: "X post",
    Platform.LINKEDIN: "LinkedIn post",
    Platform.TIKTOK: "TikTok script",
    Platform.INSTAGRAM: "Instagram post",
    Platform.CAROUSEL: "Carousel",
    Platform.THREAD: "Thread",
}
GATES: Mapping[Gate, str] = {
    Gate.G2: "G2 hook strength",
    Gate.G4: "G4 voice",
    Gate.G5: "G5 platform rules",
    Gate.G6: "G6 picture",
    Gate.G7: "G7 engagement",
    Gate.G_COMPLIANCE: "Compliance",
}


def write_pdf(report: AuditReport, to: Path, fonts: Fonts) -> None:
    """Reads the pieces one by one. The same report gives the same bytes. Work for a thread."""
    sheet = Sheet(fonts, f"Audit report · {report.client_name}")
    sheet.set_title(f"Audit report of {report.client_name}")
    sheet.set_author(report.made_by)
    sheet.set_lang("en")
    sheet.set_creation_date(report.made_at)
    _title_page(sheet, report)
    number = 0
    for _, pieces in groupby(report.pieces, key=lambda piece: piece.hub_id):
        for at, piece in enumerate(pieces):
            number += 1
            if at == 0:
                _hub(sheet, piece)
            _piece(sheet, piece, number)
    sheet.save(to)


def _title_page(sheet: Sheet, report: AuditReport) -> None:
    sheet.add_page()
    sheet.start_section("Audit report")
    sheet.set_y(60)
    sheet.text_block("Audit report", TITLE)
    sheet.text_block(report.client_name, HUB)
    sheet.gap(10)
    for line in _about(report):
        sheet.text_block(line, PLAIN)
    sheet.gap(6)
    sheet.text_block("Pieces", LABEL)
    sheet.text_block(f"{report.total} in all", PLAIN, _IN)
    for status, count in report.counts.items():
        sheet.text_block(f"{count} {status}", PLAIN, _IN)


def _about(report: AuditReport) -> Iterator[str]:
    yield f"Made by {report.made_by} on {_when(report.made_at)}."
    whose = f"{report.status} pieces" if report.status else "Pieces of every status"
    platforms = ", ".join(PLATFORMS[platform] for platform in report.platforms) or "every platform"
    yield f"{whose[0].upper()}{whose[1:]}; {platforms}."
    verb = "approved" if report.status is SpokeStatus.APPROVED else "made"
    if report.since:
        yield f"{verb.capitalize()} from {_when(report.since)} on."
    if report.until:
        yield f"{verb.capitalize()} before {_when(report.until)}."


def _hub(sheet: Sheet, piece: AuditedPiece) -> None:
    sheet.add_page()
    title = piece.hub_title or "Edited pieces that outlived their hub"
    sheet.start_section(title)
    sheet.text_block(title, HUB)
    sheet.gap(3)


def _piece(sheet: Sheet, piece: AuditedPiece, number: int) -> None:
    sheet.gap(5)
    sheet.keep(32)
    name = f"{number}. {PLATFORMS[piece.platform]}, {piece.status}"
    sheet.start_section(name, 1)
    sheet.set_draw_color(22, 24, 29)
    sheet.line(sheet.l_margin, sheet.get_y(), sheet.l_margin + sheet.epw, sheet.get_y())
    sheet.gap(2)
    sheet.text_block(name, PIECE)
    for line in _facts(piece):
        sheet.text_block(line, SMALL)
    sheet.gap(2.5)
    sheet.text_block(piece.content, WORDS)
    for label, entries in _sections(piece):
        _section(sheet, label, entries)


def _facts(piece: AuditedPiece) -> Iterator[str]:
    angle = f"Angle: {piece.pillar_title}. " if piece.pillar_title else ""
    approved = f" Approved {_when(piece.approved_at)}." if piece.approved_at else ""
    yield f"{angle}Made {_when(piece.created_at)}.{approved}"
    marks = ["Edited by a person."] if piece.is_mutated else []
    marks += ["A creative conflict: three attempts failed."] if piece.is_creative_conflict else []
    yield " ".join([f"Id {piece.id}.", *marks])


def _sections(piece: AuditedPiece) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """What is told below the words: under each label, entries with their further lines. Empty ones are left out."""
    yield "Gates", [(_gate(gate), list(gate.notes)) for gate in piece.gates]
    yield (
        "Found in the words",
        [
            (f"{GATES[fault.gate]} ({fault.severity}): {fault.reason}", [f"“{fault.words}”"] if fault.words else [])
            for fault in piece.faults
        ],
    )
    yield (
        "Drafts sent back by the Critic",
        [
            (
                f"{_when(each.at)}, attempt {each.attempt}, {GATES[each.gate]}{_scored(each.score)}"
                f"{'' if each.is_resolved else ', not resolved'}: {each.reason}",
                [each.suggestion] if each.suggestion else [],
            )
            for each in piece.rejections
        ],
    )
    yield (
        "Overrides",
        [(f"{_when(each.at)}, {each.who} let {GATES[each.gate]} pass:", [each.reason]) for each in piece.overrides],
    )
    yield (
        "Edits",
        [
            (f"{_when(each.at)}, {each.who}, distance {each.distance:.2f}. The words before:", [each.before])
            for each in piece.edits
        ],
    )
    yield (
        "Decisions and other deeds",
        [
            (f"{_when(each.at)}, {each.who}: {_done(each.action)}", [each.reason] if each.reason else [])
            for each in piece.decisions
        ],
    )


def _section(sheet: Sheet, label: str, entries: list[tuple[str, list[str]]]) -> None:
    if not entries:
        return
    sheet.gap(3)
    sheet.keep(12)
    sheet.text_block(label, LABEL)
    for entry, more in entries:
        sheet.text_block(entry, PLAIN, _IN)
        for line in more:
            sheet.text_block(line, SMALL, _DEEP)


def _gate(gate: GateResult) -> str:
    return f"{GATES[gate.gate]}: {gate.says}{_scored(gate.score)}"


def _scored(score: float | None) -> str:
    return "" if score is None else f", {score:g}"


def _done(action: str) -> str:
    """`spoke.gate_overridden` as people say it."""
    subject, _, verb = action.partition(".")
    return f"{'piece' if subject == 'spoke' else subject} {verb.replace('_', ' ')}"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
