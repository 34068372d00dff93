"""One database a client: open it, bind it, and let no statement run for anybody else.

Start with `Tenancy.open`. Then `async with bind(client_id):` around whatever touches a client's rows; models derive
from TenantModel or GlobalModel. Without a binding, tenant models refuse.
"""

from tenancy.binding import Lease, current, current_client_id
from tenancy.carrying import copy_client, make_sound, rows_of, take_in
from tenancy.driver import carry_over
from tenancy.errors import (
    ClientInUse,
    ClientNotBound,
    CrossClientAccess,
    InvalidClientId,
    InvalidSteps,
    MigrationFailed,
    NotInstalled,
    SchemaTooNew,
    TenancyError,
    TransactionEnded,
    UnknownClient,
    UnsoundCopy,
    WrongOwner,
)
from tenancy.fields import BoolField, EnumField, JsonField, UnixMillisField
from tenancy.global_reading import GlobalReader, GlobalSnapshot
from tenancy.lifecycle import (
    Pending,
    Report,
    bind,
    carry_over_global,
    destroy,
    exists,
    known_clients,
    migrate_all_clients,
    pending,
    provision,
)
from tenancy.looking import Look, look
from tenancy.migrations import Step, load_steps
from tenancy.models import GlobalModel, TenantModel
from tenancy.process import Tenancy, global_reader, installed
from tenancy.reading import Reader, Snapshot, Version, reader
from tenancy.transactions import after_commit, global_transaction, transaction
from tenancy.writing import Writing, write

__all__ = [
    "BoolField",
    "ClientInUse",
    "ClientNotBound",
    "CrossClientAccess",
    "EnumField",
    "GlobalModel",
    "GlobalReader",
    "GlobalSnapshot",
    "InvalidClientId",
    "InvalidSteps",
    "JsonField",
    "Lease",
    "Look",
    "MigrationFailed",
    "NotInstalled",
    "Pending",
    "Reader",
    "Report",
    "SchemaTooNew",
    "Snapshot",
    "Step",
    "Tenancy",
    "TenancyError",
    "TenantModel",
    "TransactionEnded",
    "UnixMillisField",
    "UnknownClient",
    "UnsoundCopy",
    "Version",
    "Writing",
    "WrongOwner",
    "after_commit",
    "bind",
    "carry_over",
    "carry_over_global",
    "copy_client",
    "current",
    "current_client_id",
    "destroy",
    "exists",
    "global_reader",
    "global_transaction",
    "installed",
    "known_clients",
    "load_steps",
    "look",
    "make_sound",
    "migrate_all_clients",
    "pending",
    "provision",
    "reader",
    "rows_of",
    "take_in",
    "tenancy_of",
    "transaction",
    "write",
]

tenancy_of = installed
