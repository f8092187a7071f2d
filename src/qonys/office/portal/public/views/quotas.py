"""Quotas: what is proposed beside what is official, line by line, with reasons that add up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.quotas import datasets, selectors
from qonys.office.planning.wording import places
from qonys.office.portal.public import exports
from qonys.office.portal.public.alone import forecast_alone
from qonys.office.portal.public.quotas import figures, lines, official, pictures, room, rules
from qonys.office.portal.public.quotas.subject import Subject
from qonys.office.portal.public.shown import with_run

SORTS = ("name", "proposed", "official", "difference")


@require_safe
@with_run
def quotas(request: HttpRequest, run: Run) -> HttpResponse:
    if not selectors.held(run) or not selectors.years(run):
        return forecast_alone(request, run, _("Quotas"))
    year, plan = _asked(request, run)
    subject = Subject.of(run, year, plan)
    context = {"run": run, "subject": subject, **_switches(subject), **_told(subject), **_table(request, subject)}
    return render(request, "public/quotas.html", context)


@require_safe
@with_run
def table(request: HttpRequest, run: Run, year: int, plan: str, name: str, form: str) -> HttpResponse:
    """One of the page's tables."""
    if not selectors.held(run) or name not in datasets.TABLES or plan not in selectors.plans(run, year):
        raise Http404(name)
    return exports.response(run, datasets.query(name, year, plan), f"qonys-{run.id}-quotas-{year}-{plan}-{name}", form)


def _asked(request: HttpRequest, run: Run) -> tuple[int, str]:
    """The year and plan asked for, or the first of those there are."""
    years = selectors.years(run)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    plans = selectors.plans(run, year)
    return year, next((plan for plan in plans if plan == request.GET.get("plan")), plans[0])


def _switches(subject: Subject) -> dict[str, Any]:
    plans = [(key, places.name(subject.named.plans[key])) for key in selectors.plans(subject.run, subject.year)]
    return {"years": selectors.years(subject.run), "year": subject.year, "plans": plans, "plan": subject.plan}


def _told(subject: Subject) -> dict[str, Any]:
    """Everything but the table of lines, which is sorted as asked."""
    rows = lines.rows(subject, "name", descending=False)
    return {
        "plan_name": places.name(subject.named.plans[subject.plan]),
        "figures": figures.figures(subject),
        "lead": figures.lead(subject),
        "assurance": figures.assurance(subject),
        "rules": rules.rules(subject),
        "tiles": pictures.tiles(subject, rows),
        "pairs": pictures.pair_chart(subject, rows),
        "prices": room.prices(subject),
        "limits": room.limits(subject),
        "sectors": room.sectors(subject),
        "matrices": official.matrices(subject),
        "bars": official.bars(subject),
        "keys": official.keys(subject),
        "sources": official.sources(subject),
    }


def _table(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    sort = request.GET.get("sort", "name")
    sort = sort if sort in SORTS else "name"
    descending = request.GET.get("order") == "down"
    return {
        "rows": lines.rows(subject, sort, descending),
        "totals": lines.totals(subject),
        "heads": {key: _head(subject, key, sort, descending) for key in SORTS},
        "sort": sort,
        "order": "down" if descending else "up",
    }


def _head(subject: Subject, key: str, sort: str, descending: bool) -> dict[str, str]:
    """A column head that sorts: numbers first from the largest, names from the first letter."""
    current = key == sort
    down = not descending if current else key != "name"
    state = ("descending" if descending else "ascending") if current else "none"
    query = f"?year={subject.year}&plan={subject.plan}&sort={key}&order={'down' if down else 'up'}#lines"
    return {"state": state, "address": query}
