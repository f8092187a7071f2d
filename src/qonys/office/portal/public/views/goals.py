"""Goal seek: how many must come every year for a number to keep its level."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios import goals as answers
from qonys.office.planning.scenarios import library, tasks
from qonys.office.portal.public.forms import mistakes
from qonys.office.portal.public.forms.goal import GoalForm
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.views.progress import demand_open_controls


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_run
def goals(request: HttpRequest, run: Run) -> HttpResponse:
    """The question, and every answer so far."""
    known = selectors.definitions(run).indicators
    if request.method == "POST":
        demand_open_controls()
        form = GoalForm(library.country(), run.last_year, known, request.POST)
        if form.is_valid():
            job = tasks.ask_for_goal(run, form.wanted, form.cleaned_data["author"])
            return redirect("scenarios_job", job.pk)
    else:
        job = tasks.asked(tasks.GOAL, request.GET.get("job", ""))
        form = GoalForm(
            library.country(), run.last_year, known, initial=GoalForm.begun(job.parameters) if job else None
        )
    context = {
        "run": run,
        "form": form,
        "mistakes": list(mistakes([form])),
        "answers": answers.complete(run.country),
        "controls": settings.QONYS_PUBLIC_CONTROLS,
    }
    return render(request, "public/scenarios_goals.html", context, status=422 if context["mistakes"] else 200)


@require_safe
@with_run
def goal(request: HttpRequest, run: Run, name: str) -> HttpResponse:
    found = answers.find(name, run.country)
    return render(request, "public/scenarios_goal.html", {"run": run, "found": found, "stale": bool(found.apart(run))})
