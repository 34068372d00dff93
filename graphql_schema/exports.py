"""Exports: files made of a client's pieces, and the way back in."""

from datetime import datetime

import strawberry
from strawberry.file_uploads import Upload

import tenancy
from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import NotFound, ValidationFailed
from app.exports import importing, models, service
from app.exports.selection import Selection
from app.progress import events
from app.vocabulary import ExportFormat, JobStatus, Platform, SpokeStatus
from graphql_schema.context import Info
from graphql_schema.fields import column, one
from graphql_schema.hubs import Hub, upload_of
from graphql_schema.permissions import mutation
from graphql_schema.reading import Row
from graphql_schema.scalars import BigInt
from graphql_schema.users import User


@strawberry.type(description="A file made of a client's pieces.")
class Export(Row, of=models.Export):
    id: strawberry.ID
    format: ExportFormat
    status: JobStatus
    item_count: int = column("Pieces in the file.")
    size_bytes: BigInt | None = column("Null until the file is there.")
    sha256: str | None = column("Of the file, in lower-case hex.")
    error_message: str | None = column("Why the file could not be made.")
    created_at: datetime
    completed_at: datetime | None

    requested_by: User | None = one(
        accounts.User,
        here="requested_by",
        of_account=True,
        description="Who asked, as long as they are of the account.",
    )

    @strawberry.field(
        description=(
            "A link that downloads the file without further credentials; null until it is there, and for those who may "
            "not export."
        )
    )
    async def url(self, info: Info) -> str | None:
        if not self._may_be_had():
            return None
        assert self.access is not None
        link = await service.link_to(self.access.client_id, self.row, self._link_end())
        return f"{info.context.resources.settings.origin}{link}" if link and link.startswith("/") else link

    @strawberry.field(description="Until when the link that is given here can be used: for an hour.")
    async def expires_at(self) -> datetime | None:
        return self._link_end() if self._may_be_had() else None

    def _may_be_had(self) -> bool:
        is_there: bool = self.row.status is JobStatus.COMPLETE
        return is_there and self.access is not None and self.access.viewer.may(Permission.EXPORT)

    def _link_end(self) -> datetime:
        """The same for both fields."""
        end: datetime = self.__dict__.setdefault("link_end", service.link_end())
        return end


@strawberry.type(description="An export is over: the file is there, or could not be made.")
class ExportComplete:
    export: Export
    at: datetime


@strawberry.input(description="Which pieces: every condition must hold; hubs and platforms that are left out are all.")
class CreateExportInput:
    client_id: strawberry.ID
    format: ExportFormat
    hub_ids: list[strawberry.ID] | None = strawberry.field(default=None, description="At most 500.")
    platforms: list[Platform] | None = None
    status: SpokeStatus | None = strawberry.field(default=SpokeStatus.APPROVED, description="Null for any.")
    since: datetime | None = strawberry.field(
        default=None, description="From then on: approved, where approved pieces are asked for, else made."
    )
    until: datetime | None = strawberry.field(default=None, description="Before then, likewise.")
    include_schedule: bool | None = strawberry.field(
        default=False, description="Whether a CSV suggests days and times; a calendar always does."
    )
    include_assets: bool | None = strawberry.field(default=False, description="Whether a ZIP has the pictures.")

    def selection(self) -> Selection:
        """Raises ValidationFailed."""
        for path, listed in (("input.hubIds", self.hub_ids), ("input.platforms", self.platforms)):
            if listed is not None and not listed:
                raise ValidationFailed((path, "Name at least one, or leave this out for all."))
        return Selection(
            hub_ids=tuple(dict.fromkeys(map(str, self.hub_ids or ()))),
            platforms=tuple(dict.fromkeys(self.platforms or ())),
            status=self.status,
            since=_aware("input.since", self.since),
            until=_aware("input.until", self.until),
            with_schedule=bool(self.include_schedule),
            with_assets=bool(self.include_assets),
        )


@strawberry.type(description="What came of a file that was taken in.")
class ImportResult:
    hubs: list[Hub] = strawberry.field(description="The new hubs, in the order of the file.")
    spoke_count: int = strawberry.field(description="Pieces that were taken in. None of them is approved.")
    passed_count: int = strawberry.field(description="Of these, how many pass every gate of this client.")
    left_out: int = strawberry.field(description="Hubs, angles and pieces that had been killed.")


@strawberry.input
class ImportContentInput:
    client_id: strawberry.ID
    file: Upload | None = strawberry.field(description="An export in JSON: at most 200 hubs, 5,000 pieces and 50 MB.")


@strawberry.type
class ExportMutations:
    @mutation(Permission.EXPORT, "Starts the making of a file. Exports are open to accounts that may create nothing.")
    async def create_export(self, info: Info, input: CreateExportInput) -> Export:
        access = await info.context.access(input.client_id)
        return Export.of(await service.create_export(access, input.format, input.selection()), access)

    @mutation(Permission.EXPORT, "Removes the file of an export that is over, and the export.")
    async def delete_export(self, info: Info, client_id: strawberry.ID, export_id: strawberry.ID) -> bool:
        await service.delete_export(await info.context.access(client_id), str(export_id))
        return True

    @mutation(
        Permission.CREATE,
        "Takes an export in JSON into a client, under new ids. Every piece is judged anew and waits for approval.",
    )
    async def import_content(self, info: Info, input: ImportContentInput) -> ImportResult:
        access = await info.context.access(input.client_id)
        done = await importing.import_content(access, upload_of(input.file))
        hubs = [Hub.of(hub, access) for hub in done.hubs]
        return ImportResult(hubs=hubs, spoke_count=done.pieces, passed_count=done.passed, left_out=done.left_out)


async def completed(access: ClientAccess, event: events.ExportComplete) -> ExportComplete | None:
    """None where the export is gone already."""
    try:
        row = await service.get_export(access, event.export_id)
    except (NotFound, tenancy.UnknownClient):
        return None
    return ExportComplete(export=Export.of(row, access), at=event.at)


def _aware(path: str, moment: datetime | None) -> datetime | None:
    """Raises ValidationFailed."""
    if moment is not None and moment.tzinfo is None:
        raise ValidationFailed((path, "Say in which time zone, such as `2026-01-31T12:00:00Z`."))
    return moment
