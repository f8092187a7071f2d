"""Result files. Each appears whole or not at all; numbers keep all their digits, so that sums stay exact."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from qonys.engines.flows.faults import Fault

FAULT_COLUMNS = ("fault", "period", "origin", "destination", "rows", "found", "done")


def write(table: pl.DataFrame, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    table.write_csv(unfinished)
    unfinished.replace(target)


def beside(target: Path, what: str) -> Path:
    """PRED.csv -> PRED.faults.csv."""
    return target.with_name(f"{target.stem}.{what}.csv")


def write_faults(faults: Iterable[Fault], target: Path) -> None:
    write(fault_table(faults), target)


def fault_table(faults: Iterable[Fault]) -> pl.DataFrame:
    rows = [(str(f.kind), f.period, f.origin, f.destination, f.rows, f.found, f.done) for f in faults]
    types = [pl.String, pl.String, pl.String, pl.String, pl.Int64, pl.String, pl.String]
    return pl.DataFrame(rows, schema=dict(zip(FAULT_COLUMNS, types, strict=True)), orient="row")
