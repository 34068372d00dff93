"""What a recording may be, and what reading one may use."""

from dataclasses import dataclass

MAX_RECORDING_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecordingLimits:
    """`seconds` is how long a recording may last; the rest is what the process that decodes it may use."""

    seconds: int = 3_600
    cpu_s: int = 40
    wall_s: float = 80.0
    memory_bytes: int = 512 * 1024 * 1024


RECORDING_LIMITS = RecordingLimits()
