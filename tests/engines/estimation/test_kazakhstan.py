"""Kazakhstan on 1 January 2026 from its published figures (Bureau of National Statistics; UN WPP 2024)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qonys.engines.estimation import estimate
from qonys.engines.estimation.fertility import national_fertility
from qonys.engines.estimation.internal_migration import internal_margins
from qonys.engines.estimation.mortality import life_expectancy_gaps
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.life_table import life_expectancy
from qonys.engines.vocabulary.rates import Estimates
from tests.engines.estimation import kazakhstan
from tests.shared_data import require_shared

pytestmark = pytest.mark.shared

NATION = 20_495_975  # 1 January 2026, BNS, published 2 February 2026
BIRTHS_2025 = 335_005  # registered in 2025, BNS
PUBLISHED = {
    "KZ-61": 2_148_658,
    "KZ-75": 2_347_924,
    "KZ-71": 1_638_233,
    "KZ-19": 1_596_331,
    "KZ-31": 1_215_373,
    "KZ-79": 1_293_648,
    "KZ-35": 1_131_287,
    "KZ-62": 218_993,
    "KZ-59": 514_156,
    "KZ-10": 595_676,
}
# People of 65+ per 100 of 0-15, 2023, in the press from BNS. Nothing of this kind enters the estimate.
AGEING_2023 = {"KZ-59": 72.9, "KZ-39": 62.1, "KZ-47": 14.3, "KZ-61": 14.9, "KZ-79": 15.3}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    require_shared()
    return kazakhstan.evidence()


@pytest.fixture(scope="module")
def made(evidence: Evidence) -> Estimates:
    return estimate(evidence)


@pytest.fixture(scope="module")
def codes(evidence: Evidence) -> list[str]:
    return list(evidence.territories.codes)


def births(evidence: Evidence, made: Estimates) -> np.ndarray:
    """Births by territory at the level registered in the nation."""
    women = made.base.values[:, 1]
    national = national_fertility(evidence, women.shape[1])
    level = BIRTHS_2025 / (women * national).sum()
    return np.asarray((women * national * level * made.pattern.fertility.values).sum(axis=1))


def share_of_children(made: Estimates) -> np.ndarray:
    people = made.base.values
    return np.asarray(people[:, :, :16].sum(axis=(1, 2)) / people.sum(axis=(1, 2)))


def test_the_nation_and_every_published_region_are_exact(made, codes):
    assert_allclose(made.base.total, NATION, rtol=1e-10)
    people = made.base.values.sum(axis=(1, 2))
    for code, published in PUBLISHED.items():
        assert_allclose(people[codes.index(code)], published, rtol=1e-9)


def test_children_born_lately_are_those_registered(made):
    under_one = made.base.values[:, :, 0].sum()
    assert 0.985 * BIRTHS_2025 < under_one < BIRTHS_2025
    boys, girls = made.base.values[:, :, 0].sum(axis=0)
    assert 1.04 < boys / girls < 1.08


def test_the_south_is_young_and_the_north_is_old(made, codes):
    share = share_of_children(made)
    assert share[codes.index("KZ-61")] > 0.37
    assert share[codes.index("KZ-59")] < 0.23
    assert share.argmax() == codes.index("KZ-61")


@pytest.mark.parametrize("code", AGEING_2023)
def test_ageing_lies_near_an_index_published_for_2023(made, codes, code):
    people = made.base.values[codes.index(code)].sum(axis=0)
    index = 100.0 * people[65:].sum() / people[:16].sum()
    assert 0.95 * AGEING_2023[code] < index < 1.25 * AGEING_2023[code]


def test_ages_run_smoothly_where_older_groups_met(made):
    """A region's share of the nation bends gently from age to age: no step at the 15/16 of 2020."""
    share = made.base.values.sum(axis=1) / made.base.values.sum(axis=(0, 1))
    bend = np.diff(np.log(share[:, 6:]), n=2, axis=1)
    assert np.abs(bend).max() < 0.05


def test_births_add_up_to_those_registered(evidence, made):
    assert_allclose(births(evidence, made).sum(), BIRTHS_2025, rtol=1e-6)


def test_birth_rates_of_regions_published_for_2024_keep_their_ratio_to_the_nation(evidence, made, codes):
    relative = births(evidence, made) / made.base.values.sum(axis=(1, 2)) / (BIRTHS_2025 / NATION)
    for code, rate in {"KZ-61": 25.05, "KZ-47": 24.47, "KZ-79": 23.68, "KZ-71": 19.41, "KZ-59": 9.72}.items():
        assert_allclose(relative[codes.index(code)], rate / 18.29, rtol=0.05)


def test_total_fertility_is_plausible_in_every_region(evidence, made, codes):
    women = made.base.values[:, 1]
    national = national_fertility(evidence, women.shape[1])
    level = BIRTHS_2025 / (women * national).sum()
    children = (national * level * made.pattern.fertility.values).sum(axis=1)
    assert 2.4 < (national * level).sum() < 2.7  # published: 2.80 in 2024, with 9 % more births
    assert (children > 1.2).all()
    assert (children < 4.5).all()
    assert children.argmax() == codes.index("KZ-61")


def test_life_expectancy_differs_from_the_nations_as_published(evidence, made):
    national = evidence.schedules.mortality.sel(time=2025).values
    gap = life_expectancy(national * made.pattern.mortality.values) - life_expectancy(national)
    published = life_expectancy_gaps(evidence)
    assert np.isfinite(published).all()
    assert_allclose(gap, published, atol=0.05)


def test_the_years_of_the_pandemic_do_not_count(evidence, codes):
    # Almaty city 2024: 78.78, the nation 75.375 (mean of the sexes); men 73.19 and 70.26 in 2022.
    gap = life_expectancy_gaps(evidence)[codes.index("KZ-75")]
    assert_allclose(gap.mean(), 78.78 - 75.375, atol=0.4)


def test_moves_reproduce_the_averaged_arrivals_and_departures(evidence, made, codes):
    people = made.base.values
    flows = (people[:, None] * made.pattern.internal_migration.values).sum(axis=(2, 3))
    margins = internal_margins(evidence, people.sum(axis=(1, 2)))
    assert_allclose(flows.sum(axis=1), margins.departures, rtol=1e-6)
    assert_allclose(flows.sum(axis=0), margins.arrivals, rtol=1e-6)
    # Astana, arrivals 2022-2024: 143,183, 182,998, 271,695, weighted 1, 2, 3
    assert_allclose(flows[:, codes.index("KZ-71")].sum(), (143_183 + 2 * 182_998 + 3 * 271_695) / 6, rtol=1e-6)


def test_the_census_of_2021_is_found_in_the_nations_books(made):
    # 18.88 m became 19.50 m on 1 January 2022: 2 % more than births, deaths and moves explain.
    assert 0.005 < made.doubt.base_nation < 0.02


def test_regions_without_a_count_and_regions_cut_out_of_others_are_doubted_more(made, codes):
    base, ages = made.doubt.base.values, made.doubt.base_age.values
    assert base[codes.index("KZ-11")] > base[codes.index("KZ-71")]
    assert ages[codes.index("KZ-62")] > ages[codes.index("KZ-71")]
