"""Norms, bounds and amounts are dated and grounded, and the official quotas are those that were published."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from qonys.countries.figures.vintages import latest
from qonys.countries.pack import CountryPack
from qonys.countries.policy import Dated, Policy, on, read_policy
from qonys.engines.vocabulary.errors import BadInput
from tests.shared_data import require_shared


@pytest.fixture(scope="module")
def policy(kz: CountryPack) -> Policy:
    return read_policy(kz.folder)


# Order No 397 of 12 December 2025; quotas of earlier years as reported
BOUNDS = [
    ("employer_permits", date(2025, 3, 1), 0.0020),
    ("employer_permits", date(2025, 9, 1), 0.0025),
    ("employer_permits", date(2026, 6, 1), 0.0025),
    ("household_immigrants", date(2025, 3, 1), 0.030),
    ("household_immigrants", date(2025, 9, 1), 0.0295),
    ("household_immigrants", date(2026, 6, 1), 0.029),
]


@pytest.mark.parametrize(("bound", "day", "share"), BOUNDS)
def test_a_bound_is_the_one_in_force_on_the_day(policy: Policy, bound: str, day: date, share: float) -> None:
    assert on(policy.quotas.bounds[bound].share, day).value == share


def test_amounts_follow_the_index_of_the_day(policy: Policy) -> None:
    day, before, after = date(2022, 6, 1), date(2022, 3, 31), date(2022, 4, 1)
    assert [policy.support.index(each).value for each in (before, after, day)] == [3063, 3180, 3180]
    cost = Dated(since=date(2020, 1, 1), value=10, unit="MCI", source="invented")
    assert (policy.support.money(cost, before), policy.support.money(cost, after)) == (30_630, 31_800)


def test_before_the_first_date_nothing_is_known(policy: Policy) -> None:
    with pytest.raises(BadInput, match="no bound is known on 2019-01-01"):
        on(policy.quotas.bounds["employer_permits"].share, date(2019, 1, 1), "bound")


def test_every_value_has_a_source_or_says_what_was_assumed(policy: Policy, samal: CountryPack) -> None:
    with pytest.raises(ValueError, match="needs its source"):
        Dated(since=date(2026, 1, 1), value=3)
    for given in (policy, read_policy(samal.folder)):
        for service in given.services.values():
            assert service.doubt_reason
            assert all((service.names.kk, service.names.ru, service.names.en, service.unit.kk))


def test_the_quota_of_2026_is_the_published_one(policy: Policy) -> None:
    kandas, resettlers = (policy.quotas.latest(stream, 2026) for stream in ("kandas", "resettlers"))
    assert kandas is not None and resettlers is not None
    assert (kandas.persons, resettlers.persons) == (2281, 5997)
    assert kandas.complete and resettlers.complete
    assert sum(each.persons for each in policy.quotas.official if each.year == 2026) == 2281 + 5997 + 18146


def test_a_quota_known_only_in_part_says_so(policy: Policy) -> None:
    found = policy.quotas.latest("resettlers", 2022)
    assert found is not None and not found.complete
    assert (found.persons, dict(found.lines)) == (6587, {})


# oq.gov.kz/news/966 (2024), tukib.kz with kokshetoday.kz (2025), mgorod.kz (2026)
@pytest.mark.parametrize(("year", "kandas", "resettlers"), [(2024, 2433, 7050), (2025, 2309, 7344), (2026, 2281, 5997)])
def test_the_quota_by_region_adds_up_to_the_published_total(
    policy: Policy, year: int, kandas: int, resettlers: int
) -> None:
    for stream, total in (("kandas", kandas), ("resettlers", resettlers)):
        found = policy.quotas.latest(stream, year)
        assert found is not None and found.complete and sum(found.lines.values()) == total


@pytest.mark.shared
def test_every_official_line_is_the_published_one(policy: Policy) -> None:
    rows = csv.DictReader((require_shared() / "domain/data/quota_kandas_resettlers.csv").open(encoding="utf-8"))
    held = {(e.year, e.stream, e.version, code): n for e in policy.quotas.official for code, n in e.lines.items()}
    totals = {(e.year, e.stream, e.version): e.persons for e in policy.quotas.official}
    names = {"kandas": "kandas", "resettler": "resettlers"}
    for row in rows:
        key = (int(row["year"]), names[row["kind"]], row["version"])
        found = totals[key] if row["region_iso"] == "TOTAL" else held[*key, row["region_iso"]]
        assert found == int(row["quota_persons"]), row


def test_the_labour_force_of_the_regions_sums_to_the_nation(kz: CountryPack) -> None:
    force = kz.figures().filter(pl.col("indicator") == "labour_force")
    for year in ("2022", "2023", "2024", "2025"):
        rows = force.filter(period=year)
        regions = rows.filter(pl.col("territory") != "KZ")["value"].sum()
        assert regions == pytest.approx(rows.filter(territory="KZ")["value"][0], abs=5)
    assert force.filter(territory="KZ", period="2025")["value"][0] == 9_769_536


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "indicator", "column", "factor"),
    [
        ("labour_force_region_2022_2025.csv", "labour_force", "labour_force_thousand", 1000),
        ("doctors_region_2003_2022.csv", "doctors", "doctors_all_specialties", 1),
        ("hospital_orgs_region_2003_2022.csv", "hospital_organisations", "hospital_organisations", 1),
    ],
)
def test_transcribed_figures_are_the_published_ones(
    kz: CountryPack, file: str, indicator: str, column: str, factor: int
) -> None:
    ours = kz.figures().filter((pl.col("indicator") == indicator) & (pl.col("publisher") == "bns"))
    held = {(t, p[:4]): v for t, p, v in ours.select("territory", "period", "value").iter_rows()}
    rows = csv.DictReader((require_shared() / "domain/data" / file).open(encoding="utf-8"))
    given = {(r.get("iso") or r["region_iso"], r["year"]): factor * float(r[column]) for r in rows}
    assert held == pytest.approx(given)


# Published national figures that the derived regional capacities must keep
NATIONAL = [("doctors", 83_379, 20), ("hospital_beds", 106_300, 20), ("housing_area", 25.1 * 20_495_975, 1000)]


@pytest.mark.parametrize(("indicator", "published", "rounding"), NATIONAL)
def test_derived_capacities_keep_the_published_national_figure(
    kz: CountryPack, indicator: str, published: float, rounding: float
) -> None:
    ours = latest(kz.figures()).filter((pl.col("indicator") == indicator) & (pl.col("publisher") == "qonys"))
    assert len(ours) == 20
    assert ours["value"].sum() == pytest.approx(published, abs=rounding)


def test_activity_moves_from_one_schedule_to_the_next(policy: Policy) -> None:
    early, late, between = (policy.labour.activity_in(year, 100) for year in (2026, 2031, 2028))
    assert between[1, 62] == pytest.approx(early[1, 62] + 0.4 * (late[1, 62] - early[1, 62]))
    assert late[1, 62] > early[1, 62], "women's pension age rises to 63 by 2031"
    assert (early[:, :15] == 0).all() and early.shape == (2, 101)
    assert np.array_equal(policy.labour.activity_in(2050, 100), late)


def test_published_years_of_demand_are_kept_and_the_rest_lies_between(policy: Policy) -> None:
    demand = policy.labour.demand.by_year([2025, 2026, 2029, 2032, 2035, 2040])
    assert demand.tolist() == pytest.approx([239_000, 260_000, 277_500, 295_000, 316_000, 316_000])
    assert sum(policy.labour.demand.sectors.values()) < policy.labour.demand.total


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("services.yaml", "since: 2010-01-01, value: 0.97, source", "since: 2010-01-01, value: 0.97, origin", "origin"),
        ("services.yaml", "ages: 7-17", "ages: school", "ages"),
        ("labour.yaml", "farming: 60000", "mining: 60000", "sector 'mining' is not described"),
        ("quotas.yaml", "stream: guests", "stream: robots", "stream 'robots'"),
        ("quotas.yaml", "stream: settlers, version: final, lines", "stream: settlers, version: final, total: 5, lines",
         "sum to more than their total 5"),
    ],
)  # fmt: skip
def test_broken_policy_is_refused_with_a_letter(broken: Path, file: str, old: str, new: str, says: str) -> None:
    path = broken / "policy" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_policy(broken)
