"""Addresses of settled families, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.settled.views import family, figures, model, officer, survey

FAMILY, MINE = "office/settled/<str:number>/", "my/settled/<str:number>/"

urlpatterns = [
    path("settled/", figures.public, name="settled"),
    path("settled/model/", model.model, name="settled_model"),
    path("settled/model/<slug:version>/", model.model, name="settled_model_version"),
    path("office/settled/", officer.queue, name="office_settled"),
    path("office/settled/cohorts/", figures.cohorts, name="office_settled_cohorts"),
    path("office/settled/services/", officer.services, name="office_settled_services"),
    path(FAMILY, officer.family, name="office_settled_family"),
    path(f"{FAMILY}visit/", officer.visit, name="office_settled_visit"),
    path(f"{FAMILY}ask/", officer.ask, name="office_settled_ask"),
    path(f"{FAMILY}note/", officer.note, name="office_settled_note"),
    path(f"{FAMILY}offer/", officer.offer, name="office_settled_offer"),
    path(f"{FAMILY}help/<uuid:key>/", officer.help_step, name="office_settled_help"),
    path(MINE, family.home, name="my_settled"),
    path(f"{MINE}consent/", family.consent, name="my_settled_consent"),
    path(f"{MINE}help/<uuid:key>/", family.help_answer, name="my_settled_help"),
    path(f"{MINE}questions/<uuid:key>/<int:step>/", survey.step, name="my_settled_survey"),
]
