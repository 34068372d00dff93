"""The words of the product: every enumeration that is stored, spoken by the API, or passed between domains.

Stored values are the lower-case strings on the right; GraphQL shows the names on the left.
"""

from enum import StrEnum


class AccountType(StrEnum):
    INDIVIDUAL = "individual"
    AGENCY = "agency"


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    CREATOR = "creator"
    VIEWER = "viewer"


class ClientStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Tier(StrEnum):
    CREATOR = "creator"
    PRO = "pro"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"


class SubscriptionStatus(StrEnum):
    ACTIVE = "active"
    PAST_DUE = "past_due"
    CANCELED = "canceled"


class UsageType(StrEnum):
    HUB_CREATED = "hub_created"
    SPOKE_GENERATED = "spoke_generated"
    VOICE_CALIBRATION = "voice_calibration"


class SourceType(StrEnum):
    PDF = "pdf"
    URL = "url"
    TRANSCRIPT = "transcript"
    TEXT = "text"


class RegistryStatus(StrEnum):
    PROCESSING = "processing"
    READY = "ready"
    ARCHIVED = "archived"


class HubStatus(StrEnum):
    PROCESSING = "processing"
    READY = "ready"
    KILLED = "killed"


class PillarStatus(StrEnum):
    ACTIVE = "active"
    KILLED = "killed"


class Platform(StrEnum):
    TWITTER = "twitter"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    INSTAGRAM = "instagram"
    CAROUSEL = "carousel"
    THREAD = "thread"


class ContentType(StrEnum):
    POST = "post"
    SCRIPT = "script"
    CAROUSEL = "carousel"
    THREAD = "thread"
    THUMBNAIL = "thumbnail"


class SpokeStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    KILLED = "killed"


class AssetType(StrEnum):
    THUMBNAIL = "thumbnail"
    CAROUSEL_SLIDE = "carousel_slide"
    QUOTE_CARD = "quote_card"


class Gate(StrEnum):
    G2 = "g2"
    G4 = "g4"
    G5 = "g5"
    G6 = "g6"
    G7 = "g7"
    G_COMPLIANCE = "g_compliance"


class ComplianceStatus(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    FLAGGED = "flagged"
    NOT_APPLICABLE = "n/a"


class Severity(StrEnum):
    HARD = "hard"
    SOFT = "soft"


class MarkerCategory(StrEnum):
    SIGNATURE = "signature"
    TONE = "tone"
    STRUCTURE = "structure"


class StanceCategory(StrEnum):
    CONTRARIAN = "contrarian"
    AUTHORITY = "authority"
    CHALLENGER = "challenger"
    MENTOR = "mentor"


class BrandSource(StrEnum):
    DETECTED = "detected"
    MANUAL = "manual"
    VOICE = "voice"


class CalibrationSource(StrEnum):
    CONTENT_UPLOAD = "content_upload"
    VOICE_NOTE = "voice_note"
    MANUAL = "manual"


class CalibrationTrigger(StrEnum):
    MANUAL = "manual"
    DRIFT_ALERT = "drift_alert"
    ZERO_EDIT_DROP = "zero_edit_drop"


class Trend(StrEnum):
    """How a figure compares with the period before."""

    UP = "up"
    DOWN = "down"
    STABLE = "stable"


class AlertKind(StrEnum):
    """What has crossed its bound: the drift above, or the zero-edit rate below."""

    DRIFT = "drift"
    ZERO_EDIT = "zero_edit"


class ProposalKind(StrEnum):
    VOICE_MARKER = "voice_marker"
    BANNED_WORD = "banned_word"
    BRAND_STANCE = "brand_stance"
    TONE = "tone"
    TOPIC_TO_AVOID = "topic_to_avoid"


class ProposalStatus(StrEnum):
    PROPOSED = "proposed"
    APPLIED = "applied"
    DISMISSED = "dismissed"


class CalibrationInput(StrEnum):
    VOICE = "voice"
    TEXT = "text"


class Industry(StrEnum):
    FINANCIAL = "financial"
    HEALTHCARE = "healthcare"
    LEGAL = "legal"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON = "json"
    ICS = "ics"
    ZIP = "zip"
    PDF = "pdf"


class LinkPermission(StrEnum):
    VIEW = "view"
    COMMENT = "comment"
    APPROVE = "approve"


class CommentKind(StrEnum):
    COMMENT = "comment"
    CHANGE_REQUEST = "change_request"


class ReviewBucket(StrEnum):
    """Each piece that waits is in one of the middle four at most; `TOP10` cuts across them."""

    ALL = "all"
    HIGH_CONFIDENCE = "high_confidence"
    NEEDS_REVIEW = "needs_review"
    CREATIVE_CONFLICT = "creative_conflict"
    FLAGGED = "flagged"
    TOP10 = "top10"


class Decision(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    SKIP = "skip"


class JobStatus(StrEnum):
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_terminal(self) -> bool:
        return self in (JobStatus.COMPLETE, JobStatus.FAILED, JobStatus.CANCELED)


class VectorIndex(StrEnum):
    """The indexes of a client's own texts."""

    BRAND_VOICE = "brand_voice"
    CONTENT_SAMPLES = "content_samples"
    RESEARCH = "research"


class HookIndex(StrEnum):
    """The indexes that all clients read and none writes."""

    TOP_PERFORMERS = "top_performers"
    PLATFORM_SPECIFIC = "platform_specific"
