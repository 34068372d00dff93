"""What tenancy refuses, one class a reason.

All are faults of the program or of the machine, never of a caller, so the API masks them. None derives from Tortoise's
ConfigurationError: the ORM swallows that one and would go on with another database.
"""


class TenancyError(Exception):
    """The root of everything this package raises by itself."""


class NotInstalled(TenancyError):
    """No Tenancy is open in this process, or one is open already."""


class ClientNotBound(TenancyError):
    """A client's data was asked for where no client is bound, or its binding has ended."""


class CrossClientAccess(TenancyError):
    """Something that belongs to one client was used while another is bound."""


class InvalidClientId(TenancyError, ValueError):
    """A client id is a UUID in lower case with hyphens; this is something else."""


class UnknownClient(TenancyError):
    """The client has no database here."""


class WrongOwner(TenancyError):
    """The file bears the name of one client and holds the data of another."""


class ClientInUse(TenancyError):
    """The client cannot be destroyed while it is bound."""


class TransactionEnded(TenancyError):
    """A task went on using a transaction after its commit or rollback."""


class SchemaTooNew(TenancyError):
    """The database was written by a newer version of the program."""


class MigrationFailed(TenancyError):
    """A step failed; the database is as it was before."""


class UnsoundCopy(TenancyError):
    """A file that was brought here is no client's database, or is damaged, or has something in it that is not ours."""


class InvalidSteps(TenancyError):
    """The numbered steps have a gap, a duplicate, or a file that is no step."""
