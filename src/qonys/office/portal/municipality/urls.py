"""Addresses of the municipality, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.municipality import views

urlpatterns = [
    path("office/offers/", views.offers, name="offers"),
    path("office/offers/new/", views.new, name="offer_new"),
    path("office/offers/<uuid:key>/", views.offer, name="offer"),
]
