"""Cases of the points pilot for tests: opened, accepted, before the commission, ready to be decided."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.rulesets import engine, services
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.rulesets.states import State
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.authority.people import officer
from tests.office.cases.filing import KOSTANAY, person

KEY = "kz-kandas-pilot"
BORN = date(1990, 3, 9)
ENOUGH = {
    "pilot_education": "bachelors", "pilot_kazakh": "a1", "pilot_russian": "b2", "pilot_english": "none",
    "pilot_work_years": "8", "pilot_studied_in_kazakhstan": "no", "pilot_profession_in_demand": "yes",
    "pilot_certificates": "0", "pilot_medically_cleared": "yes", "pilot_home_arranged": "no", "pilot_job_agreed": "no",
}  # fmt: skip
TOO_LITTLE = ENOUGH | {
    "pilot_education": "secondary", "pilot_kazakh": "none", "pilot_russian": "a1", "pilot_work_years": "3",
    "pilot_profession_in_demand": "no",
}  # fmt: skip
MORE = {"education": "bachelors", "kazakh": "b1"}  # with which they reach the mark
UNSIGNED = engine.shipped_examples(KEY)
EXAMPLES = UNSIGNED.replace("    day: 2026-03-02", "    day: 2026-03-02\n    signed_by: a lawyer")


def lasting_rules() -> RuleVersion:
    """The pilot of the country, in force without the end it has in life: tests run in any year."""
    text = re.sub(r"^until: .*\n", "", engine.shipped()[KEY], flags=re.MULTILINE)
    author, approver = officer("author"), officer("approver")
    return RuleVersion.objects.create(
        key=KEY, number=1, text=services.keep(KEY, text), examples=EXAMPLES,
        since=date(2026, 2, 13), state=State.IN_FORCE, why="a test", author=author, approver=approver,
    )  # fmt: skip


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
