"""Probes for the routes of settled families. Every second family has opened its notes to NGOs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.casework.integration.models import Consent, Referral, Service, Settled, Survey, Visit
from qonys.office.foundation.journal.models import Stream
from qonys.office.registers.settlements.models import Settlement as Registered
from qonys.office.registers.sources.services import vintage
from tests.office.cases.filing import source
from tests.office.fuzz import facts
from tests.office.fuzz.facts import CaseFact
from tests.office.fuzz.probes import Check, knows, own, probe, text
from tests.office.fuzz.world import User, World

DESK = {
    "office_settled_visit": "visit/", "office_settled_ask": "ask/", "office_settled_note": "note/",
    "office_settled_offer": "offer/",
}  # fmt: skip


def some(world: World, count: int) -> list[CaseFact]:
    """Other ones every time: what one round does not ask, the next does."""
    return world.drawn.sample(world.cases, min(count, len(world.cases)))


def agreed(world: World, case: CaseFact) -> bool:
    return world.cases.index(case) % 2 == 0


def follows(world: World, user: User, case: CaseFact) -> bool:
    return facts.holds(user.fact, facts.FOLLOWS, case.territory, case.procedure, world.today)


def supports(world: World, user: User, case: CaseFact) -> bool:
    helps = facts.holds(user.fact, facts.SUPPORTS, case.territory, case.procedure, world.today)
    return helps and agreed(world, case)


def family(world: World, case: CaseFact) -> Settled:
    """The family of a case, settled a hundred days ago; made when it is first asked for."""
    known = Settled.objects.filter(case__number=case.number).first()
    if known is not None:
        return known
    row, day = Case.objects.get(number=case.number), world.today - timedelta(days=100)
    told = vintage(source(), day)
    # Written straight into the tables: half of these places stand on no list of the country.
    registered = Registered.objects.create(
        person=row.applicant, territory=row.territory, listed=day, since=day, family="few-none", adults=1, children=1,
        vintage=told,
    )  # fmt: skip
    made = Settled.objects.create(case=row, registered=registered, territory=row.territory, procedure=row.procedure,
                                  since=day, due=world.today)  # fmt: skip
    Visit.objects.create(settled=made, month=3, due=world.today)
    if agreed(world, case):
        Consent.objects.create(settled=made, helper="ngo", given=timezone.now())
    return made


def told(world: World, user: User, route: str, answer: Any) -> Iterator[Check]:
    """Names of families that agreed may be told to NGOs there; everybody else's only to who may know of them."""
    yield Check(route, user, f"status {answer.status_code}", answer.status_code >= 500, False)
    for surname in set(re.findall(r"Сынақ[а-з]{4}", text(answer))):
        person = next(each for each in world.people if each.surname == surname)
        case = next(each for each in world.cases if person in each.persons)
        head = case.persons[0] == person
        yield Check(route, user, f"the name {surname}", True,
                    knows(world, user, person) or (head and supports(world, user, case)))  # fmt: skip


@probe("office_settled_family")
def _family(world: World, user: User) -> Iterator[Check]:
    for case in some(world, 4):
        family(world, case)
        answer = user.browser.get(f"/en/office/settled/{case.number}/")
        may = facts.at_a_desk(user.fact) and (follows(world, user, case) or supports(world, user, case))
        yield Check("office_settled_family", user, case.number, answer.status_code == 200, may)
        yield from told(world, user, "office_settled_family", answer)
    answer = user.browser.get("/en/office/settled/?queue=all")
    yield from told(world, user, "office_settled", answer)


@probe(*DESK, "office_settled_help")
def _deeds(world: World, user: User) -> Iterator[Check]:
    """Whoever does not follow a family changes nothing of it; a note is an NGO's too, while the family agrees."""
    for case in some(world, 2):
        settled = family(world, case)
        service, _new = Service.objects.get_or_create(territory_id=case.territory, kind="housing", provider="...")
        referral, _new = Referral.objects.get_or_create(
            settled=settled, service=service, defaults={"offered": world.today, "changed": world.today}
        )
        body = {"on": world.today.isoformat(), "housing": "own", "text": "...", "state": "no_place"}
        body["service"] = str(service.key)
        for route, ending in {**DESK, "office_settled_help": f"help/{referral.key}/"}.items():
            before = _lines(settled)
            answer = user.browser.post(f"/en/office/settled/{case.number}/{ending}", body)
            did = _lines(settled) > before
            noted = route == "office_settled_note" and supports(world, user, case)
            may = facts.at_a_desk(user.fact) and (follows(world, user, case) or noted)
            yield Check(route, user, f"{ending} of {case.number}", did, may and did)
            yield from told(world, user, route, answer)


@probe("my_settled", "my_settled_consent", "my_settled_help", "my_settled_survey")
def _own(world: World, user: User) -> Iterator[Check]:
    for case in some(world, 3):
        settled = family(world, case)
        answer = user.browser.get(f"/en/my/settled/{case.number}/")
        yield Check("my_settled", user, case.number, answer.status_code == 200, own(user, case))
        survey, _new = Survey.objects.get_or_create(visit=settled.visits.first(), defaults={"asked": world.today})
        page = f"/en/my/settled/{case.number}/questions/{survey.key}/1/"
        answer = user.browser.get(page)
        yield Check("my_settled_survey", user, case.number, answer.status_code == 200, own(user, case))
        before = _lines(settled)
        user.browser.post(f"/en/my/settled/{case.number}/consent/", {"helper": "career_centre", "given": "yes"})
        did = _lines(settled) > before
        yield Check("my_settled_consent", user, case.number, did, own(user, case) and did)
        for referral in settled.referrals.filter(state="offered")[:1]:
            user.browser.post(f"/en/my/settled/{case.number}/help/{referral.key}/", {"state": "accepted"})
            referral.refresh_from_db()
            did = referral.state != "offered"
            yield Check("my_settled_help", user, case.number, did, own(user, case) and did)


@probe("one_settled", "record_facts")
def _api(world: World, user: User) -> Iterator[Check]:
    for case in some(world, 3):
        settled = family(world, case)
        may = user.fact.kind != "applicant" and follows(world, user, case)
        answer = user.call("get", f"/settled/{case.number}")
        yield Check("one_settled", user, case.number, answer.status_code == 200, may)
        before = _lines(settled)
        body = {"on": world.today.isoformat(), "facts": [{"topic": "housing", "answer": "rented"}]}
        user.call("post", f"/settled/{case.number}/facts", body)
        yield Check("record_facts", user, case.number, _lines(settled) > before, may)
    listed = text(user.call("get", "/settled"))
    for case in world.cases:
        known = Settled.objects.filter(case__number=case.number).exists()
        may = known and user.fact.kind != "applicant" and follows(world, user, case)
        yield Check("list_settled", user, case.number, case.number in listed, may)


def _lines(settled: Settled) -> int:
    return Stream.objects.filter(pk=settled.stream).values_list("entries", flat=True).first() or 0
