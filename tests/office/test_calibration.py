"""The score card a run carries: what it says."""

from __future__ import annotations

import json

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
