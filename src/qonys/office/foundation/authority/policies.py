"""May this mandate be given now? Each rule refuses with a letter or says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account, Kind, Mandate
from qonys.office.foundation.authority.refusals import BeyondMandate, IncompatibleRoles, Refused
from qonys.office.foundation.authority.roles import ROLES, Action, conflicts
from qonys.office.foundation.authority.scope import reaches


def refuse_grant(mandate: Mandate, by: Account | None) -> None:
    """Every rule for a mandate that is about to be given; `by` is None at the console. Raises Refused."""
    _refuse_form(mandate)
    refuse_reach(mandate, by)
    refuse_incompatible(mandate, _held_beside(mandate))


def refuse_reach(mandate: Mandate, by: Account | None) -> None:
    """Nobody gives or takes beyond his own mandate, nor to himself. Raises BeyondMandate."""
    if by is None:
        return
    if by.pk == mandate.account_id:
        raise BeyondMandate(_("Nobody grants a mandate to himself: ask another administrator."))
    if not reaches(by, Action.GRANT, mandate.territory_id, mandate.procedure):
        letter = _("%(by)s may not grant or end mandates for %(place)s: ask an administrator who may.")
        raise BeyondMandate(letter % {"by": by.login, "place": _where(mandate)})


def refuse_incompatible(mandate: Mandate, held: Iterable[Mandate]) -> None:
    """Nobody holds together what roles.INCOMPATIBLE keeps apart. Raises IncompatibleRoles."""
    for other in held:
        for rule in conflicts(mandate.role, other.role):
            if _overlap(mandate, other) and (rule.anywhere or _meet(mandate, other)):
                letter = _(
                    "%(login)s holds %(held)s (mandate %(number)d, %(place)s) and cannot become %(wanted)s: %(why)s. "
                    "End that mandate first, or choose another person."
                )
                told = {"held": ROLES[other.role].name, "wanted": ROLES[mandate.role].name, "why": rule.why}
                more = {"login": mandate.account.login, "number": other.pk, "place": _where(other)}
                raise IncompatibleRoles(letter % {**told, **more})


def refuse_substitution(mandate: Mandate, substitute: Account, since: date, until: date) -> None:
    """Only a mandate of one's own can be stood in for, by another, and no longer than it lasts. Raises Refused."""
    if mandate.substitutes_id is not None:
        raise Refused(_("A substitution cannot be passed on: name a substitute for the mandate it stands for."))
    if substitute.pk == mandate.account_id:
        raise Refused(_("Nobody substitutes himself: name another person."))
    if until <= since:
        raise Refused(_("A substitution ends after it begins: %(until)s is too early.") % {"until": until})
    if mandate.until is not None and until > mandate.until:
        raise Refused(_("The mandate itself ends on %(until)s: end the substitution then.") % {"until": mandate.until})


def _refuse_form(mandate: Mandate) -> None:
    if mandate.role not in ROLES:
        known = ", ".join(ROLES)
        raise Refused(_("There is no role %(role)s. Known are %(known)s.") % {"role": mandate.role, "known": known})
    if mandate.account.kind not in (Kind.OFFICER, Kind.SERVICE):
        raise Refused(_("%(login)s is no officer: only officers hold mandates.") % {"login": mandate.account.login})
    if not mandate.account.active:
        raise Refused(_("The account %(login)s is closed: open it first.") % {"login": mandate.account.login})
    if mandate.until is not None and mandate.until <= mandate.since:
        raise Refused(_("A mandate ends after it begins: %(until)s is too early.") % {"until": mandate.until})
    if not mandate.reason.strip():
        raise Refused(_("Say why: the number and day of the order."))
    if letter := too_long(Mandate, reason=mandate.reason):
        raise Refused(letter)


def _held_beside(mandate: Mandate) -> QuerySet[Mandate]:
    beside = Mandate.objects.filter(account=mandate.account).exclude(pk=mandate.pk)
    return beside.filter(Q(until=None) | Q(until__gt=mandate.since))


def _overlap(one: Mandate, other: Mandate) -> bool:
    """Is there a day on which both count?"""
    starts = max(one.since, other.since)
    return all(each.until is None or starts < each.until for each in (one, other))


def _meet(one: Mandate, other: Mandate) -> bool:
    """Could one case fall under both?"""
    nested = one.territory_id.startswith(other.territory_id) or other.territory_id.startswith(one.territory_id)
    return nested and (one.procedure == other.procedure or "" in (one.procedure, other.procedure))


def _where(mandate: Mandate) -> str:
    return f"{mandate.territory_id} {mandate.procedure}".strip()
