"""The score card a run carries: what it says, and that a run without one still has its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qonys.countries import pack
from qonys.office.planning.forecasts import calibration, engine


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    kazakhstan = pack.load("kz")
    tested = engine.look_back(kazakhstan)
    assert tested is not None
    return calibration.document(tested, kazakhstan.conventions.past_projections)


def test_the_document_can_be_stored_and_holds_ours_and_theirs(document: dict[str, object]):
    told = json.loads(json.dumps(document))
    assert {row["method"] for row in told["summary"]} == {"qonys", "constant growth"}
    assert len(told["united_nations"]) == 8
    assert {row["revision"] for row in told["past_projections"]} == {2012, 2015, 2017, 2019}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_the_score_card(client, own_run: Path, document: dict[str, object], language: str):
    page = f"/{language}/checked/"
    assert b"card-title" not in client.get(page).content
    (own_run / "calibration.json").write_text(json.dumps(document), encoding="utf-8")
    shown = client.get(page).content.decode()
    assert "card-title" in shown
    assert all(str(round(row["coverage80"])) in shown for row in document["summary"])
