"""May this account see that appeal, or decide on it? Officers by mandate, applicants their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qonys.office.casework.appeals.models import Appeal
from qonys.office.foundation.authority.models import Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, within


def visible(account: Any, action: Action = Action.SEE) -> QuerySet[Appeal]:
    if getattr(account, "kind", "") == Kind.APPLICANT:
        own = Appeal.objects.filter(case__account=account.pk)
        return own if account.active and action == Action.SEE else own.none()
    return within(Appeal.objects.all(), account, action, inside=common_path(account, action))
