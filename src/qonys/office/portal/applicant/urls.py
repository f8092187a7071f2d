"""Addresses of the applicants, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.applicant.views import (
    account,
    case,
    contact,
    draft,
    family,
    forgotten,
    home,
    inbox,
    papers,
    talk,
)

DRAFT, CASE = "my/applications/<uuid:key>/", "my/cases/<str:number>/"

urlpatterns = [
    path("open-account/", account.new, name="open_account"),
    path("forgotten/", forgotten.forgotten, name="forgotten"),
    path("forgotten/code/", forgotten.renew, name="forgotten_code"),
    path("my/", home.home, name="my"),
    path("my/account/", account.account, name="my_account"),
    path("my/account/password/", account.password, name="my_password"),
    path("my/account/contact/", contact.contact, name="my_contact"),
    path("my/account/contact/code/", contact.code, name="my_contact_code"),
    path("my/inbox/", inbox.inbox, name="my_inbox"),
    path("my/start/<str:procedure>/", home.start, name="my_start"),
    path(DRAFT, draft.tasks, name="my_draft"),
    path(DRAFT + "family/", family.family, name="my_family"),
    path(DRAFT + "family/new/", family.member, name="my_new_member"),
    path(DRAFT + "family/<str:member>/", family.member, name="my_member"),
    path(DRAFT + "family/<str:member>/remove/", family.remove, name="my_remove_member"),
    path(DRAFT + "screens/<str:screen>/", draft.screen, name="my_screen"),
    path(DRAFT + "papers/", papers.papers, name="my_papers"),
    path(DRAFT + "papers/remove/<uuid:paper>/", papers.remove, name="my_remove_paper"),
    path(DRAFT + "papers/<str:paper>/", papers.hand_in, name="my_paper"),
    path(DRAFT + "papers/<str:paper>/<str:member>/", papers.hand_in, name="my_paper_of"),
    path(DRAFT + "check/", draft.check, name="my_check"),
    path(DRAFT + "delete/", draft.delete, name="my_delete"),
    path(CASE, case.case, name="my_case"),
    path(CASE + "sent/", case.sent, name="my_sent"),
    path(CASE + "payments/", case.payments, name="my_payments"),
    path(CASE + "answer/", talk.answer, name="my_answer"),
    path(CASE + "message/", talk.message, name="my_message"),
    path(CASE + "papers/", talk.paper, name="my_case_paper"),
    path(CASE + "withdraw/", case.withdraw, name="my_withdraw"),
    path(CASE + "looked/", case.looked, name="my_looked"),
    path(CASE + "files/<uuid:key>", case.file, name="my_file"),
]
