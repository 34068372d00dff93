"""What the outside clients run, against what, and what the answers must say."""

from collections.abc import Iterable
from typing import Any, Protocol

WHO = "{ me { email role } }"
WATCH = """subscription($clientId: ID!, $jobId: ID!) {
  jobProgress(clientId: $clientId, jobId: $jobId) { jobId status percent }
}"""


class LiveServer(Protocol):
    """What these tests use of the server that the fixture `live_server` runs."""

    @property
    def url(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    def start_hub(self) -> tuple[str, str]:
        """Returns the ids of a new hub and of the job that works on it."""
        ...


def assert_followed_to_the_end(events: Iterable[dict[str, Any]], job_id: str) -> None:
    """All of one job, never backwards, one terminal state and that one last."""
    seen = [event["jobProgress"] for event in events]
    assert seen, "no event came"
    assert {event["jobId"] for event in seen} == {job_id}
    percents = [event["percent"] for event in seen]
    assert percents == sorted(percents)
    assert [event["status"] for event in seen[:-1] if event["status"] not in ("QUEUED", "PROCESSING")] == []
    assert (seen[-1]["status"], seen[-1]["percent"]) == ("COMPLETE", 100)
