"""The pages of placement: who sees which round, what a commission's posts do, what a family and the public read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement import services
from qonys.office.casework.placement.models import Edit, Placing, Round
from qonys.office.casework.placement.states import Result, State
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import let_in, mandate, officer, places
from tests.office.cases.filing import KOSTANAY, PAVLODAR
from tests.office.placement.settling import (
    NORTH,
    SOUTH,
    Commission,
    again,
    commission,
    computed,
    day,
    family,
    quotas,
    settlement,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Iterator[Commission]:
    places("KZ/", KOSTANAY, PAVLODAR, NORTH, SOUTH)
    with translation.override("en"):
        yield commission()


def as_(account: Account | None) -> Client:
    assert account is not None
    return let_in(Client(), account)


def test_a_round_from_the_form_to_the_family_that_confirms(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 2)
    case, other = family(of, 8), family(of, 9, 4)
    secretary, member = as_(of.secretary), as_(of.member)
    told = {"procedure": "resettlement", "territory": KOSTANAY, "day": day().isoformat()}
    path = secretary.post("/en/office/placement/", told)["Location"]
    assert "being computed" in secretary.get(path).content.decode()
    assert member.post(path, {"publish": "1"}).status_code == 409
    found = again(Round.objects.get())
    page = secretary.get(path).content.decode()
    assert case.number in page and "first choice" in page and "Publish the round" not in page
    family_page = f"{path}{case.number}/"
    assert "Chosen" in secretary.get(family_page).content.decode()
    refused = secretary.post(family_page, {"deed": "leave", "reason": ""})
    assert "Fill this in" in refused.content.decode()
    for number, deed in ((case.number, "leave"), (other.number, "lock")):
        edit = {"deed": deed, "place": NORTH, "reason": "Ауруханада"}
        assert secretary.post(f"{path}{number}/", edit).status_code == 302
    again(found)
    page = secretary.get(path).content.decode()
    assert "Ауруханада" in page and "130.00" in page and "0.00" in page  # the second family stands there anyway
    assert "The commission left this family for a later round." in page and "No place was ready" not in page
    assert member.post(family_page, {"deed": "leave", "reason": "x"}).status_code == 200
    assert Edit.objects.count() == 2
    undone = Edit.objects.get(deed="leave")
    assert secretary.post(path, {"undo": str(undone.pk)}).status_code == 302
    again(found)
    assert "Publish the round" in member.get(path).content.decode()
    assert member.post(path, {"publish": "1"}).status_code == 302
    mine = as_(case.account)
    page = mine.get(f"/en/my/cases/{case.number}/place/").content.decode()
    assert "A dwelling, number of rooms: 3" in page and "Everything is as promised" in page
    assert mine.post(f"/en/my/cases/{case.number}/place/", {"lacking": "Пеш жоқ"}).status_code == 302
    assert Placing.objects.get(case=case).result == Result.LACKING
    public = Client().get(f"/en/planning/quotas/placement/{found.pk}/").content.decode()
    assert "never count in a placement" in public and case.number not in public


def test_families_elsewhere_and_strangers_find_nothing(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 2)
    case, other = family(of, 8), family(of, 9)
    found = computed(of)
    far = commission(PAVLODAR)
    one = f"/en/office/placement/{found.pk}/"
    for account in (far.secretary, far.member, officer()):
        assert as_(account).get(one).status_code == 404
        assert as_(account).get(f"{one}{case.number}/").status_code == 404
        assert as_(account).post(one, {"drop": "1"}).status_code == 404
    assert as_(other.account).get(f"/en/my/cases/{case.number}/place/").status_code == 404
    assert Client().get(f"/en/planning/quotas/placement/{found.pk}/").status_code == 404
    assert Client().get(one).status_code == 302


def test_a_family_names_its_wishes_until_it_is_invited(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 1)
    case = family(of, 8)
    mine, path = as_(case.account), f"/en/my/cases/{case.number}/place/"
    assert "Where would you go" in mine.get(path).content.decode()
    assert mine.post(path, {"wish1": PAVLODAR, "wish2": KOSTANAY, "wish3": ""}).status_code == 302
    assert list(case.wishes.values_list("territory", flat=True)) == [PAVLODAR, KOSTANAY]
    services.publish(computed(of), by=of.member)
    assert "Where would you go" not in mine.get(path).content.decode()


def test_readiness_is_verified_by_somebody_else(of: Commission) -> None:
    settlement(of, NORTH, 1)
    Offer.objects.update(verified=None)
    offer = Offer.objects.first()
    assert offer is not None
    visitor, path = as_(of.visitor), "/en/office/placement/readiness/"
    assert str(offer.key) in visitor.get(path).content.decode()
    assert visitor.post(path, {"offer": str(offer.key), "seen": ""}).status_code == 409
    assert visitor.post(path, {"offer": str(offer.key), "seen": "Кілттер"}).status_code == 302
    assert visitor.post(path, {"offer": "x", "seen": "x"}).status_code == 409
    assert Offer.objects.get(pk=offer.pk).verified is not None
    assert as_(of.akim).get(path).status_code == 403
    elsewhere = officer()
    mandate(elsewhere, "integration_officer", PAVLODAR)
    assert as_(elsewhere).get(path).content.decode().count('name="offer"') == 0


def test_the_municipality_is_told_whom_a_withdrawal_concerns(of: Commission) -> None:
    quotas()
    cases = [family(of, 8), family(of, 9)]
    dwellings = settlement(of, NORTH, 2)
    services.publish(computed(of), by=of.member)
    akim = as_(of.akim)
    page = akim.get(f"/en/office/offers/{dwellings.key}/").content.decode()
    assert "2 families were promised" in page
    akim.post(f"/en/office/offers/{dwellings.key}/", {"withdraw": "1"})
    assert Placing.objects.filter(result=Result.LOST).count() == 2
    page = as_(cases[0].account).get(f"/en/my/cases/{cases[0].number}/place/").content.decode()
    assert "Please do not set out yet" in page
    repair = again(Round.objects.get(repairs__isnull=False))
    assert (
        repair.state == State.PROPOSED
        and "lost a promised place" in as_(of.secretary).get("/en/office/placement/").content.decode()
    )


def test_a_round_costs_the_same_for_many_families(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 3), family(of, 8)
    found, secretary = computed(of), as_(of.secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(f"/en/office/placement/{found.pk}/").status_code == 200
        return len(captured)

    before = queries()
    for age in (7, 9, 10):
        family(of, age)
    services.compute_again(found)
    again(found)
    assert found.placings.count() == 4 and queries() == before <= 30
