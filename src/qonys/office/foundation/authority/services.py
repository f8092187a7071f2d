"""Giving, ending and lending mandates: each in one transaction, with one line in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import policies
from qonys.office.foundation.authority.models import Account, Mandate, Territory
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.journal.services import append

STREAM = "authority"
CONSOLE = "command line"  # the actor where nobody is signed in: an operator with the database in hand


def grant(
    account: Account,
    role: str,
    territory: Territory,
    *,
    by: Account | None,
    reason: str,
    procedure: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Mandate:
    """Give an account a role for a procedure ('' for all) in a territory. Raises Refused."""
    start = since or timezone.localdate()
    with transaction.atomic():
        mandate = Mandate(
            account=_held(account),
            role=role,
            procedure=procedure,
            territory=territory,
            since=start,
            until=until,
            granted_by=by,
            reason=reason,
        )
        policies.refuse_grant(mandate, by)
        return _written("granted", mandate, by)


def substitute(
    mandate: Mandate, account: Account, *, until: date, by: Account | None, reason: str, since: date | None = None
) -> Mandate:
    """Let an account stand in for the holder of a mandate until a day; it ends with the mandate. Raises Refused."""
    start = since or timezone.localdate()
    with transaction.atomic():
        stood_for = Mandate.objects.select_for_update().get(pk=mandate.pk)
        policies.refuse_substitution(stood_for, account, start, until)
        lent = Mandate(
            account=_held(account),
            role=stood_for.role,
            procedure=stood_for.procedure,
            territory_id=stood_for.territory_id,
            since=start,
            until=until,
            granted_by=by,
            substitutes=stood_for,
            reason=reason,
        )
        policies.refuse_grant(lent, by)
        return _written("substituted", lent, by)


def revoke(mandate: Mandate, *, by: Account | None, reason: str) -> Mandate:
    """End a mandate now, and with it what substitutes it. Raises Refused when it is over already."""
    today = timezone.localdate()
    with transaction.atomic():
        ending = Mandate.objects.select_for_update().get(pk=mandate.pk)
        if ending.until is not None and ending.until <= today:
            raise Refused(_("Mandate %(number)d has already ended.") % {"number": ending.pk})
        if by is None or by.pk != ending.account_id:  # one's own may be given back
            policies.refuse_reach(ending, by)
        ending.until = max(today, ending.since)  # one that has not begun never will
        ending.save(update_fields=["until"])
        append(STREAM, "revoked", {**_told(ending), "reason": reason}, actor=_actor(by))
    return ending


def _held(account: Account) -> Account:
    """The account, locked: two grants at once cannot each overlook the other."""
    return Account.objects.select_for_update().get(pk=account.pk)


def _written(action: str, mandate: Mandate, by: Account | None) -> Mandate:
    mandate.save(force_insert=True)
    append(STREAM, action, {**_told(mandate), "reason": mandate.reason}, actor=_actor(by))
    return mandate


def _told(mandate: Mandate) -> dict[str, Any]:
    return {
        "mandate": mandate.pk,
        "account": mandate.account_id,
        "role": mandate.role,
        "procedure": mandate.procedure,
        "territory": mandate.territory_id,
        "since": mandate.since,
        "until": mandate.until,
        "substitutes": mandate.substitutes_id,
    }


def _actor(by: Account | None) -> str:
    return CONSOLE if by is None else by.actor
