"""May this account read, issue or take back letters? Officers by mandate, applicants read their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qonys.office.casework.letters.models import Letter
from qonys.office.foundation.authority.models import Kind as AccountKind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, within


def visible(account: Any) -> QuerySet[Letter]:
    if getattr(account, "kind", "") == AccountKind.APPLICANT:
        own = Letter.objects.filter(case__account=account.pk)
        return own if account.active else own.none()
    return within(Letter.objects.all(), account, Action.SEE, inside=common_path(account, Action.SEE))
