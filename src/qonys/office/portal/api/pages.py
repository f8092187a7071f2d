"""Addresses of the API's pages for people, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.api.views import guide

urlpatterns = [path("api/", guide.guide, name="api_guide")]
