"""What is so, in plain Python: nothing here asks the database, or any code of the office."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# Written down again on purpose, from docs/reference/roles.md: an oracle that reads the table under test proves nothing.
SEES = {
    "career_centre_officer", "migration_officer", "commission_secretary", "commission_member", "integration_officer",
    "auditor",
}  # fmt: skip
HANDLES = SEES - {"auditor"}
AUDITS = {"auditor"}
REGISTERS = {"career_centre_officer"}
DECIDES = {"migration_officer"}
OFFERS = {"municipality_officer"}
ALLOTS = {"migration_officer"}
FOLLOWS = {"integration_officer"}
SUPPORTS = {"ngo_worker"}


@dataclass(frozen=True)
class MandateFact:
    role: str
    territory: str
    procedure: str
    since: date
    until: date | None
    stands_for: MandateFact | None = None


@dataclass(frozen=True)
class PersonFact:
    surname: str  # nobody else's, so that finding it in an answer says whose data it is
    key: str
    home: str


@dataclass(frozen=True)
class CaseFact:
    number: str
    procedure: str
    territory: str
    persons: tuple[PersonFact, ...]
    owner: int | None  # the account of the family
    file: str  # kept in the case's own stream
    paper: str  # handed in by the family: its file
    document: str  # and the entry that names it
    story: str


@dataclass(frozen=True)
class DraftFact:
    key: str
    owner: int


@dataclass
class UserFact:
    number: int
    kind: str
    active: bool
    mandates: tuple[MandateFact, ...] = ()
    drafts: list[DraftFact] = field(default_factory=list)


def counts(mandate: MandateFact, today: date) -> bool:
    begun = mandate.since <= today and (mandate.until is None or today < mandate.until)
    return begun and (mandate.stands_for is None or counts(mandate.stands_for, today))


def covers(mandate: MandateFact, territory: str) -> bool:
    """Code by code, as a reader would: the mandate's codes are the first codes of the place."""
    wanted, given = mandate.territory.strip("/").split("/"), territory.strip("/").split("/")
    return given[: len(wanted)] == wanted


def holds(user: UserFact, roles: set[str], territory: str, procedure: str | None, today: date) -> bool:
    """Some mandate in force with one of these roles reaches that place; `procedure` None: whatever it is for."""
    if not user.active:
        return False
    for mandate in user.mandates:
        right = mandate.role in roles and counts(mandate, today) and covers(mandate, territory)
        if right and (procedure is None or mandate.procedure in ("", procedure)):
            return True
    return False


def sees_case(user: UserFact, case: CaseFact, today: date) -> bool:
    if user.kind == "applicant":
        return user.active and case.owner == user.number
    return holds(user, SEES, case.territory, case.procedure, today)


def sees_person(user: UserFact, person: PersonFact, cases: list[CaseFact], today: date) -> bool:
    """At home where a mandate reaches, or named in a case the user sees."""
    named = any(person in case.persons and sees_case(user, case, today) for case in cases)
    return named or (user.kind != "applicant" and holds(user, SEES, person.home, None, today))


def at_a_desk(user: UserFact) -> bool:
    return user.active and user.kind == "officer"


def at_home(user: UserFact) -> bool:
    return user.active and user.kind == "applicant"
