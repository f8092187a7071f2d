"""Scenarios: what each policy would change, and the jobs that work it out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qonys.engines.vocabulary.errors import QonysError
from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State, WrongState
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios import comparisons, goals, library, selectors, tasks
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.scenarios.library import Shipped
from qonys.office.planning.wording.places import name
from qonys.office.portal.public.charts.scenario import Subject, told
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.tones import Tone, tone_of
from qonys.office.portal.public.views.progress import demand_open_controls
from qonys.office.portal.public.waiting import told as told_of_job

YEARS = (2030, 2035, 2040, 2050)
COLUMNS = ("population", "working_age", "school_age", "old_age_dependency")
KINDS = (tasks.LIBRARY, tasks.ONE, tasks.GOAL)
MOST_ANSWERS = 5  # shown beside the scenarios


@dataclass(frozen=True)
class Card:
    """One scenario: of the country, or written here; computed or not yet."""

    title: str
    note: str
    comparison: Comparison | None
    tone: Tone | None
    stale: bool  # computed on other figures or code than the forecast shown, or the document changed since
    error: str = ""  # why its document cannot be read


@never_cache
@require_safe
@with_run
def scenarios(request: HttpRequest, run: Run) -> HttpResponse:
    found = comparisons.newest(run.country)
    cards = [*_of_the_country(run, found), *_written(run, found)]
    computed = [card.comparison for card in cards if card.comparison]
    years = [year for year in YEARS if any(run.first_year < year <= each.last_year for each in computed)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else (years or [0])[-1]
    context = {
        "run": run,
        "cards": cards,
        "lacking": any(card.comparison is None and not card.error for card in cards),
        "years": years,
        "year": year,
        "heads": _heads(computed),
        "rows": [_row(each, year) for each in computed if year <= each.last_year],
        "jobs": [(job, told_of_job(job)) for job in jobs.all_open(*KINDS)],
        "failed": _failed(),
        "answers": goals.complete(run.country)[:MOST_ANSWERS],
        "controls": settings.QONYS_PUBLIC_CONTROLS,
    }
    return render(request, "public/scenarios.html", context)


@require_POST
@with_run
def compute(request: HttpRequest, run: Run) -> HttpResponse:
    """Compute what the country ships and nobody has computed on the forecast shown."""
    demand_open_controls()
    tasks.ask_for_library(_("the page of scenarios"))
    return redirect("scenarios")


@never_cache
@require_safe
@with_run
def job(request: HttpRequest, run: Run, number: int) -> HttpResponse:
    """How far one piece of work is; when it is done, what came of it."""
    found = _job(number)
    if found.state == State.DONE:
        answers = found.kind.startswith(f"{tasks.GOAL} ")
        return redirect("scenarios_goal" if answers else "scenarios_one", found.result)
    context = {"run": run, "job": found, "told": told_of_job(found), "controls": settings.QONYS_PUBLIC_CONTROLS}
    context["back"] = "scenarios_goals" if found.kind.startswith(tasks.GOAL) else "scenarios_new"
    return render(request, "public/scenarios_job.html", context)


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    demand_open_controls()
    found = _job(number)
    with suppress(WrongState):  # it ended while the reader was deciding: the page shows how
        services.cancel(found)
    if found.kind == tasks.LIBRARY:
        return redirect("scenarios")
    return redirect("scenarios_job", number)


def _job(number: int) -> Job:
    """A job of this room."""
    rooms = [kind for kind in Job.objects.filter(pk=number).values_list("kind", flat=True) if kind.split()[0] in KINDS]
    return get_object_or_404(Job, pk=number, kind__in=rooms)


def _failed() -> Job | None:
    """The letter of the country's scenarios, if the last attempt failed."""
    last = jobs.latest(tasks.LIBRARY)
    return last if last is not None and last.state == State.FAILED else None


def _of_the_country(run: Run, found: tuple[Comparison, ...]) -> list[Card]:
    computed = {each.key: each for each in found if each.key}
    shipped = library.shipped() if library.country().code == run.country else ()
    return [_card(each, computed.get(each.key), run) for each in shipped]


def _card(shipped: Shipped, computed: Comparison | None, run: Run) -> Card:
    if computed is not None:
        stale = bool(computed.apart(run)) or computed.digest != shipped.digest
        return Card(name(computed.title), name(computed.note), computed, tone_of(computed), stale)
    try:
        scenario = shipped.scenario
    except QonysError as letter:
        return Card(shipped.key, "", None, None, False, str(letter))
    return Card(name(scenario.title), name(scenario.note or Names("", "", "")), None, None, False)


def _written(run: Run, found: tuple[Comparison, ...]) -> list[Card]:
    return [
        Card(name(each.title), name(each.note), each, tone_of(each), bool(each.apart(run)))
        for each in found
        if not each.key
    ]


def _heads(computed: list[Comparison]) -> list[tuple[str, str]]:
    if not computed:
        return []
    known = selectors.indicators(computed[0])
    return [(name(known[key].name), name(known[key].unit)) for key in COLUMNS]


def _row(comparison: Comparison, year: int) -> dict[str, Any]:
    """What one policy changes in the nation, and the region it changes most."""
    geography = selectors.geography(comparison)
    cells = []
    for key in COLUMNS:
        change = selectors.across(comparison, key, year)[geography.nation.code]
        cells.append(told(change, Subject(comparison, key, geography.nation.code).persons))
    people = selectors.across(comparison, "population", year)
    most = max(geography.units, key=lambda unit: abs(people[unit.code].band.q50))
    return {
        "title": name(comparison.title),
        "name": comparison.name,
        "tone": tone_of(comparison),
        "cells": cells,
        "most": name(most.names),
        "most_cell": told(people[most.code], persons=True),
    }
