"""Addresses of letters, below the language. `/check/<code>/`, as QR codes hold it, leads to the reader's language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.papers.views import check, letters

urlpatterns = [
    path("check/", check.check, name="check"),
    path("check/<str:code>/", check.check, name="check_code"),
    path("letters/<str:code>.pdf", letters.pdf, name="letter_pdf"),
    path("office/letters/<str:number>/", letters.letters, name="office_letters"),
    path("office/letters/<str:number>/<str:code>/revoke/", letters.revoke, name="office_letters_revoke"),
]
