"""Which publication of a figure counts: the latest, or what was known on a day. Nothing is ever overwritten."""

from __future__ import annotations

from datetime import date

import polars as pl

from qonys.engines.vocabulary.errors import ConflictingVintages

FIGURE = ("publisher", "indicator", "territory", "period", "sex", "age")


def latest(figures: pl.DataFrame) -> pl.DataFrame:
    """One row per figure and publisher: its latest publication."""
    ordered = figures.sort("published_on", maintain_order=True)
    return ordered.unique(subset=list(FIGURE), keep="last", maintain_order=True)


def as_of(figures: pl.DataFrame, day: date) -> pl.DataFrame:
    """What was known on that day: the latest publications that were out by then."""
    return latest(figures.filter(pl.col("published_on") <= day))


def refuse_conflicts(figures: pl.DataFrame) -> None:
    """Two values of one figure need two vintages and two days of publication. Raises ConflictingVintages."""
    for same in ("vintage", "published_on"):
        key = [*FIGURE, same]
        clash = figures.filter(pl.col("value").n_unique().over(key) > 1)
        if len(clash):
            first = clash.row(0, named=True)
            rivals = clash.filter(pl.all_horizontal(pl.col(name) == first[name] for name in key))
            raise ConflictingVintages(
                f"'{first['indicator']}' of {first['territory']}, {first['period']}, sex {first['sex']}, age "
                f"{first['age']} has {rivals['value'].n_unique()} values of one {same} ({first[same]}).",
                where="; ".join(f"row {r['row']} of {r['file']}" for r in rivals.iter_rows(named=True)),
                value=rivals["value"].to_list(),
                remedy="Give the later publication its own vintage and published_on.",
            )
