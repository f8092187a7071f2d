"""Many systems of flows in one file - by citizenship, by sex, by age - each forecast by itself, by one function.

    qonys flows forecast OD.csv --by citizenship ...     here, one part after another
    in_spark(frame, "citizenship", horizon=5)            on a cluster, with the extra `qonys[spark]`

A part holds all pairs of its system, so nothing that is learnt from the whole is lost by dividing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from qonys.engines.flows.tidying import tidy
from qonys.engines.vocabulary.errors import BadInput
from qonys.origin_destination.cells import read_columns
from qonys.origin_destination.forecasting import Result, make, pair_table
from qonys.origin_destination.letters import about
from qonys.origin_destination.reading import FLOW_COLUMNS, records
from qonys.origin_destination.writing import beside, fault_table, write

SCHEMA = (
    "part string, cutoff string, horizon int, origin string, destination string, "
    "yhat double, lo80 double, hi80 double, lo95 double, hi95 double"
)
COLUMNS = tuple(entry.split()[0] for entry in SCHEMA.split(", "))


def forecast_part(rows: pl.DataFrame, part: str, horizon: int, period: str | None = None, file: str = "") -> Result:
    """One part by itself. `rows` hold origin, destination, year[, quarter | month], flow as text. Raises BadInput."""
    where = f"the rows of {part!r}" + (f" in {file}" if file else "")
    with about(where):
        return make(tidy(records(rows, where)), horizon, period, where)


def run(path: Path, by: str, horizon: int, period: str | None, target: Path) -> list[str]:
    """Every part of a file in turn, in the order of their names; says what was found. Raises BadInput."""
    table = read_columns(path, (*FLOW_COLUMNS, by))
    if table.filter(pl.col(by) == "").height:
        raise BadInput(f"'{by}' is blank in some rows.", where=path.name, remedy="Say which part each row belongs to.")
    made, faults = [], []
    for (part,), rows in sorted(table.partition_by(by, as_dict=True).items()):
        result = forecast_part(rows.drop(by), str(part), horizon, period, path.name)
        made.append(_labelled(result, str(part)).rename({"part": by}))
        faults.append(fault_table(result.faults).with_columns(pl.lit(str(part)).alias(by)))
    target.parent.mkdir(parents=True, exist_ok=True)
    write(pl.concat(made), target)
    write(pl.concat(faults), beside(target, "faults"))
    found = sum(each.height for each in faults)
    return [f"{len(made)} parts by {by}, {found} faults (beside the forecast)"]


def in_spark(frame: Any, by: str, horizon: int, period: str | None = None) -> Any:
    """The same on a Spark data frame: one row a pair and horizon, COLUMNS; a part is one group. Needs qonys[spark]."""
    return frame.groupBy(by).applyInPandas(_for_group(by, horizon, period), SCHEMA)


def _for_group(by: str, horizon: int, period: str | None) -> Callable[[Any], Any]:
    def forecast_group(rows: Any) -> Any:
        part = str(rows[by].iloc[0])
        text = pl.DataFrame({name: rows[name].astype(str).to_numpy() for name in rows.columns if name != by})
        return _labelled(forecast_part(text, part, horizon, period), part).to_pandas()

    return forecast_group


def _labelled(result: Result, part: str) -> pl.DataFrame:
    table = pair_table(result).with_columns(pl.lit(part).alias("part"), pl.col("cutoff").cast(pl.String))
    return table.select(COLUMNS).with_columns(pl.col("horizon").cast(pl.Int32))
