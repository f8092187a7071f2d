"""Making the demonstration: families, officers and cases in one transaction, into an office that holds nobody yet."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from qonys.countries.calendar import read_calendar
from qonys.countries.folders import pack_folder
from qonys.countries.identifiers import read_identifiers
from qonys.countries.procedures.law import Procedure, read_procedures
from qonys.engines.vocabulary.errors import QonysError
from qonys.office.casework.cases import histories, law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority import demonstration
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.services import CONSOLE
from qonys.office.foundation.journal.histories import Telling
from qonys.office.foundation.journal.services import append
from qonys.office.project.demonstration import applications, registers, staff
from qonys.office.project.demonstration.applications import Drawer, Drawn
from qonys.office.project.demonstration.country import SETTLES, country, source
from qonys.office.project.demonstration.days import past_years
from qonys.office.project.demonstration.families import Family, Inventor
from qonys.office.project.demonstration.points import Pilot, Points
from qonys.office.project.demonstration.quotas import Books
from qonys.office.project.demonstration.today import Day
from qonys.office.registers.persons.models import Person
from qonys.office.registers.sources.services import vintage

PERSONS, SEED = 5500, 2026
WITH_ACCOUNT = 0.15  # of the families: the others came to the career centre
HANDED_IN = 3  # families of the points pilot whose papers are there
SHOWN = 4  # regions whose officers are named at the door
# Families named at the door: one that was asked for something, one that was granted a status, one that waits for its
# place, one that has settled.
STAGES: tuple[Callable[[Case], bool], ...] = (
    lambda case: case.waiting,
    lambda case: case.status == Status.GRANTED and law.procedure(case.procedure).stream != SETTLES,
    lambda case: case.status == Status.GRANTED and law.procedure(case.procedure).stream == SETTLES,
    lambda case: case.status == Status.FOLLOWED,
)
MARK = "demonstration"  # a file in the home: what it holds is invented


class NotEmpty(QonysError):
    """The office holds persons or cases: invented ones are never put among them."""


@dataclass(frozen=True)
class Made:
    persons: int
    cases: int
    lines: int


def make(persons: int = PERSONS, seed: int = SEED) -> Made:
    """Draw the office of the country of the settings. The same seed draws the same on the same day. Raises NotEmpty."""
    refuse_occupied()
    with transaction.atomic():
        made = making(seed).make(persons, seed)
    mark()
    return made


def refuse_occupied() -> None:
    """Raises NotEmpty."""
    if Person.objects.exists() or Case.objects.exists():
        raise NotEmpty(
            "This office holds persons or cases already; invented ones are not put among them. "
            "Choose an empty home (QONYS_HOME) or database, or set QONYS_DEMO=0."
        )


def mark() -> None:
    """From now on this home is opened as a demonstration."""
    Path(settings.QONYS_HOME, MARK).touch()


def making(seed: int) -> Making:
    drawn = random.Random(seed)
    return Making(drawn, timezone.now(), Telling(salt=lambda: f"{drawn.getrandbits(128):032x}"))


@dataclass
class Making:
    """Everything is drawn from one lot, in one order."""

    drawn: random.Random
    now: datetime
    telling: Telling

    def __post_init__(self) -> None:
        pack, of = pack_folder(settings.QONYS_COUNTRY), country()
        self.content, self.nation, self.regions = of.content, of.nation, of.regions
        self.procedures = read_procedures(pack)
        self.today = timezone.localdate(self.now)
        self.number = read_identifiers(pack)["person"]
        days = past_years(self.today, read_calendar(pack))
        self.drawer = Drawer(self.content, days, self.drawn, self.today)
        self.pilot = Pilot(self.drawn)

    def make(self, persons: int, seed: int) -> Made:
        families = list(self.inventor().families(persons))
        cases = self._cases(families)
        began = registers.opening(min(each.moments[0] for each in cases) - timedelta(days=14))
        officers = staff.employ(list(self.regions.values()), self.nation, self.content, self.drawn, began, self.telling)
        known = self._persons(cases)
        accounts = self._accounts(cases)
        told = [self._told(case, known, officers, accounts) for case in cases]
        written = histories.write(told, self.telling)
        lines = self.telling.write()
        shown = [each.pk for each in self._shown(written, officers)]
        scored = [case for case, each in zip(written, cases, strict=True) if each.questionnaire]
        shown += self._live(written, scored, officers, shown)
        told_of = {"seed": seed, "persons": len(known), "cases": len(written), "shown": shown,
                   "busy": _busiest(written)}  # fmt: skip
        append(demonstration.STREAM, "made", told_of, actor=CONSOLE)
        return Made(len(known), len(written), lines)

    def inventor(self) -> Inventor:
        return Inventor(self.content, self.number, self.drawn, self.today)

    def _cases(self, families: list[Family]) -> list[Drawn]:
        """One case a family; of each procedure the first ones stand in every status."""
        counts: dict[str, int] = {}
        found = []
        for family in families:
            procedure = self._procedure(family)
            found.append(self._asked(self.drawer.case(family, procedure, counts.get(procedure.key, 0))))
            counts[procedure.key] = counts.get(procedure.key, 0) + 1
        return applications.families_first(found)

    def _asked(self, case: Drawn) -> Drawn:
        """The same with the questionnaire of the points pilot, for those who take part."""
        applied, born = case.moments[0].date(), case.family.head.told.birth_date
        return replace(case, questionnaire=self.pilot.questionnaire(case.version, case.status, applied, born))

    def _procedure(self, family: Family) -> Procedure:
        stream = SETTLES if family.leaves else "kandas"
        return next(each for each in self.procedures.values() if each.stream == stream)

    def _persons(self, cases: list[Drawn]) -> Mapping[UUID, Person]:
        heard = [
            registers.Heard(
                case.family,
                registers.opening(case.moments[0] - timedelta(days=1)),
                self.regions[case.family.leaves or case.family.settles],
            )
            for case in cases
        ]
        come_from = source()
        told = vintage(come_from, self.today)
        return registers.write(heard, come_from, told, actor=CONSOLE, drawn=self.drawn, telling=self.telling)

    def _accounts(self, cases: list[Drawn]) -> dict[UUID, Account]:
        """Accounts of some families by the key of their head; the pilot's questionnaire is filled in there."""
        chosen = [each.family.head for each in cases if self.drawn.random() < WITH_ACCOUNT or each.questionnaire]
        heads = [
            (f"family{number}", f"{head.told.given} {head.told.surname}", self.drawn.choice(("kk", "kk", "ru")))
            for number, head in enumerate(chosen, start=1)
        ]
        began = registers.opening(cases[0].moments[0] - timedelta(days=1))
        opened = staff.applicants(heads, began, self.telling)
        return {head.key: account for head, account in zip(chosen, opened, strict=True)}

    def _told(
        self, case: Drawn, known: Mapping[UUID, Person], officers: staff.Staff, accounts: dict[UUID, Account]
    ) -> histories.Told:
        head, *others = case.family.members
        account = accounts.get(head.key)
        return histories.Told(
            number=self.drawer.number(case.procedure, case.moments[0].year),
            procedure=case.procedure.key,
            applicant=known[head.key],
            members=[(known[each.key], str(each.relation)) for each in others],
            account=account,
            done=applications.done(case, officers, account, self.drawer, self.regions),
        )

    def _live(self, written: list[Case], scored: list[Case], officers: staff.Staff, shown: list[int]) -> list[int]:
        """The day the office is made. What it writes stands on what was written: told histories begin their streams.

        Returns the accounts that the day itself makes worth a look.
        """
        kept = {case.pk for case in written if case.account_id in shown}
        day = Day(officers, self.content, self.drawn, self.today, written, kept)
        day.touched |= {case.pk for case in scored if case.status == Status.TO_DECIDE}
        day.live(_busiest(written), self.regions.values())
        for case in [each for each in scored if each.status == Status.TO_DECIDE and each.account][:HANDED_IN]:
            day.hand_in(case)
        points = Points(officers, self.content, self.drawn, self.nation, self.today)
        refused = points.decide([case for case in scored if case.pk not in kept])
        now = Case.objects.annotate(relatives=Count("members")).order_by("pk")
        Books(officers, self.content, self.nation, self.today).keep(now)
        points.propose_rules()
        family = points.appeal(refused)
        return [family.pk] if family else []

    def _shown(self, written: list[Case], officers: staff.Staff) -> list[Account]:
        """Who is named at the door: the posts of the nation and of the busiest regions, and a family at each stage."""
        posts = [post for post in staff.IN_A_REGION if post not in staff.MANY]
        found = [officers.of(self.nation.pk, post) for post in staff.IN_THE_NATION]
        found += [officers.of(path, post) for path in _busiest(written) for post in posts]
        families = [family for stage in STAGES if (family := _family(written, stage))]
        return list(dict.fromkeys([*found, *families]))


def _busiest(written: list[Case]) -> list[str]:
    return [path for path, _count in Counter(case.territory_id for case in written).most_common(SHOWN)]


def _family(written: list[Case], stage: Callable[[Case], bool]) -> Account | None:
    """Of a region whose officers are named too, if there is one: what one does the other sees."""
    busy = _busiest(written)
    found = [case for case in written if case.account and stage(case)]
    return next((case.account for case in found if case.territory_id in busy), found[0].account if found else None)
