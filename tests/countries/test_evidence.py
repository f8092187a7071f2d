"""Evidence is built from codes, lists and conventions, for any country."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from qonys.countries.pack import CountryPack
from qonys.engines.vocabulary.evidence import Evidence

SEXES = ["male", "female"]


@pytest.fixture(scope="module", params=["kz", "samal"])
def evidence(request: pytest.FixtureRequest) -> Evidence:
    pack: CountryPack = request.getfixturevalue(request.param)
    return pack.evidence()


def axes(array: xr.DataArray) -> tuple[str, ...]:
    return tuple(str(name) for name in array.dims)


def test_every_array_has_the_axes_the_vocabulary_promises(evidence: Evidence) -> None:
    history, schedules, regions = evidence.history, evidence.schedules, evidence.regions
    for series in (history.population, history.births, history.total_fertility, history.arrivals):
        assert axes(series) == ("time",)
    assert axes(history.life_expectancy) == ("time", "sex")
    for schedule in (schedules.population, schedules.mortality, schedules.net_migration):
        assert axes(schedule) == ("time", "sex", "age")
        assert schedule.sizes["age"] == 101 and schedule.sex.values.tolist() == SEXES
    assert axes(schedules.fertility) == ("time", "age")
    assert axes(schedules.sex_ratio_at_birth) == ("time",)
    for figure in (regions.population, regions.births, regions.crude_death_rate, regions.internal_arrivals):
        assert axes(figure) == ("territory", "time")
        assert figure.territory.values.tolist() == list(evidence.territories.codes)
    assert axes(regions.population_by_sex) == ("territory", "time", "sex")
    assert regions.life_expectancy.sex.values.tolist() == [*SEXES, "both"]
    assert axes(regions.distance_km) == ("origin", "destination")


def test_the_base_population_is_there_and_schedules_have_no_hole(evidence: Evidence) -> None:
    assert float(evidence.history.population.sel(time=evidence.base_year)) > 0
    schedules = evidence.schedules
    for schedule in (schedules.population, schedules.mortality, schedules.fertility, schedules.net_migration):
        assert not bool(schedule.isnull().any())
    assert float(schedules.fertility.sel(age=5).max()) == 0


def test_broad_ages_come_with_the_concordance_from_their_own_list(evidence: Evidence) -> None:
    (table,) = evidence.regions.broad_ages
    assert axes(table.persons) == ("territory", "sex", "group")
    assert table.concordance is not None
    olds = {old for old, _, _ in table.concordance.shares}
    assert olds == set(table.persons.territory.values)
    assert {new for _, new, _ in table.concordance.shares} == set(evidence.territories.codes)


def test_distances_are_symmetric_and_zero_at_home(evidence: Evidence) -> None:
    distance = evidence.regions.distance_km.values
    assert np.allclose(distance, distance.T) and np.allclose(np.diag(distance), 0)


def test_astana_and_almaty_lie_some_970_km_apart(kz: CountryPack) -> None:
    distance = kz.evidence().regions.distance_km.sel(origin="KZ-71", destination="KZ-75")
    assert float(distance) == pytest.approx(971, abs=3)  # great circle between the two cities


def test_unpublished_figures_are_nan_not_zero(kz: CountryPack) -> None:
    population = kz.evidence().regions.population
    assert int(population.sel(time=2026).isnull().sum()) == 10
    assert int(population.sel(time=2023).isnull().sum()) == 0
    assert bool(population.sel(time=2010, territory="KZ-61").isnull()), "that was South Kazakhstan"
    assert float(population.sel(time=2010, territory="KZ-11")) == 735_134  # BNS, Akmola on 1 January 2010


def test_crude_rates_leave_per_person(kz: CountryPack) -> None:
    rate = kz.evidence().regions.crude_birth_rate.sel(time=2024, territory="KZ-61")
    assert float(rate) == pytest.approx(0.02505)  # BNS as reported: 25.05 per 1,000 in Turkistan Region


def test_the_pension_age_of_2020_divides_men_and_women_differently(kz: CountryPack) -> None:
    (table,) = kz.evidence().regions.broad_ages
    women = table.persons.sel(sex="female", territory="KZ-71")
    assert bool(women.sel(group="63+").isnull()) and float(women.sel(group="59+")) > 0
    assert float(table.persons.sel(territory="KZ-71").sum()) == 1_136_156  # BNS, Astana on 1 January 2020


def test_a_series_is_one_publishers_where_its_level_matters(kz: CountryPack) -> None:
    history = kz.evidence().history
    assert set(history.population.publisher.values) == {"", "bns"}
    assert set(history.total_fertility.publisher.values) >= {"bns", "un-wpp-2024"}
    alone = kz.history_by("un-wpp-2024")
    assert alone.population.time.values[0] == 1950
    assert float(alone.population.sel(time=2000)) > float(history.population.sel(time=2000))


def test_another_country_publishes_less_and_has_its_own_ages(samal: CountryPack) -> None:
    evidence = samal.evidence()
    assert evidence.base_year == 2025
    assert evidence.schedules.mortality.time.values.tolist() == [2022, 2023, 2024], "no future is published"
    assert evidence.schedules.net_migration.sizes["time"] == 0
    assert bool(evidence.regions.total_fertility.sel(territory="XQ-L").isnull().all())
    assert bool(evidence.regions.population.sel(territory="XQ-L", time=2019).isnull()), "it was not yet divided"
    assert str(samal.conventions.working_age) == "18-64"


def test_the_nations_own_vintages_reach_the_evidence(samal: CountryPack) -> None:
    births = samal.figures().filter(indicator="births", territory="XQ", period="2024")
    assert len(births) == 2
    newest = births.sort("published_on")["value"][-1]
    assert float(samal.evidence().history.births.sel(time=2024)) == newest
