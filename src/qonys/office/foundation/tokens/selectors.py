"""Questions about clients and tokens."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.tokens import letters
from qonys.office.foundation.tokens.models import Client, Token
from qonys.office.foundation.tokens.refusals import NotAClient


def client(name: str) -> Client:
    """The client of that id. Raises NotAClient."""
    found = Client.objects.select_related("account").filter(pk=name).first()
    if found is None:
        raise NotAClient(_("There is no client %(client)s.") % {"client": name})
    return found


def open_tokens(account: Account) -> QuerySet[Token]:
    """The tokens of an account that open something today."""
    return Token.objects.filter(account=account, revoked=None, expires__gt=timezone.now())


def shown(found: str) -> Token | None:
    """The token of those letters, whatever its state."""
    return Token.objects.select_related("account").filter(digest=letters.digest(found)).first()
