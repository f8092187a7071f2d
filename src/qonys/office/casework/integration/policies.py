"""May this happen now? Raises letters, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.integration import permissions, selectors
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Referral, Service, Settled, Survey, Visit
from qonys.office.casework.integration.refusals import IntegrationRefused, UnknownSettlement
from qonys.office.casework.integration.states import BY_FAMILY, NEXT, State
from qonys.office.casework.integration.states import RUNNING as STATES_RUNNING
from qonys.office.casework.integration.told import Told
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.paths import wholes

WORK = "work"  # the topic every visit asks for, and the register learns from
RUNNING = tuple(state.value for state in STATES_RUNNING)


def opens(visit: Visit) -> date:
    """The first day on which a visit counts as made: what is asked earlier says nothing of its month."""
    return visit.due - timedelta(days=integration().follow_up.open_days)


def refuse_others(by: Account, settled: Settled) -> None:
    if not permissions.follows(by, settled):
        raise UnknownSettlement(_("You hold no mandate to follow this family."))


def refuse_strangers(by: Account, settled: Settled) -> None:
    """Only the family itself opens or closes its notes."""
    if not permissions.own(by).filter(pk=settled.pk).exists():
        raise UnknownSettlement(_("There is no such settlement of yours."))


def refuse_others_or_family(by: Account, referral: Referral, state: State) -> None:
    if by.kind == Kind.APPLICANT:
        refuse_strangers(by, referral.settled)
        if state not in BY_FAMILY:
            raise IntegrationRefused(_("A family accepts help or declines it; the rest is told by the office."))
        return
    refuse_others(by, referral.settled)


def refuse_facts(settled: Settled, told: Sequence[Told], on: date) -> None:
    if not told:
        raise IntegrationRefused(_("Nothing was answered."))
    if on > timezone.localdate() or on < settled.since:
        raise IntegrationRefused(_("Give a day between the arrival and today."))
    if settled.until is not None:
        raise IntegrationRefused(_("The follow-up of this family is over."))
    people = {each.pk for each in selectors.persons(settled)}
    law = integration()
    for each in told:
        topic = law.topic(each.topic)
        if topic is None or topic.answer(each.answer) is None:
            raise IntegrationRefused(_("There is no such answer to “%(topic)s”.") % {"topic": each.topic})
        if (topic.each == "family") != (each.person is None) or (each.person and each.person.pk not in people):
            raise IntegrationRefused(_("Say of whom of the family this is told: %(topic)s.") % {"topic": each.topic})


def refuse_sent(survey: Survey) -> None:
    if survey.sent is not None:
        raise IntegrationRefused(_("These answers were sent already. Thank you."))


def refuse_elsewhere(settled: Settled, service: Service) -> None:
    if service.closed is not None or service.territory_id not in wholes(settled.territory_id):
        raise IntegrationRefused(_("This service is not to be had where the family lives."))


def refuse_step(referral: Referral, state: State) -> None:
    if state not in NEXT[State(referral.state)]:
        told = {"state": State(referral.state).label, "wanted": state.label}
        raise IntegrationRefused(_("This help is “%(state)s”: “%(wanted)s” does not follow.") % told)
