"""Giving and taking back clients and tokens: each in one transaction, with one line in the account's stream."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.tokens import letters
from qonys.office.foundation.tokens.models import Client, Token
from qonys.office.foundation.tokens.refusals import NotAClient, UnknownScope
from qonys.office.foundation.tokens.scopes import known

SHORT = timedelta(hours=1)  # of a client's token
LONGEST = timedelta(days=366)  # of a personal one


@dataclass(frozen=True)
class Given:
    """A token and its letters, which nobody can read again."""

    token: Token
    letters: str


@dataclass(frozen=True)
class NewClient:
    client: Client
    secret: str


def open_client(account: Account, scopes: Iterable[str], *, actor: str) -> NewClient:
    """A client of a service account; its secret is told only now. Raises Refused, UnknownScope."""
    if account.kind != Kind.SERVICE:
        raise Refused(_("%(login)s is no service account: only systems have clients.") % {"login": account.login})
    secret = letters.new(letters.SECRET)
    allowed = known(scopes)
    client = Client(id=letters.new(letters.CLIENT)[:20], account=account, secret=letters.digest(secret), scopes=allowed)
    with transaction.atomic():
        client.save(force_insert=True)
        append(account.actor, "client opened", {"client": client.pk, "scopes": allowed}, actor=actor)
    return NewClient(client, secret)


def renew_secret(client: Client, *, actor: str) -> NewClient:
    """Another secret; the former and all tokens it was used for end at once."""
    secret = letters.new(letters.SECRET)
    with transaction.atomic():
        client.secret = letters.digest(secret)
        client.save(update_fields=["secret"])
        client.tokens.filter(revoked=None).update(revoked=timezone.now())
        append(client.account.actor, "client secret renewed", {"client": client.pk}, actor=actor)
    return NewClient(client, secret)


def close_client(client: Client, *, actor: str) -> None:
    """It gets no more tokens, and those it has end at once."""
    with transaction.atomic():
        client.closed = timezone.now()
        client.save(update_fields=["closed"])
        client.tokens.filter(revoked=None).update(revoked=client.closed)
        append(client.account.actor, "client closed", {"client": client.pk}, actor=actor)


def issue(client_id: str, secret: str, scopes: Iterable[str] | None, address: str) -> Given:
    """A short token for a client that shows its secret. Raises NotAClient, Locked, UnknownScope."""
    lockout.attempt("address", address)
    lockout.attempt("client", client_id[:80])
    client = Client.objects.select_related("account").filter(pk=client_id[:40], closed=None).first()
    # compared even for a client nobody knows: the answer takes as long either way
    right = letters.same(client.secret if client else "", letters.digest(secret))
    if client is None or not right or not client.account.active:
        raise NotAClient(_("Client or secret is not right."))
    lockout.forget("client", client_id[:80])
    lockout.forget("address", address)
    wanted = list(client.scopes) if scopes is None else known(scopes)
    if beyond := sorted(set(wanted) - set(client.scopes)):
        raise UnknownScope(_("This client may not have the scope %(scope)s.") % {"scope": beyond[0]})
    return _given(client.account, wanted, SHORT, actor=f"client:{client.pk}", client=client)


def give_personal(account: Account, name: str, scopes: Iterable[str], days: int, *, actor: str) -> Given:
    """A token for a person's own program. Raises Refused, UnknownScope."""
    if not account.active:
        raise Refused(_("The account %(login)s is closed: open it first.") % {"login": account.login})
    if not 1 <= days <= LONGEST.days:
        raise Refused(_("A token lasts 1 to %(days)d days.") % {"days": LONGEST.days})
    if not name.strip():
        raise Refused(_("Give the token a name: what it is for."))
    return _given(account, known(scopes), timedelta(days=days), actor=actor, name=name.strip()[:80])


def revoke(token: Token, *, actor: str) -> None:
    """It opens nothing any more; revoking twice is no mistake."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now()):
            append(token.account.actor, "token revoked", {"token": token.pk}, actor=actor)


def forget_old() -> int:
    """Remove tokens that ended a month ago; returns how many."""
    return Token.objects.filter(expires__lt=timezone.now() - timedelta(days=30)).delete()[0]


def _given(
    account: Account,
    scopes: list[str],
    lasts: timedelta,
    *,
    actor: str,
    name: str = "",
    client: Client | None = None,
) -> Given:
    shown, now = letters.new(letters.TOKEN), timezone.now()
    token = Token(
        digest=letters.digest(shown),
        account=account,
        client=client,
        name=name,
        hint=shown[-letters.HINT :],
        scopes=scopes,
        created=now,
        expires=now + lasts,
    )
    with transaction.atomic():
        token.save(force_insert=True)
        append(account.actor, "token given", token.told(), actor=actor)
    return Given(token, shown)
