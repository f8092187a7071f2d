"""The quota ledger by API: balances for everybody, places for cases one may decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from qonys.office.casework.cases.models import Case
from tests.office.api.conftest import Caller
from tests.office.cases import filing
from tests.office.ledger.places import opened


@pytest.fixture
def decider(db: None) -> Callable[[str], Caller]:
    filing.country()
    return lambda place: Caller(filing.office(place)["decider"])


def test_places_are_reserved_once_and_used(decider: Callable[[str], Caller]) -> None:
    quota, caller = opened(5), decider(filing.KOSTANAY)
    case: Case = filing.opened("resettlement")
    wanted = {"key": "a", "quota": quota.pk, "case": case.number}
    first, again = (caller.post("/ledger/reservations", wanted).json() for _each in range(2))
    assert first == again == {"key": "a", "quota": quota.pk, "case": case.number, "units": 3, "state": "reserved"}
    assert caller.post("/ledger/reservations", wanted | {"key": "b"}).status_code == 409
    assert caller.post("/ledger/reservations/steps", {"key": "a", "step": "use"}).json()["state"] == "used"
    assert caller.post("/ledger/reservations/steps", {"key": "a", "step": "freeze"}).status_code == 409
    (balance,) = Client().get("/api/v1/ledger/quotas?year=2026").json()["items"]
    assert (balance["granted"], balance["available"], balance["used"]) == (5, 2, 3)


def test_nobody_reserves_for_a_case_elsewhere(decider: Callable[[str], Caller]) -> None:
    quota, case = opened(5), filing.opened("resettlement")
    far = decider(filing.PAVLODAR)
    wanted = {"key": "a", "quota": quota.pk, "case": case.number}
    assert far.post("/ledger/reservations", wanted).status_code == 404
    assert decider(filing.KOSTANAY).post("/ledger/reservations", wanted).status_code == 200
    assert far.post("/ledger/reservations/steps", {"key": "a", "step": "release"}).status_code == 404
    assert far.post("/ledger/reservations", wanted | {"quota": 999, "case": "R-0000-0000"}).status_code == 404
