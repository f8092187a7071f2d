"""Addresses of the public face, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.public.views import (
    about,
    balance,
    brief,
    checked,
    compare,
    data,
    flows,
    planning,
    programmes,
    progress,
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
    path("planning/balance/", balance.balance, name="balance"),
    path("planning/balance/room.<str:form>", balance.room_table, name="balance_room"),
    path("planning/balance/services/<str:service>.<str:form>", balance.service_table, name="balance_service"),
    path("planning/balance/<str:code>/", balance.region, name="balance_region"),
    path("planning/balance/<str:code>/<str:table>.<str:form>", balance.region_table, name="balance_table"),
    path("planning/programmes/", programmes.programmes, name="programmes"),
    path("planning/programmes/<str:table>.<str:form>", programmes.table, name="programmes_table"),
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
