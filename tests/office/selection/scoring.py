"""Cases of the points pilot for tests: opened, accepted, before the commission, ready to be decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.cases.filing import KOSTANAY, person

BORN = date(1990, 3, 9)
ENOUGH = {"pilot_education": "higher", "pilot_kazakh": "a1", "pilot_work": "8"}
TOO_LITTLE = {"pilot_education": "secondary", "pilot_kazakh": "none", "pilot_work": "3"}


def applied(account: Account | None = None, place: str = KOSTANAY, **answers: str) -> Case:
    """An application in the pilot; what is not answered is not known."""
    home = Territory.objects.get(pk=place)
    told = {"settle": place.split("/")[-2], "story": "...", "from_country": "MN", "pilot": "yes", **answers}
    return cases.open_case(
        "kandas",
        territory=home,
        applicant=person(home, birth_date=BORN),
        application=told,
        account=account,
        actor=account.actor if account else "test",
    )


def to_decide(staff: dict[str, Account], account: Account | None = None, **answers: str) -> Case:
    """The same, with the commission's advice to grant: the points are not counted yet."""
    case = applied(account, **answers)
    steps: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("accept", {}, "clerk"),
        ("forward", {}, "clerk"),
        ("recommend", {"recommends": "grant"}, "secretary"),
    )
    for key, told, who in steps:
        case = cases.act(case, key, told, by=staff[who])
    return case
