"""All regions in one sortable table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts import datasets, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public import exports
from qonys.office.portal.public.drawing import measures
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.views.start import YEARS

Here = dict[str, Band]


@dataclass(frozen=True)
class Column:
    """One column: what it needs, its number for sorting, its text and 80 % interval for reading."""

    key: str
    label: Promise
    unit: Promise | str
    needs: str
    of: Callable[[Here, Here], tuple[float, str, str]]


def _people(base: Here, then: Here) -> tuple[float, str, str]:
    estimate = numbers.people(then["population"])
    return then["population"].q50, estimate.with_unit, estimate.interval


def _today(base: Here, then: Here) -> tuple[float, str, str]:
    return base["population"].q50, numbers.counted(base["population"].q50), ""


def _change(base: Here, then: Here) -> tuple[float, str, str]:
    low, middle, high = measures.MEASURES["population"].of(base, then)
    texts = numbers.percent_range(low, middle, high)
    return middle, texts[1], numbers.between(texts[0], texts[2])


def _level(key: str, finest: float) -> Callable[[Here, Here], tuple[float, str, str]]:
    def level(base: Here, then: Here) -> tuple[float, str, str]:
        estimate = numbers.ratio(then[key], finest)
        return then[key].q50, estimate.middle, estimate.interval

    return level


def _net(base: Here, then: Here) -> tuple[float, str, str]:
    estimate = numbers.people(then["net_internal_migration"], signed=True)
    return then["net_internal_migration"].q50, estimate.with_unit, estimate.interval


_PER_100 = _("per 100 of working age")
COLUMNS = (
    Column("now", _("People today"), "", "population", _today),
    Column("then", _("People then"), "", "population", _people),
    Column("change", _("Change"), "%", "population", _change),
    Column("children", _("Children"), _PER_100, "child_dependency", _level("child_dependency", 1.0)),
    Column("old", _("Pension age"), _PER_100, "old_age_dependency", _level("old_age_dependency", 1.0)),
    Column("age", _("Median age"), _("years"), "median_age", _level("median_age", 0.5)),
    Column("moves", _("Moves between regions"), _("people a year"), "net_internal_migration", _net),
)


@require_safe
@with_run
def compare(request: HttpRequest, run: Run) -> HttpResponse:
    years = [year for year in YEARS if run.first_year < year <= run.last_year] or [run.last_year]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else min(years, key=lambda y: abs(y - 2050))
    base, then = selectors.today(run), selectors.across(run, year)
    columns = [column for column in COLUMNS if any(column.needs in here for here in then.values())]
    key = request.GET.get("sort", "name")
    descending = request.GET.get("order") == "down"
    geography = selectors.geography(run)
    rows = [_row(unit, base, then, columns) for unit in places.by_name(geography.units) if unit.code in then]
    if key in {column.key for column in columns}:
        rows.sort(key=lambda row: row["values"].get(key, float("-inf")), reverse=descending)
    elif descending:
        rows.reverse()
    heads = [_head(column.key, str(column.label), str(column.unit), key, descending, year) for column in columns]
    context = {
        "run": run,
        "years": years,
        "year": year,
        "base": run.first_year,
        "rows": rows,
        "heads": heads,
        "first_head": _head("name", "", "", key, descending, year),
        "sort": key,
        "order": "down" if descending else "up",
        "nation": _row(geography.nation, base, then, columns),
    }
    return render(request, "public/compare.html", context)


@require_safe
@with_run
def table(request: HttpRequest, run: Run, year: int, form: str) -> HttpResponse:
    """Every indicator of every region in that year."""
    if year not in selectors.years(run):
        raise Http404(year)
    return exports.response(run, datasets.REGIONS.query("", year), f"qonys-{run.id}-regions-{year}", form)


def _row(unit: selectors.Place, base: dict[str, Here], then: dict[str, Here], columns: list[Column]) -> dict[str, Any]:
    cells, values = [], {}
    for column in columns:
        if column.needs in then[unit.code]:
            values[column.key], text, interval = column.of(base[unit.code], then[unit.code])
            cells.append((text, interval))
        else:
            cells.append(("", ""))
    return {"code": unit.code, "name": places.name(unit.names), "cells": cells, "values": values}


def _head(key: str, label: str, unit: str, sort: str, descending: bool, year: int) -> dict[str, Any]:
    """A column head that sorts: numbers first from the largest, names from the first letter."""
    current = key == sort
    down = not descending if current else key != "name"
    state = ("descending" if descending else "ascending") if current else "none"
    return {
        "label": label,
        "unit": unit,
        "state": state,
        "address": f"?year={year}&sort={key}&order={'down' if down else 'up'}",
    }
