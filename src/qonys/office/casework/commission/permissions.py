"""May this account see, or run, that session?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qonys.office.casework.commission.models import Session
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, may, within


def visible(account: Any, *, action: Action = Action.SEE) -> QuerySet[Session]:
    return within(Session.objects.all(), account, action, inside=common_path(account, action))


def runs(account: Account, session: Session) -> bool:
    """Convenes, keeps the agenda and the minutes."""
    return may(account, Action.CONVENE, session)


def votes(account: Account, session: Session) -> bool:
    return may(account, Action.VOTE, session)
