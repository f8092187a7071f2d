"""Addresses of the public face, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.public.views import (
    about,
    brief,
    checked,
    compare,
    data,
    flows,
    goals,
    planning,
    progress,
    scenario,
    scenario_form,
    scenarios,
    scores,
    start,
    territory,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("territories/<str:code>/", territory.territory, name="territory"),
    path("territories/<str:code>/pyramid.json", territory.pyramid, name="pyramid"),
    path("territories/<str:code>/<str:dataset>.<str:form>", territory.dataset, name="dataset"),
    path("regions/", compare.compare, name="compare"),
    path("regions/<int:year>.<str:form>", compare.table, name="compare_table"),
    path("planning/", planning.planning, name="planning"),
    path("planning/brief/", brief.brief, name="brief"),
    path("planning/brief.pdf", brief.pdf, name="brief_pdf"),
    path("planning/flows/", flows.flows, name="flows"),
    path("planning/flows/<str:dataset>.<str:form>", flows.table, name="flows_table"),
    path("planning/scores/", scores.scores, name="scores"),
    path("planning/scores/<str:dataset>.<str:form>", scores.table, name="scores_table"),
    path("planning/scenarios/", scenarios.scenarios, name="scenarios"),
    path("planning/scenarios/compute", scenarios.compute, name="scenarios_compute"),
    path("planning/scenarios/new/", scenario_form.new, name="scenarios_new"),
    path("planning/scenarios/two/", scenario.two, name="scenarios_two"),
    path("planning/scenarios/goals/", goals.goals, name="scenarios_goals"),
    path("planning/scenarios/goals/<str:name>/", goals.goal, name="scenarios_goal"),
    path("planning/scenarios/jobs/<int:number>/", scenarios.job, name="scenarios_job"),
    path("planning/scenarios/jobs/<int:number>/cancel", scenarios.cancel, name="scenarios_cancel"),
    path("planning/scenarios/<str:name>/", scenario.scenario, name="scenarios_one"),
    path("planning/scenarios/<str:name>/<str:file>", scenario.file, name="scenarios_file"),
    path("checked/", checked.checked, name="checked"),
    path("data/", data.data, name="data"),
    path("data/<str:run_id>/", data.run, name="run"),
    path("data/<str:run_id>/<str:name>", data.file, name="run_file"),
    path("methods/", about.methods, name="methods"),
    path("about/", about.about, name="about"),
    path("forecast/start", progress.ask, name="ask_for_forecast"),
    path("jobs/<int:number>/progress.json", progress.progress, name="job_progress"),
    path("jobs/<int:number>/cancel", progress.cancel, name="job_cancel"),
]
