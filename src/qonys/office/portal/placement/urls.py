"""Addresses of placement, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.placement.views import everybody, family, readiness, rounds

ROUND = "office/placement/<int:number>/"

urlpatterns = [
    path("office/placement/", rounds.rounds, name="office_placement"),
    path("office/placement/readiness/", readiness.readiness, name="office_placement_readiness"),
    path(ROUND, rounds.one, name="office_placement_round"),
    path(ROUND + "<str:case>/", rounds.family, name="office_placement_family"),
    path("my/cases/<str:number>/place/", family.place, name="my_place"),
    path("planning/quotas/placement/", everybody.rounds, name="quotas_placement"),
    path("planning/quotas/placement/<int:number>/", everybody.one, name="quotas_placement_round"),
]
