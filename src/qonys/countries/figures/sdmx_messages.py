"""SDMX data messages (SDMX-ML 2.1 generic or structure-specific, SDMX-JSON), read with the sdmx1 library.

Dimensions are recognised by the names of the cross-domain concepts; others are renamed in the dataset's head
(`columns: {GEO: territory}`, `codes: {indicator: {POP: population}}`). Dimensions we have no use for are
dropped. The "row" of an observation is its place in the message.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import sdmx
from sdmx.exceptions import XMLParseError
from sdmx.message import DataMessage

from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.tables import ROW
from qonys.countries.yaml_files import read_text
from qonys.engines.vocabulary.errors import UnreadableFile

CONCEPTS = {
    "REF_AREA": "territory",
    "TIME_PERIOD": "period",
    "SEX": "sex",
    "AGE": "age",
    "INDICATOR": "indicator",
}
SEX_CODES = {"M": "male", "F": "female", "_T": "both", "T": "both"}
_AGE = re.compile(r"^Y(?:_GE)?(\d+)(?:T(\d+))?$")
# sdmx1 and lxml let a damaged message fail wherever it does (lxml's syntax error is a SyntaxError).
PROBLEMS = (
    XMLParseError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
)


def read_sdmx(path: Path, dataset: Dataset) -> pl.DataFrame:
    """Tidy text columns, one row per observation. Raises UnreadableFile."""
    read_text(path)
    try:
        message = sdmx.read_sdmx(path)
        rows = _rows(message)
    except PROBLEMS as problem:
        raise UnreadableFile(
            f"the file is not an SDMX data message ({type(problem).__name__}: {problem}).",
            where=path.name,
            remedy="Ask the source for SDMX-ML 2.1 generic data or SDMX-JSON 1.0, or export a tidy CSV.",
        ) from problem
    if not rows:
        raise UnreadableFile("the message holds no observations.", where=path.name, remedy="Widen the query.")
    frame = pl.DataFrame(rows, schema={name: pl.String for row in rows for name in row})
    frame = frame.fill_null("").rename(
        {a: b for a, b in CONCEPTS.items() if a in frame.columns and a not in dataset.columns}
    )
    frame = frame.with_columns(pl.int_range(1, len(rows) + 1, dtype=pl.Int32).alias(ROW))
    if "sex" in frame.columns:
        frame = frame.with_columns(pl.col("sex").replace(SEX_CODES))
    if "age" in frame.columns:
        frame = frame.with_columns(pl.col("age").map_elements(_age, return_dtype=pl.String))
    return frame


def _rows(message: object) -> list[dict[str, str]]:
    if not isinstance(message, DataMessage):
        raise ValueError("it holds structures or an error, not data")
    return [_row(observation) for data in message.data for observation in data.obs]


def _row(observation: object) -> dict[str, str]:
    """All dimensions of one observation (its own and its series') and its value, as text."""
    row = {str(name): str(item.value) for name, item in observation.key.values.items()}  # type: ignore[attr-defined]
    value = observation.value  # type: ignore[attr-defined]
    return {**row, "value": "" if value is None or str(value).lower() == "nan" else str(value)}


def _age(code: str) -> str:
    """Y7 is 7, Y0T15 is 0-15, Y_GE63 is 63+, _T is all; anything else stays for the shape to judge."""
    if code in ("_T", "TOTAL"):
        return "all"
    found = _AGE.match(code)
    if found is None:
        return code
    if "_GE" in code:
        return f"{found[1]}+"
    return f"{found[1]}-{found[2]}" if found[2] else found[1]
