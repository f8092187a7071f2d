"""Addresses of the commission, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.commission.views import hearing, planning, session

ONE = "office/commission/<int:number>/"
CASE = f"{ONE}<int:place>/"

urlpatterns = [
    path("office/commission/", planning.sessions, name="office_commission"),
    path("office/commission/new/", planning.convene, name="office_commission_new"),
    path(ONE, session.session, name="office_commission_session"),
    path(f"{ONE}agenda/", session.agenda, name="office_commission_agenda"),
    path(f"{ONE}off/<int:place>/", session.take_off, name="office_commission_off"),
    path(f"{ONE}open/", session.open_session, name="office_commission_open"),
    path(f"{ONE}presence/", session.presence, name="office_commission_presence"),
    path(f"{ONE}minutes/", session.minutes, name="office_commission_minutes"),
    path(f"{ONE}minutes.pdf", session.protocol, name="office_commission_protocol"),
    path(f"{ONE}close/", session.close, name="office_commission_close"),
    path(f"{ONE}cancel/", session.cancel, name="office_commission_cancel"),
    path(CASE, hearing.hearing, name="office_commission_case"),
    path(f"{CASE}count/", hearing.count, name="office_commission_count"),
    path(f"{CASE}vote/", hearing.vote, name="office_commission_vote"),
    path(f"{CASE}decide/", hearing.decide, name="office_commission_decide"),
    path(f"{CASE}aside/", hearing.aside, name="office_commission_aside"),
]
