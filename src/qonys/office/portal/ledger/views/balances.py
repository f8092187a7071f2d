"""Balances for everybody and for officers, the statement of one quota with its waiting list."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.casework.ledger import selectors
from qonys.office.casework.ledger.kinds import kinds
from qonys.office.casework.ledger.models import Entry, Order, OrderLine, Reservation
from qonys.office.casework.ledger.refusals import UnknownPlaces
from qonys.office.casework.ledger.states import DONE
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.portal.ledger import shown
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.said import heard
from qonys.office.portal.public import asked

TOLD = 4  # lines of an order in a list of orders


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    return render(request, "ledger/public.html", _balances(request))


@officers
@require_safe
def quotas(request: HttpRequest) -> HttpResponse:
    context = _balances(request) | {
        "moves": selectors.territories(request.user).exists(),
        "proposed": [(each, _lines(each)) for each in selectors.proposed(request.user)[: selectors.PAGE]],
    }
    return render(request, "ledger/quotas.html", context)


@officers
@require_safe
def quota(request: HttpRequest, number: int) -> HttpResponse:
    try:
        found = selectors.quota(number)
    except UnknownPlaces:
        raise Http404 from None
    lines = selectors.statement(found, asked.whole_number(request.GET.get("before", "")))
    waiting = selectors.waiting_list(found)
    seen = selectors.visible_cases(request.user, [*(line.reservation for line in lines), *waiting])
    day = asked.day(request.GET.get("on", ""))
    context = {
        "quota": found,
        "said": heard(request),
        "place": name(found.territory.names),
        "kind": shown.kind_name(found.kind),
        "which": shown.which(found),
        "totals": shown.totals([found]),
        "bars": shown.bars([found]),
        "lines": [_line(line, seen) for line in lines[: selectors.PAGE]],
        "before": lines[selectors.PAGE - 1].number if len(lines) > selectors.PAGE else 0,
        "waiting": [(each, _case(each, seen)) for each in waiting],
        "day": day,
        "on": selectors.balance_on(found, day) if day else None,
    }
    return render(request, "ledger/quota.html", context)


def _balances(request: HttpRequest) -> dict[str, Any]:
    """Year and kind as asked for, else the newest year and its first kind."""
    years = selectors.years()
    told = asked.whole_number(request.GET.get("year", ""))
    year = told if told in years else next(iter(years), None)
    all_kinds = list(selectors.balances(year)) if year else []
    there = {each.kind for each in all_kinds}
    known = [
        *(each for each in kinds() if each in there),
        *sorted(there - set(kinds())),
    ]  # families first, as in the law
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in known else next(iter(known), "")
    found = [each for each in all_kinds if each.kind == kind]
    return {
        "said": heard(request),
        "years": years,
        "year": year,
        "kinds": [(each, shown.kind_name(each)) for each in known],
        "kind": kind,
        "kind_name": shown.kind_name(kind) if kind else "",
        "bars": shown.bars(found),
        "totals": shown.totals(found),
        "sentence": shown.sentence(found),
        "rows": shown.rows(found),
        "parts": list(shown.PARTS.items()),
    }


def _lines(order: Order) -> str:
    """“Resettlers, Pavlodar Region −40”; of a long order the first few."""
    lines = list(order.lines.all())
    return "; ".join([_told(each) for each in lines[:TOLD]] + ["…"] * (len(lines) > TOLD))


def _told(line: OrderLine) -> str:
    change = numbers.number(line.change, signed=True)
    return f"{shown.kind_name(line.quota.kind)}, {name(line.quota.territory.names)} {change}"


def _line(line: Entry, seen: set[int]) -> dict[str, Any]:
    return {
        "at": line.at,
        "what": DONE[line.act],
        "units": line.units,
        "source": line.get_source_display(),
        "target": line.get_target_display(),
        "order": line.order,
        "case": _case(line.reservation, seen) if line.reservation else "",
    }


def _case(held: Reservation, seen: set[int]) -> str:
    """Its number, to those who may see the case."""
    return held.case.number if held.case and held.pk in seen else ""
