"""Territories as they are on a day, from the nation down to settlements."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.scope import AFTER
from qonys.office.portal.api import keyset
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.shapes import After, Code, Day, Limit, Names, Page, Shape

room = Room(tags=["territories"])


class TerritoryShape(Shape):
    path: str
    code: str
    names: Names
    since: date | None
    until: date | None


@room.get("/territories", auth=None, response=Page[TerritoryShape], summary=gettext_lazy("Territories on a day"))
def list_territories(
    request: HttpRequest,
    after: After,
    limit: Limit,
    on: Annotated[Day | None, Query(None, description="The day; without it, of all days.")],
    within: Annotated[Code | None, Query(None, description="The path of what they lie within, such as KZ/KZ-19/.")],
) -> dict[str, Any]:
    rows = Territory.objects.all()
    if on:
        rows = rows.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gt=on))
    if within:
        rows = rows.filter(path__gte=within, path__lt=within + AFTER)
    return keyset.page(request, rows, ("path",), after, limit, shown)


def shown(row: Territory) -> TerritoryShape:
    names = Names(kk=row.name_kk, ru=row.name_ru, en=row.name_en)
    return TerritoryShape(path=row.path, code=row.code, names=names, since=row.since, until=row.until)
