"""The past as pages show it: latest vintage, preferred publisher, one value a territory, year and indicator.

Indicators are named as forecasts name theirs, so that a page can draw one line through both. Regional figures
are given on the current list only: a code of an older list names another territory and would draw a cliff
where no one moved.
"""

from __future__ import annotations

import polars as pl

from qonys.countries.conventions import Conventions
from qonys.countries.figures.vintages import latest
from qonys.countries.territories import TerritoryLists

COLUMNS = ("territory", "year", "indicator", "value", "dataset", "source")
BY_SEX = ("population", "life_expectancy")
PAGES = (
    "population",
    "births",
    "deaths",
    "natural_increase",
    "internal_arrivals",
    "internal_departures",
    "net_internal_migration",
    "immigration",
    "emigration",
    "net_external_migration",
    "total_fertility",
    "life_expectancy",
)


def history_table(figures: pl.DataFrame, lists: TerritoryLists, conventions: Conventions) -> pl.DataFrame:
    """One row per territory, year and indicator."""
    chosen = annual(preferred(latest(figures), conventions))
    chosen = chosen.filter(pl.col("indicator").is_in(PAGES) & (pl.col("age") == "all"))
    named = pl.when(pl.col("indicator").is_in(BY_SEX) & (pl.col("sex") != "both"))
    named_by_sex = named.then(pl.col("indicator") + "_" + pl.col("sex")).otherwise(pl.col("indicator"))
    chosen = unchanged_units(chosen, lists).with_columns(indicator=named_by_sex)
    return chosen.select(COLUMNS).sort("territory", "indicator", "year")


def preferred(figures: pl.DataFrame, conventions: Conventions, *, anybody: bool = False) -> pl.DataFrame:
    """Of figures several publishers give, the one the country's conventions put first.

    Publishers the conventions do not name for an indicator are left out, or come last if `anybody` will do.
    """
    rest = tuple(sorted(conventions.publishers)) if anybody else ()
    order = pl.DataFrame(
        [
            (indicator, publisher, rank)
            for indicator in figures["indicator"].unique().to_list()
            for rank, publisher in enumerate(dict.fromkeys((*conventions.preferred(indicator), *rest)))
        ],
        schema={"indicator": pl.String, "publisher": pl.String, "rank": pl.Int64},
        orient="row",
    )
    ranked = figures.join(order, on=["indicator", "publisher"]).sort("rank", maintain_order=True)
    key = ["indicator", "territory", "period", "sex", "age"]
    return ranked.unique(subset=key, keep="first", maintain_order=True).drop("rank")


def annual(figures: pl.DataFrame) -> pl.DataFrame:
    """Flows of calendar years and stocks of 1 January, with their `year`."""
    whole = pl.col("period").str.contains(r"^\d{4}(-01-01)?$")
    return figures.filter(whole).with_columns(year=pl.col("period").str.head(4).cast(pl.Int32))


def unchanged_units(figures: pl.DataFrame, lists: TerritoryLists) -> pl.DataFrame:
    """Figures of the nation and of units that are, on their own list, the very territory they are today."""
    same = [(each.since, unit.code) for each in lists.lists for unit in each if unit in lists.current.units] + [
        (each.since, lists.nation.code) for each in lists.lists
    ]
    keys = pl.DataFrame(same, schema={"list_since": pl.Date, "territory": pl.String}, orient="row")
    return figures.join(keys, on=["list_since", "territory"], how="semi", maintain_order="left")
