"""Every mutation and subscription says what it takes; one that does not cannot be built.

The right is checked by the service that does the work, which asks for the proof of it. What is declared here is the
promise of the API: it closes the door to those who are not signed in, and a test walks every role through every door.
"""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Any

import strawberry
from strawberry.permission import BasePermission

from app.accounts.policy import Permission

KEY = "permission"


class Open(StrEnum):
    """What is not tied to a role."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"


class SignedIn(BasePermission):
    def has_permission(self, source: Any, info: strawberry.Info[Any, Any], **kwargs: Any) -> bool:
        """Raises Unauthenticated."""
        return info.context.viewer is not None


SIGNED_IN: dict[str, Any] = {"permission_classes": [SignedIn]}
"""Options of a root field for people who are signed in."""


def mutation(permission: Permission | Open, description: str) -> Any:
    return strawberry.mutation(
        description=f"{description} {_needs(permission)}",
        permission_classes=_classes(permission),
        metadata={KEY: permission},
    )


def subscription(permission: Permission | Open, description: str) -> Callable[[Callable[..., AsyncIterator[Any]]], Any]:
    return strawberry.subscription(
        description=f"{description} {_needs(permission)}",
        permission_classes=_classes(permission),
        metadata={KEY: permission},
    )


def _classes(permission: Permission | Open) -> list[type[BasePermission]]:
    return [] if permission is Open.ANYONE else [SignedIn]


def _needs(permission: Permission | Open) -> str:
    if isinstance(permission, Open):
        return "" if permission is Open.ANYONE else "(Needs a signed-in user.)"
    return f"(Needs the right `{permission}`.)"
