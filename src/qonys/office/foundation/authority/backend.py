"""How Django finds the account of a session."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from qonys.office.foundation.authority.models import Account


class SessionAccounts(BaseBackend):
    """Recognises nobody by itself (that is `recognition`); a closed account is nobody."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, active=True).first()
