"""The transcribed record of the United Nations against the file it was transcribed from."""

from __future__ import annotations

import csv

import pytest

from qonys.engines.evaluation import UN_EX_POST, UN_VITAL_RATES
from tests.shared_data import require_shared

RATES = {"total_fertility": "TFR", "life_expectancy_female": "e0F", "life_expectancy_male": "e0M"}


@pytest.mark.shared
def test_total_population_is_as_scored():
    path = require_shared() / "data" / "un_expost" / "expost_UN_pop.csv"
    rows = {(int(r["rev"]), int(r["year"])): r for r in csv.DictReader(path.open(encoding="utf-8"))}
    assert len(rows) == len(UN_EX_POST)
    for ours in UN_EX_POST:
        row = rows[ours.revision, ours.year]
        assert (ours.horizon, ours.countries) == (int(row["h"]), int(row["n"]))
        named = {
            "MAPE": ours.mape,
            "medAPE": ours.median_error,
            "MAPE_rebased": ours.rebased_mape,
            "med_rebased": ours.rebased_median_error,
            "cov80": ours.coverage80,
            "cov95": ours.coverage95,
            "naiveMAPE": ours.constant_growth_mape,
        }
        assert named == {name: float(row[name]) for name in named}


@pytest.mark.shared
def test_vital_rates_are_as_scored():
    path = require_shared() / "data" / "un_expost" / "expost_UN_vital.csv"
    rows = {(r["rev"], r["ind"], r["period"]): r for r in csv.DictReader(path.open(encoding="utf-8"))}
    for ours in UN_VITAL_RATES:
        row = rows[str(ours.revision), RATES[ours.rate], ours.period]
        assert ours.mean_absolute_error == float(row["MAE"])
        assert (ours.coverage80, ours.coverage95) == (float(row["cov80"]), float(row["cov95"]))


def test_removing_the_base_revision_does_not_make_published_intervals_honest():
    """The 80 % intervals of four revisions covered 13-37 % of outcomes, 31-43 % once re-based."""
    assert {row.coverage80 < 40 < 80 for row in UN_EX_POST} == {True}
    assert {31 <= row.rebased_coverage80 <= 43 for row in UN_EX_POST} == {True}
