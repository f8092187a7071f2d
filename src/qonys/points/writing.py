"""Scores as a table: id, total, one column for each line, points lost to caps; written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.scoring.people import People
from qonys.engines.scoring.rules import RuleSet
from qonys.engines.scoring.scores import Spread, score, score_spread
from qonys.engines.vocabulary.errors import BadInput
from qonys.points.reading import ID, Told

PLACEHOLDER = "placeholder"


def scored(rules: RuleSet, table: Told) -> pl.DataFrame:
    """The scores of a table of people. Where something is unknown, what it leaves open stays empty, and columns are
    added: total_min, total_max, unknown."""
    given = table.people
    if not len(given.incomplete):
        found = score(rules, given)
        columns = [pl.Series("total", found.total)]
        columns += [pl.Series(item.name, found.items[row]) for row, item in enumerate(rules.items)]
        columns.append(pl.Series("lost_to_cap", found.lost_to_cap))
    else:
        columns = _open(rules, given, score_spread(rules, given))
    frame = pl.DataFrame([table.ids.alias(ID), *columns])
    if rules.placeholders:
        frame = frame.with_columns(pl.lit(PLACEHOLDER).alias("weights"))
    return frame


def _open(rules: RuleSet, given: People, spread: Spread) -> list[pl.Series]:
    settled = spread.low == spread.high
    columns = [_where("total", spread.low, settled)]
    for row, item in enumerate(rules.items):
        columns.append(_where(item.name, spread.items_low[row], spread.items_low[row] == spread.items_high[row]))
    every_line = (spread.items_low == spread.items_high).all(axis=0) & settled
    lost = spread.items_low.sum(axis=0) - spread.low
    columns.append(_where("lost_to_cap", lost, every_line))
    columns += [pl.Series("total_min", spread.low), pl.Series("total_max", spread.high)]
    return [*columns, _unknown(given, settled)]


def _where(name: str, values: np.ndarray | pl.Series, known: np.ndarray) -> pl.Series:
    column = pl.Series(name, values)
    return column if known.all() else column.set(pl.Series(~known), None)


def _unknown(given: People, settled: np.ndarray) -> pl.Series:
    """The facts that are not known of each person whose total they leave open."""
    assert given.unknown is not None
    patterns, of_row = np.unique(given.unknown, axis=1, return_inverse=True)
    fields = np.array(given.fields)
    said = pl.Series([" ".join(fields[pattern]) for pattern in patterns.T], dtype=pl.String)
    return _where("unknown", said.gather(of_row.ravel()), ~settled)


def write(frame: pl.DataFrame, out: Path) -> None:
    """Into a file beside the wanted one first: a run that is stopped leaves nothing half-written. Raises BadInput."""
    if out.suffix not in (".parquet", ".csv"):
        raise BadInput("scores are written as .csv or .parquet.", value=out.name, remedy="Name the file so.")
    beside = out.with_name(f".{out.name}.part")
    try:
        if out.suffix == ".parquet":
            frame.write_parquet(beside, compression="zstd", statistics=False)
        else:
            frame.write_csv(beside)
        beside.replace(out)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        said = f"the file cannot be written ({problem.strerror or problem})."
        raise BadInput(said, where=str(out), remedy="Name a folder that exists and may be written to.") from problem
