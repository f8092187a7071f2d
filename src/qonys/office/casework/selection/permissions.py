"""May this account see receipts and scores? Officers by mandate, applicants their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, within


def visible(account: Any) -> QuerySet[Receipt]:
    if getattr(account, "kind", "") == Kind.APPLICANT:
        own = Receipt.objects.filter(case__account=account.pk)
        return own if account.active else own.none()
    return within(Receipt.objects.all(), account, Action.SEE, inside=common_path(account, Action.SEE))
