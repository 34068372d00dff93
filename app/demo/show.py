"""The hub on paper: its source, its pillars, and each piece with its scores, why, and the passages it rests on."""

from rich.console import Console

from app.demo.client import Values
from app.demo.live import PLATFORMS
from app.demo.page import heading, short, write

KEY_POINTS = 2
SOURCES = 3
PASSAGE = 100
KINDS = {"PDF": "PDF", "URL": "web page", "TRANSCRIPT": "transcript", "TEXT": "text"}


def show_source(console: Console, hub: Values, name: str) -> None:
    heading(console, "The source")
    write(console, hub["title"] or name, "  ", "bold")
    write(console, f"{KINDS[hub['sourceType']]}, {_length(hub['sourceContent'] or '')}, from {name}", "  ")
    if hub["themes"]:
        write(console, f"Themes: {', '.join(hub['themes'])}", "  ")


def show_pillar(console: Console, number: int, count: int, pillar: Values) -> None:
    heading(console, f"Pillar {number} of {count}: {pillar['title']}")
    write(console, f"Angle: {pillar['angle']}", "  ")
    for point in pillar["keyPoints"][:KEY_POINTS]:
        write(console, point, "    ", first="  • ")
    for spoke in pillar["spokes"]:
        console.print()
        show_spoke(console, spoke)


def show_spoke(console: Console, spoke: Values) -> None:
    score = spoke["qualityScore"]
    mark, style = ("✓ passes all gates", "green") if score["overallPass"] else ("✗ does not pass", "red")
    title = f"{PLATFORMS[spoke['platform']]} · {spoke['characterCount']:,} characters · {mark}"
    write(console, title, "  ", f"bold {style}", first="▌ ")
    console.print()
    write(console, spoke["content"], "    ")
    console.print()
    _show_hook(console, score)
    for line in _reasons(spoke, score):
        write(console, line, "      ", "dim", first="    ")
    for passage in spoke["sources"][:SOURCES]:
        write(console, f"Rests on: “{short(passage['text'], PASSAGE)}”", "      ", "dim", first="    ")


def _show_hook(console: Console, score: Values) -> None:
    hook = score["g2HookStrength"]
    write(console, f"G2 hook: {'not judged' if hook is None else f'{hook:.0f} of 100'}", "    ", "dim")
    for note in score["rubric"]:
        if note["gate"] == "G2":
            write(console, note["note"], "         ", "dim", first="       ")


def _reasons(spoke: Values, score: Values) -> list[str]:
    """The other gates, with their notes where they failed, and the way the piece came to its words."""
    voice, rules = _said(score["g4VoiceAlignment"]), _said(score["g5PlatformCompliance"])
    likely = score["g7EngagementPrediction"]
    predicted = "not predicted" if likely is None else f"likely to outdo {likely:.0f} % of real ones"
    lines = [f"G4 voice: {voice} · G5 platform rules: {rules} · G7 engagement: {predicted}"]
    if spoke["visualConcept"]:
        lines.append(f"G6 picture: {score['g6VisualMetaphor']:.0f} of 100 · {spoke['visualConcept']}")
    lines.append(f"Written by: {spoke['writtenBy']} · {_way(spoke)}")
    failed = {"G4": voice == "fail", "G5": rules == "fail"}
    lines += [f"{note['gate']}: {note['note']}" for note in score["rubric"] if failed.get(note["gate"])]
    lines += [f"Draft {row['attemptNumber'] + 1} was sent back: {row['reason']}" for row in spoke["feedback"]]
    if spoke["isCreativeConflict"]:
        lines.append("Creative conflict: three rewrites did not pass, so a person decides.")
    return lines


def _said(passed: bool | None) -> str:
    return "not judged" if passed is None else "pass" if passed else "fail"


def _way(spoke: Values) -> str:
    drafts = len(spoke["drafts"])
    return "passed at the first draft" if drafts == 1 and not spoke["feedback"] else f"{drafts} drafts"


def _length(text: str) -> str:
    """Words; characters for scripts that do not put spaces between them."""
    if sum("\u3040" <= char <= "\u9fff" for char in text) * 3 > len(text):
        return f"{len(text):,} characters"
    return f"{len(text.split()):,} words"
