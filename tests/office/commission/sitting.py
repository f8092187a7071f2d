"""Sessions for tests: a secretary, members, and cases that wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.utils import timezone

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.commission import services
from qonys.office.casework.commission.models import AgendaItem, Session
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, office, opened

NUMBERS = count(1)


@dataclass(frozen=True)
class Commission:
    staff: dict[str, Account]
    members: list[Account]
    place: str = KOSTANAY

    @property
    def secretary(self) -> Account:
        return self.staff["secretary"]


def commission(members: int = 3, place: str = KOSTANAY) -> Commission:
    seated = [officer(f"member{next(NUMBERS)}") for _each in range(members)]
    for each in seated:
        mandate(each, "commission_member", place)
    return Commission(office(place), seated, place)


def waiting(staff: dict[str, Account], **told: object) -> Case:
    """A case that has been put before the commission."""
    case = opened(**told)  # type: ignore[arg-type]
    cases.act(case, "accept", by=staff["clerk"])
    return cases.act(case, "forward", by=staff["clerk"])


def planned(of: Commission, *heard: Case, procedure: str = "kandas") -> Session:
    session = services.convene(
        procedure,
        territory=Territory.objects.get(pk=of.place),
        day=timezone.localdate(),
        place="Қостанай, Әл-Фараби даңғылы 66",
        members=of.members,
        chair=of.members[0],
        by=of.secretary,
    )
    services.put_on_agenda(session, [case.number for case in heard], by=of.secretary)
    return session


def sitting(of: Commission, *heard: Case, procedure: str = "kandas") -> Session:
    present = [each.pk for each in of.members]
    return services.open_session(planned(of, *heard, procedure=procedure), present, by=of.secretary)


def item_of(session: Session, case: Case) -> AgendaItem:
    return session.items.get(case=case)


def voted(of: Commission, item: AgendaItem, *choices: str, ground: str = "") -> AgendaItem:
    """Each member votes, and the secretary counts."""
    for member, choice in zip(of.members, choices, strict=True):
        services.vote(item, choice, "туысым" if choice == "abstain" else "", by=member)
    return services.decide(item, ground, by=of.secretary)


def closed(of: Commission, session: Session) -> Session:
    services.write_minutes(session, "Отырыс ашылды, істер қаралды.", "бейнежазба 12/2026", by=of.secretary)
    return services.close(session, by=of.secretary)
