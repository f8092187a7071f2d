"""Places a municipality offers: entered within its own territory, changed with history, seen by everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.casework.offers import selectors, services
from qonys.office.casework.offers.models import Kind, Offer
from qonys.office.casework.offers.refusals import OfferRefused, UnknownOffer
from qonys.office.casework.offers.services import OfferTold
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.journal import verification
from tests.office.authority.people import let_in, mandate, officer, places

pytestmark = pytest.mark.django_db
HERE, THERE, VILLAGE = "KZ/KZ-39/", "KZ/KZ-55/", "KZ/KZ-39/VILLAGE/"
HOMES = OfferTold("dwelling", 12, date(2026, 9, 1), "Әкімдіктің 14.02.2026 № 7 қаулысы", rooms=3)


@pytest.fixture(autouse=True)
def _country() -> None:
    places("KZ/", HERE, VILLAGE, THERE)


@pytest.fixture
def akim() -> Account:
    found = officer()
    mandate(found, "municipality_officer", HERE)
    return found


def at(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def there(path: str) -> Territory:
    return Territory.objects.get(pk=path)


def test_an_offer_is_entered_changed_and_withdrawn_with_every_line(akim: Account) -> None:
    found = services.enter(HOMES, there(VILLAGE), by=akim)
    services.change(found, replace(HOMES, number=10), by=akim)
    services.change(found, replace(HOMES, number=10), by=akim)  # nothing new: no line
    services.withdraw(found, by=akim)
    assert [line.action for line in selectors.history(found)] == ["withdrawn", "changed", "entered"]
    assert not selectors.open_to_all().exists()
    with pytest.raises(OfferRefused, match="was withdrawn"):
        services.change(found, HOMES, by=akim)
    assert verification.verify().broken == ()


@pytest.mark.parametrize(
    ("told", "letter"),
    [
        (replace(HOMES, rooms=None), "how many rooms"),
        (replace(HOMES, number=0), "between 1 and"),
        (replace(HOMES, proof="  "), "what proves it"),
        (replace(HOMES, kind="palace"), "what is offered"),
        (replace(HOMES, kind="job"), "occupation"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(akim: Account, told: OfferTold, letter: str) -> None:
    with pytest.raises(OfferRefused, match=letter):
        services.enter(told, there(HERE), by=akim)
    assert not Offer.objects.exists()


def test_nobody_offers_or_changes_elsewhere(akim: Account) -> None:
    other = officer()
    mandate(other, "municipality_officer", THERE)
    mandate(other, "career_centre_officer", HERE)
    with pytest.raises(OfferRefused, match="no mandate"):
        services.enter(HOMES, there(THERE), by=akim)
    found = services.enter(HOMES, there(HERE), by=akim)
    for attempt in (services.withdraw, lambda offer, by: services.change(offer, HOMES, by=by)):
        with pytest.raises(UnknownOffer):
            attempt(found, by=other)
    assert list(selectors.entered(other)) == []
    visitor = let_in(Client(), other)
    assert visitor.get(at("offer", found.key)).status_code == 404
    assert visitor.post(at("offer", found.key), {"withdraw": "1"}).status_code == 404


def test_pages_of_the_municipality(client: Client, akim: Account) -> None:
    let_in(client, akim)
    form = {"territory": HERE, "kind": "job", "number": "4", "ready": "2026-09-01", "proof": "Шарт № 5"}
    assert "Write the occupation" in client.post(at("offer_new"), form).content.decode()
    assert client.post(at("offer_new"), form | {"occupation": "дәнекерлеуші"}).url == at("offers")
    found = Offer.objects.get()
    page = client.post(at("offer", found.key), form | {"occupation": "мұғалім"}, follow=True).content.decode()
    assert "дәнекерлеуші → мұғалім" in page
    assert "Choose one from the list" in client.post(at("offer_new"), form | {"territory": THERE}).content.decode()
    client.post(at("offer", found.key), {"withdraw": "1"})
    assert "withdrawn" in client.get(at("offers")).content.decode()


def test_the_home_of_a_municipality_leads_to_its_offers(client: Client, akim: Account) -> None:
    assert f'href="{at("offers")}"' in let_in(client, akim).get(at("office")).content.decode()


def test_other_officers_are_told_who_may(client: Client) -> None:
    clerk = officer()
    mandate(clerk, "career_centre_officer", HERE)
    assert f'href="{at("offers")}"' not in let_in(client, clerk).get(at("office")).content.decode()
    answer = let_in(client, clerk).get(at("offers"))
    assert answer.status_code == 403
    assert "Only a municipality officer" in answer.content.decode()


def test_everybody_sees_what_is_offered_in_a_region_and_below(client: Client, akim: Account) -> None:
    services.enter(HOMES, there(VILLAGE), by=akim)
    gone = services.enter(OfferTold(Kind.SCHOOL, 77, date(2026, 9, 1), "Тізім"), there(HERE), by=akim)
    services.withdraw(gone, by=akim)
    page = client.get(at("places"), {"region": "KZ-39"}).content.decode()
    assert "3 rooms" in page and "77" not in page
    assert "3 rooms" not in client.get(at("places"), {"region": "KZ-55"}).content.decode()
    assert not client.cookies


def test_the_list_costs_the_same_for_many_offers(client: Client, akim: Account) -> None:
    let_in(client, akim)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    services.enter(HOMES, there(HERE), by=akim)
    before = (queries(at("offers")), queries(at("places")))
    for _ in range(20):
        services.enter(HOMES, there(VILLAGE), by=akim)
    assert (queries(at("offers")), queries(at("places"))) == before
    assert max(before) <= 15


texts = st.text(max_size=20) | st.sampled_from(["-1", "9" * 30, "dwelling", "2026-02-30", HERE, "\x00"])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.dictionaries(
        st.sampled_from(["territory", "kind", "number", "rooms", "occupation", "ready", "proof"]), texts
    )
)
def test_whatever_is_sent_is_answered(akim: Account, told: dict[str, str]) -> None:
    sent: dict[str, Any] = {key: value.encode("utf-8", "replace").decode() for key, value in told.items()}
    assert let_in(Client(), akim).post(at("offer_new"), sent).status_code in (200, 302)
