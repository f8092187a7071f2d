"""What must add up: the checks find a slip of any size, in any place, and say where it is."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.figures.checks import EXPLANATIONS, check, lines
from qonys.countries.pack import CountryPack, load
from tests.countries.conftest import EXAMPLE

SAMAL = load(EXAMPLE)
COUNTS = {
    "population": {"regions", "sexes", "age_groups", "balance"},
    "births": {"regions", "balance", "natural_increase"},
    "deaths": {"regions", "balance", "natural_increase"},
    "internal_arrivals": {"net_internal", "arrivals_and_departures"},
    "net_internal_migration": {"net_internal", "net_zero"},
    "immigration": {"net_external"},
    "net_external_migration": {"net_external", "balance"},
}
ROWS = (
    SAMAL.figures()
    .with_row_index("place")
    .filter(pl.col("indicator").is_in(list(COUNTS)) & (pl.col("vintage") == "final"))
)


def slipped(place: int, by: float) -> pl.DataFrame:
    index = pl.int_range(pl.len())
    return SAMAL.figures().with_columns(value=pl.col("value") + pl.when(index == place).then(by).otherwise(0.0))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ROWS["place"].to_list()), st.sampled_from([-100_000, -3, 1, 7, 12_345]))
def test_a_slip_in_any_count_breaks_a_check_by_its_own_size(place: int, by: int) -> None:
    figure = ROWS.filter(pl.col("place") == place).row(0, named=True)
    broken = [each for each in check(slipped(place, by), SAMAL.lists, SAMAL.conventions) if not each.holds]
    assert broken, figure
    assert {each.name for each in broken} <= COUNTS[figure["indicator"]]
    assert all(abs(each.worst) == abs(by) for each in broken)
    assert all(str(figure["period"])[:4] in each.where or each.name == "balance" for each in broken)


def test_every_identity_has_something_to_compare_in_one_of_the_packs(kz: CountryPack, samal: CountryPack) -> None:
    compared = {each.name: each.compared for each in kz.check()}
    assert all(compared[name] > 0 for name in EXPLANATIONS)
    assert sum(each.compared for each in samal.check() if each.name in EXPLANATIONS) > 150


def test_a_sum_with_a_part_missing_is_not_compared(samal: CountryPack) -> None:
    without = samal.figures().filter(~((pl.col("territory") == "XQ-C") & (pl.col("indicator") == "births")))
    before, after = (
        next(each for each in check(figures, samal.lists, samal.conventions) if each.name == "regions")
        for figures in (samal.figures(), without)
    )
    assert after.holds and after.compared == before.compared - 10, "ten years of births can no longer be summed"


def test_the_report_says_what_holds_what_breaks_and_by_how_much(samal: CountryPack) -> None:
    held = lines(samal.check())
    assert held[0].startswith("holds   regions:") and not any("BREAKS" in line for line in held)
    place = ROWS.filter((pl.col("indicator") == "births") & (pl.col("territory") == "XQ-C"))["place"][0]
    report = lines(check(slipped(place, 12_345), samal.lists, samal.conventions))
    (line,) = [line for line in report if "BREAKS  regions" in line]
    assert "12,345" in line and "births" in line and "0 allowed" in line
