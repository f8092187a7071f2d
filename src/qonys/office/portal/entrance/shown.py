"""Accounts of the demonstration, as the door names them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority import demonstration
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.authority.roles import ROLES
from qonys.office.planning.wording.places import name
from qonys.office.portal.entrance.steps import home_of


@dataclass(frozen=True)
class Shown:
    """One account to look at the office with."""

    post: str
    name: str
    login: str
    home: str  # where it leads, in the language in use


@dataclass(frozen=True)
class Group:
    name: str
    accounts: tuple[Shown, ...]


def groups() -> list[Group]:
    """By place, in the order the demonstration names them; nothing where it is off."""
    return [
        Group(place, tuple(_shown(account) for account in found))
        for place, found in groupby(demonstration.shown(), key=_place)
    ]


def _place(account: Account) -> str:
    mandates = _mandates(account)
    return name(mandates[0].territory.names) if mandates else _("Families")


def _shown(account: Account) -> Shown:
    mandates = _mandates(account)
    post = ", ".join(str(ROLES[each.role].name) for each in mandates) if mandates else _stands(account)
    return Shown(post[:1].upper() + post[1:], account.display_name, account.login, home_of(account))


def _stands(account: Account) -> str:
    """Where the application of a family stands: that is what one looks at its pages for."""
    newest = Case.objects.filter(account=account).order_by("-submitted", "-pk").first()
    return _("family: %(status)s") % {"status": Status(newest.status).label} if newest else _("applicant")


def _mandates(account: Account) -> list[Mandate]:
    """Read once for all of them by `demonstration.shown`."""
    return list(account.mandates.all())
