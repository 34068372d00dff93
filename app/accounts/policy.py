"""Who may do what: one table, role by action. Every check in the product reads this and nothing else."""

from enum import StrEnum

from app.vocabulary import Role


class Permission(StrEnum):
    BILLING = "billing"
    CLIENTS = "clients"
    TEAM = "team"
    ALL_CLIENTS = "all_clients"
    READ = "read"
    CREATE = "create"
    DECIDE = "decide"
    DIRECT = "direct"
    EXPORT = "export"
    ANALYTICS = "analytics"


_P = Permission

POLICY: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: frozenset(Permission) - {_P.BILLING},
    Role.MANAGER: frozenset({_P.READ, _P.CREATE, _P.DECIDE, _P.DIRECT, _P.EXPORT, _P.ANALYTICS}),
    Role.CREATOR: frozenset({_P.READ, _P.CREATE, _P.EXPORT, _P.ANALYTICS}),
    Role.VIEWER: frozenset({_P.READ, _P.DECIDE}),
}
"""CLIENTS: create, archive, delete. TEAM: people and API keys. CREATE: hubs, generation, edits, clones.
DECIDE: approve, reject. DIRECT: override, kill, restore, brand, calibration, review links."""


def may(role: Role, permission: Permission) -> bool:
    return permission in POLICY[role]


def may_manage(actor: Role, subject: Role) -> bool:
    """Whether `actor` may invite, change or remove someone of role `subject`: admins do not touch owners."""
    return may(actor, Permission.TEAM) and (actor is Role.OWNER or subject is not Role.OWNER)
