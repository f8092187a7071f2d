"""Moves between territories: one chain from what was published to the projection, without a jump."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys import cycle, moves
from qonys.countries import pack
from qonys.countries.known_moves import FILE
from qonys.countries.pack import CountryPack
from qonys.countries.part_years import part_years
from qonys.cycle import Plan
from qonys.engines.estimation import estimate
from qonys.engines.projection.indicators import flow_indicators
from qonys.engines.projection.paths import Paths
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.errors import BadInput, QonysError
from qonys.moves.chain import YEARS_AHEAD, Moves, steer_to_net

SAMAL = Path(__file__).resolve().parents[1] / "examples" / "samal"


@pytest.fixture(scope="module")
def kz() -> CountryPack:
    return pack.load("kz")


@pytest.fixture(scope="module")
def found(kz: CountryPack) -> Moves:
    known = moves.country_moves(kz, kz.evidence())
    assert known is not None
    return known


def test_estimated_pairs_add_up_to_what_was_published(kz: CountryPack, found: Moves) -> None:
    regions = kz.evidence().regions
    for t in range(found.published):
        year, history = found.history.first + t, found.history
        assert history.departures[t] == pytest.approx(regions.internal_departures.sel(time=year).values, rel=1e-9)
        assert history.arrivals[t] == pytest.approx(regions.internal_arrivals.sel(time=year).values, rel=1e-9)
        assert (found.low[t] <= history.flows[t]).all() and (history.flows[t] <= found.high[t]).all()


def test_people_moved_by_the_programme_are_part_of_every_estimate(found: Moves) -> None:
    codes, history = found.history.regions, found.history
    pairs = zip(history.origin, history.destination, strict=True)
    pair = list(pairs).index((codes.index("KZ-61"), codes.index("KZ-59")))
    assert found.layer[pair] == 971 and found.layer.sum() == 1_634, "kaz.inform.kz, 27 January 2026"
    assert (history.flows[: found.published, pair] > 971).all()


def test_a_year_since_has_the_net_moves_its_months_tell(kz: CountryPack, found: Moves) -> None:
    months = part_years(kz, 2025)
    assert set(months) == {"KZ-71", "KZ-75", "KZ-79", "KZ-19"}
    # 67,200 in nine months (Bureau of National Statistics); 2024 had 71.5 per cent of its moves in them.
    assert months["KZ-71"] == pytest.approx(67_200 / 0.715, rel=0.001)
    net = dict(zip(found.history.regions, found.history.arrivals[-1] - found.history.departures[-1], strict=True))
    for code, persons in months.items():
        assert net[code] == pytest.approx(persons, rel=1e-9)
    assert sum(net.values()) == pytest.approx(0, abs=1e-6)
    assert found.history.last == 2025 and not found.history.known[-1].any()


def test_forecast_pairs_totals_and_the_nation_are_one(found: Moves) -> None:
    made, history = found.made, found.history
    for step in range(YEARS_AHEAD):
        pairs = made.pairs.mean[step]
        count = len(history.regions)
        assert np.bincount(history.origin, pairs, count) == pytest.approx(made.departures.mean[step], rel=1e-9)
        assert np.bincount(history.destination, pairs, count) == pytest.approx(made.arrivals.mean[step], rel=1e-9)
        assert pairs.sum() == pytest.approx(made.nation.mean[step, 0], rel=1e-9)
    for side in ("pairs", "arrivals", "departures", "nation"):
        low_80, high_80, low_95, high_95 = found.bounds(side).reshape(YEARS_AHEAD, 4, -1).transpose(1, 0, 2)
        assert (low_95 <= low_80).all() and (low_80 <= high_80).all() and (high_80 <= high_95).all()


@pytest.mark.parametrize("name", ["kz", str(SAMAL)])
def test_the_projection_goes_on_from_the_forecast_without_a_jump(name: str) -> None:
    country = pack.load(name)
    prepared = cycle.prepare(country, Plan(country.conventions.base_year + 12, trajectories=50, seed=1))
    base, flows = prepared.baseline, prepared.flows
    assert flows is not None and base.course is not None
    median = base.course.median(Paths.median(len(base.years), len(base.codes), base.start.shape[-1]))
    years = project(prepared.estimates.base.values[None], base.rates, base.pattern, median)
    said = [
        [flow_indicators(year.totals[:, r].T)[side][0] for r in range(len(base.codes))]
        for year in years
        for side in ("internal_departures", "internal_arrivals")
    ]
    out_of, into = np.array(said[2::2]), np.array(said[3::2])
    ahead = flows.ahead
    assert out_of[:YEARS_AHEAD] == pytest.approx(ahead.departures, rel=1e-6)
    assert into[:YEARS_AHEAD] == pytest.approx(ahead.arrivals, rel=1e-6)
    for side in (out_of, into):
        change = np.abs(np.diff(np.log(side), axis=0))
        assert change[YEARS_AHEAD - 1 :].max() < 0.05, "a year of the long run is like the year before it"


def test_chance_is_as_wide_as_the_forecast_says(kz: CountryPack) -> None:
    prepared = cycle.prepare(kz, Plan(2033, trajectories=600, seed=3))
    flows, regional = prepared.flows, prepared.baseline.paths.regional
    assert flows is not None
    logs = np.log(regional.departures).mean(axis=2) + np.log(regional.arrivals).mean(axis=2)
    assert logs[:YEARS_AHEAD].std(axis=1) == pytest.approx(flows.ahead.spread, rel=1e-3)
    assert (np.diff(logs.std(axis=1)[YEARS_AHEAD - 1 :]) < 0.02).all()


def test_a_country_that_publishes_no_moves_keeps_the_pattern(tmp_path: Path) -> None:
    shutil.copytree(SAMAL, tmp_path / "samal")
    (tmp_path / "samal" / "figures" / "internal-migration.csv").unlink()
    (tmp_path / "samal" / "figures" / "internal-migration.yaml").unlink()
    country = pack.load(str(tmp_path / "samal"))
    assert moves.country_moves(country, country.evidence()) is None
    prepared = cycle.prepare(country, Plan(2030, trajectories=5, seed=1))
    assert prepared.flows is None and prepared.baseline.course is None


@pytest.mark.parametrize(
    ("move", "letter"),
    [
        ("{origin: XQ-C, destination: XQ-9, year: 2024, persons: 1}", "known_moves.yaml, move 1.*XQ-9"),
        ("{origin: XQ-C, destination: XQ-C, year: 2024, persons: 1}", "ends where it began"),
        ("{origin: XQ-C, destination: XQ-H, year: 2024, persons: -1}", "moves.0.persons"),
    ],
)
def test_a_wrong_known_move_is_refused_in_words(tmp_path: Path, move: str, letter: str) -> None:
    shutil.copytree(SAMAL, tmp_path / "samal")
    (tmp_path / "samal" / FILE).write_text(f"source: a test\nmeaning: a test\nmoves:\n  - {move}\n", encoding="utf-8")
    country = pack.load(str(tmp_path / "samal"))
    with pytest.raises((BadInput, QonysError), match=letter):
        moves.country_moves(country, country.evidence())


@given(st.integers(0, 10_000), st.integers(2, 8))
def test_margins_steered_to_known_nets_keep_the_nations_balance(seed: int, count: int) -> None:
    dice = np.random.default_rng(seed)
    out_of, into = dice.uniform(100, 1000, count), dice.uniform(100, 1000, count)
    into *= out_of.sum() / into.sum()
    net = np.where(dice.random(count) < 0.5, dice.uniform(-50, 50, count), np.nan)
    net[-1] = np.nan  # were all known and not cancelling, no table could have them
    steered_out, steered_in = steer_to_net(out_of, into, net)
    assert steered_out.sum() == pytest.approx(steered_in.sum())
    known = np.isfinite(net)
    assert (steered_in - steered_out)[known] == pytest.approx(net[known])
    assert (steered_out > 0).all() and (steered_in > 0).all()


def test_the_tables_say_what_is_an_estimate_and_what_a_forecast(kz: CountryPack, found: Moves) -> None:
    tables = moves.tables(found, estimate(kz.evidence()), "KZ")
    kinds = dict(tables["flows"].group_by("kind").agg(pl.col("year").n_unique()).iter_rows())
    assert kinds == {"estimate": 3, "nowcast": 1, "forecast": YEARS_AHEAD}
    assert len(tables["flows"]) == 20 * 19 * 9
    totals = tables["flow_totals"]
    nation = totals.filter(pl.col("direction") == "all").sort("year")
    assert nation["kind"].to_list() == ["published"] * 3 + ["nowcast"] + ["forecast"] * YEARS_AHEAD
    arrived = totals.filter(pl.col("direction") == "in").group_by("year").agg(pl.col("persons").sum()).sort("year")
    assert arrived["persons"].to_numpy() == pytest.approx(nation["persons"].to_numpy(), rel=1e-6)
    ahead = totals.filter(pl.col("kind") != "published")
    assert ahead.filter((pl.col("low_80") > pl.col("persons")) | (pl.col("persons") > pl.col("high_80"))).is_empty()
    assert ahead.drop_nulls().height == ahead.height, "what was not counted has an interval"
    ages, first = tables["flow_ages"], totals.filter(pl.col("year") == found.first_year)
    summed = ages.group_by("territory", "direction").agg(pl.col("persons").sum().alias("summed"))
    both = first.join(summed, on=["territory", "direction"])
    assert len(both) == 40 and both["summed"].to_numpy() == pytest.approx(both["persons"].to_numpy(), rel=1e-5)
    by_age = ages.pivot("direction", index=["sex", "age"], values="persons", aggregate_function="sum")
    assert by_age["in"].to_numpy() == pytest.approx(by_age["out"].to_numpy(), rel=1e-4), (
        "who leaves arrives, at any age"
    )
    young = ages.filter(pl.col("age").is_between(15, 35))["persons"].sum() / ages["persons"].sum()
    assert 0.4 < young < 0.7
