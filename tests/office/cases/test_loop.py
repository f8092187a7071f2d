"""The loop closes: what happens to a family stands in the registers; its support follows the law of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from qonys.office.casework.cases import services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import Incomplete
from qonys.office.casework.procedures.registering import family
from qonys.office.casework.procedures.support import entitled
from qonys.office.foundation.authority.models import Account
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence.models import Ended, Residence
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def granted(procedure: str, here: str = KOSTANAY) -> tuple[Case, dict[str, Account]]:
    staff, first = office(KOSTANAY), office(here)
    case = opened(procedure, here, settle="KZ-39")
    services.act(case, "accept", by=first["clerk"])
    services.act(case, "forward", by=first["clerk"])
    services.act(case, "recommend", {"recommends": "grant"}, by=staff["secretary"])
    return services.act(case, "grant", by=staff["decider"]), staff


def homes(case: Case) -> set[str]:
    return set(Person.objects.filter(pk__in=[each.pk for each in family(case)]).values_list("home", flat=True))


def test_a_family_that_arrives_is_registered_where_it_settled() -> None:
    case, staff = granted("resettlement", PAVLODAR)
    assert homes(case) == {PAVLODAR}
    today = timezone.localdate()
    services.act(case, "settle", {"on": today.isoformat()}, by=staff["follower"])
    assert homes(case) == {KOSTANAY}
    assert Residence.objects.filter(territory=KOSTANAY, since=today, until=None).count() == 3


def test_who_leaves_the_country_is_registered_nowhere_and_the_case_can_be_closed() -> None:
    case, staff = granted("kandas")
    today = timezone.localdate()
    services.act(case, "settle", {"on": today.isoformat()}, by=staff["follower"])
    with pytest.raises(Incomplete, match="future"):
        later = (today + timedelta(days=9)).isoformat()
        services.act(case, "event", {"event": "left_country", "on": later}, by=staff["follower"])
    Residence.objects.update(since=today - timedelta(days=100))
    services.act(case, "event", {"event": "left_country", "on": today.isoformat()}, by=staff["follower"])
    assert not Residence.objects.filter(until=None).exists()
    assert set(Residence.objects.values_list("ended", flat=True)) == {Ended.LEFT}


def test_what_the_register_cannot_take_undoes_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    case, staff = granted("kandas")
    Person.objects.filter(pk=case.applicant_id).update(citizenship="XX")
    services.act(case, "settle", {"on": timezone.localdate().isoformat()}, by=staff["follower"])
    before = Case.objects.get(pk=case.pk).lines
    monkeypatch.setattr("qonys.office.registers.persons.policies.citizenship", _refuse)
    with pytest.raises(RuntimeError):
        day = timezone.localdate().isoformat()
        services.act(case, "event", {"event": "citizenship_given", "on": day}, by=staff["follower"])
    assert Case.objects.get(pk=case.pk).lines == before


def _refuse(told: object) -> str:
    raise RuntimeError("no")


def test_support_is_that_of_the_day_of_arrival() -> None:
    case, _staff = granted("resettlement", PAVLODAR)
    by_day = {day: entitled(case, date.fromisoformat(day)) for day in ("2025-06-01", "2026-06-01")}
    relocation = {day: found.items[0].payments[0].index for day, found in by_day.items() if found}
    assert relocation == {"2025-06-01": 3932, "2026-06-01": 4325}
    assert all(found.stream == "resettlers" for found in by_day.values() if found)
