"""Who is to be placed and what there is: rows of the office turned into families, places and capacities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Sum

from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.papers import ADULT
from qonys.office.casework.cases.states import Status
from qonys.office.casework.ledger.models import Quota, Reservation
from qonys.office.casework.ledger.states import State as Unit
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement import needs
from qonys.office.casework.placement.models import Hold, Placing, Round
from qonys.office.casework.placement.needs import QUOTA, Offered
from qonys.office.casework.placement.states import STANDING, Result
from qonys.office.foundation.authority.paths import wholes
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.settlements.services import family_of

MOST = 5000  # families of one round


@dataclass(frozen=True)
class Family:
    """`ages` on the day of the round."""

    case: Case
    ages: tuple[int, ...]
    wishes: tuple[str, ...]
    occupation: str
    works_already: bool

    @property
    def needs(self) -> dict[str, int]:
        return needs.of_family(self.ages, self.works_already)

    @property
    def kind(self) -> str:
        """As the register of settlements would write it down, were it to arrive."""
        adults = max(sum(age >= ADULT for age in self.ages), 1)
        return family_of(len(self.ages) - adults, self.works_already).value


@dataclass(frozen=True)
class Ground:
    """A place with what is free there on the day; `later`: resource -> the first day there is more of it."""

    path: str
    room: Mapping[str, int]
    jobs: tuple[str, ...]
    later: Mapping[str, date]


def families(found: Round) -> list[Family]:
    """Accepted, not yet placed, within the round's territory; in the order in which they applied."""
    waiting = _waiting(found)
    return [_family(case, found) for case in waiting[:MOST]]


def grounds(found: Round) -> list[Ground]:
    """Places within the round's territory that have a verified dwelling on the day, in the order of their paths."""
    offers = list(_offers(found))
    by_place: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_place[offer.territory_id].append(offer)
    quotas = _quotas(found, by_place)
    made = [_ground(path, by_place[path], found.day, quotas.get(path, 0)) for path in sorted(by_place)]
    return [ground for ground in made if ground.room[needs.dwelling(1)]]


def free(offer: Offer) -> int:
    """Of an offer as `_offers` gives it: what is not held."""
    return max(0, offer.number - (getattr(offer, "held", 0) or 0))


def free_offers(territory: str, day: date) -> list[Offer]:
    """Ready and verified in that very place, locked until the transaction ends; each with what is held of it."""
    rows = Offer.objects.select_for_update().filter(territory=territory, withdrawn=None, verified__isnull=False)
    found = list(rows.filter(ready__lte=day).order_by("kind", "rooms", "id"))
    sums = Hold.objects.filter(offer__in=found, lost=None).values_list("offer").annotate(held=Sum("number")).order_by()
    held = dict(sums)
    for each in found:
        each.held = held.get(each.pk, 0)  # type: ignore[attr-defined]
    return found


def quota_for(path: str, kind: str, year: int) -> Quota | None:
    """The quota a place takes from: its own, else the nearest above it."""
    found = {q.territory_id: q for q in _quota_rows([path], kind, year)}
    return next((found[whole] for whole in reversed(wholes(path)) if whole in found), None)


def _waiting(found: Round) -> QuerySet[Case]:
    standing = Placing.objects.filter(result__in=STANDING).order_by().values("case")
    cases_there = Case.objects.filter(
        procedure=found.procedure, status=Status.GRANTED, territory__wholes__whole=found.territory_id
    ).exclude(pk__in=standing)
    if found.repairs_id:
        lost = Placing.objects.filter(round=found.repairs_id, result=Result.LOST).order_by().values("case")
        cases_there = cases_there.filter(pk__in=lost)
    members = Prefetch("members", Member.objects.select_related("person"))
    return cases_there.select_related("applicant").prefetch_related(members, "wishes").order_by("submitted", "id")


def _family(case: Case, found: Round) -> Family:
    answers = _answers(case)
    people = [case.applicant, *(member.person for member in case.members.all())]
    stated = [wish.territory_id for wish in case.wishes.all()]
    settle = str(answers.get("settle", ""))
    first = f"{wholes(case.territory_id)[0]}{settle}/" if settle else case.territory_id
    return Family(
        case,
        tuple(age_on(person.birth_date, found.day) for person in people),
        tuple(dict.fromkeys([*stated, first] if stated else [first])),
        str(answers.get("occupation", "")),
        answers.get("work_there") in ("yes", "own"),
    )


def _answers(case: Case) -> Mapping[str, object]:
    try:
        return cases.application(case)
    except Erased:  # the family keeps its turn; what it wrote is gone
        return {}


def _offers(found: Round) -> QuerySet[Offer]:
    within = Offer.objects.filter(withdrawn=None, territory__wholes__whole=found.territory_id)
    return within.annotate(held=Sum("holds__number", filter=Q(holds__lost=None))).order_by("territory", "id")


def _ground(path: str, offers: Iterable[Offer], day: date, quota: int) -> Ground:
    ready, later = [], dict[str, date]()
    for offer in offers:
        told = Offered(offer.kind, free(offer), offer.rooms)
        if offer.ready <= day and offer.verified:
            ready.append((offer, told))
        elif offer.ready > day:
            for resource in needs.resources_of(told):
                later[resource] = min(later.get(resource, offer.ready), offer.ready)
    room = needs.of_place(told for _offer, told in ready) | {QUOTA: quota}
    jobs = tuple(offer.occupation for offer, told in ready if offer.kind == needs.JOB and told.number)
    return Ground(path, room, jobs, later)


def _quotas(found: Round, by_place: Mapping[str, Sequence[Offer]]) -> dict[str, int]:
    """Persons each place may take. Places under one quota share it by their dwellings, to the last person."""
    paths = sorted(by_place)
    rows = {quota.territory_id: quota for quota in _quota_rows(paths, found.kind, found.year)}
    sharing: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        whole = next((each for each in reversed(wholes(path)) if each in rows), None)
        if whole:
            sharing[whole].append(path)
    own = _held_by_families(found)
    shares = dict[str, int]()
    for whole, parts in sharing.items():
        weights = [sum(free(o) for o in by_place[path] if o.kind == "dwelling") for path in parts]
        shares |= dict(zip(parts, shared(rows[whole].available + own.get(rows[whole].pk, 0), weights), strict=True))
    return shares


def _held_by_families(found: Round) -> dict[int, int]:
    """Units that families of this round hold already: they bring them along."""
    cases_there = _waiting(found).order_by().values("pk")
    rows = Reservation.objects.filter(case__in=cases_there, state=Unit.RESERVED).order_by()
    return dict(rows.values_list("quota").annotate(units=Sum("units")))


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts in proportion, by largest remainder; the first of equals gets the odd one."""
    every = sum(weights)
    if not every:
        return [0] * len(weights)
    parts = [total * weight // every for weight in weights]
    rest = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % every), place))
    for place in rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _quota_rows(paths: Iterable[str], kind: str, year: int) -> QuerySet[Quota]:
    every = {whole for path in paths for whole in wholes(path)}
    return Quota.objects.filter(kind=kind, year=year, channel="", occupation="", territory__in=every)
