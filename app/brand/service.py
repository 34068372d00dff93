"""The client's voice and thresholds, as the gates and the writer read them."""

from app.brand.models import PRIMARY, BannedWord, ComplianceConfig, RubricOverride, VoiceMarker
from app.vocabulary import Gate


async def voice_rows() -> tuple[list[BannedWord], list[VoiceMarker]]:
    """Of the bound client, in the order in which they were added."""
    return await BannedWord.all().order_by("id"), await VoiceMarker.all().order_by("id")


async def thresholds() -> dict[Gate, float]:
    """The client's own thresholds; gates that are not named keep their default."""
    return {override.gate: override.threshold for override in await RubricOverride.all()}


async def compliance() -> ComplianceConfig | None:
    """Of the bound client; None where it is in no regulated industry."""
    return await ComplianceConfig.get_or_none(id=PRIMARY)
