"""Whose token is this? One digest and one query: asked at every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import scope
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.tokens import letters
from qonys.office.foundation.tokens.models import Token
from qonys.office.foundation.tokens.refusals import NotAToken

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Caller:
    """An account that comes with a token: it may what both allow."""

    account: Account
    token: Token

    @property
    def actor(self) -> str:
        return self.account.actor

    def holds(self, wanted: str) -> bool:
        return wanted in self.token.scopes

    def within(self, rows: QuerySet[Row], action: Action) -> QuerySet[Row]:
        """The rows on which both mandates and token allow that."""
        return scope.within(rows, self.account, action) if self.holds(action) else rows.none()

    def reaches(self, action: Action, territory: str, procedure: str = "") -> bool:
        return self.holds(action) and scope.reaches(self.account, action, territory, procedure)


def recognise(shown: str) -> Caller:
    """The caller of that token. Raises NotAToken, the same for every reason."""
    now = timezone.now()
    found = Token.objects.select_related("account").filter(digest=letters.digest(shown)).first()
    if found is None or found.revoked or found.expires <= now or not found.account.active:
        raise NotAToken(_("This token is not known here, was revoked, or is too old. Ask for another."))
    if found.used != now.date():  # once a day is enough to see which tokens nobody needs
        Token.objects.filter(pk=found.pk).update(used=now.date())
    return Caller(found.account, found)
