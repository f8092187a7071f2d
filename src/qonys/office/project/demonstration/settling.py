"""Settled families as they are followed: arrivals told to the register, visits, surveys, consents, notes, help.

Most do well. One whose account is named at the door lives where its home was promised and not given: help is offered.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from qonys.countries.demonstration import Demonstration
from qonys.countries.integration import Topic
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.integration import listening, selectors, services
from qonys.office.casework.integration import tasks as surveys
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Service, Settled, Survey, Visit
from qonys.office.casework.integration.states import Helper, Source, State
from qonys.office.casework.integration.told import Told
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.project.demonstration.staff import Staff

AT_ONCE = 20  # families in one transaction: others write in between
VISITED = 220  # families at most who are visited; the others wait for their visit
MISSED = 0.15  # of the visits
OFTEN = (9, 3, 1)  # how often the first answers that worry nobody are given; the later ones are rare
WORRY, SELDOM = {"work": 0.2}, 0.04  # how often what calls for help is said: assumed
OPEN_SURVEYS = 1  # families with an account who have not sent theirs yet
DEEDS = ("settle", "event", "finish")
HELPED = 8  # families with referrals


@dataclass(frozen=True)
class Followed:
    """`troubled`: the account of the family whose settlement may fail."""

    staff: Staff
    content: Demonstration
    drawn: random.Random
    today: date
    troubled: Account | None

    def follow(self) -> None:
        """In this order: a visit stands on the arrival, help on what a visit found."""
        self._register()
        followed = self._families()
        self._visit(followed)
        self._ask(followed)
        self._open_notes(followed)
        self._help(followed)

    def _register(self) -> None:
        """Arrivals, departures and ends of the past, as casework tells the register of each."""
        waiting = list(Case.objects.filter(status__in=(Status.FOLLOWED, Status.CLOSED), settled=None).order_by("pk"))
        for start in range(0, len(waiting), AT_ONCE):
            with transaction.atomic():
                for case in waiting[start : start + AT_ONCE]:
                    for line in cases.lines(case):
                        if line.act in DEEDS:
                            listening.heard(case, line)

    def _families(self) -> list[Settled]:
        """Those who are visited: the longest settled first, and who has an account before who has none."""
        rows = Settled.objects.filter(until=None).select_related("case__account", "case__applicant", "territory")
        found = sorted(rows.order_by("since", "pk"), key=lambda each: each.case.account_id is None)
        return found[:VISITED]

    def _visit(self, followed: Iterable[Settled]) -> None:
        for settled in followed:
            with transaction.atomic():
                for visit in self._past(settled):
                    if self._in_trouble(settled) or self.drawn.random() >= MISSED:
                        self._visited(settled, visit)
                if self._in_trouble(settled):
                    self._found(settled, self.today)

    def _past(self, settled: Settled) -> QuerySet[Visit]:
        return settled.visits.filter(due__lt=self.today - timedelta(days=10), done=None).order_by("month")

    def _visited(self, settled: Settled, visit: Visit) -> None:
        self._found(settled, visit.due + timedelta(days=self.drawn.randint(0, 9)))

    def _found(self, settled: Settled, on: date) -> None:
        by = self.staff.of(settled.territory_id, "follower")
        services.follow_up(settled, self._told(settled, on), on=on, source=Source.OFFICER, by=by)

    def _told(self, settled: Settled, on: date) -> list[Told]:
        """One answer of everybody to every topic."""
        return [
            Told(topic.key, self._answer(topic, troubled=self._in_trouble(settled)), person)
            for topic in integration().topics
            for person in selectors.asked_of(settled, topic, on)
        ]

    def _answer(self, topic: Topic, troubled: bool) -> str:
        """In trouble whatever calls for help first; else seldom, and mostly the first answers of the topic."""
        worrying = [key for reason in integration().reasons if reason.topic == topic.key for key in reason.answers]
        if worrying and ((troubled and topic.each == "family") or self.drawn.random() < WORRY.get(topic.key, SELDOM)):
            return worrying[0]
        calm = [each.key for each in topic.answers if each.key not in worrying][: len(OFTEN)]
        return self.drawn.choices(calm, OFTEN[: len(calm)])[0]

    def _ask(self, followed: Sequence[Settled]) -> None:
        """Families whose visit is near are asked by notice; most send their answers, one has not begun."""
        surveys.ask_all(self.today)
        waiting = Survey.objects.filter(visit__settled__in=followed, sent=None)
        rows = waiting.select_related("visit__settled__case__account").order_by("pk")
        for survey in list(rows)[OPEN_SURVEYS:]:
            settled = survey.visit.settled
            services.send(survey, self._told(settled, self.today), by=_account(settled))

    def _open_notes(self, followed: Sequence[Settled]) -> None:
        """Families open their notes to both helpers, who write; what is closed stays closed."""
        for settled in [each for each in followed if each.case.account][:HELPED]:
            for helper, post in ((Helper.CAREER_CENTRE, "follower"), (Helper.NGO, "ngo")):
                services.consent(settled, helper, True, by=_account(settled))
                text = self.drawn.choice(self.content.texts.helper[helper.value])
                services.write_note(settled, text, by=self.staff.of(settled.territory_id, post))

    def _help(self, followed: Sequence[Settled]) -> None:
        """Help that came to a good end, that was declined, for which there was no place; and an offer that waits."""
        ways = ((State.ACCEPTED, State.STARTED, State.FINISHED), (State.ACCEPTED, State.STARTED), (State.REFUSED,),
                (State.NO_PLACE,))  # fmt: skip
        known = [each for each in followed if each.case.account and not self._in_trouble(each)][:HELPED]
        for number, settled in enumerate(known):
            self._lead(settled, "", ways[number % len(ways)])
        for settled in followed:
            if self._in_trouble(settled):
                settled.refresh_from_db()
                self._lead(settled, next(iter(settled.reasons), ""), ())

    def _lead(self, settled: Settled, reason: str, way: Sequence[State]) -> None:
        law = integration()
        fitting = next((each.help[0] for each in law.reasons if each.key == reason), None)
        kind = fitting or self.drawn.choice([each.key for each in law.services])
        by = self.staff.of(settled.territory_id, "follower")
        referral = services.offer(settled, self._service(settled.territory, kind, by), reason=reason, by=by)
        for state in way:
            family = state in (State.ACCEPTED, State.REFUSED)
            referral = services.move(referral, state, by=_account(settled) if family else by)

    def _service(self, territory: Territory, kind: str, by: Account) -> Service:
        known = Service.objects.filter(territory=territory, kind=kind, closed=None).first()
        provider = self.content.texts.provider[kind].format(region=territory.name_kk)
        return known or services.enter_service(territory, kind, provider, self.content.texts.phone, by=by)

    def _in_trouble(self, settled: Settled) -> bool:
        return self.troubled is not None and settled.case.account_id == self.troubled.pk


def _account(settled: Settled) -> Account:
    account = settled.case.account
    assert account is not None  # only families with an account are asked, and open their notes
    return account
