"""The client's voice and thresholds, as the gates and the writer read them."""

from app.brand.models import (
    PRIMARY,
    BannedWord,
    BrandDna,
    BrandStance,
    ComplianceConfig,
    Persona,
    RubricOverride,
    TrainingSample,
    VoiceMarker,
)
from app.vocabulary import BrandSource, Gate

MAX_SAMPLES = 100


async def voice_rows() -> tuple[list[BannedWord], list[VoiceMarker]]:
    """Of the bound client, in the order in which they were added."""
    return await BannedWord.all().order_by("id"), await VoiceMarker.all().order_by("id")


async def sample_texts() -> list[str]:
    """Texts in the bound client's own voice, the newest first, no more than tone is learned from."""
    newest = await TrainingSample.all().order_by("-created_at", "-id").limit(MAX_SAMPLES)
    return [sample.text for sample in newest]


async def words_said() -> int:
    """How many markers, bans and stances of the bound client people have entered or spoken of; none that samples
    showed by themselves."""
    kinds = (VoiceMarker, BannedWord, BrandStance)
    return sum([await kind.exclude(source=BrandSource.DETECTED).count() for kind in kinds])


async def thresholds() -> dict[Gate, float]:
    """The client's own thresholds; gates that are not named keep their default."""
    return {override.gate: override.threshold for override in await RubricOverride.all()}


async def compliance() -> ComplianceConfig | None:
    """Of the bound client; None where it is in no regulated industry."""
    return await ComplianceConfig.get_or_none(id=PRIMARY)


async def portrait_rows() -> tuple[BrandDna | None, list[BrandStance], list[Persona]]:
    """Of the bound client; the primary persona first."""
    dna = await BrandDna.get_or_none(id=PRIMARY)
    return dna, await BrandStance.all().order_by("id"), await Persona.all().order_by("-is_primary", "id")
