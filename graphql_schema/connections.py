"""Pages of a list that can grow without bound."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import strawberry

from app.kit import paging

Node = TypeVar("Node")
Row = TypeVar("Row")


@strawberry.type(description="Where a page ends.")
class PageInfo:
    has_next_page: bool
    end_cursor: str | None = strawberry.field(description="Pass it as `after` to get the next page.")


@strawberry.type(description="A page of at most 200 items.")
class Connection(Generic[Node]):
    nodes: list[Node]
    page_info: PageInfo
    total_count: int = strawberry.field(description="Items in all pages together.")


Page = TypeVar("Page", bound=Connection[Any])


def connection(page: paging.Page[Row], total: int, of: Callable[[Row], Node], kind: type[Page] | None = None) -> Any:
    """The page as `kind`, which is `Connection` unless the API knows it by a name of its own."""
    return (kind or Connection)(
        nodes=[of(row) for row in page.items],
        page_info=PageInfo(has_next_page=page.has_next, end_cursor=page.end_cursor),
        total_count=total,
    )


def size(first: int | None, default: int) -> int:
    """A page size that is null is one that was left out."""
    return default if first is None else first
