"""One day in the invented office, done by its own services on the histories of the past year: papers are asked for and
come, commissions sit and are convened, decisions fall and bring their letters, municipalities enter what they offer.

Every service asks for mandates and for the law here as it does for officers; so does nothing that could not happen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from qonys.countries.demonstration import Demonstration
from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.papers import Someone, Wanted, wanted
from qonys.office.casework.cases.states import OPEN, TAKEN_IN, Status
from qonys.office.casework.commission import services as commission
from qonys.office.casework.commission.models import Session
from qonys.office.casework.documents import services as documents
from qonys.office.casework.letters import services as letters
from qonys.office.casework.letters.kinds import Kind
from qonys.office.casework.offers import services as offers
from qonys.office.casework.offers.models import Kind as Offered
from qonys.office.foundation.authority.models import Territory
from qonys.office.project.demonstration.paper import sheet
from qonys.office.project.demonstration.staff import MEMBERS, Staff
from qonys.office.registers.persons.models import Person

HEARD, PLANNED = 3, 6  # cases of a session that sits today, and of one to come
DECIDED, ANSWERED = 4, 2  # a region and day
AHEAD = (1, 5)  # days to the next session
Fits = Callable[[Case], bool]


@dataclass
class Day:
    """`kept`: cases of families named at the door, which are told of as they stand."""

    staff: Staff
    content: Demonstration
    drawn: random.Random
    today: date
    cases: Sequence[Case]
    kept: Collection[int]
    touched: set[int] = field(default_factory=set)

    def live(self, busy: Sequence[str], regions: Iterable[Territory]) -> None:
        """Work in the busy regions, offers in every region."""
        for region in regions:
            self.offer(region)
        for path in busy:
            self.receive(path)
            self.answer(path)
            self.decide(path)
            self.hear(path, sits=path == busy[0])
        for case in self.cases:
            if case.pk in self.kept:
                self.greet(case)

    def receive(self, path: str) -> None:
        """A family handed its papers in; another is asked for one."""
        first, *others = self._take(path, 2, lambda case: _with_account(case) and not case.waiting) or [None]
        if first:
            self.hand_in(first)
        for case in others:
            self._ask(case)

    def answer(self, path: str) -> None:
        """Who was asked sends what was wanted."""
        for case in self._take(path, ANSWERED, lambda case: _with_account(case) and case.waiting):
            self.hand_in(case)
            acts.act(case, "answer", {"text": self._text("answer")}, by=case.account)

    def decide(self, path: str) -> None:
        """As the commission recommended; letters and notices follow by themselves."""
        decider = self.staff.of(path, "decider")
        for case in self._take(path, DECIDED, lambda case: case.status == Status.TO_DECIDE):
            if selectors.course(case).recommends == "refuse":
                acts.act(case, "refuse", {"ground": _ground(case), "reason": self._text("refuse")}, by=decider)
            else:
                acts.act(case, "grant", by=decider)

    def hear(self, path: str, sits: bool) -> None:
        """One session is over, one is to come; in the busiest region one sits, and waits for the vote of a member."""
        for procedure in law.procedures():
            before = [case for case in self._of(path, _at_commission) if case.procedure == procedure]
            over = min(HEARD, len(before) - 1)  # one at least is left for the session to come
            if over > 0:
                self._heard(path, procedure, before[:over], closes=True)
                before = before[over:]
            if sits and len(before) > HEARD:
                self._heard(path, procedure, before[:HEARD], closes=False)
                before = before[HEARD:]
            if before:
                day = self.today + timedelta(days=self.drawn.randint(*AHEAD))
                self._agenda(self._convened(path, procedure, day), before[:PLANNED])

    def offer(self, region: Territory) -> None:
        """Dwellings, seats and a job, from some weeks ago to some months from now."""
        by, occupation = self.staff.of(region.pk, "municipality"), self.drawn.choice(self.content.occupations).kk
        for kind in Offered:
            told = offers.OfferTold(
                kind=kind.value,
                number=self.drawn.randint(3, 60),
                ready=self.today + timedelta(days=self.drawn.randint(-40, 200)),
                proof=self.content.texts.proves[kind].format(number=self.drawn.randint(12, 480)),
                rooms=self.drawn.randint(1, 4) if kind == Offered.DWELLING else None,
                occupation=occupation if kind == Offered.JOB else "",
            )
            offers.enter(told, region, by=by)

    def greet(self, case: Case) -> None:
        """A family named at the door: its papers are there, and the letters of its decision."""
        if case.status in OPEN:
            self.hand_in(case, answered=False)
        if case.status in TAKEN_IN:
            acts.act(case, "message", {"text": self._text("ask")}, by=self.staff.of(case.territory_id, "clerk"))
        if case.status in (Status.GRANTED, Status.FOLLOWED):
            for kind in (Kind.GRANT, Kind.CERTIFICATE):
                letters.issue(case, kind, by=self.staff.of(case.territory_id, "decider"))

    def hand_in(self, case: Case, answered: bool = True) -> None:
        """What the law wants of this family; what it was asked for only when it answers."""
        course = selectors.course(case)
        for each in _wanted(case):
            if each.paper.needed and (answered or each.paper.key not in course.asked):
                self._paper(case, each)

    def _paper(self, case: Case, each: Wanted) -> None:
        people = {str(person.key): person for person in _people(case)}
        person = people[each.of.key] if each.of else None
        of = person or case.applicant
        title = each.paper.names.names.en
        content = sheet((title, f"{of.latin_given} {of.latin_surname}", str(of.birth_date), "Demonstration: invented"))
        documents.hand_in(case, each.paper.key, f"{each.paper.key}.pdf", content, by=case.account, person=person)

    def _ask(self, case: Case) -> None:
        paper = next(each.paper.key for each in _wanted(case) if each.paper.needed)
        by = self.staff.of(case.territory_id, "clerk")
        acts.act(case, "ask", {"papers": [paper], "text": self._text("ask")}, by=by)

    def _convened(self, path: str, procedure: str, day: date) -> Session:
        members = [self.staff.of(path, post) for post in MEMBERS]
        place = self._text("hall")
        return commission.convene(
            procedure, territory=Territory.objects.get(pk=path), day=day, place=place, members=members,
            chair=members[0], by=self.staff.of(path, "secretary"),
        )  # fmt: skip

    def _agenda(self, session: Session, cases: Iterable[Case]) -> None:
        commission.put_on_agenda(session, [case.number for case in cases], by=session.secretary)

    def _heard(self, path: str, procedure: str, cases: Sequence[Case], closes: bool) -> None:
        session = self._convened(path, procedure, self.today)
        self._agenda(session, cases)
        members = [self.staff.of(path, post) for post in MEMBERS]
        session = commission.open_session(session, [each.pk for each in members], by=session.secretary)
        for item in session.items.select_related("session", "case"):
            for member in members if closes else members[1:]:
                commission.vote(item, "for", by=member)
            if closes:
                commission.decide(item, by=session.secretary)
        if closes:
            recording = self._text("recording").format(number=self.drawn.randint(12, 480))
            commission.write_minutes(session, self._text("minutes"), recording, by=session.secretary)
            commission.close(session, by=session.secretary)

    def _of(self, path: str, fits: Fits) -> list[Case]:
        return [case for case in self.cases if case.territory_id == path and self._free(case) and fits(case)]

    def _free(self, case: Case) -> bool:
        return case.pk not in self.kept and case.pk not in self.touched

    def _take(self, path: str, count: int, fits: Fits) -> list[Case]:
        """Some that nothing was done with today."""
        found = list(islice(self._of(path, fits), count))
        self.touched |= {case.pk for case in found}
        return found

    def _text(self, occasion: str) -> str:
        return str(self.drawn.choice(getattr(self.content.texts, occasion)))


def _with_account(case: Case) -> bool:
    return case.account is not None and case.status in TAKEN_IN


def _at_commission(case: Case) -> bool:
    return case.status == Status.AT_COMMISSION


def _ground(case: Case) -> str:
    version = law.version(case.procedure, case.version)
    return next(each.key for each in version.grounds if not (each.turns_back or each.by_points))


def _wanted(case: Case) -> tuple[Wanted, ...]:
    version = law.version(case.procedure, case.version)
    people = [Someone(str(each.key), each.birth_date, applicant=each.pk == case.applicant_id) for each in _people(case)]
    return wanted(version, people, selectors.application(case), case.submitted)


def _people(case: Case) -> Iterator[Person]:
    yield case.applicant
    yield from (member.person for member in case.members.select_related("person"))
