"""Addresses: every page lives under its language (/kk/, /ru/, /en/); `/` goes to the reader's."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from qonys.office.portal.public.views import errors, home, receipts
from qonys.office.portal.selection.views.receipts import published_keys

urlpatterns = [
    path("", home.to_language, name="home"),
    path("", include("qonys.office.portal.watch.urls")),
    path("favicon.ico", home.favicon),
    path(".well-known/qonys-receipt-keys.json", published_keys, name="receipt_keys"),
    path("receipts/<str:provider>", receipts.receive, name="receipts"),
    path("", include("qonys.office.portal.api.urls")),
    *i18n_patterns(
        path("", include("qonys.office.portal.public.urls")),
        path("", include("qonys.office.portal.entrance.urls")),
        path("", include("qonys.office.portal.officer.urls")),
        path("", include("qonys.office.portal.commission.urls")),
        path("", include("qonys.office.portal.ledger.urls")),
        path("", include("qonys.office.portal.placement.urls")),
        path("", include("qonys.office.portal.papers.urls")),
        path("", include("qonys.office.portal.selection.urls")),
        path("", include("qonys.office.portal.applicant.urls")),
        path("", include("qonys.office.portal.municipality.urls")),
        path("", include("qonys.office.portal.settled.urls")),
        path("", include("qonys.office.portal.loop.urls")),
        path("", include("qonys.office.portal.api.pages")),
        prefix_default_language=True,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
