"""What a run answers when it is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from qonys.engines.vocabulary.errors import DamagedRun, UnknownRun, UnknownTerritory
from qonys.office.planning.forecasts import runs, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import places
from qonys.office.portal.public.charts import checked
from qonys.office.portal.public.charts.territory import Subject


def test_the_newest_complete_run_is_shown_and_unfinished_folders_are_not(own_run: Path) -> None:
    (own_run.parent / ".unfinished").mkdir()
    (own_run.parent / "kz-20990101-000000-ffffff").mkdir()  # no manifest: still being written
    latest = runs.latest()
    assert latest is not None
    assert latest.id == own_run.name
    assert len(runs.complete()) == 1


def test_a_run_of_another_country_is_kept_but_not_shown(own_run: Path) -> None:
    manifest = own_run / "manifest.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(told | {"country": "elsewhere"}))
    assert runs.latest() is None
    assert len(runs.complete()) == 1


def test_an_unknown_run_or_territory_is_refused_with_a_letter(run: Run) -> None:
    with pytest.raises(UnknownRun, match="There is no run 'nix'"):
        runs.find("nix")
    with pytest.raises(UnknownTerritory, match="'KZ-99'"):
        selectors.geography(run).find("KZ-99")


def test_a_missing_file_is_a_damaged_run_not_a_crash(own_run: Path) -> None:
    (own_run / "indicators.parquet").unlink()
    run = runs.latest()
    assert run is not None
    with pytest.raises(DamagedRun, match="Make the forecast again"):
        selectors.expected(run, "KZ")


def test_quantiles_rise_in_every_band(run: Run) -> None:
    for bands in selectors.expected(run, "KZ-75").values():
        for band in bands:
            assert band.q025 <= band.q10 <= band.q50 <= band.q90 <= band.q975


def test_the_pyramid_adds_up_to_the_population_of_its_year(run: Run) -> None:
    first = selectors.pyramids(run, "KZ-10")[0]
    total = sum(cell[1] for sex in (first.male, first.female) for cell in sex)
    assert total == pytest.approx(selectors.expected(run, "KZ-10")["population"][0].q50, rel=1e-4)


def test_history_ends_where_the_forecast_begins(run: Run) -> None:
    assert selectors.history(run, "KZ")["population"][-1].year == run.first_year
    assert selectors.history(run, "KZ")["births"][-1].year == run.first_year - 1


def test_a_forecast_is_judged_only_in_years_after_it_was_made(run: Run) -> None:
    subject = Subject.of(run, "KZ")
    found = checked.misses(subject)
    assert found
    assert all(miss.forecast.year >= 2024 for miss in found if miss.forecast.publisher == "UN WPP")
    births = next(m for m in found if m.forecast.indicator == "births" and m.forecast.year == 2025)
    assert births.error == pytest.approx(100 * (births.forecast.value - births.outcome) / births.outcome)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_short_names_stay_unique(run: Run, language: str) -> None:
    with translation.override(language):
        short = places.short_names(selectors.geography(run).units)
    assert len(set(short.values())) == len(short) == 20


def test_a_long_name_is_broken_never_cut() -> None:
    assert places.in_two_lines("Северо-Казахстанская") == ("Северо-", "Казахстанская")
    assert "".join(places.in_two_lines("Батыс Қазақстан")) == "БатысҚазақстан"


def test_flows_count_arrivals_and_departures_from_the_same_table(run: Run) -> None:
    between = {flow.other: flow for flow in selectors.flows(run, "KZ-71")}
    back = {flow.other: flow for flow in selectors.flows(run, "KZ-75")}
    assert between["KZ-75"].came == pytest.approx(back["KZ-71"].left)
    assert selectors.flows(run, "KZ") == ()


def test_a_country_may_be_named_by_its_folder(own_run: Path, tmp_path: Path, settings: Any) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "territories.yaml").write_text("nation: {code: KZ}")
    settings.QONYS_COUNTRY = str(pack)
    assert runs.latest() is not None
