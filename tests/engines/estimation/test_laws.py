"""What holds for the estimates of any country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from qonys.engines.estimation import estimate
from qonys.engines.estimation.fertility import national_fertility
from qonys.engines.estimation.internal_migration import internal_margins
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Estimates
from tests.engines.estimation import invented

SOMETIMES_HIDDEN = (
    "population_by_sex",
    "broad_ages",
    "crude_birth_rate",
    "crude_death_rate",
    "life_expectancy",
    "internal_arrivals",
    "internal_departures",
    "distance_km",
)


@st.composite
def countries(draw: st.DrawFn) -> Evidence:
    """Invented countries of one to eight territories, with any of their tables unpublished."""
    country = invented.country(draw(st.integers(0, 10_000)), draw(st.integers(1, 8)))
    return invented.hide(country, *draw(st.sets(st.sampled_from(SOMETIMES_HIDDEN))))


def implied_births(evidence: Evidence, made: Estimates) -> np.ndarray:
    women = made.base.values[:, 1]
    return np.asarray(women * national_fertility(evidence, women.shape[1]) * made.pattern.fertility.values)


@settings(max_examples=40, deadline=None)
@given(countries())
def test_people_births_deaths_and_moves_add_up_to_the_nation(evidence):
    made = estimate(evidence)
    people, pattern = made.base.values, made.pattern
    published = evidence.regions.population.sel(time=invented.BASE).values
    nation = float(evidence.history.population.sel(time=invented.BASE))

    assert_allclose(people.sum(axis=(1, 2)), published, rtol=1e-9)
    assert_allclose(people.sum(), nation, rtol=1e-9)

    fertility = national_fertility(evidence, people.shape[2])
    by_age = implied_births(evidence, made).sum(axis=0)
    assert_allclose(by_age, people[:, 1].sum(axis=0) * fertility, rtol=1e-8, atol=1e-9)

    deaths = people * invented.mortality().values[0]
    assert_allclose((deaths * pattern.mortality.values).sum(axis=(0, 2)), deaths.sum(axis=(0, 2)), rtol=1e-9)

    for shares in (pattern.immigrants.values, pattern.emigrants.values):
        assert_allclose(shares.sum(axis=0), 1.0, rtol=1e-12)
        assert (shares >= 0).all()


@settings(max_examples=40, deadline=None)
@given(countries())
def test_expected_moves_are_the_arrivals_and_departures(evidence):
    made = estimate(evidence)
    people, moving = made.base.values, made.pattern.internal_migration.values
    flows = (people[:, None] * moving).sum(axis=(2, 3))
    margins = internal_margins(evidence, people.sum(axis=(1, 2)))
    if people.shape[0] > 1:
        assert_allclose(flows.sum(), margins.total, rtol=1e-8)
        for moves, published in (
            (flows.sum(axis=1), margins.departures),
            (flows.sum(axis=0), margins.arrivals),
        ):
            known = np.isfinite(published)
            assert_allclose(moves[known], published[known], rtol=1e-8)
    assert_array_equal(np.diagonal(moving), 0.0)
    assert (moving >= 0).all()
    assert (moving.sum(axis=1) < 0.8).all()


@settings(max_examples=25, deadline=None)
@given(countries())
def test_every_number_is_finite_and_every_doubt_is_a_doubt(evidence):
    made = estimate(evidence)
    for name in ("fertility", "mortality", "internal_migration", "immigrants", "emigrants"):
        assert np.isfinite(getattr(made.pattern, name).values).all()
    assert (made.pattern.mortality.values > 0).all()
    assert (made.pattern.fertility.values >= 0).all()
    for name in ("base", "base_age", "fertility", "mortality", "internal_migration"):
        sd = getattr(made.doubt, name).values
        assert ((sd > 0) & (sd < 1)).all()
    assert 0 < made.doubt.base_nation < 0.1


def test_the_order_of_territories_in_a_table_does_not_matter():
    evidence = invented.country(3, 5)
    turned = replace(
        evidence,
        regions=replace(
            evidence.regions,
            population=evidence.regions.population[::-1],
            crude_birth_rate=evidence.regions.crude_birth_rate[::-1],
            distance_km=evidence.regions.distance_km[::-1, ::-1],
        ),
    )
    assert_array_equal(estimate(turned).base.values, estimate(evidence).base.values)
    assert_array_equal(
        estimate(turned).pattern.internal_migration.values,
        estimate(evidence).pattern.internal_migration.values,
    )


def test_more_births_mean_a_higher_ratio_at_every_age_of_motherhood():
    evidence = invented.country(5, 4)
    rates = invented.by_time([[0.012], [0.016], [0.020], [0.028]], evidence.territories.codes, [2019])
    evidence = replace(evidence, regions=replace(evidence.regions, crude_birth_rate=rates))
    evidence = invented.hide(evidence, "broad_ages")
    ratio = estimate(evidence).pattern.fertility.values[:, 20:40]
    assert (np.diff(ratio, axis=0) > 0).all()


def test_published_broad_ages_of_the_base_year_are_reproduced_with_the_nations_ages():
    evidence = invented.country(6, 4)
    totals = evidence.regions.population.sel(time=invented.BASE).values
    made = estimate(evidence)
    observed = made.base.values  # a consistent world: publish its own broad ages as those of the base year
    table = invented.broad_ages(evidence.territories.codes, totals, np.random.default_rng(0), year=invented.BASE)
    groups = [
        observed[:, :, :15].sum(axis=2),
        observed[:, :, 15:65].sum(axis=2),
        observed[:, :, 65:].sum(axis=2),
    ]
    persons = table.persons.copy(data=np.stack(groups, axis=2))
    evidence = replace(evidence, regions=replace(evidence.regions, broad_ages=(replace(table, persons=persons),)))
    again = estimate(evidence).base.values
    assert_allclose(again[:, :, :15].sum(axis=2), groups[0], rtol=1e-6)
    assert_allclose(again[:, :, 65:].sum(axis=2), groups[2], rtol=1e-6)
    assert_allclose(again.sum(axis=0), observed.sum(axis=0), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_evidence_gives_the_same_bytes(seed):
    evidence = invented.country(seed)
    assert estimate(evidence).base.values.tobytes() == estimate(evidence).base.values.tobytes()


def test_mothers_are_somewhat_younger_where_women_have_more_children():
    evidence = invented.country(5, 2)
    rates = invented.by_time([[0.012], [0.028]], evidence.territories.codes, [2019])
    evidence = replace(evidence, regions=replace(evidence.regions, crude_birth_rate=rates))
    fertility = invented.fertility().values[0] * estimate(evidence).pattern.fertility.values
    few, many = (np.average(np.arange(invented.AGES), weights=schedule) for schedule in fertility)
    assert 0.2 < few - many < 2.0


def test_a_year_of_many_births_in_one_territory_is_a_large_cohort_there():
    evidence = invented.country(5, 2)
    national = evidence.history.births
    years = [2015, 2016, 2017, 2018, 2019]
    first = np.array([0.4, 0.4, 0.7, 0.4, 0.4]) * national.sel(time=years).values
    births = invented.by_time([first, national.sel(time=years).values - first], evidence.territories.codes, years)
    evidence = invented.hide(replace(evidence, regions=replace(evidence.regions, births=births)), "broad_ages")
    people = estimate(evidence).base.values.sum(axis=1)
    share = people[0] / people.sum(axis=0)
    assert share[:5].argmax() == invented.BASE - 1 - 2017
