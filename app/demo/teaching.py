"""The client's voice, taught by a note as one would write it to a colleague, before anything is written."""

from rich.console import Console

from app.demo.client import Api, Values, listening
from app.demo.failure import DemoFailed
from app.demo.live import TERMINAL
from app.demo.operations import CALIBRATE, JOB_PROGRESS, LEARNED
from app.demo.page import heading, write

NOTE = (
    "Stop using jargon like synergy and leverage. We always say 'in plain numbers'. "
    "And sound a bit less formal, please."
)
JOB = "job"


async def teach(console: Console, api: Api, client: Values) -> None:
    """Shows what was understood of the note. Raises: DemoFailed."""
    heading(console, "A word on the voice")
    write(console, f"{client['name']} writes: “{NOTE}”", "  ")
    given = {"clientId": client["id"], "text": NOTE}
    made = (await api.run(CALIBRATE, input=given))["calibrate"]
    await _over(api, client["id"], made["job"]["id"])
    [event] = (await api.run(LEARNED, id=client["id"]))["client"]["calibrations"]["nodes"]
    for line in _understood(event["entities"]):
        write(console, line, "  ")


async def _over(api: Api, client_id: str, job_id: str) -> None:
    async with listening(api) as line:
        await line.subscribe(JOB, JOB_PROGRESS, clientId=client_id, jobId=job_id)
        while True:
            _, event = await line.event()
            if event is None:
                raise DemoFailed("The note's job was never told to be over.")
            progress = event["jobProgress"]
            if progress["status"] == "COMPLETE":
                return
            if progress["status"] in TERMINAL:
                raise DemoFailed(f"The note was not understood: {progress['message']}")


def _understood(entities: Values) -> list[str]:
    """A line for each kind of thing that the note asks for."""
    moved = [f"{trait['name']} {trait['value']:+g}" for trait in entities["toneAdjustments"]]
    kinds = {"Avoided": entities["bannedWords"], "Theirs": entities["voiceMarkers"], "Tone": moved}
    return [f"{kind}: {', '.join(words)}." for kind, words in kinds.items() if words]
