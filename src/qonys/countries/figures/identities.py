"""The identities of published figures, each as a table of deviations.

Every function returns columns publisher, indicator, territory, period, detail, deviation (left minus right of
the identity), file, row (of the whole, or of the first part). Only complete comparisons are made: a sum with
a part missing proves nothing.
"""

from __future__ import annotations

import polars as pl

from qonys.countries.conventions import Conventions
from qonys.countries.figures.vintages import latest
from qonys.countries.territories import TerritoryLists

OUT = ("publisher", "indicator", "territory", "period", "detail", "deviation", "file", "row")
EDITION = (
    "dataset",
    "publisher",
    "published_on",
    "vintage",
)  # parts and whole must come from one publication


def _out(frame: pl.DataFrame, detail: str | pl.Expr = "") -> pl.DataFrame:
    said = pl.lit(detail) if isinstance(detail, str) else detail
    return frame.with_columns(detail=said).select(OUT)


def sexes(figures: pl.DataFrame) -> pl.DataFrame:
    """both - (male + female), within one publication."""
    counts = figures.filter(pl.col("unit") == "persons")
    key = [*EDITION, "indicator", "territory", "period", "age"]
    whole = counts.filter(pl.col("sex") == "both")
    parts = counts.filter(pl.col("sex") != "both").group_by(key).agg(pl.col("value").sum().alias("parts"), n=pl.len())
    joined = whole.join(parts.filter(pl.col("n") == 2), on=key)
    return _out(joined.with_columns(deviation=pl.col("value") - pl.col("parts")))


def settlements(figures: pl.DataFrame) -> pl.DataFrame:
    """all - (urban + rural), within one publication; a city without a rural figure has no rural people."""
    key = [*EDITION, "territory", "period", "sex", "age"]
    whole = figures.filter(pl.col("indicator") == "population")
    urban = figures.filter(pl.col("indicator") == "population_urban").select(*key, urban="value")
    rural = figures.filter(pl.col("indicator") == "population_rural").select(*key, rural="value")
    joined = whole.join(urban, on=key).join(rural, on=key, how="left")
    parts = pl.col("urban") + pl.col("rural").fill_null(0)
    return _out(joined.with_columns(deviation=pl.col("value") - parts), pl.col("sex"))


def age_groups(figures: pl.DataFrame) -> pl.DataFrame:
    """total - sum over ages, where ages run from 0 to an open group without gap; the total is the latest."""
    totals = latest(figures).filter((pl.col("age") == "all") & (pl.col("unit") == "persons"))
    key = ["publisher", "indicator", "territory", "period", "sex"]
    bounds = figures.filter((pl.col("age") != "all") & (pl.col("unit") == "persons")).with_columns(
        first=pl.col("age").str.extract(r"^(\d+)").cast(pl.Int64),
        last=pl.col("age")
        .str.extract(r"-(\d+)$")
        .cast(pl.Int64)
        .fill_null(pl.col("age").str.extract(r"^(\d+)$").cast(pl.Int64)),
        open=pl.col("age").str.ends_with("+"),
    )
    sums = bounds.group_by([*key, "dataset", "published_on", "vintage"], maintain_order=True).agg(
        parts=pl.col("value").sum(),
        covered=(pl.col("last") - pl.col("first") + 1).sum(),
        start=pl.col("first").min(),
        end=pl.col("first").filter(pl.col("open")).max(),
        opens=pl.col("open").sum(),
        file=pl.col("file").first(),
        row=pl.col("row").first(),
    )
    whole = sums.filter((pl.col("opens") == 1) & (pl.col("start") == 0) & (pl.col("covered") == pl.col("end")))
    joined = whole.join(totals.select(*key, "value"), on=key)
    return _out(joined.with_columns(deviation=pl.col("value") - pl.col("parts")), pl.col("sex"))


def balance(figures: pl.DataFrame, nation: str) -> pl.DataFrame:
    """Next year's population - (population + births - deaths + net external migration), of the nation."""
    yearly = latest(figures).filter(
        (pl.col("territory") == nation) & (pl.col("sex") == "both") & (pl.col("age") == "all")
    )
    stock = yearly.filter(
        (pl.col("indicator") == "population") & pl.col("period").str.ends_with("-01-01")
    ).with_columns(year=pl.col("period").str.head(4).cast(pl.Int32))
    after = stock.select("publisher", year=pl.col("year") - 1, after="value")
    joined = stock.join(after, on=["publisher", "year"])
    for name in ("births", "deaths", "net_external_migration"):
        flow = yearly.filter((pl.col("indicator") == name) & (pl.col("period").str.len_chars() == 4))
        flow = flow.select("publisher", pl.col("period").cast(pl.Int32).alias("year"), pl.col("value").alias(name))
        joined = joined.join(flow, on=["publisher", "year"])
    change = pl.col("births") - pl.col("deaths") + pl.col("net_external_migration")
    deviation = pl.col("after") - pl.col("value") - change
    return _out(
        joined.with_columns(deviation=deviation, period=pl.col("year").cast(pl.String)).sort("publisher", "year")
    )


