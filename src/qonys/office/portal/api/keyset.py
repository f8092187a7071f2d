"""Lists in pages. A page begins after the last row of the one before, whatever was added meanwhile; nothing is counted
and nothing skipped by number. The cursor is signed and good only for the list it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qonys.office.portal.api.problems import unusable

Row = TypeVar("Row", bound=Model)
Thing = TypeVar("Thing")
NOT_PART_OF_THE_LIST = ("after", "limit")


def page(
    request: HttpRequest,
    rows: QuerySet[Row],
    order: Sequence[str],
    after: str | None,
    limit: int,
    shown: Callable[[Row], Any],
) -> dict[str, Any]:
    """Rows in the order of these fields, the last of them unique; `-` before all of them: the other way round."""
    if after:
        rows = rows.filter(_beyond(order, _opened(request, after, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    names = [name.lstrip("-") for name in order]
    last = found[limit - 1] if len(found) > limit else None
    cursor = [_plain(getattr(last, name)) for name in names] if last else None
    return {"items": [shown(row) for row in found[:limit]], "next": _link(request, cursor, limit)}


def stretch(
    request: HttpRequest,
    things: Sequence[Thing],
    after: str | None,
    limit: int,
    shown: Callable[[Thing], Any],
    *,
    path: str,
) -> dict[str, Any]:
    """A page of a list that never changes, such as a table of a run: the cursor is a place in it.

    `path` names the list itself: that of a run by its id, where the reader may have asked for the latest.
    """
    start = _opened(request, after, 1, path)[0] if after else 0
    end = start + limit
    cursor = [end] if end < len(things) else None
    return {"items": [shown(each) for each in things[start:end]], "next": _link(request, cursor, limit, path)}


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y), written so that both databases use an index: a > x, or a = x and b > y."""
    found, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, way = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        found |= equal & Q(**{f"{field}__{way}": value})
        equal &= Q(**{field: value})
    return found


def _opened(request: HttpRequest, after: str, length: int, path: str = "") -> list[Any]:
    try:
        found = signing.loads(after, salt=_salt(request, path))
    except (signing.BadSignature, ValueError):
        found = None
    if not isinstance(found, list) or len(found) != length:
        letter = _("This cursor is not of this list. Take the next link as it is, or begin without it.")
        raise unusable("query", "after", "cursor", letter)
    return found


def _link(request: HttpRequest, cursor: list[Any] | None, limit: int, path: str = "") -> str | None:
    if cursor is None:
        return None
    query = [*_filters(request), ("limit", str(limit)), ("after", signing.dumps(cursor, salt=_salt(request, path)))]
    return f"{path or request.path}?{urlencode(query)}"


def _salt(request: HttpRequest, path: str) -> str:
    return f"qonys.cursor {path or request.path}?{urlencode(sorted(_filters(request)))}"


def _filters(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.GET.items() if name not in NOT_PART_OF_THE_LIST]


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else value.isoformat()
