"""One probe for each route through which data of a case, a person, a file or a draft could come: what it gave, beside
what the facts allow. A route that takes such an argument and has no probe here fails the test of routes.
"""

from __future__ import annotations

import io
import itertools
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import OPEN
from qonys.office.casework.commission.models import AgendaItem, Session
from qonys.office.casework.documents.models import Document as Paper
from qonys.office.casework.ledger import orders
from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.models import Order, Quota
from qonys.office.casework.ledger.orders import Document, Places
from qonys.office.casework.ledger.services import Ask
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement.models import Placing, Round
from qonys.office.casework.selection.models import Score
from qonys.office.foundation.journal.models import Stream
from qonys.office.registers.linkage.models import Candidate, Learned
from qonys.office.registers.persons.models import Person
from tests.office.fuzz import facts
from tests.office.fuzz.decided import decided
from tests.office.fuzz.facts import CaseFact, DraftFact, PersonFact
from tests.office.fuzz.world import User, World


@dataclass(frozen=True)
class Check:
    """What a route gave somebody of something, and whether it may."""

    route: str
    user: User
    what: str
    seen: bool
    may: bool

    @property
    def leak(self) -> bool:
        return self.seen and not self.may

    @property
    def gap(self) -> bool:
        return self.may and not self.seen

    def __str__(self) -> str:
        return f"{self.route}: {self.what} was {'shown to' if self.leak else 'kept from'} {self.user}"


Probe = Callable[[World, User], Iterator[Check]]
PROBES: dict[str, Probe] = {}


def probe(*routes: str) -> Callable[[Probe], Probe]:
    def kept(function: Probe) -> Probe:
        for route in routes:
            PROBES[route] = function
        return function

    return kept


def text(answer: Any) -> str:
    """Everything an answer holds, also inside a spreadsheet."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as sheet:
            content = b"\n".join(sheet.read(name) for name in sheet.namelist())
    return content.decode("utf-8", errors="replace")


def scan(world: World, user: User, route: str, answer: Any) -> Iterator[Check]:
    """Nobody's name stands anywhere in an answer unless he may be known of."""
    content = text(answer) if answer.status_code < 500 else ""
    yield Check(route, user, f"status {answer.status_code}", answer.status_code >= 500, False)
    for surname in set(re.findall(r"Сынақ[а-з]{4}", content)):
        person = next(each for each in world.people if each.surname == surname)
        yield Check(route, user, f"the name {surname}", True, knows(world, user, person))


def knows(world: World, user: User, person: PersonFact) -> bool:
    return user.fact.active and facts.sees_person(user.fact, person, world.cases, world.today)


def desk(world: World, user: User, case: CaseFact) -> bool:
    return facts.at_a_desk(user.fact) and facts.sees_case(user.fact, case, world.today)


def own(user: User, case: CaseFact) -> bool:
    return facts.at_home(user.fact) and case.owner == user.fact.number


def lines(case: CaseFact) -> int:
    return Stream.objects.get(pk=f"case:{case.number}").entries


# The officers' pages


def _listed(route: str, path: str) -> None:
    @probe(route)
    def of_list(world: World, user: User) -> Iterator[Check]:
        answer = user.browser.get(path)
        content = text(answer)
        for case in world.cases:
            yield Check(route, user, case.number, case.number in content, desk(world, user, case))
        answer = user.browser.get(path)
        yield from scan(world, user, route, answer)
        if route == "office_cases":
            yield from _narrowed(world, user)


_listed("office_cases", "/en/office/cases/?queue=all")
for form in ("csv", "xlsx"):
    _listed(f"office_cases_export ({form})", f"/en/office/cases/export.{form}?queue=all")
PROBES["office_cases_export"] = PROBES["office_cases_export (csv)"]


