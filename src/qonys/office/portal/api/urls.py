"""Addresses of the API, outside the languages: a program's address is the same for everybody."""

from __future__ import annotations

from django.urls import path, re_path

from qonys.office.portal.api.office import api
from qonys.office.portal.api.views import guide, unknown

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/problems/<slug:key>", guide.problem, name="api_problem"),
    re_path(r"^api/.", unknown.unknown),
]
