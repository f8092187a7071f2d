"""Addresses of the public face, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.public.views import (
    about,
    checked,
    compare,
    data,
    planning,
    progress,
    start,
    support,
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
    path("support/", support.support, name="support"),
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
