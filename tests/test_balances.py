"""The loop's next turn: trajectories to balances to quotas to programme control, on the example country and on kz."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from qonys.balances import (
    LABOUR,
    STANDING_NAMES,
    BalanceWatch,
    Groundwork,
    bottlenecks_table,
    gaps_table,
    groundwork,
    with_plans,
)
from qonys.control import IndicatorWatch, control, control_table, course_table
from qonys.countries import pack
from qonys.countries.pack import CountryPack
from qonys.countries.programmes import Forecast, read_programmes
from qonys.engines.balance.gaps import Standing
from qonys.engines.estimation import estimate
from qonys.engines.projection import processes
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.streams import Streams
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.errors import BadInput, MissingCell
from qonys.hiring import hiring_by_sector
from qonys.quotas import plan_quotas, settlement_problem
from qonys.recut import recut_settlement

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "samal"


def turn(country: CountryPack, last_year: int, trajectories: int, threads: int = 1):
    evidence = country.evidence()
    estimates = estimate(evidence)
    outlook = processes.outlook(
        evidence.history, evidence.schedules, evidence.base_year, last_year, processes.PRIOR_WIDTHS
    )
    streams, codes = Streams(7), evidence.territories.codes
    paths = processes.simulate(outlook, estimates.doubt, streams, trajectories, codes)
    start = processes.draw_base(estimates.base, estimates.doubt, streams, trajectories)
    ground = groundwork(country, estimates.base, last_year)
    bands = country.conventions
    watches = (
        BalanceWatch(ground, streams, trajectories),
        IndicatorWatch(
            read_programmes(country.folder),
            codes,
            AgeBands(bands.preschool_age, bands.school_age, bands.working_age, bands.pension_age),
        ),
    )
    for year in project(start, outlook.rates, estimates.pattern, paths, threads=threads):
        for watch in watches:
            watch(year)
    return ground, *watches


@pytest.fixture(scope="module")
def samal() -> CountryPack:
    return pack.load(EXAMPLE)


@pytest.fixture(scope="module")
def turned(samal: CountryPack):
    return turn(samal, 2032, 60)


def test_every_year_and_service_is_told_with_its_probability(turned) -> None:
    ground, watch, _ = turned
    table = gaps_table(ground, watch.years, "XQ")
    assert len(table) == 8 * 4 * 3, "1 January 2025 to 2032, three territories and the nation, labour and two services"
    assert table["probability"].is_between(0, 1).all()
    assert (table["q025"] <= table["q50"]).all() and (table["q50"] <= table["q975"]).all()
    assert (table["gap"] - (table["need"] - table["capacity"])).abs().max() < 1e-6
    regions = table.filter((pl.col("territory") != "XQ") & (pl.col("probability") > 0.2))
    assert (regions["unmet_q90"] - regions["q90"].clip(0)).abs().max() < 1e-6, "of one region: the gap above zero"
    assert (table["cost_q10"] <= table["cost_q50"]).all() and (table["cost_q50"] <= table["cost_q90"]).all()
    assert {Standing(word) for word in table["standing"]} <= set(STANDING_NAMES) == set(Standing)
    rooms = bottlenecks_table(ground, watch.years)
    sums = rooms.group_by("territory", "year").agg(pl.col("binds").sum())
    assert len(sums) == 8 * 3 and (sums["binds"] - 1).abs().max() < 1e-9


def test_the_labour_force_of_the_base_is_the_published_one(turned) -> None:
    _, watch, _ = turned
    assert watch.years[0].labour_force.mean[-1] == pytest.approx(617_200, rel=0.01)


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(samal: CountryPack, turned) -> None:
    _, again, _ = turn(samal, 2032, 60, threads=2)
    first = turned[1]
    for one, other in zip(first.years, again.years, strict=True):
        assert one.gaps[LABOUR].gap.quantiles.tobytes() == other.gaps[LABOUR].gap.quantiles.tobytes()
        assert one.room.spare.tobytes() == other.room.spare.tobytes()


def test_quotas_keep_room_bounds_and_sums_and_carry_reasons(samal: CountryPack, turned) -> None:
    ground, watch, _ = turned
    plan = plan_quotas(samal, ground, watch.years, 2025)
    for quotas in plan.plans.values():
        problem = quotas.problem
        for resource, used in zip(problem.resources, problem.used(quotas.persons), strict=True):
            assert (used <= resource.spare + 1e-6).all()
        for line in quotas.lines:
            assert sum(reason.amount for reason in line.reasons) == line.persons
    guests = plan.plans["foreign_labour"]
    (bound,) = plan.bounds
    assert guests.persons.sum() <= bound.persons == int(0.004 * watch.years[0].labour_force.mean[-1])


def test_a_recut_keeps_everybody_who_came(turned) -> None:
    ground, watch, _ = turned
    used = np.array([[10, 55, 3]])
    again = recut_settlement(ground, watch.years, 2025, used, elapsed=0.5)
    assert (again.quotas.persons >= used).all()
    assert again.quotas.persons.sum() <= 600


def test_hiring_by_sector_adds_up_both_ways(samal: CountryPack, turned) -> None:
    ground, _, _ = turned
    found = hiring_by_sector(samal, ground.policy, ground.codes, ground.market.hiring[1])
    table = np.stack(list(found.values()))
    assert table.sum(axis=0) == pytest.approx(ground.market.hiring[1])
    assert table.sum(axis=1) / table.sum() == pytest.approx(np.array([60, 90, 170]) / 320)


def test_planned_jobs_and_places_change_the_gap_by_what_is_planned(samal: CountryPack, turned) -> None:
    ground, _, _ = turned
    size = ground.market.hiring.shape
    schools = np.zeros(size)
    schools[0, 2] = 5_000
    planned = with_plans(ground, jobs=np.full(size, 0.0), places={"school_places": schools})
    assert planned.market.hiring.tobytes() == ground.market.hiring.tobytes(), "a plan of nothing changes no byte"
    before, after = (
        next(s for s in g.services if s.service.key == "school_places").capacity for g in (ground, planned)
    )
    none = np.zeros((3, 1))
    for year in (2025, 2026, 2045):
        more = after.on(year, none, none) - before.on(year, none, none)
        assert more[:, 0] == pytest.approx(np.array([0, 0, 0 if year == 2025 else 5_000])), year
    with pytest.raises(BadInput, match="service 'theatres'"):
        with_plans(ground, places={"theatres": schools})


def test_a_quota_beyond_the_forecast_is_refused_in_words(turned) -> None:
    ground, watch, _ = turned
    with pytest.raises(MissingCell, match="does not reach 1 January 2034"):
        settlement_problem(ground, watch.years, 2031)


def test_a_programme_hears_from_the_forecast(samal: CountryPack, turned) -> None:
    _, _, watch = turned
    (hills,) = control(read_programmes(samal.folder), watch)
    end_of_2028 = watch.samples["shores", "hills_people"][2029]  # the stock of 1 January 2029
    assert hills.progress.probability == np.mean(end_of_2028 >= 298_000)
    assert hills.progress.done is not None and hills.progress.done < 0
    assert control_table((hills,))["alarm"].to_list() == [str(hills.progress.alarm)]


def test_an_indicators_way_keeps_every_vintage_and_starts_its_forecast_at_the_base(samal: CountryPack, turned) -> None:
    _, _, watch = turned
    course = course_table(control(read_programmes(samal.folder), watch))
    readings = course.filter(pl.col("kind") == "reading")
    assert readings["value"].to_list() == [295_400, 295_291], "the first release and the final one, of one day"
    assert course.filter(pl.col("kind") == "target")["day"].to_list() == [date(2028, 12, 31)]
    ahead = course.filter(pl.col("kind") == "forecast")
    assert ahead["moment"].to_list() == [float(year) for year in range(2025, 2033)]
    assert (ahead["q025"] <= ahead["q10"]).all() and (ahead["q10"] <= ahead["value"]).all()
    assert control_table(()).columns == control_table(control(read_programmes(samal.folder), watch)).columns


def test_what_happens_in_a_year_is_forecast_from_the_base_on(samal: CountryPack) -> None:
    programmes = read_programmes(samal.folder)
    hills = programmes["shores"].indicators["hills_people"]
    asked = Forecast(indicator="net_internal_migration", sign=-1, territories=("XQ-H",))
    outflow = programmes["shores"].model_copy(
        update={"indicators": {"outflow": hills.model_copy(update={"forecast": asked})}}
    )
    evidence = samal.evidence()
    estimates = estimate(evidence)
    bands, codes = samal.conventions, evidence.territories.codes
    watch = IndicatorWatch(
        {"shores": outflow},
        codes,
        AgeBands(bands.preschool_age, bands.school_age, bands.working_age, bands.pension_age),
    )
    outlook = processes.outlook(evidence.history, evidence.schedules, evidence.base_year, 2028, processes.PRIOR_WIDTHS)
    streams = Streams(7)
    paths = processes.simulate(outlook, estimates.doubt, streams, 20, codes)
    start = processes.draw_base(estimates.base, estimates.doubt, streams, 20)
    for year in project(start, outlook.rates, estimates.pattern, paths, threads=1):
        watch(year)
    assert sorted(watch.samples["shores", "outflow"]) == [2025, 2026, 2027], "2024 was not projected: it is not zero"
    assert [int(moment) for moment in watch.ahead("shores", "outflow")] == [2025, 2026, 2027]


@pytest.fixture(scope="module")
def kz_ground() -> Groundwork:
    country = pack.load("kz")
    return groundwork(country, estimate(country.evidence()).base, 2035)


def test_hiring_in_the_regions_is_the_published_demand(kz_ground: Groundwork) -> None:
    market, codes = kz_ground.market, kz_ground.codes
    national = market.hiring.sum(axis=1)
    assert national[0] == pytest.approx(260_000) and national[9] == pytest.approx(316_000)
    shares = market.hiring[0] / national[0]
    for code, persons in (("KZ-75", 464_000), ("KZ-71", 263_400), ("KZ-61", 173_600)):
        assert shares[codes.index(code)] == pytest.approx(persons / 2_900_000)


def test_the_raked_labour_force_is_that_of_every_region(kz_ground: Groundwork) -> None:
    base = estimate(pack.load("kz").evidence()).base
    force = (kz_ground.market.activity[0] * base.values).sum(axis=(1, 2))
    assert force[kz_ground.codes.index("KZ-39")] == pytest.approx(451_703)
    assert force.sum() == pytest.approx(9_769_536, abs=5)


def test_the_school_deficit_of_the_base_is_the_published_one(kz_ground: Groundwork) -> None:
    base = estimate(pack.load("kz").evidence()).base
    schools = next(each for each in kz_ground.services if each.service.key == "school_places")
    pupils = (base.values * schools.service.weights(101)).sum(axis=(1, 2))
    missing = np.maximum(pupils - schools.capacity.base, 0)
    assert missing.sum() == pytest.approx(288_500, abs=50)
    assert missing[kz_ground.codes.index("KZ-71")] == pytest.approx(28_000, rel=0.05), "named by the President"
