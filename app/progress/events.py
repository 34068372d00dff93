"""What happens in a client, as those who watch are told. Events carry ids; what they speak of is read when shown."""

from dataclasses import dataclass, field
from datetime import datetime

from app.kit import clock
from app.vocabulary import Gate, JobStatus, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`is_final` events are never dropped for a slow watcher; `job_id` says whose progress it is, if any job's."""

    job_id: str | None = None
    hub_id: str | None = None
    at: datetime = field(default_factory=clock.now)

    @property
    def is_final(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChanged(Event):
    version: int
    status: JobStatus
    phase: str | None
    percent: int
    message: str | None
    spokes_done: int
    spokes_total: int

    @property
    def is_final(self) -> bool:
        return self.status.is_terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationStarted(Event):
    platforms: tuple[Platform, ...]
    spokes_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationComplete(Event):
    spoke_count: int
    failed_count: int

    @property
    def is_final(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokeEvaluated(Event):
    spoke_id: str
    attempt_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokeDecided(Event):
    spoke_id: str
    actor_label: str
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportComplete(Event):
    """The file is there, or could not be made."""

    export_id: str

    @property
    def is_final(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class CreativeConflict(Event):
    spoke_id: str
    gate: Gate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded(Event):
    spoke_id: str
    comment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKilled(Event):
    """Which of hub, pillar and spoke are named says what was killed; a spoke or pillar is told with its hub."""

    pillar_id: str | None = None
    spoke_id: str | None = None
    killed: int
    survived: int
    reason: str | None = None

    @property
    def is_final(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRestored(Event):
    """Likewise; `rejoined` are pieces that had survived and belong where they came from again."""

    pillar_id: str | None = None
    spoke_id: str | None = None
    restored: int
    rejoined: int

    @property
    def is_final(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationComplete(Event):
    calibration_id: str
    dna_score_before: float | None
    dna_score_after: float | None

    @property
    def is_final(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftAlert(Event):
    """A bound was crossed just now."""

    drift_score: float
    trigger: str
    suggestion: str

    @property
    def is_final(self) -> bool:
        return True
