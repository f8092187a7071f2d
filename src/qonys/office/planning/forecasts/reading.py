"""Ask Parquet files questions with DuckDB: nothing is loaded that the answer does not need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from qonys.engines.vocabulary.errors import DamagedRun

TABLES = (
    "population", "indicators", "history", "comparisons", "flows", "flow_totals", "flow_ages", "flow_methods",
    "balance", "bottlenecks", "quotas", "quota_reasons", "quota_bounds", "quota_prices", "official_quotas", "control",
    "control_course",
    "before", "differences", "strengths",
)  # fmt: skip
Row = tuple[Any, ...]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    # Small on purpose: a run is a few megabytes, and the web server must stay light.
    return duckdb.connect(
        ":memory:", config={"threads": 1, "memory_limit": "256MB", "python_enable_replacements": False}
    )


def rows(folder: Path, sql: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """All rows of the answer; `{population}` and the other tables in `sql` stand for the run's files."""
    return _execute(folder, sql, parameters).fetchall()


def stream(folder: Path, sql: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], Iterator[Row]]:
    """The column names, and the rows one by one, for answers too long to hold."""
    answer = _execute(folder, sql, parameters)
    columns = [str(column[0]) for column in answer.description or ()]
    return columns, _fetch(answer)


def write(folder: Path, sql: str, target: Path, form: str) -> None:
    """Write the answer to a new Parquet or CSV file. `sql` must hold no text from outside."""
    options = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}[form]
    _execute(folder, f"COPY ({sql}) TO {_quoted(str(target))} ({options})", None)


def _execute(folder: Path, sql: str, parameters: Mapping[str, object] | None) -> duckdb.DuckDBPyConnection:
    tables = {name: f"read_parquet({_quoted(str(folder / f'{name}.parquet'))})" for name in TABLES}
    cursor = _connection().cursor()  # each thread of the web server asks on its own
    try:
        return cursor.execute(sql.format(**tables), dict(parameters) if parameters else None)
    except duckdb.Error as error:
        raise DamagedRun(
            f"Run {folder.name} cannot be read: {error}. Its other files are untouched. Make the forecast again."
        ) from error


def _fetch(answer: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while batch := answer.fetchmany(5000):
        yield from batch


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
