"""Who may see a settled family, and what of it. Officers by mandate, a family its own, helpers by its consent."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from qonys.office.casework.integration.models import Consent, Service, Settled
from qonys.office.casework.integration.states import Helper
from qonys.office.foundation.authority.models import Account, Kind, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, in_force, may, within


def followed(account: Any) -> QuerySet[Settled]:
    """The families an officer follows."""
    return within(Settled.objects.all(), account, Action.FOLLOW, inside=common_path(account, Action.FOLLOW))


def opened_to_ngo(account: Any) -> QuerySet[Settled]:
    """Those whose families have opened their notes to NGOs, where the account helps. Without consent: nobody."""
    consent = Consent.objects.filter(settled=OuterRef("pk"), helper=Helper.NGO, withdrawn=None)
    helped = within(Settled.objects.all(), account, Action.SUPPORT, inside=common_path(account, Action.SUPPORT))
    return helped.filter(Exists(consent))


def own(account: Any) -> QuerySet[Settled]:
    """A family's own."""
    rows = Settled.objects.filter(case__account=getattr(account, "pk", None))
    return rows if getattr(account, "kind", "") == Kind.APPLICANT and account.active else rows.none()


def follows(account: Account, settled: Settled) -> bool:
    return may(account, Action.FOLLOW, settled)


def helper(account: Account, settled: Settled) -> Helper | None:
    """As which kind of helper the account may write a note about this family, if the family agrees."""
    if follows(account, settled):
        return Helper.CAREER_CENTRE
    return Helper.NGO if may(account, Action.SUPPORT, settled) else None


def readable(account: Account, settled: Settled) -> frozenset[Helper]:
    """Whose notes the account may read, consent or not: that is asked afterwards."""
    if follows(account, settled):
        return frozenset(Helper)
    return frozenset({Helper.NGO}) if may(account, Action.SUPPORT, settled) else frozenset()


def services_changed_by(account: Any) -> QuerySet[Service]:
    return within(Service.objects.select_related("territory"), account, Action.FOLLOW)


def territories(account: Any) -> QuerySet[Territory]:
    """Where the account may enter services."""
    parts = in_force(account, Action.FOLLOW).values("territory__parts__part")
    return Territory.objects.filter(pk__in=parts, until=None)
