"""The page of the loop: what each station holds, what it took from the one before, and what is stale."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from qonys.office.casework.integration.models import Visit
from qonys.office.casework.placement.models import Round
from qonys.office.planning.estimates.services import write_figures
from qonys.office.planning.forecasts import runs
from qonys.office.planning.outcomes import services as outcomes
from qonys.office.portal.loop.picture import BOX, TALL, WIDE, drawn
from qonys.office.portal.loop.stations import Station, stations
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import country
from tests.office.integration.settled import settled
from tests.office.ledger.places import opened

pytestmark = pytest.mark.django_db
ORDER = ["registers", "estimates", "flows", "projection", "balance", "quotas", "selection", "placement", "integration"]


@pytest.fixture
def home(settings: Any, tmp_path: Path, home_with_run: Path) -> Iterator[Path]:
    """A home with one forecast, of this test alone."""
    settings.QONYS_HOME = tmp_path / "home"
    shutil.copytree(home_with_run, settings.QONYS_HOME)
    country()
    with translation.override("en"):
        yield settings.QONYS_HOME


def told(day: date | None = None) -> dict[str, Station]:
    return {each.key: each for each in stations(day or timezone.localdate())}


def analyst() -> Client:
    account = officer()
    mandate(account, "analyst", "KZ/")
    return let_in(Client(), account)


def test_the_stations_in_their_order_also_of_an_empty_office(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path
    found = stations(date(2026, 11, 1))
    assert [each.key for each in found] == [*ORDER, "outcomes"]
    assert not any(each.on or each.stale for each in found)
    assert {box.kind for box in drawn(found).boxes} == {"empty"}


def test_every_station_says_what_it_took(home: Path) -> None:
    settled(ago=100)
    run = runs.latest()
    assert run is not None
    write_figures(), outcomes.write_outcomes()
    today = timezone.localdate()
    found = told()
    assert found["estimates"].on == today and "1 January" in found["estimates"].took
    assert found["flows"].version == found["projection"].version == run.id
    assert found["outcomes"].on == today and found["outcomes"].version
    assert found["registers"].took.startswith("Families that settled") and not found["registers"].stale


def test_what_was_made_before_its_ground_changed_is_stale(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.latest()
    assert run is not None
    made, newest = timezone.localdate(run.created), "qonys.office.planning.estimates.services.newest"
    monkeypatch.setattr(newest, lambda: (date(2026, 1, 1), made))
    assert not told()["flows"].stale
    monkeypatch.setattr(newest, lambda: (date(2026, 1, 1), made + timedelta(days=1)))
    assert told()["flows"].stale, "the registers were counted after the forecast"
    assert "2028" in told(date(2028, 3, 1))["estimates"].stale
    assert not told()["selection"].stale
    opened(10)
    later = timezone.localdate(run.created) > date(2025, 12, 12)
    assert bool(told()["selection"].stale) == later, "quotas proposed after the last order"
    family = settled(ago=10)
    assert not told()["integration"].stale
    Visit.objects.filter(settled=family).update(due=timezone.localdate() - timedelta(days=1))
    assert "late" in told()["integration"].stale


def test_a_round_by_another_model_than_the_newest_is_stale(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Round.objects.create(
        procedure="resettlement", kind="resettlers", year=2026, territory_id="KZ/", day=date(2026, 12, 1),
        state="proposed", opened_by="test", report={"worth": {"version": "", "points": {}}},
    )  # fmt: skip
    outcomes.write_outcomes()
    assert not told()["placement"].stale and told()["placement"].took == "Assumed worth of places"
    monkeypatch.setattr("qonys.office.planning.outcomes.selectors.LEAST", 0)
    found = told()
    assert found["placement"].stale and found["placement"].version == f"Round № {made.pk}"
    made.report["worth"]["version"] = found["outcomes"].version
    made.save()
    assert not told()["placement"].stale


@pytest.mark.parametrize(("language", "words"), [("kk", "Айналым"), ("ru", "Круг"), ("en", "The loop")])
def test_the_page_for_who_works_with_figures(home: Path, language: str, words: str) -> None:
    settled(ago=100)
    client = analyst()
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/{language}/office/loop/").content.decode()
    assert words in page and page.count("<rect") >= 10 and "style=" not in page
    assert len(asked) <= 15
    assert f'href="/{language}/office/loop/"' in client.get(f"/{language}/office/").content.decode()


def test_others_are_not_let_in(home: Path) -> None:
    stranger = officer()
    mandate(stranger, "career_centre_officer", "KZ/")
    assert let_in(Client(), stranger).get("/en/office/loop/").status_code == 403
    assert Client().get("/en/office/loop/").status_code == 302


def test_boxes_do_not_lie_on_one_another_and_stay_in_the_picture() -> None:
    found = drawn([Station(key, key, None, "", "") for key in [*ORDER, "outcomes"]])
    for number, box in enumerate(found.boxes):
        assert BOX / 2 <= box.x <= WIDE - BOX / 2
        for other in found.boxes[:number]:
            assert abs(box.x - other.x) >= BOX or abs(box.y - other.y) >= TALL
    assert len(found.arrows) == 11
