"""Addresses of decisions by points, below the language. `/receipts/<code>/` is what a QR code holds."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.selection.views import mine, office, receipts, rules

urlpatterns = [
    path("receipts/", receipts.check, name="receipt"),
    path("receipts/<str:code>/", receipts.by_code, name="receipt_check"),
    path("rules/", rules.rule_sets, name="rules"),
    path("rules/<slug:key>/", rules.rule_set, name="rule_set"),
    path("rules/<slug:key>/<int:old>..<int:new>/", rules.changed, name="rules_changed"),
    path("rules/<slug:key>/<str:number>/", rules.rule_set, name="rule_set_version"),
    path("rules/<slug:key>/<str:number>.yaml", rules.text, name="rules_text"),
    path("my/cases/<str:number>/points/", mine.points, name="my_points"),
    path("my/cases/<str:number>/appeal/", mine.appeal, name="my_appeal"),
    path("my/cases/<str:number>/appeal/back/", mine.take_back, name="my_appeal_back"),
    path("my/receipts/<str:code>.<str:form>", receipts.mine, name="my_receipt"),
    path("office/receipts/<str:code>.<str:form>", receipts.of_office, name="office_receipt"),
    path("office/points/<str:number>/", office.points, name="office_points"),
    path("office/appeals/", office.appeal_queue, name="office_appeals"),
    path("office/appeals/<int:number>/", office.appeal, name="office_appeal"),
    path("office/rules/", rules.desk, name="office_rules"),
    path("office/rules/<slug:key>/new/", rules.draft, name="office_rules_draft"),
    path("office/rules/<slug:key>/<int:number>/", rules.version, name="office_rules_version"),
]
