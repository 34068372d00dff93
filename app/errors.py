"""One family of errors: what a caller may be told, each with a code that the API promises.

AppError
├── Unauthenticated      no credentials, or expired ones
├── Forbidden            a member whose role lacks the right                       permission
├── NotFound             absent, or someone else's: the same words                 kind, id
├── ValidationFailed     the input breaks a rule                                   fields: [{path, message}]
├── Conflict             the state of the thing forbids it                         state
│   └── StillProcessing  the same work is already running (code PROCESSING)        jobId
├── TooLarge             more would have to be told than one answer may hold       limit
├── QuotaExceeded        the plan's limit is reached                               meter, limit, used
├── RateLimited          too often in a short time                                 retryAfter, in seconds
└── Unavailable          a service this needs does not answer; trying again may help

Anything else that is raised is a fault of ours: the API masks it as INTERNAL_ERROR with a trace id and logs it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class AppError(Exception):
    """An expected failure. `extensions` is what GraphQL shows beside the message."""

    code: ClassVar[str]

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    @property
    def extensions(self) -> dict[str, Any]:
        return {"code": self.code, **self.details}


class Unauthenticated(AppError):
    code = "UNAUTHENTICATED"

    def __init__(self, message: str = "Sign in to do this.") -> None:
        super().__init__(message)


class Forbidden(AppError):
    code = "FORBIDDEN"

    def __init__(self, permission: str) -> None:
        super().__init__(f"Your role does not allow this ({permission}).", permission=permission)


class NotFound(AppError):
    code = "NOT_FOUND"

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"There is no {kind} with this id.", kind=kind, id=id)


class ValidationFailed(AppError):
    """`fields` says where and what: pairs of a dotted input path and a sentence."""

    code = "VALIDATION_ERROR"

    def __init__(self, *fields: tuple[str, str]) -> None:
        rows: Sequence[Mapping[str, str]] = [{"path": path, "message": message} for path, message in fields]
        super().__init__("; ".join(f"{path}: {message}" for path, message in fields), fields=rows)


class TooLarge(AppError):
    code = "VALIDATION_ERROR"

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"The answer would have more than {limit:,} {what}; ask for less at once.", limit=limit)


class Conflict(AppError):
    code = "CONFLICT"


class StillProcessing(Conflict):
    code = "PROCESSING"

    def __init__(self, job_id: str) -> None:
        super().__init__("This is being worked on already.", jobId=job_id)


class QuotaExceeded(AppError):
    code = "QUOTA_EXCEEDED"

    def __init__(self, meter: str, limit: int, used: int) -> None:
        super().__init__(f"The plan allows {limit} {meter}; {used} are used.", meter=meter, limit=limit, used=used)


class RateLimited(AppError):
    code = "RATE_LIMITED"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message, retryAfter=retry_after_s)


class Unavailable(AppError):
    code = "UNAVAILABLE"
