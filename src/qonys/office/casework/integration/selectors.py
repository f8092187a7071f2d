"""Questions about settled families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qonys.countries.integration import Topic
from qonys.office.casework.cases.numbers import typed
from qonys.office.casework.integration import permissions
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Consent, Fact, Note, Referral, Service, Settled, Survey, Visit
from qonys.office.casework.integration.refusals import NoConsent, UnknownSettlement
from qonys.office.casework.integration.states import Helper
from qonys.office.casework.integration.warning import Said
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.paths import wholes
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.persons.models import Person

ADULT = 18
QUEUES = ("due", "late", "help", "all")


@dataclass(frozen=True)
class Written:
    """A note that may be read."""

    note: Note
    text: str


def queue(account: Account, key: str, today: date) -> QuerySet[Settled]:
    """What waits for an officer: visits of these days, late ones, families that may need help."""
    asked = {
        "due": Q(due__lte=today, until=None),
        "late": Q(due__lt=_long_ago(today), until=None),
        "help": Q(warned__isnull=False, until=None),
        "all": Q(),
    }
    found = permissions.followed(account).filter(asked[key])
    return found.select_related("case__applicant", "territory").order_by("due", "id")


def after(found: QuerySet[Settled], due: date, pk: int) -> QuerySet[Settled]:
    """The next page; families without a visit to come stand last."""
    return found.filter(Q(due__gt=due) | Q(due=due, pk__gt=pk) | Q(due=None))


def by_number(account: Account, number: str) -> Settled:
    """Of those an officer follows, or an NGO may help. Raises UnknownSettlement."""
    asked = {"case__number": typed(number)}
    for rows in (permissions.followed(account), permissions.opened_to_ngo(account)):
        found = rows.filter(**asked).select_related("case__applicant", "territory", "registered").first()
        if found is not None:
            return found
    raise UnknownSettlement(_("There is no settled family %(number)s among those you follow.") % {"number": number})


def own(account: Account, number: str) -> Settled:
    """A family's own. Raises UnknownSettlement."""
    rows = permissions.own(account).select_related("case__applicant", "territory", "registered")
    found = rows.filter(case__number=typed(number)).first()
    if found is None:
        raise UnknownSettlement(_("There is no such settlement of yours."))
    return found


def own_survey(account: Account, number: str, key: UUID) -> Survey:
    """Raises UnknownSettlement."""
    rows = Survey.objects.select_related("visit__settled__case", "visit__settled__territory")
    found = rows.filter(key=key, visit__settled=own(account, number)).first()
    if found is None:
        raise UnknownSettlement(_("There are no such questions for you."))
    return found


def persons(settled: Settled) -> list[Person]:
    """The applicant and the members, in the order of the application."""
    members = settled.case.members.select_related("person")
    return [settled.case.applicant, *(each.person for each in members)]


def asked_of(settled: Settled, topic: Topic, on: date) -> list[Person | None]:
    """Whom a topic is asked about on that day: adults (the applicant is one), children, or the family (None)."""
    if topic.each == "family":
        return [None]
    head = settled.case.applicant_id
    grown = {each: each.pk == head or age_on(each.birth_date, on) >= ADULT for each in persons(settled)}
    return [each for each, adult in grown.items() if adult == (topic.each == "adult")]


def newest(settled: Settled, until: date | None = None) -> dict[tuple[str, int | None], Fact]:
    """The newest fact of each topic and person, up to a day: facts are in order, so the last one stands."""
    rows = settled.facts.all() if until is None else settled.facts.filter(on__lte=until)
    return {(each.topic, each.person_id): each for each in rows}


def said(settled: Settled) -> list[Said]:
    return [Said(each.topic, each.answer, each.on) for each in newest(settled).values()]


def open_visit(settled: Settled) -> Visit | None:
    """The next one that was not made."""
    return settled.visits.filter(done=None).order_by("month").first()


def open_survey(settled: Settled) -> Survey | None:
    return Survey.objects.filter(visit__settled=settled, sent=None).order_by("-visit__month").first()


def consents(settled: Settled) -> Mapping[str, Consent]:
    """Those in force, by helper."""
    return {each.helper: each for each in settled.consents.filter(withdrawn=None)}


def agreed(settled: Settled, helper: str) -> bool:
    return settled.consents.filter(helper=helper, withdrawn=None).exists()


def refuse_without_consent(settled: Settled, helper: Helper) -> None:
    """Raises NoConsent."""
    if not agreed(settled, helper):
        letter = _("The family has not opened its notes to this helper: %(helper)s. It can do so on its own page.")
        raise NoConsent(letter % {"helper": helper.label})


def notes(settled: Settled, account: Account) -> list[Written]:
    """Notes the account may read and the family has opened; one that was closed again is not there."""
    helpers = permissions.readable(account, settled) & set(consents(settled))
    return _written(settled.notes.filter(helper__in=helpers))


def own_notes(settled: Settled) -> list[Written]:
    """All that was written about a family is its own."""
    return _written(settled.notes.all())


def referrals(settled: Settled) -> QuerySet[Referral]:
    return settled.referrals.select_related("service__territory")


def services_for(settled: Settled, kinds: Any = None) -> QuerySet[Service]:
    """Help that can be had where the family lives."""
    found = Service.objects.filter(territory__in=wholes(settled.territory_id), closed=None)
    return found if kinds is None else found.filter(kind__in=kinds)


def obliged_until(settled: Settled) -> date:
    return integration().follow_up.obliged_until(settled.since)


def _long_ago(today: date) -> date:
    return today - timedelta(days=30)


def _written(rows: QuerySet[Note]) -> list[Written]:
    return [Written(each, _text(each)) for each in rows.select_related("author")]


def _text(note: Note) -> str:
    try:
        return str(personal.read(note.text)["text"])
    except Erased:
        return ""
