"""A case of the world that was decided by points, refused and appealed against: made when a probe first asks."""

from __future__ import annotations

from django.utils import timezone

from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.journal import personal
from tests.office.authority.people import mandate, officer
from tests.office.fuzz.facts import CaseFact
from tests.office.selection.scoring import lasting_rules

FOUND = {
    "age": 30, "education": "secondary", "kazakh": "a1", "russian": "none", "english": "none", "work_years": 3,
    "studied_in_kazakhstan": False, "profession_in_demand": False, "certificates": 0, "medically_cleared": True,
    "home_arranged": False, "job_agreed": False,
}  # fmt: skip


def decided(fact: CaseFact) -> Appeal:
    """The appeal, with its receipt and case."""
    known = Appeal.objects.filter(case__number=fact.number).select_related("receipt", "case").first()
    return known or _made(Case.objects.get(number=fact.number))


def _made(case: Case) -> Appeal:
    judge = _judge()
    for key, told in (("accept", {}), ("forward", {}), ("recommend", {"recommends": "refuse"})):
        case = cases.act(case, key, told, actor="test")
    points.score(case, FOUND, why="papers shown", by=judge)
    cases.act(case, "refuse", {"ground": "not_proven"}, by=judge)
    receipt = Receipt.objects.get(case=case)
    kept = personal.keep(case.stream, {"text": "..."})
    told = {"receipt": receipt, "case": case, "contested": judge, "grounds": kept[personal.KEY]}
    return Appeal.objects.create(**told, due=timezone.localdate())


def _judge() -> Account:
    """An officer who is none of the world's users."""
    found = Account.objects.filter(login="judge").first()
    if found is None:
        lasting_rules()
        found = officer("judge")
        mandate(found, "migration_officer", "KZ/")
    assert Mandate.objects.filter(account=found).exists()
    return found
