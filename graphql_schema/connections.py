"""Pages of a list that can grow without bound."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import strawberry

from app.kit import paging

Node = TypeVar("Node")


@strawberry.type(description="Where a page ends.")
class PageInfo:
    has_next_page: bool
    end_cursor: str | None = strawberry.field(description="Pass it as `after` to get the next page.")


@strawberry.type(description="A page of at most 200 items.")
class Connection(Generic[Node]):
    """`of_total` makes further fields, by their Python names, of the total."""

    of_total: ClassVar[Mapping[str, Callable[[int], Any]]] = {}
    nodes: list[Node]
    page_info: PageInfo
    total_count: int = strawberry.field(description="Items in all pages together.")


def connection(
    kind: type[Connection[Any]], page: paging.Page[Any], total: int, nodes: Sequence[Any]
) -> Connection[Any]:
    info = PageInfo(has_next_page=page.has_next, end_cursor=page.end_cursor)
    more = {name: make(total) for name, make in kind.of_total.items()}
    return kind(nodes=list(nodes), page_info=info, total_count=total, **more)
