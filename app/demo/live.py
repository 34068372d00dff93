"""The work as it happens: a progress bar and one line for each verdict of the Critic, both fed by subscriptions.

Where the output is no terminal the bar becomes lines of text.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.demo.client import SILENCE_S, Line, Values
from app.demo.failure import DemoFailed
from app.demo.operations import CLIENT_EVENTS, HUB_PROGRESS
from app.demo.page import short

PLATFORMS = {
    "TWITTER": "X (Twitter)",
    "LINKEDIN": "LinkedIn",
    "TIKTOK": "TikTok",
    "INSTAGRAM": "Instagram",
    "CAROUSEL": "Carousel",
    "THREAD": "Thread",
}
PROGRESS, EVENTS = "progress", "events"
# The end of a job reaches two subscriptions; the second may be this much later.
LATE_S = 2.0
BAR_LABEL = 28
TERMINAL = {"COMPLETE", "FAILED", "CANCELED"}
Starter = Callable[[], Awaitable[str]]


async def follow(console: Console, line: Line, client_id: str, start: Starter) -> None:
    """Listens to the client, starts the job (`start` gives the hub's id), and shows it to its end.

    Raises: DemoFailed when the job fails, with the reason that the API gives.
    """
    await line.subscribe(EVENTS, CLIENT_EVENTS, clientId=client_id)
    await line.subscribe(PROGRESS, HUB_PROGRESS, hubId=await start())
    with _bar(console) as bar:
        task = bar.add_task("Waiting".ljust(BAR_LABEL), total=100, visible=console.is_terminal)
        async for name, event in _until_over(line):
            if name == PROGRESS:
                bar.update(task, completed=event["percent"], description=_said(event))
                _write_phase(console, event)
            elif event["__typename"] == "SpokeEvaluated":
                console.print(_verdict(event), soft_wrap=True)


async def _until_over(line: Line) -> AsyncIterator[tuple[str, Values]]:
    """Events of both subscriptions until the job is over and its last verdict has been told."""
    status, told = "", False
    while status not in TERMINAL or (status == "COMPLETE" and not told):
        try:
            name, event = await line.event(LATE_S if status in TERMINAL else SILENCE_S)
        except TimeoutError as error:
            if status in TERMINAL:
                return
            raise DemoFailed(f"The job has told nothing for {SILENCE_S:g} s.") from error
        if event is None:
            continue
        event = event["hubProgress" if name == PROGRESS else "clientEvents"]
        yield name, event
        if name == PROGRESS:
            status = event["status"]
            _require_not_failed(event)
        told = told or event.get("__typename") == "GenerationComplete"


def _require_not_failed(event: Values) -> None:
    if event["status"] in ("FAILED", "CANCELED"):
        raise DemoFailed(f"The job {event['status'].lower()}: {event['message'] or 'no reason was given'}")


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def _said(event: Values) -> str:
    if event["spokesTotal"]:
        return f"{event['spokesDone']:>2} of {event['spokesTotal']} posts".ljust(BAR_LABEL)
    return str(event["message"] or event["status"].capitalize()).ljust(BAR_LABEL)


def _write_phase(console: Console, event: Values) -> None:
    """On a terminal the bar says it; elsewhere each phase is a line, and so is every fifth post."""
    counting = event["phase"] == "writing" and event["spokesDone"] % 5
    if not console.is_terminal and not counting:
        console.print(f"  {event['percent']:3d} %  {event['message'] or event['status'].lower()}", markup=False)


def _verdict(event: Values) -> Text:
    """One judged draft: where it goes, the strength of its hook, what follows, and how it begins."""
    spoke = event["spoke"]
    score = spoke["qualityScore"]
    if score["overallPass"]:
        said, style = "passes", "green"
    elif spoke["isCreativeConflict"]:
        said, style = "waits for a person", "red"
    else:
        said, style = "sent back", "yellow"
    hook = score["g2HookStrength"]
    line = Text(f"  {PLATFORMS[spoke['platform']]:<12} draft {event['attemptNumber'] + 1}  ")
    line.append(f"hook {'–' if hook is None else format(hook, '.0f'):>3}  ").append(f"{said:<10} ", style=style)
    return line.append(short(spoke["content"], 56), style="dim")
