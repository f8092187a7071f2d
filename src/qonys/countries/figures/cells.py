"""Cells of a plain table put onto axes: every cell once, none missing, each in its range."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.countries.figures.tables import ROW, read_table
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell, MissingColumn, OutOfRange
from qonys.engines.vocabulary.sex import SEXES


@dataclass(frozen=True)
class Axis:
    """One column whose values are positions. Without `labels` the file says which there are, without a gap."""

    name: str
    labels: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Cells:
    values: NDArray[np.float64]
    axes: tuple[Axis, ...]


def sex_axis() -> Axis:
    return Axis("sex", tuple(str(sex) for sex in SEXES))


def ages_axis() -> Axis:
    return Axis("age")


def years_axis() -> Axis:
    return Axis("year")


def read_cells(
    path: Path,
    value_names: tuple[str, ...],
    axes: tuple[Axis, ...],
    *,
    lowest: float = -np.inf,
    highest: float = np.inf,
    absent: float | None = None,
) -> Cells:
    """The table's cells as an array over `axes`; the value column bears one of `value_names`.

    A cell that is not there takes the value `absent`, or is refused. Rows outside the labels of a year or age axis
    that was given are left aside: rates may cover more years than are wanted. Raises BadInput.
    """
    table = read_table(path)
    value = next((name for name in value_names if name in table.columns), None)
    for column in (*(axis.name for axis in axes), value):
        if column is None or column not in table.columns:
            raise MissingColumn(
                f"column '{column or value_names[0]}' is missing.",
                where=f"Row 1 of {path.name}",
                value=[name for name in table.columns if name != ROW],
                remedy="Add it or rename the heading that holds it.",
            )
    rows = [_position(row, axes, path.name) for row in table.iter_rows(named=True)]
    found = tuple(
        axis if axis.labels else _counted(axis, [row[i] for row in rows], path.name) for i, axis in enumerate(axes)
    )
    cells: dict[tuple[Any, ...], tuple[int, float]] = {}
    for row, key in zip(table.iter_rows(named=True), rows, strict=True):
        if any(label not in axis.labels for label, axis in zip(key, found, strict=True)):
            continue
        if key in cells:
            place = f"Rows {cells[key][0]} and {row[ROW]} of {path.name}"
            raise DuplicateCell(f"{_said(found, key)} stands twice.", where=place, remedy="Keep one of the two.")
        cells[key] = (row[ROW], _number(row, str(value), lowest, highest, path.name))
    return Cells(_array(cells, found, absent, path.name), found)


def _position(row: dict[str, Any], axes: tuple[Axis, ...], file: str) -> tuple[Any, ...]:
    place = f"Row {row[ROW]} of {file}"
    return tuple(
        _sex(row["sex"], place) if axis.name == "sex" else _whole(row[axis.name], axis.name, place) for axis in axes
    )


def _sex(text: str, place: str) -> str:
    if text not in tuple(SEXES):
        raise BadInput("this is not a sex.", where=place, value=text, remedy="Write male or female.")
    return text


def _whole(text: str, name: str, place: str) -> int:
    digits = text.removesuffix("+") if name == "age" else text
    if not digits.isdigit():
        raise BadInput(f"this is not {'an age' if name == 'age' else 'a year'}.", where=place, value=text,
                       remedy="Write digits only; the last age may carry a plus.")  # fmt: skip
    return int(digits)


def _number(row: dict[str, Any], column: str, lowest: float, highest: float, file: str) -> float:
    place, text = f"Row {row[ROW]} of {file}", row[column]
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise BadInput("this is not a number.", where=place, value=text, remedy="Write digits with a decimal point.")
    if not lowest <= number <= highest:
        raise OutOfRange(
            f"'{column}' must lie between {lowest:g} and {highest:g}.",
            where=place,
            value=text,
            remedy="Compare with the source: perhaps a rate per 1,000 or a sum over months.",
        )
    return number


def _counted(axis: Axis, seen: list[int], file: str) -> Axis:
    labels = sorted(set(seen))
    start = 0 if axis.name == "age" else labels[0]
    wanted = tuple(range(start, labels[-1] + 1))
    gaps = sorted(set(wanted) - set(labels))
    if gaps:
        raise MissingCell(
            f"{axis.name} {gaps[0]} is missing.",
            where=file,
            value=f"{labels[0]}-{labels[-1]}",
            remedy=f"Give every single {axis.name}, from {start} on.",
        )
    return Axis(axis.name, wanted)


def _array(cells: dict[tuple[Any, ...], tuple[int, float]], axes: tuple[Axis, ...], absent: float | None, file: str
) -> NDArray[np.float64]:  # fmt: skip
    values = np.empty([len(axis.labels) for axis in axes])
    for place, key in zip(np.ndindex(*values.shape), product(*(axis.labels for axis in axes)), strict=True):
        if key in cells:
            values[place] = cells[key][1]
        elif absent is None:
            raise MissingCell(f"{_said(axes, key)} is missing.", where=file, remedy="Add the row.")
        else:
            values[place] = absent
    return values


def _said(axes: tuple[Axis, ...], key: tuple[Any, ...]) -> str:
    return ", ".join(f"{axis.name} {label}" for axis, label in zip(axes, key, strict=True))
