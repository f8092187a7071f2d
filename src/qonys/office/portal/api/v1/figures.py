"""Figures of a run: what is expected, who moves where, what is missing, how many may be invited, what is on course.

Values are those of the pages and files: mean and median, the interval of 80 % (q10-q90) and of 95 % (q025-q975).
"""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query

from qonys.office.planning.balances import selectors as balances
from qonys.office.planning.balances.selectors import Balance
from qonys.office.planning.flows import selectors as flows
from qonys.office.planning.flows.selectors import Flow
from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.programmes import selectors as programmes
from qonys.office.planning.programmes.selectors import Indicator
from qonys.office.planning.quotas import selectors as quotas
from qonys.office.planning.quotas.selectors import Line
from qonys.office.portal.api import keyset
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import unusable
from qonys.office.portal.api.shapes import After, Code, Limit, Names, Page, Shape, Year, names
from qonys.office.portal.api.v1.runs import RunId, found, table_of

room = Room(tags=["figures"])
Place = Annotated[Code, Query(description="The code of a territory, such as KZ-19.")]
OneYear = Annotated[Year, Query(description="A calendar year.")]


class DefinitionShape(Shape):
    indicator: str
    names: Names
    unit: Names
    definition: Names


class Expected(Shape):
    territory: str
    indicator: str
    year: int
    mean: float | None
    q025: float | None
    q10: float | None
    q50: float | None
    q90: float | None
    q975: float | None


class FlowShape(Shape):
    origin: str
    destination: str
    year: int
    kind: str
    persons: float | None
    low_80: float | None
    high_80: float | None


class BalanceShape(Shape):
    territory: str
    service: str
    year: int
    need: float | None
    capacity: float | None
    gap_q10: float | None
    gap_q50: float | None
    gap_q90: float | None
    probability: float | None
    standing: str


class ReasonShape(Shape):
    kind: str
    amount: int
    names: Names


class QuotaShape(Shape):
    stream: str
    territory: str
    proposed: int
    official: int | None
    reasons: list[ReasonShape]


class ProgrammeIndicator(Shape):
    programme: str
    indicator: str
    names: Names
    unit: Names
    owner: Names
    baseline: float | None
    target: float | None
    target_year: int | None
    actual: float | None
    as_of: date | None
    done: float | None
    probability: float | None
    alarm: str


@room.get(
    "/runs/{run}/definitions",
    auth=None,
    response=Page[DefinitionShape],
    summary=gettext_lazy("What the indicators mean"),
)
def list_definitions(request: HttpRequest, run: RunId, after: After, limit: Limit) -> dict[str, Any]:
    shown = found(run)
    rows = list(forecasts.definitions(shown).indicators.values())
    return keyset.stretch(request, rows, after, limit, _definition, path=_path(shown, "definitions"))


@room.get(
    "/runs/{run}/indicators",
    auth=None,
    response=Page[Expected],
    summary=gettext_lazy("What is expected of a territory"),
)
def list_indicators(
    request: HttpRequest,
    run: RunId,
    territory: Place,
    after: After,
    limit: Limit,
    indicator: Annotated[Code | None, Query(None, description="One indicator; without it, all.")],
    since: Annotated[Year | None, Query(None, description="The first year.")],
    until: Annotated[Year | None, Query(None, description="The last year.")],
) -> dict[str, Any]:
    shown = found(run)
    _refuse_stranger(shown, "territory", territory)
    rows = [
        (territory, key, band)
        for key, bands in forecasts.expected(shown, territory).items()
        if indicator in (None, key)
        for band in bands
        if (since or 0) <= band.year <= (until or 9999)
    ]
    return keyset.stretch(request, rows, after, limit, _expected, path=_path(shown, "indicators"))


@room.get(
    "/runs/{run}/flows", auth=None, response=Page[FlowShape], summary=gettext_lazy("Who moves from where to where")
)
def list_flows(
    request: HttpRequest,
    run: RunId,
    year: OneYear,
    after: After,
    limit: Limit,
    origin: Annotated[Code | None, Query(None)],
    destination: Annotated[Code | None, Query(None)],
) -> dict[str, Any]:
    """The largest first."""
    shown = found(run)
    table_of(shown, "flows")
    kind = flows.years(shown).get(year)
    rows = [
        each
        for each in (flows.flows(shown, year) if kind else ())
        if origin in (None, each.origin) and destination in (None, each.destination)
    ]
    told = {"year": year, "kind": kind or ""}
    return keyset.stretch(request, rows, after, limit, lambda row: _flow(row, told), path=_path(shown, "flows"))


