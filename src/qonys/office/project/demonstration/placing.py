"""Rounds of placement: municipalities with ready places, one whose places come later, a round that was published and
one the commission has before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from qonys.countries.demonstration import Demonstration
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.offers import services as offers
from qonys.office.casework.offers.models import Kind
from qonys.office.casework.placement import services, tasks
from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.states import Deed, Result
from qonys.office.foundation.authority.models import Territory
from qonys.office.project.demonstration.staff import Staff

LATER = timedelta(days=45)  # from then on there is room where there is none today; within the year of the quota
# Dwellings for so many of the families that wait, of the regions by how many settle there; the second one's come later.
ROOM = (0.4, 0.5, 0.15, 0.1)
BY_ROOMS = {1: 0.15, 2: 0.3, 3: 0.3, 4: 0.15, 5: 0.1}  # of the dwellings
BESIDE = {Kind.SCHOOL: 1.6, Kind.KINDERGARTEN: 0.6, Kind.JOB: 1.0}  # a dwelling
COMES_LATER = 1  # its place in ROOM
WISHING = 12  # families who say where they would go
ARRIVED = 1  # families who have said that all is there


@dataclass(frozen=True)
class Rounds:
    """`procedure`: the one whose families are settled by rounds."""

    staff: Staff
    content: Demonstration
    drawn: random.Random
    nation: Territory
    procedure: str
    today: date

    def hold(self) -> None:
        regions, waiting = self._regions(), self._waiting().count()
        for number, (region, share) in enumerate(zip(regions, ROOM, strict=False)):
            self._offer(region, share * waiting, self._later if number == COMES_LATER else self.today)
        self._wish(regions)
        self._publish()
        self._propose()

    @property
    def _later(self) -> date:
        return min(self.today + LATER, date(self.today.year, 12, 31))

    def _regions(self) -> list[Territory]:
        codes = sorted(self.content.receptions, key=lambda code: -self.content.receptions[code])
        found = {each.code: each for each in Territory.objects.filter(code__in=codes, until=None)}
        return [found[code] for code in codes if code in found]

    def _waiting(self) -> QuerySet[Case]:
        return Case.objects.filter(procedure=self.procedure, status=Status.GRANTED).order_by("pk")

    def _offer(self, region: Territory, dwellings: float, ready: date) -> None:
        """Entered by the municipality, seen by an officer of another house: before that nobody is invited."""
        by, visitor = self.staff.of(region.pk, "municipality"), self.staff.of(region.pk, "follower")
        for told in self._told(dwellings, ready):
            offers.verify(offers.enter(told, region, by=by), self._text("seen"), by=visitor)

    def _told(self, dwellings: float, ready: date) -> Iterator[offers.OfferTold]:
        """One of each at least: a place without a school takes no family with children."""
        for rooms, share in BY_ROOMS.items():
            number = max(1, round(dwellings * share))
            yield offers.OfferTold(Kind.DWELLING.value, number, ready, self._proof(Kind.DWELLING), rooms=rooms)
        for kind, each in BESIDE.items():
            occupation = self.drawn.choice(self.content.occupations).kk if kind == Kind.JOB else ""
            number = max(1, round(dwellings * each))
            yield offers.OfferTold(kind.value, number, ready, self._proof(kind), occupation=occupation)

    def _wish(self, regions: list[Territory]) -> None:
        """The region they applied for comes first, then two others."""
        for case in self._waiting().filter(account__isnull=False).select_related("account")[:WISHING]:
            others = [each.pk for each in regions if each.pk != case.territory_id]
            services.wish(case, [case.territory_id, *others[:2]], by=case.account)

    def _publish(self) -> None:
        """The secretary opens it, the engine proposes, the commission changes one place, another member publishes."""
        found = self._opened(self.today)
        self._edit(found)
        found.refresh_from_db()
        if found.placings.exists():
            services.publish(found, by=self.staff.of(self.nation.pk, "placement2"))
        self._arrive(found)

    def _propose(self) -> None:
        """On the day from which there is room: who waits now would be placed. The commission has it before it."""
        self._opened(self._later)

    def _opened(self, day: date) -> Round:
        by = self.staff.of(self.nation.pk, "placement")
        found = services.open_round(self.procedure, territory=self.nation, day=day, by=by)
        tasks.compute({}, lambda share, stage: None)
        found.refresh_from_db()
        return found

    def _edit(self, found: Round) -> None:
        """One family goes to its relatives, to the place it named second."""
        placed = list(found.placings.exclude(place=None).order_by("pk"))
        places = {each.place_id for each in placed}
        for each in placed:
            other = next((path for path in each.wishes if path in places and path != each.place_id), None)
            if other:
                by = self.staff.of(self.nation.pk, "placement")
                services.edit(each, Deed.LOCK, other, self._text("edit"), by=by)
                tasks.compute({}, lambda share, stage: None)
                return

    def _arrive(self, found: Round) -> None:
        invited = found.placings.filter(result=Result.INVITED, case__account__isnull=False)
        for each in list(invited.select_related("case__account").order_by("-pk"))[:ARRIVED]:
            services.confirm(each, "", by=each.case.account)

    def _proof(self, kind: Kind) -> str:
        return self.content.texts.proves[kind].format(number=self.drawn.randint(12, 480))

    def _text(self, occasion: str) -> str:
        return str(self.drawn.choice(getattr(self.content.texts, occasion)))
