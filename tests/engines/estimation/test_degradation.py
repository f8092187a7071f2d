"""The less is published, the wider the doubt; contradictions are refused in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qonys.engines.estimation import estimate
from qonys.engines.vocabulary.errors import MissingCell, OutOfRange, SumsDisagree
from tests.engines.estimation import invented


def with_population(evidence, change):
    values = evidence.regions.population.copy(deep=True)
    change(values)
    return replace(evidence, regions=replace(evidence.regions, population=values))


def test_a_country_with_hardly_any_figure_still_gets_estimates():
    evidence = invented.bare(invented.country(2, 4))
    made = estimate(evidence)
    assert_allclose(made.base.total, float(evidence.history.population.sel(time=invented.BASE)), rtol=1e-9)
    assert_allclose(made.pattern.fertility.values, 1.0, rtol=1e-6)
    assert_allclose(made.pattern.mortality.values, 1.0, rtol=1e-6)
    assert (made.doubt.base.values >= 0.3).all()
    assert (made.doubt.fertility.values >= 0.2).all()
    assert (made.doubt.internal_migration.values >= 0.5).all()
    words = " ".join(method.text.en for method in made.methods)
    assert words.count("not published") >= 3
    assert words.count("rough estimate") == 2


@pytest.mark.parametrize(
    ("hidden", "doubted"),
    [
        ("broad_ages", "base_age"),
        ("crude_birth_rate", "fertility"),
        ("life_expectancy", "mortality"),
        ("internal_departures", "internal_migration"),
    ],
)
def test_what_is_not_published_is_doubted_more(hidden, doubted):
    full = invented.country(4, 6)
    before, after = estimate(full).doubt, estimate(invented.hide(full, hidden)).doubt
    assert (getattr(after, doubted).values > getattr(before, doubted).values).all()


def test_an_unpublished_territory_gets_what_is_left_and_more_doubt():
    evidence = invented.country(7, 5)
    truth = float(evidence.regions.population.sel(time=invented.BASE)[2])

    def forget(population):
        population.loc[{"territory": "XX-03", "time": invented.BASE}] = np.nan

    made = estimate(with_population(evidence, forget))
    assert_allclose(made.base.values[2].sum(), truth, rtol=1e-9)
    assert made.doubt.base.values[2] > made.doubt.base.values[0]
    assert "4 of 5 territories" in made.methods[0].text.en


def test_two_unpublished_territories_share_the_rest_by_their_own_growth():
    evidence = invented.country(8, 5)
    truth = evidence.regions.population.sel(time=invented.BASE).values[:2]

    def forget(population):
        population.loc[{"territory": ["XX-01", "XX-02"], "time": invented.BASE}] = np.nan

    made = estimate(with_population(evidence, forget))
    # In the invented country each territory grows at a steady pace, so carrying it forward is right.
    assert_allclose(made.base.values[:2].sum(axis=(1, 2)), truth, rtol=1e-6)


def test_territories_that_do_not_add_up_to_the_nation_are_refused():
    def misprint(population):
        population.loc[{"territory": "XX-01", "time": invented.BASE}] *= 2.0

    with pytest.raises(SumsDisagree, match="do not add up"):
        estimate(with_population(invented.country(9), misprint))


def test_territories_that_leave_nobody_for_the_others_are_refused():
    def misprint(population):
        population.loc[{"territory": "XX-01", "time": invented.BASE}] = 1e9
        population.loc[{"territory": "XX-02", "time": invented.BASE}] = np.nan

    with pytest.raises(SumsDisagree, match="leave nobody"):
        estimate(with_population(invented.country(9), misprint))


def test_no_total_at_all_is_refused():
    evidence = invented.bare(invented.country(2))
    nobody = evidence.history.population.copy(data=[np.nan])
    with pytest.raises(MissingCell, match="no population total"):
        estimate(replace(evidence, history=replace(evidence.history, population=nobody)))


def test_no_death_rates_at_all_are_refused():
    evidence = invented.country(2)
    schedules = replace(evidence.schedules, mortality=evidence.schedules.mortality * np.nan)
    with pytest.raises(MissingCell, match="mortality"):
        estimate(replace(evidence, schedules=schedules))


def test_a_territory_that_receives_more_than_the_others_send_is_refused():
    evidence = invented.country(2, 3)
    codes = evidence.territories.codes
    into = invented.by_time([[9e3], [1e3], [1e3]], codes, [2019])
    out_of = invented.by_time([[8e3], [2e3], [1e3]], codes, [2019])
    regions = replace(evidence.regions, internal_arrivals=into, internal_departures=out_of)
    with pytest.raises(OutOfRange, match="XX-01 is said to receive more"):
        estimate(replace(evidence, regions=regions))


def test_a_territory_that_loses_nearly_everybody_is_refused():
    evidence = invented.country(2, 2)
    everybody = evidence.regions.population.sel(time=[2019]).values * 0.9
    moves = invented.by_time(np.full((2, 1), everybody.max()), evidence.territories.codes, [2019])
    regions = replace(evidence.regions, internal_arrivals=moves, internal_departures=moves)
    with pytest.raises(OutOfRange, match="in a year"):
        estimate(replace(evidence, regions=regions))


def test_fertility_that_is_zero_everywhere_is_refused():
    evidence = invented.country(2)
    schedules = replace(evidence.schedules, fertility=evidence.schedules.fertility * 0.0)
    with pytest.raises(MissingCell, match="fertility is zero"):
        estimate(replace(evidence, schedules=schedules))
