"""What a scenario came to, as plain tables and as one folder a stranger can read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.projection.levers import Difference, Outcome, strengths_of
from qonys.engines.projection.quantiles import Summary, summarise
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.scenario import Scenario

QUANTILES = ("q025", "q10", "q50", "q90", "q975")


def indicators(outcome: Outcome) -> pl.DataFrame:
    """territory, year, indicator, mean and quantiles, as a forecast's run keeps them."""
    parts = []
    for name in outcome.indicators:
        years, values = outcome.of(name)
        if np.isfinite(values).any():
            parts.append(_long(name, years, outcome.codes, _columns(summarise(values))))
    return pl.concat(parts).drop_nans().sort("indicator", "territory", "year")


def differences(found: Iterable[Difference]) -> pl.DataFrame:
    """territory, year, indicator, before and after at the median, the change with its quantiles and its odds."""
    parts = []
    for each in found:
        before, after = {"before": each.one.quantiles[..., 2]}, {"after": each.other.quantiles[..., 2]}
        odds = {"raised": each.raised, "lowered": each.lowered}
        columns = {**before, **after, **_columns(each.change), **odds}
        parts.append(_long(each.indicator, each.years, each.codes, columns))
    return pl.concat(parts).drop_nans().sort("indicator", "territory", "year")


def strengths(scenario: Scenario) -> pl.DataFrame:
    """Every elasticity at work: value, eight in ten, what it stands on, and whether it waits to be replaced."""
    columns = ("lever", "value", "low", "high", "basis", "to_be_replaced", "source")
    rows = [
        (where, each.value, each.low, each.high, str(each.basis), each.to_be_replaced, each.source)
        for where, each in strengths_of(scenario)
    ]
    types = (pl.String, pl.Float64, pl.Float64, pl.Float64, pl.String, pl.Boolean, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(columns, types, strict=True)), orient="row")


def write(folder: Path, tables: Mapping[str, pl.DataFrame], documents: Mapping[str, object]) -> None:
    """One folder, whole or not at all. An existing folder is never overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("something is there already.", where=str(folder), remedy="Name a new folder, or empty this one.")
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, table in tables.items():
        table.write_parquet(unfinished / f"{name}.parquet", compression="zstd")
    for name, content in documents.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
        (unfinished / name).write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    if folder.is_dir():
        folder.rmdir()
    unfinished.replace(folder)


def _columns(summary: Summary) -> dict[str, np.ndarray]:
    return {"mean": summary.mean} | {name: summary.quantiles[..., i] for i, name in enumerate(QUANTILES)}


def _long(name: str, years: np.ndarray, codes: tuple[str, ...], columns: Mapping[str, np.ndarray]) -> pl.DataFrame:
    """One row a territory and year; each column is (years, territories)."""
    labels = {
        "territory": np.tile(np.array(codes), len(years)),
        "year": np.repeat(years.astype(np.int32), len(codes)),
    }
    values = {key: np.asarray(column, dtype=np.float32).ravel() for key, column in columns.items()}
    return pl.DataFrame(labels).with_columns(pl.lit(name).alias("indicator")).hstack(pl.DataFrame(values))


def changed_most(found: Difference, year: int, count: int) -> Iterator[int]:
    """Places of the territories whose indicator changes most in a year, the nation first."""
    at = int(np.flatnonzero(found.years == year)[0])
    nation = len(found.codes) - 1
    sizes = np.nan_to_num(np.abs(found.change.quantiles[at, :nation, 2]))
    order = np.argsort(-sizes, kind="stable")
    yield nation
    yield from (int(place) for place in order[:count] if found.raised[at, place] + found.lowered[at, place] > 0)
