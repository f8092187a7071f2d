"""A small country drawn by lot: places at any depth, officers with any mandates, families, cases, papers and drafts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from qonys.office.casework.applications import services as applications
from qonys.office.casework.cases import services
from qonys.office.casework.documents.models import Document
from qonys.office.foundation.authority.models import Account, Kind, Mandate, Territory
from qonys.office.foundation.files import services as files
from qonys.office.foundation.tokens import services as tokens
from qonys.office.foundation.tokens.scopes import SCOPES
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.told import PersonTold
from tests.office.authority.people import let_in, mandate, officer, places
from tests.office.cases.filing import source
from tests.office.fuzz.facts import CaseFact, DraftFact, MandateFact, PersonFact, UserFact

# KZ-5 begins KZ-55; A begins AB; every depth is there.
PLACES = (
    "KZ/", "KZ/KZ-5/", "KZ/KZ-39/", "KZ/KZ-39/A/", "KZ/KZ-39/A/B/", "KZ/KZ-39/AB/", "KZ/KZ-55/", "KZ/KZ-55/A/",
    "KZ/KZ-55/A/B/", "KZ/KZ-59/",
)  # fmt: skip
PROCEDURES = ("kandas", "resettlement")
ROLES = ("career_centre_officer", "migration_officer", "commission_secretary", "commission_member",
         "municipality_officer", "integration_officer", "ngo_worker", "auditor", "analyst",
         "administrator")  # fmt: skip
LETTERS = "абвгдежз"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n% "


@dataclass
class User:
    """Somebody as the fixtures say, and as he asks: with a session and with a token."""

    fact: UserFact
    account: Account
    browser: Client
    token: str

    def __str__(self) -> str:
        held = "; ".join(
            f"{m.role} {m.procedure or '*'} {m.territory} {m.since}..{m.until}" for m in self.fact.mandates
        )
        return f"account {self.account.pk} ({self.fact.kind}, {'open' if self.fact.active else 'closed'}) [{held}]"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        kind = {} if body is None else {"data": body, "content_type": "application/json"}
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        return getattr(Client(raise_request_exception=False), method)(f"/api/v1{path}", headers=headers, **kind)


@dataclass
class World:
    today: date
    users: list[User]
    people: list[PersonFact]
    cases: list[CaseFact]
    drafts: list[DraftFact]
    drawn: random.Random


def draw(seed: int, users: int, cases: int) -> World:
    drawn = random.Random(seed)
    _GIVEN.clear()  # the numbers of accounts come again in the next country
    places(*PLACES)
    today = timezone.localdate()
    accounts = [_account(drawn) for _ in range(users)]
    mandates = {account.pk: _mandates(account, accounts, drawn, today) for account in accounts}
    helper = officer("helper")
    people = [_person(number, drawn) for number in range(cases * 2)]
    families = [account for account in accounts if account.kind == Kind.APPLICANT]
    told = [_case(people[2 * n : 2 * n + 2], families, helper, drawn) for n in range(cases)]
    drafts = [_draft(account) for account in families]
    known = [_user(account, mandates, drafts, drawn) for account in accounts]
    return World(today, known, [fact for fact, _ in people], told, drafts, drawn)


def _account(drawn: random.Random) -> Account:
    kind = drawn.choices((Kind.OFFICER, Kind.APPLICANT, Kind.SERVICE, Kind.EMPLOYER), (70, 20, 8, 2))[0]
    return officer(kind=kind)


_GIVEN: dict[int, list[tuple[Mandate, MandateFact]]] = {}


def _mandates(account: Account, everybody: list[Account], drawn: random.Random, today: date) -> tuple[MandateFact, ...]:
    """None to five, whatever the rules say about holding them together; some stand in for one given before."""
    if account.kind not in (Kind.OFFICER, Kind.SERVICE):
        return ()
    _GIVEN[account.pk] = []
    for _ in range(drawn.choice((0, 1, 1, 1, 2, 3, 5))):
        others = [pair for other in everybody if other.pk != account.pk for pair in _GIVEN.get(other.pk, ())
                  if pair[1].stands_for is None]  # fmt: skip
        stands_for = drawn.choice(others) if others and drawn.random() < 0.25 else None
        _GIVEN[account.pk].append(_mandate(account, stands_for, drawn, today))
    return tuple(fact for _, fact in _GIVEN[account.pk])


def _mandate(
    account: Account, stands_for: tuple[Mandate, MandateFact] | None, drawn: random.Random, today: date
) -> tuple[Mandate, MandateFact]:
    since = today + timedelta(days=drawn.choice((-200, -30, -1, 0, 0, 1, 30)))
    until = drawn.choice((None, None, today + timedelta(days=drawn.choice((-10, 0, 1, 90)))))
    until = since + timedelta(days=20) if stands_for and until is None else until
    until = None if until is None else max(until, since)
    given = stands_for[1] if stands_for else None
    role = given.role if given else drawn.choice(ROLES)
    place = given.territory if given else drawn.choice(PLACES)
    procedure = given.procedure if given else drawn.choice(("", "", *PROCEDURES))
    row = mandate(account, role, place, procedure, since=since, until=until,
                  substitutes=stands_for[0] if stands_for else None)  # fmt: skip
    return row, MandateFact(role, place, procedure, since, until, given)


def _person(number: int, drawn: random.Random) -> tuple[PersonFact, Person]:
    mark = "".join(LETTERS[number >> 3 * step & 7] for step in range(4))
    home = drawn.choice(PLACES)
    told = PersonTold(surname=f"Сынақ{mark}", given="Асан", birth_date=date(2050, 3, 9), sex="male")
    taken = persons.take(told, territory=Territory.objects.get(pk=home), source=source(), actor="test")
    return PersonFact(told.surname, str(taken.person.key), home), taken.person


def _case(
    two: list[tuple[PersonFact, Person]], families: list[Account], helper: Account, drawn: random.Random
) -> CaseFact:
    (fact, person), (other, child) = two
    place, owner = drawn.choice(PLACES), drawn.choice([None, None, *families])
    story = f"Әңгіме {fact.surname}"
    case = services.open_case(
        drawn.choice(PROCEDURES), territory=Territory.objects.get(pk=place), applicant=person,
        members=[(child, "child")], application={"settle": "KZ-39", "story": story, "pilot": "yes"},
        account=owner, actor="test", lapses=timezone.localdate() + timedelta(days=drawn.randint(-5, 60)),
    )  # fmt: skip
    file = files.stage("a.pdf", PDF + fact.surname.encode(), by=helper)
    files.keep(file, stream=case.stream, actor="test")
    services.act(case, "paper", {"paper": "identity", "member": "", "file": str(file.pk), "sha256": file.sha256},
                 actor="test")  # fmt: skip
    services.act(case, "message", {"text": f"Хат {fact.surname}"}, actor="test")
    paper = files.stage("b.pdf", PDF + other.surname.encode(), by=helper)
    document = Document.objects.create(
        case=case, paper="identity", file=files.keep(paper, stream=f"{case.stream}/files", actor="test")
    )
    number = owner.pk if owner else None
    return CaseFact(
        case.number, case.procedure, place, (fact, other), number, str(file.pk), str(paper.pk), str(document.key), story
    )


def _draft(account: Account) -> DraftFact:
    return DraftFact(str(applications.start(account, "kandas").key), account.pk)


def _user(
    account: Account, mandates: dict[int, tuple[MandateFact, ...]], drafts: list[DraftFact], drawn: random.Random
) -> User:
    """A token and a session are there before the account is closed: both must be worth nothing then."""
    token = tokens.give_personal(account, "fuzz", SCOPES, 30, actor="command line").letters
    browser = let_in(Client(raise_request_exception=False), account)
    account.active = drawn.random() > 0.12
    account.save(update_fields=["active"])
    own = [draft for draft in drafts if draft.owner == account.pk]
    return User(
        UserFact(account.pk, str(account.kind), account.active, mandates[account.pk], own), account, browser, token
    )
