"""Writing a scenario: the form, its mistakes, and the job that tries it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios import comparisons, library, tasks
from qonys.office.planning.wording.places import name
from qonys.office.portal.public.forms.scenario import Draft
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.views.progress import demand_open_controls

UNTIL = 2050


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_run
def new(request: HttpRequest, run: Run) -> HttpResponse:
    demand_open_controls()
    last = min(UNTIL, run.last_year)
    if request.method == "POST":
        draft = Draft(library.country(), last, request.POST)
        if found := draft.read():
            job = tasks.ask_for_comparison(run, found[1], draft.head.cleaned_data["author"])
            return redirect("scenarios_job", job.pk)
    else:
        draft = Draft(library.country(), last, initial=_begun(request, run))
    context = {
        "run": run,
        "draft": draft,
        "mistakes": list(draft.mistakes) if request.method == "POST" else [],
        "example": next((each.text for each in library.shipped()), ""),
        "known": [(each.name, name(each.title)) for each in comparisons.newest(run.country)],
    }
    return render(request, "public/scenarios_new.html", context, status=422 if context["mistakes"] else 200)


def _begun(request: HttpRequest, run: Run) -> dict[str, str]:
    """What the form begins with: a copy of a comparison, or what a job that failed was asked for."""
    if known := request.GET.get("from", ""):
        found = comparisons.find(known, run.country)
        return {"document": found.text, "title": _("%(name)s (copy)") % {"name": name(found.title)}}
    job = tasks.asked(tasks.ONE, request.GET.get("job", ""))
    if job is None:
        return {}
    asked: dict[str, Any] = job.parameters
    return {"document": asked["documents"][0]["text"], "author": asked["author"]}