@room.get(
    "/runs/{run}/balance", auth=None, response=Page[BalanceShape], summary=gettext_lazy("What a territory will lack")
)
def list_balance(
    request: HttpRequest,
    run: RunId,
    territory: Place,
    after: After,
    limit: Limit,
    service: Annotated[Code | None, Query(None, description="One service; without it, all.")],
) -> dict[str, Any]:
    shown = found(run)
    table_of(shown, "balance", "bottlenecks")
    _refuse_stranger(shown, "territory", territory)
    through = balances.of_territory(shown, territory)
    rows = [each for key, years in through.items() if service in (None, key) for each in years]
    return keyset.stretch(request, rows, after, limit, _balance, path=_path(shown, "balance"))


@room.get(
    "/runs/{run}/quotas", auth=None, response=Page[QuotaShape], summary=gettext_lazy("How many may be invited, and why")
)
def list_quotas(
    request: HttpRequest,
    run: RunId,
    year: OneYear,
    plan: Annotated[Code, Query(description="A plan of that year, such as settlement.")],
    after: After,
    limit: Limit,
) -> dict[str, Any]:
    """The amounts of the reasons add up to what is proposed."""
    shown = found(run)
    table_of(shown, *quotas.TABLES)
    if plan not in quotas.plans(shown, year):
        known = ", ".join(f"{each} {key}" for each in quotas.years(shown) for key in quotas.plans(shown, each))
        raise unusable("query", "plan", "unknown", _("There is no such plan. Known are %(known)s.") % {"known": known})
    return keyset.stretch(request, quotas.lines(shown, year, plan), after, limit, _quota, path=_path(shown, "quotas"))


@room.get(
    "/runs/{run}/programmes",
    auth=None,
    response=Page[ProgrammeIndicator],
    summary=gettext_lazy("Which targets will be met"),
)
def list_programmes(request: HttpRequest, run: RunId, after: After, limit: Limit) -> dict[str, Any]:
    """What needs a manager first."""
    shown = found(run)
    table_of(shown, "control", "control_course")
    return keyset.stretch(
        request, programmes.indicators(shown), after, limit, _programme, path=_path(shown, "programmes")
    )


def _refuse_stranger(run: Run, field: str, code: str) -> None:
    if code not in {place.code for place in forecasts.geography(run).places}:
        raise unusable("query", field, "unknown", _("There is no territory %(path)s.") % {"path": code})


def _path(run: Run, table: str) -> str:
    """Of the run itself, so that the next page of `latest` is of the same run."""
    return f"/api/v1/runs/{run.id}/{table}"


def _definition(each: forecasts.Indicator) -> DefinitionShape:
    return DefinitionShape(
        indicator=each.key, names=names(each.name), unit=names(each.unit), definition=names(each.definition)
    )


def _expected(row: tuple[str, str, Band]) -> Expected:
    territory, key, band = row
    values = {name: _finite(getattr(band, name)) for name in ("mean", "q025", "q10", "q50", "q90", "q975")}
    return Expected(territory=territory, indicator=key, year=band.year, **values)


def _flow(row: Flow, told: dict[str, Any]) -> FlowShape:
    values = {"persons": _finite(row.persons), "low_80": _finite(row.low), "high_80": _finite(row.high)}
    return FlowShape(origin=row.origin, destination=row.destination, **told, **values)


def _balance(row: Balance) -> BalanceShape:
    return BalanceShape(
        territory=row.territory,
        service=row.service,
        year=row.year,
        need=_finite(row.need),
        capacity=_finite(row.capacity),
        gap_q10=_finite(row.gap.q10),
        gap_q50=_finite(row.gap.q50),
        gap_q90=_finite(row.gap.q90),
        probability=_finite(row.probability),
        standing=row.standing,
    )


def _quota(row: Line) -> QuotaShape:
    reasons = [ReasonShape(kind=each.kind, amount=each.amount, names=names(each.names)) for each in row.reasons]
    return QuotaShape(
        stream=row.stream, territory=row.territory, proposed=row.proposed, official=row.official, reasons=reasons
    )


def _programme(row: Indicator) -> ProgrammeIndicator:
    stands = row.standing
    return ProgrammeIndicator(
        programme=row.programme,
        indicator=row.key,
        names=names(row.names),
        unit=names(row.unit),
        owner=names(row.owner_names),
        baseline=_finite(stands.baseline),
        target=_finite(stands.target),
        target_year=stands.target_year,
        actual=_finite(stands.actual),
        as_of=stands.as_of,
        done=_finite(stands.done),
        probability=_finite(stands.probability),
        alarm=stands.alarm,
    )


def _finite(value: float | None) -> float | None:
    """JSON has no word for what is not a number."""
    return value if value is not None and isfinite(value) else None
