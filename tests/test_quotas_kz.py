"""Kazakhstan's quotas: the official ones as published, the proposed ones within every bound, each line explained.

Published lines: order of 12 December 2025, as reported by mgorod.kz on 30 December 2025; permits: Order No 397 of
12 December 2025, as reported by trend.az.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pytest

from qonys import cycle, planning_tables
from qonys.countries import pack
from qonys.countries.policy import Official, on
from qonys.cycle import Planning, Turn
from qonys.engines.allocation.quotas import Quotas
from qonys.engines.vocabulary.errors import MissingCell
from qonys.quotas import QuotaPlan
from qonys.recut import recut_settlement
from tests.shared_data import require_shared

ORDER_OF_2026 = {
    "kandas": {"KZ-55": 977, "KZ-11": 285, "KZ-10": 264, "KZ-63": 200, "KZ-59": 200, "KZ-39": 200, "KZ-23": 125,
               "KZ-27": 30},
    "resettlers": {"KZ-59": 2820, "KZ-55": 1655, "KZ-63": 600, "KZ-39": 485, "KZ-10": 275, "KZ-62": 125, "KZ-35": 37},
}  # fmt: skip
TOTALS_OF_2026 = {
    "kandas": 2281, "resettlers": 5997,
    "category_1": 726, "category_2": 3402, "category_3": 5893, "category_4": 3131, "seasonal": 4994,
}  # fmt: skip


@pytest.fixture(scope="module")
def turn() -> Turn:
    return cycle.turn(pack.load("kz"), cycle.Plan(last_year=2032, trajectories=100, seed=2026))


@pytest.fixture(scope="module")
def planning(turn: Turn) -> Planning:
    assert turn.planning is not None
    return turn.planning


@pytest.fixture(scope="module")
def tables(planning: Planning) -> dict[str, pl.DataFrame]:
    return planning_tables.tables(planning, "KZ")


@pytest.fixture(scope="module")
def official(planning: Planning) -> tuple[Official, ...]:
    return planning.ground.policy.quotas.official


def every_plan(planning: Planning) -> Iterator[tuple[QuotaPlan, str, Quotas]]:
    for plan in planning.quotas:
        for key, found in plan.plans.items():
            yield plan, key, found


def test_the_year_of_the_order_and_the_next_are_proposed_in_all_three_plans(planning: Planning) -> None:
    assert [plan.year for plan in planning.quotas] == [2026, 2027]
    for plan in planning.quotas:
        assert list(plan.plans) == ["settlement", "foreign_labour", "study"]


def test_the_order_of_2026_comes_out_line_by_line_and_in_total(tables: dict[str, pl.DataFrame]) -> None:
    given = tables["official_quotas"].filter(year=2026)
    totals = given.filter(territory="KZ")
    assert dict(totals.select("stream", "persons").iter_rows()) == TOTALS_OF_2026
    for stream, lines in ORDER_OF_2026.items():
        published = given.filter((pl.col("stream") == stream) & (pl.col("territory") != "KZ"))
        assert dict(published.select("territory", "persons").iter_rows()) == lines
        assert sum(lines.values()) == TOTALS_OF_2026[stream]


def test_every_official_line_of_2026_stands_in_the_comparison(tables: dict[str, pl.DataFrame]) -> None:
    compared = tables["quotas"].filter((pl.col("year") == 2026) & (pl.col("plan") == "settlement"))
    held = {(s, t): n for s, t, n in compared.select("stream", "territory", "official").iter_rows() if n}
    assert held == {(stream, t): n for stream, lines in ORDER_OF_2026.items() for t, n in lines.items()}
    assert compared["official"].null_count() == 0, "a complete order says nobody where it names nobody"
    assert (compared["proposed"] - compared["official"] == compared["difference"]).all()


def test_what_was_not_published_is_unknown_not_nobody(tables: dict[str, pl.DataFrame]) -> None:
    for year, plan in ((2026, "foreign_labour"), (2026, "study"), (2027, "settlement")):
        lines = tables["quotas"].filter((pl.col("year") == year) & (pl.col("plan") == plan))
        assert len(lines) and lines["official"].null_count() == len(lines), (year, plan)


def test_reasons_of_every_line_of_every_plan_and_year_add_up(tables: dict[str, pl.DataFrame]) -> None:
    line = ["year", "plan", "stream", "territory"]
    sums = tables["quota_reasons"].group_by(line).agg(pl.col("amount").sum())
    both = tables["quotas"].join(sums, on=line, how="full", coalesce=True)
    assert both["amount"].null_count() == both["proposed"].null_count() == 0, (
        "no line without reasons, none without a line"
    )
    assert (both["amount"] == both["proposed"]).all()
    assert tables["quota_reasons"].filter(pl.any_horizontal(pl.col("kk", "ru", "en") == "")).is_empty()
    first = tables["quota_reasons"].filter(place=0)
    assert set(first["kind"]) <= {"share", "no_need"} and len(first) == len(tables["quotas"])


def test_where_officials_settle_people_and_the_proposal_nobody_it_says_what_is_missing(
    tables: dict[str, pl.DataFrame],
) -> None:
    nobody = tables["quotas"].filter((pl.col("proposed") == 0) & (pl.col("official") > 0))
    assert len(nobody), "West Kazakhstan and Atyrau have neither spare school places nor jobs that are sure to be free"
    told = nobody.join(tables["quota_reasons"], on=["year", "plan", "stream", "territory"]).filter(kind="held_back")
    assert len(told) == len(nobody)
    for detail in told["detail"]:
        assert set(detail.split(",")) <= {"school_places", "housing", "labour"} and detail


def test_no_bound_room_or_total_is_exceeded_in_any_plan_or_year(planning: Planning) -> None:
    for plan, key, found in every_plan(planning):
        for resource, used in zip(found.problem.resources, found.problem.used(found.persons), strict=True):
            assert (used <= resource.spare + 1e-6).all(), (plan.year, key, resource.name)
        assert (found.persons >= found.problem.lower).all()
        for limit in found.problem.limits:
            assert found.persons[limit.streams].sum() <= limit.persons, (plan.year, key, limit.name)
        for stream, persons in found.totals.items():
            assert persons <= TOTALS_OF_2026.get(stream, np.inf), (
                "no order of 2027 is known: that of 2026 is carried on"
            )


def test_permits_keep_within_the_share_of_the_labour_force_the_order_allows(planning: Planning) -> None:
    for plan in planning.quotas:
        bounds = {bound.key: bound for bound in plan.bounds}
        permits, force = (
            bounds["employer_permits"],
            next(b for b in planning.balance if b.year == plan.year).labour_force,
        )
        assert permits.share == 0.0025 and bounds["household_immigrants"].share == 0.029
        assert permits.persons == int(0.0025 * float(force.mean[-1]))
        assert sum(plan.plans["foreign_labour"].totals.values()) <= permits.persons
        assert sum(plan.sectors.values()) == sum(plan.plans["foreign_labour"].totals.values())


def test_the_2026_quota_uses_less_than_the_order_allows_and_says_so(tables: dict[str, pl.DataFrame]) -> None:
    """18,146 permits are about 0.19 per cent of the labour force, not the 0.25 of the same order: kept as published."""
    bound = tables["quota_prices"].filter((pl.col("year") == 2026) & (pl.col("bound") == "employer_permits"))
    (limit,), (left,) = bound["limit"], bound["unplaced"]
    assert limit - left == 18_146 and 24_000 < limit < 25_000


def test_a_settled_line_is_not_cut_below_half_where_there_is_room(planning: Planning) -> None:
    """The rule of 2026, on the lines of 2025 that were published."""
    before = {("kandas", "KZ-55"): 1056, ("resettlers", "KZ-55"): 3050, ("resettlers", "KZ-59"): 2969}
    found = planning.quotas[0].plans["settlement"]
    share = on(planning.ground.policy.quotas.rules.protected, date(2026, 1, 31)).value
    assert share == 0.5
    taken = found.problem.used(found.problem.lower)
    for (stream, code), official in before.items():
        s, r = found.problem.streams.index(stream), found.problem.territories.index(code)
        assert found.persons[s, r] >= found.problem.lower[s, r]
        short = any(taken[k, r] > 0.98 * each.spare[r] for k, each in enumerate(found.problem.resources))
        assert found.problem.lower[s, r] == int(share * official) or short, (stream, code)


def test_what_is_used_and_spare_adds_up_to_the_proposal(planning: Planning, tables: dict[str, pl.DataFrame]) -> None:
    needs = {key: each.value for key, each in planning.ground.policy.quotas.needs_per_person.items()}
    settled = tables["quotas"].filter(plan="settlement").group_by("year", "territory").agg(pl.col("proposed").sum())
    rooms = tables["quota_prices"].filter((pl.col("plan") == "settlement") & (pl.col("territory") != ""))
    for row in rooms.join(settled, on=["year", "territory"], how="left").fill_null(0).iter_rows(named=True):
        if row["bound"] in needs:
            assert row["used"] == pytest.approx(needs[row["bound"]] * row["proposed"])
        assert row["used"] <= row["limit"] + 1e-6


def test_a_recut_of_the_order_keeps_everybody_and_every_bound(planning: Planning) -> None:
    codes, streams = planning.ground.codes, ("kandas", "resettlers")
    order = np.array([[ORDER_OF_2026[stream].get(code, 0) for code in codes] for stream in streams])
    used = (order * np.linspace(0.1, 0.9, len(codes))).astype(np.int64)
    used[0, codes.index("KZ-27")] = 44  # more than the order has
    for elapsed in (None, 0.5):
        found = recut_settlement(planning.ground, planning.balance, 2026, used, elapsed)
        assert found.official and (found.in_force == order).all()
        assert (found.quotas.persons >= used).all() and found.quotas.persons.sum() <= 8278
        taken = found.quotas.problem.used(used)
        for k, resource in enumerate(found.quotas.problem.resources):
            assert (
                found.quotas.problem.used(found.quotas.persons)[k] <= np.maximum(resource.spare, taken[k]) + 1e-6
            ).all()
        assert all(sum(reason.amount for reason in line.reasons) == line.persons for line in found.quotas.lines)
        assert found.beyond.sum() == 14 and found.freed - found.given == 8278 - found.quotas.persons.sum()


def test_a_recut_of_a_year_without_an_order_is_of_the_proposal(planning: Planning) -> None:
    nobody = np.zeros((2, 20), dtype=np.int64)
    found = recut_settlement(planning.ground, planning.balance, 2027, nobody)
    assert not found.official
    assert (found.in_force == planning.quotas[1].plans["settlement"].persons).all()
    with pytest.raises(MissingCell, match="1 January 2025"):
        recut_settlement(planning.ground, planning.balance, 2025, nobody)


@pytest.mark.shared
def test_the_pack_holds_every_version_of_the_collected_orders(official: tuple[Official, ...]) -> None:
    """It may hold more: lines by region that were published elsewhere, summing to the same totals."""
    folder = require_shared() / "domain/data"
    rows = list(csv.DictReader((folder / "quota_kandas_resettlers.csv").open(encoding="utf-8")))
    named = {"kandas": "kandas", "resettler": "resettlers"}
    ours = {(each.year, each.stream, each.version): each for each in official}
    for row in rows:
        order = ours[int(row["year"]), named[row["kind"]], row["version"]]
        found = order.persons if row["region_iso"] == "TOTAL" else order.lines[row["region_iso"]]
        assert found == int(row["quota_persons"]), row
    permits = {
        row["year"] + row["version"]: row for row in csv.DictReader((folder / "foreign_labour_quota.csv").open())
    }
    of = {(each.year, each.stream): each.persons for each in official}
    assert int(permits["20224 Feb 2022"]["units_employer"]) == sum(
        persons for (year, stream), persons in of.items() if year == 2022 and stream not in named.values()
    )
    assert int(permits["2026order 397 of 12 Dec 2025, in force 2 Jan 2026"]["units_employer"]) == 18_146
    assert f"seasonal {of[2024, 'seasonal']:,}" in permits["2024"]["source"]
