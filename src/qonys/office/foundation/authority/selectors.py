"""Questions about accounts and mandates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account, Mandate, Territory
from qonys.office.foundation.authority.refusals import Refused, UnknownAccount
from qonys.office.foundation.authority.scope import in_force

SHOWN = ("account", "territory", "granted_by", "substitutes__account")  # what a mandate is told with


def account(login: str) -> Account:
    """The account of that login. Raises UnknownAccount."""
    try:
        return Account.objects.get_by_natural_key(login)
    except Account.DoesNotExist:
        raise UnknownAccount(_("There is no account %(login)s.") % {"login": login}) from None


def mandate(number: int) -> Mandate:
    """The mandate of that number. Raises Refused."""
    found = Mandate.objects.select_related("account").filter(pk=number).first()
    if found is None:
        raise Refused(_("There is no mandate %(number)d.") % {"number": number})
    return found


def anybody_holds(role: str) -> bool:
    """Is there an account that may sign in and holds that role today, anywhere?"""
    held = Mandate.objects.filter(role=role, account__active=True).select_related("account")
    return any(in_force(each.account).filter(pk=each.pk).exists() for each in held.order_by("-pk")[:50])


def mandates_of(account: Account, on: date | None = None) -> QuerySet[Mandate]:
    """What an account holds on that day, its own first, then what it holds for others."""
    own_first = F("substitutes_id").asc(nulls_first=True)  # PostgreSQL would put what is missing last
    return in_force(account, on=on).select_related(*SHOWN).order_by(own_first, "role", "territory", "procedure")


def mandates_to_come(account: Account, on: date | None = None) -> QuerySet[Mandate]:
    day = on or timezone.localdate()
    found = Mandate.objects.filter(account=account, since__gt=day).exclude(until__lte=F("since"))
    return found.select_related(*SHOWN).order_by("since", "id")


def substitutes_for(account: Account, on: date | None = None) -> QuerySet[Mandate]:
    """Who stands in for an account, now or later."""
    day = on or timezone.localdate()
    found = Mandate.objects.filter(substitutes__account=account, until__gt=day)
    return found.select_related(*SHOWN).order_by("since", "id")


def territory(code_or_path: str) -> Territory:
    """A territory by its code or path. Raises Refused when there is none, or several."""
    wanted = code_or_path.strip()
    known = list(Territory.objects.filter(Q(path=wanted) | Q(code=wanted)).order_by("path"))
    found = [each for each in known if each.path == wanted] or known
    if len(found) == 1:
        return found[0]
    paths = ", ".join(each.path for each in (found or Territory.objects.filter(path__regex=r"^[^/]+/([^/]+/)?$")))
    letter = _("Several territories have the code %(code)s: %(paths)s.") if found else _(
        "There is no territory %(code)s. Known are %(paths)s."
    )  # fmt: skip
    raise Refused(letter % {"code": wanted, "paths": paths})


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Display names for actors of the journal that are accounts."""
    numbers = {int(actor.removeprefix("account:")) for actor in actors if actor.startswith("account:")}
    return {account.actor: account.display_name for account in Account.objects.filter(pk__in=numbers)}
