"""Addresses of the officers, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.officer.views import bulk, case, home, imports, password, persons, queue, same_person

urlpatterns = [
    path("office/", home.home, name="office"),
    path("office/password/", password.password, name="office_password"),
    path("office/cases/", queue.queue, name="office_cases"),
    path("office/cases/export.<str:form>", queue.export, name="office_cases_export"),
    path("office/cases/together/", bulk.bulk, name="office_cases_bulk"),
    path("office/cases/together/undo/", bulk.undo, name="office_cases_undo"),
    path("office/cases/<str:number>/", case.case, name="office_case"),
    path("office/cases/<str:number>/papers/<uuid:key>/", case.paper, name="office_case_paper"),
    path("office/cases/<str:number>/papers/<uuid:key>/check/", case.check, name="office_case_check"),
    path("office/cases/<str:number>/payments/", case.payments, name="office_case_payments"),
    path("office/cases/<str:number>/<slug:key>/", case.act, name="office_case_act"),
    path("office/imports/", imports.imports, name="office_imports"),
    path("office/imports/<int:number>/", imports.one, name="office_import"),
    path("office/imports/<int:number>/state/", imports.state, name="office_import_state"),
    path("office/imports/template/<slug:key>.<str:form>", imports.template, name="office_import_template"),
    path("office/persons/", persons.persons, name="office_persons"),
    path("office/persons/<uuid:key>/", persons.person, name="office_person"),
    path("office/same-person/", same_person.queue, name="office_same"),
    path("office/same-person/<uuid:key>/", same_person.pair, name="office_same_pair"),
    path("registers/same-person/", same_person.quality, name="same_person_quality"),
]
