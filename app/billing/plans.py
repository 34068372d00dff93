"""The tiers: what each costs and allows a month. None means unlimited."""

from dataclasses import dataclass

from app.vocabulary import Tier


@dataclass(frozen=True, slots=True)
class Plan:
    price_usd: int | None
    hubs: int | None
    clients: int | None
    spokes_per_hub: int


PLANS: dict[Tier, Plan] = {
    Tier.CREATOR: Plan(price_usd=49, hubs=10, clients=1, spokes_per_hub=15),
    Tier.PRO: Plan(price_usd=199, hubs=50, clients=3, spokes_per_hub=25),
    Tier.AGENCY: Plan(price_usd=499, hubs=None, clients=10, spokes_per_hub=25),
    Tier.ENTERPRISE: Plan(price_usd=None, hubs=None, clients=None, spokes_per_hub=25),
}
LOCAL_TIER = Tier.AGENCY
"""What an account is on where no payment provider is configured."""
LOCAL_CUSTOMER = "local"
