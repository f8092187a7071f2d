"""What must hold on published tables, every cut-off seeing nothing later. The full table: benchmarks/flows.py."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from qonys.engines.flows.faults import Kind
from qonys.engines.flows.forecast import Window, forecast
from qonys.engines.flows.gravity import estimate
from qonys.engines.flows.history import History
from qonys.engines.flows.nowcast import nowcast
from qonys.engines.flows.tidying import tidy
from qonys.origin_destination.reading import read_distances, read_flows
from tests.engines.flows.korea import path_of, published

pytestmark = pytest.mark.shared
YEARLY_CUTOFFS = range(10, 23)  # lengths of the record: 13 cut-offs, 2007-2019
PARTS_OF_YEAR = {1: 0.735, 2: 0.575, 3: 0.394}  # quarters known: error relative to persistence


@cache
def korea(name: str = "korea16_annual_od") -> History:
    return published(name)


@cache
def rolled(name: str, step: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """By cut-off: our error, persistence's, coverage of pairs and of territories' totals by the 80 % intervals."""
    record, rows = korea(name), []
    lengths = YEARLY_CUTOFFS if name.startswith("korea") else range(5, 11)
    for length in lengths:
        if length + step > record.length:
            continue
        made = forecast(record.until(length), [Window(step, step)])
        outcome, base = record.flows[length + step - 1], record.flows[length - 1]
        sides = ((made.pairs, record.flows), (made.departures, record.departures), (made.arrivals, record.arrivals))
        inside = [np.mean((each.bounds[0, 0, 0] <= true[length + step - 1]) & (true[length + step - 1] <=
                  each.bounds[0, 0, 1])) for each, true in sides]  # fmt: skip
        errors = np.abs(made.pairs.mean[0] - outcome).sum(), np.abs(base - outcome).sum()
        rows.append((*errors, inside[0], (inside[1] + inside[2]) / 2))
    return tuple(np.array(rows).T)  # type: ignore[return-value]


@pytest.mark.parametrize(("step", "bar"), [(1, 0.99), (3, 1.02)])
def test_korea_by_year(step: int, bar: float):
    ours, persistence, _, _ = rolled("korea16_annual_od", step)
    assert ours.sum() / persistence.sum() <= bar
    assert (ours / persistence).max() <= 1.10


def test_coverage_of_korea_one_year_ahead():
    _, _, pairs, totals = rolled("korea16_annual_od", 1)
    assert 0.78 <= pairs.mean() <= 0.83
    assert pairs.min() >= 0.65
    assert 0.75 <= totals.mean() <= 0.85


@pytest.mark.parametrize("step", [1, 2, 3])
def test_uk_regions_are_not_worse_than_persistence(step: int):
    ours, persistence, _, _ = rolled("uk_regions_annual_od", step)
    assert ours.sum() / persistence.sum() <= 1.00


def test_korea_by_quarter_against_the_same_quarter_a_year_before():
    record, steps = korea("korea16_quarterly_od"), (1, 2, 4)
    errors = np.zeros((len(steps), 2))
    for length in range(44, record.length):  # from the end of 2008
        made = forecast(record.until(length), [Window(step, step) for step in steps])
        for place, step in enumerate(steps):
            due = length + step - 1
            if due < record.length:
                outcome = record.flows[due]
                errors[place] += [
                    np.abs(said - outcome).sum() for said in (made.pairs.mean[place], record.flows[due - 4])
                ]
    relative = errors[:, 0] / errors[:, 1]
    assert (relative <= [0.80, 0.84, 0.955]).all()


@pytest.mark.parametrize("known", PARTS_OF_YEAR)
def test_part_of_the_year_known(known: int):
    record, errors = korea("korea16_quarterly_od"), np.zeros(2)
    for year in range(10, 23):
        made = forecast(record.until(4 * year + known), [Window(1 - known, 4 - known)])
        outcome, before = (record.flows[4 * y : 4 * y + 4].sum(axis=0) for y in (year, year - 1))
        errors += [np.abs(said - outcome).sum() for said in (made.pairs.mean[0], before)]
    assert errors[0] / errors[1] <= PARTS_OF_YEAR[known]


def test_nowcast_from_margins():
    record, errors, inside = korea(), np.zeros(2), []
    for length in YEARLY_CUTOFFS:
        said = nowcast(record.until(length), record.departures[length], record.arrivals[length])
        outcome = record.flows[length]
        errors += [np.abs(said.flows - outcome).sum(), np.abs(record.flows[length - 1] - outcome).sum()]
        inside.append(np.mean((said.bounds[0, 0] <= outcome) & (outcome <= said.bounds[0, 1])))
    assert errors[0] / errors[1] <= 0.42
    assert 0.75 <= np.mean(inside) <= 0.88


def test_the_hidden_matrix_is_estimated_a_third_better_than_by_static_gravity():
    record = korea()
    between = read_distances(path_of("korea_distance"), record.regions)
    errors, inside = np.zeros(2), []
    for t in range(0, record.length, 4):
        made, true = estimate(record.departures[t], record.arrivals[t], between), record.flows[t]
        errors += [np.abs(said - true).sum() for said in (made.flows, made.static)]
        inside.append(np.mean((made.low <= true) & (true <= made.high)))
    assert errors[0] <= errors[1] * 2 / 3
    assert all(0.72 <= each <= 0.88 for each in inside)


def test_boundary_splits_of_korea_are_recognised_and_widen_the_intervals():
    """Ulsan left South Gyeongsang in 1997, Sejong mostly South Chungcheong in 2012."""
    rows = read_flows(path_of("korea_quarterly_od"))
    found = tidy(rows)
    splits = {(f.origin, f.destination, f.period) for f in found.faults if f.kind == Kind.BOUNDARY_SPLIT}
    assert {("Ulsan", "Gyeongsangnam-do", "1997Q1"), ("Sejong", "Chungcheongnam-do", "2012Q1")} <= splits
    for name, parent, last in (("Ulsan", "Gyeongsangnam-do", 1998), ("Sejong", "Chungcheongnam-do", 2013)):
        made = forecast(tidy(rows.until(last * 4 + 3)).history, [Window(1, 1)])
        regions = made.history.regions
        low, high = made.departures.bounds[0, 0]
        reach = np.log((high + 1) / (low + 1))
        touched = [regions.index(name), regions.index(parent)]
        assert reach[touched].min() > 1.3 * np.median(np.delete(reach, touched))
