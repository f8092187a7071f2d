"""Rounds for tests: places that are ready and seen, families that were accepted, a commission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.ledger.models import Quota
from qonys.office.casework.offers import services as offers
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.offers.services import OfferTold
from qonys.office.casework.placement import services, tasks
from qonys.office.casework.placement.models import Placing, Round
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, person
from tests.office.cases.filing import office as staffed
from tests.office.ledger.places import opened as quota

NORTH, SOUTH = "KZ/KZ-39/391/", "KZ/KZ-39/392/"  # two districts


@dataclass(frozen=True)
class Commission:
    secretary: Account
    member: Account
    akim: Account
    visitor: Account
    staff: dict[str, Account]


def commission(place: str = "KZ/") -> Commission:
    made = {key: officer() for key in ("secretary", "member", "akim", "visitor")}
    roles = {"secretary": "commission_secretary", "member": "commission_member", "akim": "municipality_officer",
             "visitor": "integration_officer"}  # fmt: skip
    for key, role in roles.items():
        mandate(made[key], role, place)
    return Commission(**made, staff=staffed(place))


def day(ahead: int = 30) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def ready(of: Commission, kind: str, number: int, place: str = NORTH, ahead: int = 10, **more: object) -> Offer:
    told = OfferTold(kind, number, day(ahead), "Әкімдіктің қаулысы", **more)  # type: ignore[arg-type]
    found = offers.enter(told, Territory.objects.get(pk=place), by=of.akim)
    return offers.verify(found, "Кілттер қолда", by=of.visitor)


def settlement(of: Commission, place: str, dwellings: int, rooms: int = 3, seats: int = 50, jobs: int = 20) -> Offer:
    """A place with everything; returns its dwellings."""
    ready(of, "school", seats, place)
    ready(of, "kindergarten", seats, place)
    ready(of, "job", jobs, place, occupation="мұғалім")
    return ready(of, "dwelling", dwellings, place, rooms=rooms)


def family(of: Commission, *children: int, settle: str = "KZ-39") -> Case:
    """A couple with children of these ages, accepted."""
    home, account = Territory.objects.get(pk=PAVLODAR), applicant()
    born = timezone.localdate().year
    people = [(person(home, birth_date=date(born - 35, 1, 1)), "spouse")]
    people += [(person(home, birth_date=date(born - age, 1, 1)), "child") for age in children]
    case = cases.open_case(
        "resettlement",
        territory=home,
        applicant=person(home, birth_date=date(born - 36, 1, 1)),
        members=people,
        application={"from": "KZ-55", "settle": settle, "occupation": "Мұғалім", "work_there": "no"},
        account=account,
        actor=account.actor,
    )
    for act, told, who in (("accept", {}, "clerk"), ("forward", {}, "clerk"),
                           ("recommend", {"recommends": "grant"}, "secretary"), ("grant", {}, "decider")):  # fmt: skip
        case = cases.act(case, act, told, by=of.staff[who])
    return case


def computed(of: Commission, place: str = KOSTANAY) -> Round:
    made = services.open_round("resettlement", territory=Territory.objects.get(pk=place), day=day(), by=of.secretary)
    return again(made)


def again(found: Round) -> Round:
    tasks.compute({}, lambda share, stage: None)
    found.refresh_from_db()
    return found


def places_of(found: Round) -> dict[int, str | None]:
    return dict(Placing.objects.filter(round=found).values_list("case", "place"))


def quotas(units: int = 100) -> Quota:
    return quota(units, KOSTANAY, year=day().year)
