"""Addresses of the quota ledger, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.ledger.views import balances, orders

urlpatterns = [
    path("office/quotas/", balances.quotas, name="office_quotas"),
    path("office/quotas/<int:number>/", balances.quota, name="office_quota"),
    path("office/quotas/orders/new/", orders.new, name="office_quotas_new"),
    path("office/quotas/orders/<int:number>/", orders.order, name="office_quotas_order"),
    path("planning/quotas/balance/", balances.public, name="quotas_balance"),
]
