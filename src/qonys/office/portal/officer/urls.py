"""Addresses of the officers, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.officer.views import home, password

urlpatterns = [
    path("office/", home.home, name="office"),
    path("office/password/", password.password, name="office_password"),
]