def differences(figures: pl.DataFrame, plus: str, minus: str, result: str) -> pl.DataFrame:
    """plus - minus - result, for every territory and period of one publication."""
    key = [*EDITION, "territory", "period", "sex", "age"]
    first = figures.filter(pl.col("indicator") == plus).select(*key, plus="value")
    second = figures.filter(pl.col("indicator") == minus).select(*key, minus="value")
    joined = figures.filter(pl.col("indicator") == result).join(first, on=key).join(second, on=key)
    return _out(joined.with_columns(deviation=pl.col("plus") - pl.col("minus") - pl.col("value")))


def months(figures: pl.DataFrame) -> pl.DataFrame:
    """year - sum of its twelve months, of one publisher's latest figures."""
    now = latest(figures)
    key = ["publisher", "indicator", "territory", "sex", "age", "year"]
    dated = now.with_columns(year=pl.col("period").str.head(4))
    month = dated.filter(pl.col("period").str.contains(r"^\d{4}-\d{2}$") & (pl.col("unit") == "persons"))
    sums = month.group_by(key).agg(parts=pl.col("value").sum(), n=pl.len()).filter(pl.col("n") == 12)
    joined = dated.filter(pl.col("period").str.len_chars() == 4).join(sums, on=key)
    return _out(joined.with_columns(deviation=pl.col("value") - pl.col("parts")))


def regions(figures: pl.DataFrame, lists: TerritoryLists, conventions: Conventions) -> pl.DataFrame:
    """nation - sum of units, where all units of the list (or residual groups) are published.

    The nation's figure is the same publisher's, or else that of the publisher the country prefers.
    """
    sums = _complete_sums(_additive(figures), lists)
    nation = latest(figures).filter(pl.col("territory") == lists.nation.code)
    key = ["indicator", "period", "sex", "age"]
    own = nation.select("publisher", *key, pl.col("value").alias("own"))
    joined = sums.join(own, on=["publisher", *key], how="left")
    for rank, publisher in enumerate(conventions.preference):
        other = nation.filter(pl.col("publisher") == publisher).select(*key, pl.col("value").alias(f"other{rank}"))
        joined = joined.join(other, on=key, how="left")
    others = [pl.col(f"other{rank}") for rank in range(len(conventions.preference))]
    whole = pl.coalesce("own", *others)
    joined = joined.with_columns(deviation=whole - pl.col("parts"), territory=pl.lit(lists.nation.code))
    return _out(joined.filter(pl.col("deviation").is_not_null()).sort("publisher", *key), pl.col("sex"))


def net_zero(figures: pl.DataFrame, lists: TerritoryLists) -> pl.DataFrame:
    """The sum of net internal migration over all units."""
    sums = _complete_sums(figures.filter(pl.col("indicator") == "net_internal_migration"), lists)
    return _out(sums.with_columns(deviation=pl.col("parts"), territory=pl.lit(lists.nation.code)).sort("period"))


def arrivals_and_departures(figures: pl.DataFrame, lists: TerritoryLists) -> pl.DataFrame:
    """Internal arrivals minus internal departures, both summed over all units."""
    sums = _complete_sums(figures.filter(pl.col("indicator").str.starts_with("internal_")), lists)
    key = ["publisher", "period", "sex", "age"]
    left = sums.filter(pl.col("indicator") == "internal_departures").select(*key, departures="parts")
    joined = sums.filter(pl.col("indicator") == "internal_arrivals").join(left, on=key)
    joined = joined.with_columns(deviation=pl.col("parts") - pl.col("departures"), territory=pl.lit(lists.nation.code))
    return _out(joined.sort("period"))


def _additive(figures: pl.DataFrame) -> pl.DataFrame:
    """Counts of people; internal moves of a nation are not the sum of its regions' arrivals by definition alone."""
    return figures.filter((pl.col("unit") == "persons") & ~pl.col("indicator").str.contains("internal"))


def _complete_sums(figures: pl.DataFrame, lists: TerritoryLists) -> pl.DataFrame:
    """Sums over the units of the list each figure stands on, only where units and residual groups cover it all."""
    now = latest(figures).filter(pl.col("territory") != lists.nation.code)
    key = ["publisher", "indicator", "period", "sex", "age", "list_since"]
    weights = pl.DataFrame(
        [(each.since, code, 1) for each in lists.lists for code in each.codes]
        + [(group.since, group.code, len(group.members)) for group in lists.groups],
        schema={"list_since": pl.Date, "territory": pl.String, "covers": pl.Int64},
        orient="row",
    )
    sizes = pl.DataFrame(
        [(each.since, len(each)) for each in lists.lists],
        schema={"list_since": pl.Date, "units": pl.Int64},
        orient="row",
    )
    sums = (
        now.join(weights, on=["list_since", "territory"])
        .group_by(key, maintain_order=True)
        .agg(
            parts=pl.col("value").sum(),
            covers=pl.col("covers").sum(),
            file=pl.col("file").first(),
            row=pl.col("row").first(),
        )
    )
    return sums.join(sizes, on="list_since").filter(pl.col("covers") == pl.col("units"))