def _narrowed(world: World, user: User) -> Iterator[Check]:
    """Counts, what may be chosen, filters and words."""
    route = "office_cases"
    answer = user.browser.get("/en/office/cases/?queue=all")
    if answer.status_code == 200:
        wanted = sum(desk(world, user, case) for case in world.cases)
        told = next(tab.count for tab in answer.context["tabs"] if tab.key == "all")
        yield Check(route, user, f"the count {told} of {wanted}", told != str(wanted), False)
        for place in answer.context["places"]:
            roles = facts.SEES
            may = any(
                mandate.role in roles and facts.counts(mandate, world.today) and facts.covers(mandate, place.value)
                for mandate in user.fact.mandates
            )
            yield Check(route, user, f"the place {place.value}", True, may)
    for place in ("KZ/", "KZ/KZ-5", "KZ/KZ-39/A", "KZ/KZ-55/"):
        answer = user.browser.get("/en/office/cases/", {"queue": "all", "territory": place})
        yield from scan(world, user, f"{route} (territory)", answer)
    for case in world.drawn.sample(world.cases, min(5, len(world.cases))):
        for words in (case.number, case.persons[0].surname, case.persons[1].surname):
            answer = user.browser.get("/en/office/cases/", {"queue": "all", "q": words})
            shown = answer.status_code == 200 and any(row.number == case.number for row in answer.context["rows"])
            applicant = words != case.persons[1].surname  # members are found too, or not: only never of others
            may = desk(world, user, case)
            yield Check(f"{route} (words)", user, case.number, shown, may if applicant else may and shown)


