"""Batched reads: what many objects of one operation need of a client is asked for once, through one binding."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from app.accounts.models import User
from app.clients.access import ClientAccess
from app.hubs.models import Hub, Job, Pillar
from app.spokes.models import Draft, Feedback, MutationRecord, QualityScore, Spoke
from tenancy import TenantModel

Row = TypeVar("Row", bound=TenantModel)


class ClientLoaders:
    """Loaders of one client. Those `by_...` give lists in a fixed order, the others one row or None."""

    def __init__(self, access: ClientAccess) -> None:
        self._access = access
        self.hub = self._one(Hub, "id")
        self.pillar = self._one(Pillar, "id")
        self.score = self._one(QualityScore, "spoke_id")
        self.pillars_by_hub = self._many(Pillar, "hub_id", "order_index")
        self.spokes_by_hub = self._many(Spoke, "hub_id", "pillar_id", "platform", "id")
        self.spokes_by_pillar = self._many(Spoke, "pillar_id", "platform", "id")
        self.variations = self._many(Spoke, "parent_spoke_id", "id")
        self.feedback = self._many(Feedback, "spoke_id", "id")
        self.drafts = self._many(Draft, "spoke_id", "attempt_number")
        self.mutations = self._many(MutationRecord, "spoke_id", "id")
        self.jobs_by_hub = self._many(Job, "hub_id", "id")

    def _one(self, model: type[Row], key: str) -> DataLoader[str, Row | None]:
        async def load(keys: list[str]) -> list[Row | None]:
            rows = {getattr(row, key): row for row in await self._read(model, key, keys)}
            return [rows.get(wanted) for wanted in keys]

        return DataLoader(load_fn=load)

    def _many(self, model: type[Row], key: str, *order: str) -> DataLoader[str, list[Row]]:
        async def load(keys: list[str]) -> list[list[Row]]:
            found: defaultdict[str, list[Row]] = defaultdict(list)
            for row in await self._read(model, key, keys, *order):
                found[getattr(row, key)].append(row)
            return [found[wanted] for wanted in keys]

        return DataLoader(load_fn=load)

    async def _read(self, model: type[Row], key: str, keys: list[str], *order: str) -> Iterable[Row]:
        async with self._access.bind():
            condition: dict[str, Any] = {f"{key}__in": keys}
            return await model.filter(**condition).order_by(*order)


class UserLoader(DataLoader[str, User | None]):
    """Colleagues by id; somebody who has left, or is another account's, is None."""

    def __init__(self, account_id: str) -> None:
        async def load(keys: list[str]) -> list[User | None]:
            users = {user.id: user for user in await User.filter(id__in=keys, account_id=account_id)}
            return [users.get(key) for key in keys]

        super().__init__(load_fn=load)
