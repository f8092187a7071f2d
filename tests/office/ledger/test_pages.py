"""The pages of the ledger: what everybody sees, what officers see of cases, orders with four eyes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qonys.office.casework.ledger import services
from qonys.office.casework.ledger.models import Order
from qonys.office.casework.ledger.services import Ask
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import let_in, mandate, officer, places
from tests.office.cases.filing import opened as case_opened
from tests.office.ledger.places import KOSTANAY, PAVLODAR, balance, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    places("KZ/", KOSTANAY, PAVLODAR)


def ministry(place: str = "KZ/") -> Account:
    found = officer()
    mandate(found, "migration_officer", place)
    return found


def as_(account: Account) -> Client:
    return let_in(Client(), account)


def test_everybody_sees_the_balance_and_no_case() -> None:
    quota, case = opened(12), case_opened("resettlement")
    opened(7, kind="kandas")
    services.reserve(Ask("a", quota.pk, 4, case.pk), actor="test")
    page = Client().get("/en/planning/quotas/balance/?year=2026&kind=resettlers").content.decode()
    assert "8 of 12 places are free." in page and case.number not in page
    assert "7 of 7" in Client().get("/en/planning/quotas/balance/?kind=kandas").content.decode()
    assert Client().get("/en/planning/quotas/balance/?year=x&kind=y").status_code == 200


def test_without_a_quota_the_pages_say_what_to_do() -> None:
    assert "No quota is open yet" in Client().get("/en/planning/quotas/balance/").content.decode()
    assert "qonys ledger open" in as_(ministry()).get("/en/office/quotas/").content.decode()


def test_a_statement_names_cases_only_to_those_who_see_them() -> None:
    quota, case = opened(3), case_opened("resettlement")
    services.reserve(Ask("a", quota.pk, 3, case.pk), actor="test")
    other = case_opened("resettlement")
    services.reserve(Ask("b", quota.pk, 2, other.pk), actor="test")
    here = as_(ministry(KOSTANAY)).get(f"/en/office/quotas/{quota.pk}/?on=2026-01-01").content.decode()
    there = as_(ministry(PAVLODAR)).get(f"/en/office/quotas/{quota.pk}/").content.decode()
    for number in (case.number, other.number):
        assert number in here and number not in there
    assert "not in your mandate" in there and "given 0, free 0" in here
    assert as_(ministry()).get("/en/office/quotas/999/").status_code == 404


def test_an_order_is_seen_before_it_is_proposed_and_carried_out_by_another() -> None:
    here, there = opened(9), opened(1, PAVLODAR)
    first, second = ministry(), ministry()
    told = {"source": str(here.pk), "target": str(there.pk), "units": "4", "number": "12-П", "day": "2026-06-01",
            "document": "Бұйрық"}  # fmt: skip
    preview = as_(first).post("/en/office/quotas/orders/new/", told).content.decode()
    assert "Free afterwards" in preview and not Order.objects.filter(number="12-П").exists()
    answer = as_(first).post("/en/office/quotas/orders/new/", told | {"sure": "1"})
    path = answer["Location"]
    refused = as_(first).post(path, {"confirm": "1"})
    assert refused.status_code == 409 and "another officer carries it out" in refused.content.decode()
    assert "12-П" in as_(second).get("/en/office/quotas/").content.decode()
    assert as_(second).post(path, {"confirm": "1"}).status_code == 302
    assert (balance(here)[1], balance(there)[1]) == (5, 5)
    assert "carried out" in as_(second).get(path).content.decode()
    assert as_(second).post(path, {"drop": "1"}).status_code == 409


def test_an_order_outside_the_mandate_is_neither_seen_nor_written() -> None:
    here = opened(9)
    opened(1, PAVLODAR)
    stranger = ministry(PAVLODAR)
    told = {"source": str(here.pk), "target": "1", "units": "4", "number": "1", "day": "2026-06-01", "document": "x"}
    page = as_(stranger).post("/en/office/quotas/orders/new/", told | {"sure": "1"}).content.decode()
    assert "Choose one from the list" in page
    order = Order.objects.order_by("pk").first()
    assert order is not None and as_(stranger).get(f"/en/office/quotas/orders/{order.pk}/").status_code == 404
    clerk = officer()
    mandate(clerk, "career_centre_officer", KOSTANAY)
    assert as_(clerk).get("/en/office/quotas/orders/new/").status_code == 403
    assert Client().get("/en/office/quotas/").status_code == 302


def test_pages_cost_the_same_for_many_quotas_and_movements() -> None:
    quota, of = opened(60), ministry()
    paths = ("/en/planning/quotas/balance/", "/en/office/quotas/", f"/en/office/quotas/{quota.pk}/")

    def queries() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                assert as_(of).get(path).status_code == 200
            counts.append(len(captured))
        return counts

    services.reserve(Ask("first", quota.pk, 1, case_opened("resettlement").pk), actor="test")
    services.reserve(Ask("waits", quota.pk, 60, case_opened("resettlement").pk), actor="test")
    before = queries()
    for number in range(6):
        case = case_opened("resettlement")
        services.reserve(Ask(f"k{number}", quota.pk, 1, case.pk, 0 if number % 2 else 1), actor="test")
    for year in range(2027, 2030):
        opened(3, PAVLODAR, year=year)
    assert queries() == before and max(before) <= 30
