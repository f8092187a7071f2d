"""Cases for tests: opened through the service, in a country of a few places."""

from __future__ import annotations

from datetime import date
from itertools import count

from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.cases import services
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account, Kind, Territory
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Kind as SourceKind
from qonys.office.registers.sources.models import Source
from qonys.office.registers.sources.services import declare
from tests.office.authority.people import mandate, officer, places

KOSTANAY, PAVLODAR = "KZ/KZ-39/", "KZ/KZ-55/"
NUMBERS = count(1)
ROLES = {
    "clerk": "career_centre_officer",
    "secretary": "commission_secretary",
    "decider": "migration_officer",
    "follower": "integration_officer",
}


def country() -> dict[str, Territory]:
    return {each.path: each for each in places("KZ/", KOSTANAY, PAVLODAR)}


def source() -> Source:
    names = Names("Өтініш", "Заявление", "Application")
    return declare("portal", names, SourceKind.APPLICATION, owner="-", actor="test")


def person(home: Territory, **told: object) -> Person:
    values = {"surname": f"Сынақов{next(NUMBERS)}", "given": "Асан", "birth_date": date(2050, 3, 9), "sex": "male"}
    taken = persons.take(PersonTold(**{**values, **told}), territory=home, source=source(), actor="test")  # type: ignore[arg-type]
    return taken.person


def office(place: str, procedure: str = "") -> dict[str, Account]:
    """One officer for each role, all in one place."""
    staff = {key: officer(f"{key}{next(NUMBERS)}") for key in ROLES}
    for key, role in ROLES.items():
        mandate(staff[key], role, place, procedure)
    return staff


def applicant() -> Account:
    return officer(f"family{next(NUMBERS)}", kind=Kind.APPLICANT)


def opened(
    procedure: str = "kandas", place: str = KOSTANAY, account: Account | None = None, settle: str = "KZ-39"
) -> Case:
    home = Territory.objects.get(pk=place)
    return services.open_case(
        procedure,
        territory=home,
        applicant=person(home),
        members=[(person(home), "spouse"), (person(home, birth_date=date(2075, 1, 1)), "child")],
        application={"from": place.split("/")[-2], "settle": settle, "story": "..."},
        account=account,
        actor=account.actor if account else "test",
        lapses=date(2027, 5, 1),
    )
