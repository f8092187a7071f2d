"""What each region will lack: how surely, how much, at what cost, and what that rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qonys.office.planning.balances import datasets, grounds
from qonys.office.planning.balances import selectors as balances
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public import exports, lacking, norms
from qonys.office.portal.public.alone import forecast_alone
from qonys.office.portal.public.charts import gaps
from qonys.office.portal.public.charts import territory as charts
from qonys.office.portal.public.charts.territory import Subject
from qonys.office.portal.public.drawing import heat
from qonys.office.portal.public.lacking import Line
from qonys.office.portal.public.shown import with_run

USUAL_YEAR = 2030  # far enough for a plan, near enough for the published demand
ORDERS: dict[str, tuple[Promise, Callable[[Line], Any]]] = {
    "chance": (_("Most probable shortage first"), lacking.urgency),
    "gap": (_("Largest gap first"), lambda each: -each.balance.gap.q50),
    "rate": (_("Largest gap per 1,000 people first"), lambda each: -each.rate_value),
    "cost": (_("Dearest first"), lambda each: -each.balance.cost.q50),
    "room": (_("Most room for newcomers first"), lambda each: -(each.room.value if each.room else 0.0)),
    "name": (_("By name"), lambda each: 0.0),
}


@dataclass(frozen=True)
class Asked:
    """What the reader chose; anything unknown falls back to the usual."""

    service: str
    year: int
    measure: str = "chance"
    order: str = "chance"

    @classmethod
    def of(cls, request: HttpRequest, run: Run) -> Asked:
        given, known, years = request.GET, balances.keys(run), balances.years(run)
        service, year = given.get("service", ""), given.get("year", "")
        usual = min(years, key=lambda y: abs(y - USUAL_YEAR))
        return cls(
            service if service in known else known[0],
            int(year) if year in map(str, years) else usual,
            given["measure"] if given.get("measure") in heat.MEASURES else "chance",
            given["order"] if given.get("order") in ORDERS else "chance",
        )

    def address(self, **changes: Any) -> str:
        return "?" + urlencode(vars(replace(self, **changes)))


@require_safe
@with_run
def balance(request: HttpRequest, run: Run) -> HttpResponse:
    if not balances.holds(run):
        return forecast_alone(request, run, _("What will be missing"))
    asked = Asked.of(request, run)
    service = grounds.services(run)[asked.service]
    through = balances.of_service(run, asked.service)
    lines = _lines(run, asked, through)
    worst, more = lacking.worst(lines)
    geography = selectors.geography(run)
    nation = _line(run, geography.nation, balances.at(through[geography.nation.code], asked.year), None)
    extended = {each.year for each in through[geography.nation.code] if each.extended}
    context = {
        "run": run,
        "asked": asked,
        "service": places.name(service.names),
        "unit": places.name(service.unit),
        "services": [(key, places.name(each.names)) for key, each in grounds.services(run).items()],
        "years": balances.years(run),
        "nation": nation,
        "headline": lacking.headline(lines),
        "worst": worst,
        "more": more,
        "lines": lines,
        "extended": asked.year in extended,
        "until": grounds.labour(run).until,
        "heads": _heads(asked),
        "bases": norms.bases(run, asked.service),
        "assurances": _assurances(run),
    }
    return render(request, "public/balance.html", context | _heat(run, asked, through, lines, extended))


@require_safe
@with_run
def region(request: HttpRequest, run: Run, code: str) -> HttpResponse:
    """Every service of one territory."""
    if not balances.holds(run):
        return forecast_alone(request, run, _("What will be missing"))
    subject = Subject.of(run, code)
    asked = Asked.of(request, run)
    geography = selectors.geography(run)
    through = balances.of_territory(run, code)
    known = grounds.services(run)
    found = [(key, balances.at(series, asked.year)) for key, series in through.items()]
    lines = [lacking.line(run, key, places.name(known[key].names), each) for key, each in found if each]
    resources, rooms = lacking.rooms_through_the_years(run, code)
    context = {
        "run": run,
        "asked": asked,
        "place": subject.place,
        "name": places.name(subject.place.names),
        "is_nation": code == geography.nation.code,
        "nation": places.name(geography.nation.names),
        "places": [(p.code, places.name(p.names)) for p in (geography.nation, *places.by_name(geography.units))],
        "years": balances.years(run),
        "lines": lines,
        "summary": lacking.summary(lines),
        "gaps": gaps.chart(run, subject.place, through),
        "load": charts.dependency(subject),
        "resources": resources,
        "rooms": rooms,
        "room_sentence": lacking.room_sentence(run, code, asked.year),
        "bases": norms.bases(run),
        "assurances": _assurances(run),
    }
    return render(request, "public/balance_region.html", context)


@require_safe
@with_run
def service_table(request: HttpRequest, run: Run, service: str, form: str) -> HttpResponse:
    _has_planning(run)
    if service not in balances.keys(run):
        raise Http404(service)
    return exports.response(run, datasets.of_service(service), f"qonys-{run.id}-balance-{service}", form)


@require_safe
@with_run
def region_table(request: HttpRequest, run: Run, code: str, table: str, form: str) -> HttpResponse:
    _has_planning(run)
    place = selectors.geography(run).find(code)
    queries = {"balance": datasets.of_territory, "room": datasets.room_of}
    if table not in queries:
        raise Http404(table)
    return exports.response(run, queries[table](place.code), f"qonys-{run.id}-{place.code}-{table}", form)


@require_safe
@with_run
def room_table(request: HttpRequest, run: Run, form: str) -> HttpResponse:
    _has_planning(run)
    return exports.response(run, datasets.ROOM, f"qonys-{run.id}-room", form)


def _has_planning(run: Run) -> None:
    if not balances.holds(run):
        raise Http404(run.id)


def _lines(run: Run, asked: Asked, through: dict[str, tuple[balances.Balance, ...]]) -> list[Line]:
    """The regions in the order asked for; those alike stand by name."""
    rooms = lacking.rooms(run, asked.year)
    units = places.by_name(selectors.geography(run).units)
    found = [_line(run, unit, balances.at(through[unit.code], asked.year), rooms.get(unit.code)) for unit in units]
    return sorted(filter(None, found), key=ORDERS[asked.order][1])


def _line(run: Run, place: selectors.Place, each: balances.Balance | None, room: lacking.Room | None) -> Line | None:
    if each is None:
        return None
    search = " ".join((place.names.kk, place.names.ru, place.names.en)).lower()
    return lacking.line(run, place.code, places.name(place.names), each, room, search)


def _heat(
    run: Run, asked: Asked, through: dict[str, tuple[balances.Balance, ...]], lines: list[Line], extended: set[int]
) -> dict[str, Any]:
    nation = selectors.geography(run).nation
    drawn = heat.heat(run, through, asked.measure, places.name(grounds.services(run)[asked.service].unit))
    return {
        "heat": drawn,
        "measure": heat.MEASURES[asked.measure],
        "measures": heat.MEASURES.values(),
        "orders": [(key, label) for key, (label, _by) in ORDERS.items()],
        "heat_years": [(year, asked.address(year=year), "*" if year in extended else "") for year in drawn.years],
        "heat_rows": [(line.code, line.name, line.search, drawn.rows[line.code]) for line in lines],
        "heat_nation": (nation.code, places.name(nation.names), drawn.rows[nation.code]),
        "any_extended": any(year in extended for year in drawn.years),
    }


def _heads(asked: Asked) -> dict[str, dict[str, str]]:
    """Each sortable column: the address that sorts by it and whether it does now."""
    falling = {key: "descending" if key == asked.order else "none" for key in ORDERS}
    falling["name"] = "ascending" if asked.order == "name" else "none"
    return {key: {"address": f"{asked.address(order=key)}#regions", "state": state} for key, state in falling.items()}


def _assurances(run: Run) -> tuple[str, str]:
    """How sure a promise of room must be, in 100: of dwellings and places, and of jobs."""
    spare, jobs = grounds.assurances(run)
    return tuple(numbers.number(100 * (each.value or 0.0)) for each in (spare, jobs))  # type: ignore[return-value]
