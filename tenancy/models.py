"""The base classes of all models: one for the global plane, one for what belongs to a client.

A tenant instance never changes its client: it remembers where it was read or first saved, and refuses to be used
elsewhere.
"""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any, Self, TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.relational import ManyToManyRelation, ReverseRelation
from tortoise.manager import Manager
from tortoise.models import Model
from tortoise.queryset import BulkCreateQuery, BulkUpdateQuery, QuerySet

from tenancy import binding
from tenancy.fields import split_documents

M = TypeVar("M", bound=Model)


class _Base(Model):
    class Meta:
        abstract = True

    def _set_kwargs(self, kwargs: dict[str, Any]) -> set[str]:
        documents, rest = split_documents(self._meta.fields_map, kwargs)
        passed = super()._set_kwargs(rest)
        for key, value in documents.items():
            if value is None and not self._meta.fields_map[key].null:
                raise ValueError(f"{key} is non nullable field, but null was passed")
            setattr(self, key, value)
        return passed | documents.keys()


class GlobalModel(_Base):
    """A row of the global database."""

    class Meta:
        abstract = True


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(model._meta.fields_db_projection.values())


class TenantModel(_Base):
    """A row of a client's database."""

    class Meta:
        abstract = True

    @classmethod
    def _init_from_db(cls, **kwargs: Any) -> Self:
        self = super()._init_from_db(**kwargs)
        binding.stamp(self, binding.current_client_id())
        return self

    @classmethod
    def columns(cls) -> Sequence[str]:
        """The names of the table's columns, in the order that `of_row` takes their values."""
        return _columns(cls)

    @classmethod
    def of_row(cls, row: Iterable[Any]) -> Self:
        """What was read of the bound client in the order of `columns`. Raises: ClientNotBound."""
        return cls._init_from_db(**dict(zip(_columns(cls), row, strict=True)))

    async def refresh_from_db(
        self, fields: Iterable[str] | None = None, using_db: BaseDBAsyncClient | None = None
    ) -> None:
        binding.check_owner(binding.current_client_id(), (self,))
        await super().refresh_from_db(fields, using_db)


class TenantQuerySet(QuerySet[M]):
    """Checks what is written in bulk, which never passes through an instance's own methods."""

    def bulk_create(self, objects: Iterable[M], *args: Any, **kwargs: Any) -> BulkCreateQuery[M]:
        instances = self._own(objects)
        for instance in instances:
            binding.stamp(instance, binding.current_client_id())
        return super().bulk_create(instances, *args, **kwargs)

    def bulk_update(self, objects: Iterable[M], *args: Any, **kwargs: Any) -> BulkUpdateQuery[M]:
        return super().bulk_update(self._own(objects), *args, **kwargs)

    def _own(self, objects: Iterable[M]) -> list[M]:
        """The objects, checked, and the query tied to the client that they were checked for."""
        instances = list(objects)
        binding.check_owner(binding.current_client_id(), instances)
        self._choose_db_if_not_chosen(True)
        return instances


class TenantManager(Manager):
    def get_queryset(self) -> QuerySet[Any]:
        return TenantQuerySet(self._model)


class OwnedChildren(ReverseRelation[M]):
    """The rows that point to an instance: asked for under the instance's client alone."""

    @property
    def _query(self) -> QuerySet[M]:
        _check(self.instance)
        return super()._query

    async def create(self, using_db: BaseDBAsyncClient | None = None, **kwargs: Any) -> M:
        _check(self.instance)
        return await super().create(using_db=using_db, **kwargs)


class OwnedPeers(ManyToManyRelation[M]):
    """The rows tied to an instance by a table between: both ends are of the bound client."""

    @property
    def _query(self) -> QuerySet[M]:
        _check(self.instance)
        return super()._query

    async def add(self, *instances: M, using_db: BaseDBAsyncClient | None = None) -> None:
        _check(self.instance, *instances)
        await super().add(*instances, using_db=using_db)

    async def _remove_or_clear(
        self, instances: tuple[M, ...] | None = None, using_db: BaseDBAsyncClient | None = None
    ) -> None:
        _check(self.instance, *(instances or ()))
        await super()._remove_or_clear(instances, using_db)


def _check(*instances: Model) -> None:
    binding.check_owner(binding.current_client_id(), instances)


def _children(instance: Model, *, slot: str, field: Any) -> OwnedChildren[Any]:
    if (found := getattr(instance, slot, None)) is None:
        to_field = field.to_field_instance.model_field_name
        found = OwnedChildren(field.related_model, field.relation_field, instance, to_field)
        setattr(instance, slot, found)
    return found


def _peers(instance: Model, *, slot: str, field: Any) -> OwnedPeers[Any]:
    if (found := getattr(instance, slot, None)) is None:
        found = OwnedPeers(instance, field)
        setattr(instance, slot, found)
    return found


def guard_models(models: Iterable[type[Model]]) -> None:
    """Give tenant models query sets and relations that check owners; Tortoise does not let a base class do it.

    Raises: TypeError for a model that is no TenantModel.
    """
    for model in models:
        if not issubclass(model, TenantModel):
            raise TypeError(f"{model.__name__} is in a client's database and must derive from TenantModel")
        meta = model._meta
        if type(meta.manager) is Manager:
            meta.manager = TenantManager(model)
        for keys, getter in ((meta.backward_fk_fields, _children), (meta.m2m_fields, _peers)):
            for key in keys:
                setattr(model, key, property(partial(getter, slot=f"_{key}", field=meta.fields_map[key])))