@probe("office_case")
def _office_case(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        for number in (case.number, case.number.lower().replace("-", "")):
            answer = user.browser.get(f"/en/office/cases/{number}/")
            yield Check("office_case", user, case.number, answer.status_code == 200, desk(world, user, case))
        yield from scan(world, user, "office_case", answer)


@probe("office_case_payments")
def _office_payments(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        answer = user.browser.get(f"/en/office/cases/{case.number}/payments/")
        given = answer.status_code == 200  # an auditor is asked what for first
        yield Check("office_case_payments", user, case.number, given, given and desk(world, user, case))
        yield from scan(world, user, "office_case_payments", answer)


@probe("office_case_paper", "office_case_check")
def _office_paper(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        path = f"/en/office/cases/{case.number}/papers/{case.document}/"
        answer = user.browser.get(path)
        given = answer.status_code == 200
        yield Check(
            "office_case_paper", user, f"{case.number} {case.document}", given, given and desk(world, user, case)
        )
        before = Paper.objects.get(key=case.document).state
        user.browser.post(f"{path}check/", {"good": "", "reason": "..."})
        did = Paper.objects.get(key=case.document).state != before
        registers = facts.holds(user.fact, facts.REGISTERS, case.territory, case.procedure, world.today)
        may = did and registers and facts.at_a_desk(user.fact)
        yield Check("office_case_check", user, f"a paper of {case.number}", did, may)


@probe("office_case_act")
def _office_act(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        before = lines(case)
        answer = user.browser.post(f"/en/office/cases/{case.number}/note/", {"text": "..."})
        handles = facts.holds(user.fact, facts.HANDLES, case.territory, case.procedure, world.today)
        did, may = lines(case) > before, handles and facts.at_a_desk(user.fact)
        audits = facts.holds(user.fact, facts.AUDITS, case.territory, case.procedure, world.today)
        yield Check("office_case_act", user, f"a note in {case.number}", did, may if not audits else may and did)
        yield from scan(world, user, "office_case_act", answer)


@probe("office_cases_bulk", "office_cases_undo")
def _office_bulk(world: World, user: User) -> Iterator[Check]:
    numbers = [case.number for case in world.cases]
    before = [lines(case) for case in world.cases]
    undecided = set(Case.objects.filter(number__in=numbers, status__in=OPEN).values_list("number", flat=True))
    preview = user.browser.post("/en/office/cases/together/", {"number": numbers, "do": "mine"})
    yield from scan(world, user, "office_cases_bulk", preview)
    answer = user.browser.post("/en/office/cases/together/", {"number": numbers, "do": "mine", "sure": "yes"})
    yield from scan(world, user, "office_cases_bulk", answer)
    for case, was in zip(world.cases, before, strict=True):
        handles = facts.holds(user.fact, facts.HANDLES, case.territory, case.procedure, world.today)
        did, may = lines(case) > was, handles and facts.at_a_desk(user.fact) and case.number in undecided
        yield Check("office_cases_bulk", user, f"{case.number} taken over", did, may)
    between = [lines(case) for case in world.cases]
    user.browser.post("/en/office/cases/together/undo/", {"undo": "forged"})
    for case, was in zip(world.cases, between, strict=True):
        yield Check("office_cases_undo", user, f"{case.number} by a forged note", lines(case) > was, False)


@probe("office_persons")
def _office_persons(world: World, user: User) -> Iterator[Check]:
    for person in world.drawn.sample(world.people, min(8, len(world.people))):
        answer = user.browser.get("/en/office/persons/", {"q": person.surname})
        shown = answer.status_code == 200 and person.key in text(answer)
        may = facts.at_a_desk(user.fact) and knows(world, user, person)
        yield Check("office_persons", user, person.surname, shown, may)
    answer = user.browser.get("/en/office/persons/", {"q": "Сынақ"})
    yield from scan(world, user, "office_persons", answer)


@probe("office_person")
def _office_person(world: World, user: User) -> Iterator[Check]:
    for person in world.people:
        answer = user.browser.get(f"/en/office/persons/{person.key}/")
        may = facts.at_a_desk(user.fact) and knows(world, user, person)
        yield Check("office_person", user, person.surname, answer.status_code == 200, may)
        yield from scan(world, user, "office_person", answer)


@probe("office_same", "office_same_pair")
def _same_person(world: World, user: User) -> Iterator[Check]:
    """A pair is shown and decided only by who may handle both of its persons."""
    for one, two in world.drawn.sample(list(itertools.combinations(world.people, 2)), 4):
        pair = _pair(one, two)
        may = facts.at_a_desk(user.fact) and all(
            facts.holds(user.fact, facts.HANDLES, each.home, None, world.today) for each in (one, two)
        )
        answer = user.browser.get(f"/en/office/same-person/{pair.key}/")
        yield Check("office_same_pair", user, f"{one.surname} {two.surname}", answer.status_code == 200, may)
        if answer.status_code == 200:
            yield from scan(world, user, "office_same_pair", answer)
        user.browser.post(f"/en/office/same-person/{pair.key}/", {"do": "different"})
        did = Candidate.objects.get(pk=pair.pk).state != "open"
        yield Check("office_same_pair (post)", user, f"{one.surname} {two.surname}", did, may)
        Candidate.objects.filter(pk=pair.pk).update(state="open")
        listed = user.browser.get("/en/office/same-person/")
        shown = listed.status_code == 200 and str(pair.key) in text(listed)
        yield Check("office_same", user, f"{one.surname} {two.surname}", shown, may)
        yield from scan(world, user, "office_same", listed)


def _pair(one: PersonFact, two: PersonFact) -> Candidate:
    learned, _ = Learned.objects.get_or_create(hash="0" * 64, defaults={"content": {}, "records": 0, "pairs": 0})
    a, b = sorted(Person.objects.filter(key__in=(one.key, two.key)).values_list("pk", flat=True))
    told = {"probability": 0.9, "why": {"start": -20, "parts": [["iin", "same", 29]], "relatives": 0}}
    more = {"learned": learned, "purpose": "one person, one entry"}
    return Candidate.objects.get_or_create(one_id=a, two_id=b, defaults=told | more)[0]


# Sessions of the commission, letters, offers


def _session(world: World, case: CaseFact) -> Session:
    """A planned session in the place of a case, with that case on its agenda."""
    told = {"procedure": case.procedure, "territory_id": case.territory, "place": f"room of {case.number}"}
    found = Session.objects.filter(**told).first()
    if found is None:
        secretary = world.users[0].account
        found = Session.objects.create(**told, version=_version(case), day=world.today, quorum=1, secretary=secretary)
        AgendaItem.objects.create(session=found, case=Case.objects.get(number=case.number), place=1)
    return found


def _version(case: CaseFact) -> str:
    return Case.objects.values_list("version", flat=True).get(number=case.number)


SESSION_PAGES = {
    "office_commission_session": "",
    "office_commission_case": "1/",
    "office_commission_protocol": "minutes.pdf",
}
SESSION_DEEDS = {
    "office_commission_agenda": "agenda/", "office_commission_aside": "1/aside/", "office_commission_cancel": "cancel/",
    "office_commission_close": "close/", "office_commission_count": "1/count/", "office_commission_decide": "1/decide/",
    "office_commission_minutes": "minutes/", "office_commission_off": "off/1/", "office_commission_open": "open/",
    "office_commission_presence": "presence/", "office_commission_vote": "1/vote/",
}  # fmt: skip


@probe(*SESSION_PAGES, *SESSION_DEEDS)
def _sessions(world: World, user: User) -> Iterator[Check]:
    """A session is seen where its cases are; whoever does not see it finds nothing at any of its addresses."""
    for case in world.drawn.sample(world.cases, min(3, len(world.cases))):
        session, may = _session(world, case), desk(world, user, case)
        for route, ending in SESSION_PAGES.items():
            answer = user.browser.get(f"/en/office/commission/{session.pk}/{ending}")
            given = answer.status_code == 200
            yield Check(route, user, f"the session on {case.number}", given, may and (given or not ending))
            yield from scan(world, user, route, answer)
        for route, ending in SESSION_DEEDS.items() if not may else ():
            before = Stream.objects.filter(pk=session.stream).values_list("entries", flat=True).first()
            answer = user.browser.post(f"/en/office/commission/{session.pk}/{ending}", {"sure": "yes", "choice": "for"})
            after = Stream.objects.filter(pk=session.stream).values_list("entries", flat=True).first()
            yield Check(route, user, f"the session on {case.number}", before != after, False)
            yield from scan(world, user, route, answer)


@probe("office_letters", "office_letters_revoke")
def _letters(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        answer = user.browser.get(f"/en/office/letters/{case.number}/")
        yield Check("office_letters", user, case.number, answer.status_code == 200, desk(world, user, case))
        yield from scan(world, user, "office_letters", answer)
        before = lines(case)
        user.browser.post(f"/en/office/letters/{case.number}/0000-0000/revoke/", {"reason": "..."})
        yield Check("office_letters_revoke", user, f"a letter of {case.number}", lines(case) > before, False)


@probe("offer")
def _offer(world: World, user: User) -> Iterator[Check]:
    for case in world.drawn.sample(world.cases, min(3, len(world.cases))):
        told = {"kind": "job", "number": 1, "ready": world.today, "proof": "..."}
        offer, _new = Offer.objects.get_or_create(territory_id=case.territory, defaults=told)
        answer = user.browser.get(f"/en/office/offers/{offer.key}/")
        may = facts.holds(user.fact, facts.OFFERS, case.territory, None, world.today) and facts.at_a_desk(user.fact)
        yield Check("offer", user, f"the offer in {case.territory}", answer.status_code == 200, may)


# Quotas and placement


@probe("office_quota", "office_quotas_order")
def _quotas(world: World, user: User) -> Iterator[Check]:
    """The balance is everybody's; whose case holds a place is not, nor an order outside one's reach."""
    for case in world.drawn.sample(world.cases, min(3, len(world.cases))):
        quota, order = _reserved(case)
        answer = user.browser.get(f"/en/office/quotas/{quota.pk}/")
        shown = answer.status_code == 200 and case.number in text(answer)
        yield Check("office_quota", user, f"the place of {case.number}", shown, desk(world, user, case))
        answer = user.browser.get(f"/en/office/quotas/orders/{order.pk}/")
        may = facts.holds(user.fact, facts.ALLOTS, case.territory, None, world.today) and facts.at_a_desk(user.fact)
        yield Check("office_quotas_order", user, f"an order on {case.territory}", answer.status_code == 200, may)


def _reserved(case: CaseFact) -> tuple[Quota, Order]:
    """A quota in the place of a case, with that case in it, and an order on it that is open."""
    named = Places(2026, "resettlers", case.territory)
    if not Quota.objects.filter(territory=case.territory, kind="resettlers").exists():
        document = Document(f"{case.territory}1", date(2025, 12, 12), "...")
        orders.carry("open", document, {named: 100})
        orders.propose("open", Document(f"{case.territory}2", date(2025, 12, 12), "..."), {named: 1})
    quota = orders.quota_of(named)
    ledger.reserve(Ask(f"case/{case.number}", quota.pk, 1, Case.objects.get(number=case.number).pk), actor="test")
    return quota, Order.objects.get(state="proposed", lines__quota=quota)


@probe("office_placement_round", "office_placement_family")
def _rounds(world: World, user: User) -> Iterator[Check]:
    """A round is seen where its cases are; a family in it, and a word on it, by those who see the case."""
    for case in world.drawn.sample(world.cases, min(3, len(world.cases))):
        placing, may = _placed(case), desk(world, user, case)
        one = f"/en/office/placement/{placing.round_id}/"
        for route, path in (("office_placement_round", one), ("office_placement_family", f"{one}{case.number}/")):
            answer = user.browser.get(path)
            yield Check(route, user, f"the place of {case.number}", answer.status_code == 200, may)
            yield from scan(world, user, route, answer)
        if not may:
            user.browser.post(f"{one}{case.number}/", {"deed": "leave", "reason": "..."})
            user.browser.post(one, {"drop": "1"})
            did = placing.edits.exists() or Round.objects.get(pk=placing.round_id).state != "proposed"
            yield Check("office_placement_family", user, f"a word on {case.number}", did, False)


def _placed(case: CaseFact) -> Placing:
    told = {"procedure": case.procedure, "territory_id": case.territory, "kind": "resettlers", "year": 2026}
    found = Round.objects.filter(**told).first()
    if found is None:
        found = Round.objects.create(**told, day=date(2026, 12, 1), state="proposed", opened_by="worker")
    of = Case.objects.get(number=case.number)
    return Placing.objects.get_or_create(round=found, case=of, defaults={"persons": 2})[0]


# The families' pages


def _of_own_case(route: str, ending: str) -> None:
    @probe(route)
    def of_case(world: World, user: User) -> Iterator[Check]:
        for case in world.cases:
            answer = user.browser.get(f"/en/my/cases/{case.number}/{ending}")
            given = answer.status_code == 200
            yield Check(route, user, case.number, given, own(user, case) and (given or ending in GET_ONLY))
            yield from scan(world, user, route, answer)


GET_ONLY = ("", "sent/", "looked/", "withdraw/", "place/")
for _route, _ending in (("my_case", ""), ("my_sent", "sent/"), ("my_looked", "looked/"), ("my_answer", "answer/"),
                        ("my_message", "message/"), ("my_case_paper", "papers/"),
                        ("my_payments", "payments/"), ("my_place", "place/")):  # fmt: skip
    _of_own_case(_route, _ending)


@probe("my")
def _my(world: World, user: User) -> Iterator[Check]:
    answer = user.browser.get("/en/my/")
    content = text(answer)
    for case in world.cases:
        yield Check("my", user, case.number, case.number in content, own(user, case))
    yield from scan(world, user, "my", answer)


@probe("my_withdraw", "my_message (post)")
def _my_acts(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        before = lines(case)
        user.browser.post(f"/en/my/cases/{case.number}/message/", {"text": "..."})
        did = lines(case) > before
        yield Check("my_message", user, f"a message in {case.number}", did, own(user, case) and did)
        if not own(user, case):
            before = lines(case)
            user.browser.post(f"/en/my/cases/{case.number}/withdraw/", {"reason": "..."})
            yield Check("my_withdraw", user, f"{case.number} withdrawn", lines(case) > before, False)


@probe("my_file")
def _my_file(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        for file in (case.file, case.paper):
            answer = user.browser.get(f"/en/my/cases/{case.number}/files/{file}")
            given = answer.status_code == 200
            yield Check("my_file", user, f"{case.number} {file}", given, given and own(user, case))
        mine = [each for each in world.cases if own(user, each)]
        if mine and case not in mine:
            answer = user.browser.get(f"/en/my/cases/{mine[0].number}/files/{case.paper}")
            yield Check("my_file", user, f"{case.paper} by another case", answer.status_code == 200, False)


DRAFT_PAGES = {
    "my_draft": "", "my_family": "family/", "my_new_member": "family/new/", "my_member": "family/applicant/",
    "my_remove_member": "family/applicant/remove/", "my_screen": "screens/origin/", "my_papers": "papers/",
    "my_remove_paper": f"papers/remove/{uuid.UUID(int=1)}/", "my_paper": "papers/nationality/",
    "my_paper_of": "papers/identity/applicant/", "my_check": "check/", "my_delete": "delete/",
}  # fmt: skip


def _of_draft(route: str, ending: str) -> None:
    @probe(route)
    def of_draft(world: World, user: User) -> Iterator[Check]:
        for draft in world.drafts:
            answer = user.browser.get(f"/en/my/applications/{draft.key}/{ending}")
            given = answer.status_code == 200
            yield Check(route, user, f"draft {draft.key}", given, given and _mine(user, draft))
            if not _mine(user, draft):
                answer = user.browser.post(f"/en/my/applications/{draft.key}/{ending}", {"sure": "yes"})
                taken = answer.status_code < 400 and "/sign-in/" not in answer.headers.get("Location", "")
                yield Check(route, user, f"a post to draft {draft.key}", taken, False)


def _mine(user: User, draft: DraftFact) -> bool:
    return facts.at_home(user.fact) and draft.owner == user.fact.number


for _route, _ending in DRAFT_PAGES.items():
    _of_draft(_route, _ending)


# Decisions by points


def _scored(world: World) -> list[CaseFact]:
    return [each for each in world.cases if each.procedure == "kandas"][:2]


@probe("my_points", "my_appeal", "my_appeal_back", "my_receipt")
def _my_points(world: World, user: User) -> Iterator[Check]:
    for case in _scored(world):
        appeal = decided(case)
        pages = {"my_points": f"cases/{case.number}/points/", "my_appeal": f"cases/{case.number}/appeal/",
                 "my_receipt": f"receipts/{appeal.receipt.code}.json"}  # fmt: skip
        for route, ending in pages.items():
            answer = user.browser.get(f"/en/my/{ending}")
            yield Check(route, user, case.number, answer.status_code == 200, own(user, case))
            yield from scan(world, user, route, answer)
        if not own(user, case):
            user.browser.post(f"/en/my/cases/{case.number}/appeal/back/")
            appeal.refresh_from_db()
            yield Check("my_appeal_back", user, f"the appeal in {case.number}", appeal.state != "filed", False)


@probe("office_points", "office_appeal", "office_appeals", "office_receipt")
def _office_points(world: World, user: User) -> Iterator[Check]:
    """An auditor says on the page of the case what for, first: here nothing is shown to him."""
    for case in _scored(world):
        appeal = decided(case)
        may = desk(world, user, case)
        pages = {"office_points": f"points/{case.number}/", "office_appeal": f"appeals/{appeal.pk}/",
                 "office_receipt": f"receipts/{appeal.receipt.code}.json"}  # fmt: skip
        for route, ending in pages.items():
            answer = user.browser.get(f"/en/office/{ending}")
            given = answer.status_code == 200
            yield Check(route, user, case.number, given, may and (given or not _audits(world, user, case)))
            yield from scan(world, user, route, answer)
        before = lines(case)
        user.browser.post(f"/en/office/appeals/{appeal.pk}/", {"what": "dismiss", "why": "..."})
        decides = facts.holds(user.fact, facts.DECIDES, case.territory, case.procedure, world.today)
        did = lines(case) > before
        yield Check("office_appeal", user, f"the appeal in {case.number}", did, did and decides and may)
        content = text(user.browser.get("/en/office/appeals/"))
        waits = may and Appeal.objects.filter(pk=appeal.pk, state="filed").exists()
        yield Check("office_appeals", user, case.number, case.number in content, waits)


def _audits(world: World, user: User, case: CaseFact) -> bool:
    return facts.holds(user.fact, facts.AUDITS, case.territory, case.procedure, world.today)


@probe("case_score", "list_receipts", "one_receipt", "count_case")
def _api_points(world: World, user: User) -> Iterator[Check]:
    for case in _scored(world):
        code = decided(case).receipt.code
        for route, path in (("case_score", f"/cases/{case.number}/score"),
                            ("list_receipts", f"/cases/{case.number}/receipts"),
                            ("one_receipt", f"/receipts/{code}")):  # fmt: skip
            answer = user.call("get", path)
            yield Check(route, user, case.number, answer.status_code == 200, tokened(world, user, case))
            yield from scan(world, user, route, answer)
        before = Score.objects.count()
        user.call("post", f"/cases/{case.number}/score", {})
        yield Check("count_case", user, f"points of {case.number}", Score.objects.count() > before, False)


# The API


def tokened(world: World, user: User, case: CaseFact) -> bool:
    return facts.sees_case(user.fact, case, world.today)


@probe("list_cases")
def _api_list(world: World, user: User) -> Iterator[Check]:
    answer = user.call("get", "/cases?limit=100")
    content = text(answer)
    for case in world.cases:
        yield Check("list_cases", user, case.number, case.number in content, tokened(world, user, case))
    yield from scan(world, user, "list_cases", answer)


@probe("one_case", "list_messages")
def _api_case(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        for route, path in (("one_case", f"/cases/{case.number}"), ("list_messages", f"/cases/{case.number}/messages")):
            answer = user.call("get", path)
            yield Check(route, user, case.number, answer.status_code == 200, tokened(world, user, case))
            yield from scan(world, user, route, answer)


@probe("list_documents", "document_content", "hand_in_document")
def _api_documents(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        may = tokened(world, user, case)
        answer = user.call("get", f"/cases/{case.number}/documents")
        yield Check("list_documents", user, case.number, answer.status_code == 200, may)
        answer = user.call("get", f"/cases/{case.number}/documents/{case.document}/content")
        given = answer.status_code == 200
        yield Check("document_content", user, f"a paper of {case.number}", given, may and given)
        before = lines(case)
        user.call("post", f"/cases/{case.number}/documents", {})
        yield Check("hand_in_document", user, f"nothing to {case.number}", lines(case) > before, False)


@probe("act_on_case", "write_message")
def _api_act(world: World, user: User) -> Iterator[Check]:
    for case in world.cases:
        before = lines(case)
        user.call("post", f"/cases/{case.number}/acts", {"act": "note", "text": "..."})
        may = user.fact.kind != "applicant" and facts.holds(
            user.fact, facts.HANDLES, case.territory, case.procedure, world.today
        )
        yield Check("act_on_case", user, f"a note in {case.number}", lines(case) > before, may)
        before = lines(case)
        user.call("post", f"/cases/{case.number}/messages", {"text": "..."})
        did = lines(case) > before
        yield Check("write_message", user, f"a message in {case.number}", did, did and tokened(world, user, case))


@probe("verify_journal")
def _api_journal(world: World, user: User) -> Iterator[Check]:
    """An auditor's cases, a family's own, and every history for who audits the nation in every procedure."""
    nation = facts.holds(user.fact, facts.AUDITS, "KZ/", "", world.today) and user.fact.kind != "applicant"
    for case in world.cases:
        answer = user.call("get", f"/journal/case:{case.number}")
        audits = facts.holds(user.fact, facts.AUDITS, case.territory, case.procedure, world.today)
        may = own(user, case) or (user.fact.kind != "applicant" and audits)
        given = answer.status_code == 200
        yield Check("verify_journal", user, f"case:{case.number}", given, may or (nation and given))
    for person in world.people[:4]:
        answer = user.call("get", f"/journal/person:{person.key}")
        yield Check("verify_journal", user, f"person:{person.key}", answer.status_code == 200, nation)
    for other in world.users:
        answer = user.call("get", f"/journal/account:{other.account.pk}")
        may = user.fact.active and (nation or other is user)
        given = answer.status_code == 200
        yield Check("verify_journal", user, f"account:{other.account.pk}", given, may and given)
