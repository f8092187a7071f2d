"""Families to places from files: read, solve, write. The `qonys place` command.

    FAMILIES   family, need_<resource> ...    one row a family; CSV or Parquet
    PLACES     place, resource, capacity      what is not named there is not there
    GAINS      family, place, value           Parquet or CSV: a pair that is absent is not allowed; or .npy, families x
                                              places in the order of the two files, NaN: not allowed

A country's pairs are forty million rows: they are read in parts, and kept in single precision where they are many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.engines.matching import Placement, Plan
from qonys.engines.vocabulary.errors import (
    BadInput,
    DuplicateCell,
    MissingCell,
    MissingColumn,
    OutOfRange,
    UnreadableFile,
)
from qonys.tables import Table, open_table

Floats = NDArray[np.float64]

NEED = "need_"
PLACES = ("place", "resource", "capacity")
GAINS = ("family", "place", "value")
PART = 1_000_000  # rows of gains read at a time
MANY = 10_000_000  # pairs; above, gains are kept in single precision


@dataclass(frozen=True)
class Placing:
    """The placement, and how its rows are called."""

    families: tuple[str, ...]
    problem: Placement


def read(families: Path, places: Path, gains: Path) -> Placing:
    """The three files as one placement. Raises BadInput naming file, row, value and remedy."""
    names, needs, resources = _families(families)
    rooms, capacity = _places(places, resources)
    gain = _matrix(gains, (len(names), len(rooms))) if gains.suffix == ".npy" else _pairs(gains, names, rooms)
    return Placing(tuple(names), Placement(gain, needs, capacity, tuple(rooms), tuple(resources)))


def write(placing: Placing, plan: Plan, out: Path) -> None:
    """family, place; empty where a family stays unplaced."""
    places = np.array([*placing.problem.places, None], dtype=object)  # polars writes "" in quotes
    part = out.with_name(out.name + ".part")
    pl.DataFrame(
        {"family": placing.families, "place": pl.Series(places[plan.place].tolist(), dtype=pl.String)}
    ).write_csv(part)
    part.replace(out)


def write_report(report: dict[str, Any], path: Path) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def report(plan: Plan, seed: int, seconds: float, reading: float, peak_mb: float) -> dict[str, Any]:
    """What stands in R.json."""
    free = plan.free
    here = {name: r for r, name in enumerate(plan.problem.places)}
    what = {name: k for k, name in enumerate(plan.problem.resources)}
    return {
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": round(seconds, 3),
        "seconds_reading": round(reading, 3),
        "peak_mb": round(peak_mb, 1),
        "families": plan.problem.shape[0],
        "placed": plan.placed,
        "seed": seed,
        "cut_short": plan.cut_short,
        "plan_sha256": plan.hash,
        "prices": [
            {
                "place": each.place,
                "resource": each.resource,
                "price": each.price,
                "left": float(free[here[each.place], what[each.resource]]),
            }
            for each in plan.prices()
        ],
    }


def _numbers(column: pl.Series, table: Table, remedy: str) -> Floats:
    """Numbers that are not negative; none missing."""
    number = column.cast(pl.Float64, strict=False)
    wrong = (number.is_null() | ~number.is_finite() | (number < 0)).fill_null(True).arg_true()
    if len(wrong):
        row = int(wrong[0])
        raise OutOfRange(
            f"'{column.name}' is not a number of units.", where=table.row(row), value=column[row], remedy=remedy
        )
    return number.to_numpy().astype(np.float64)


def _families(path: Path) -> tuple[list[str], Floats, list[str]]:
    table = open_table(path)
    table.need("family")
    needs = [name for name in table.columns if name.startswith(NEED)]
    if not needs:
        raise MissingColumn(
            "no column says what families need.", where=path.name, value=list(table.columns[:20]),
            remedy="Name them need_ and the resource of the places, such as need_dwelling_3.",
        )  # fmt: skip
    rows = table.read("family", *needs)
    table.refuse_unnamed(rows["family"])
    columns = [_numbers(rows[each], table, "Write 0 where the family needs none.") for each in needs]
    return (
        rows["family"].cast(pl.String).to_list(),
        np.stack(columns, axis=1),
        [each.removeprefix(NEED) for each in needs],
    )


def _places(path: Path, resources: list[str]) -> tuple[list[str], Floats]:
    table = open_table(path)
    table.need(*PLACES)
    told = table.read(*PLACES).with_columns(pl.col("place", "resource").cast(pl.String))
    units = _numbers(told["capacity"], table, "Write 0 where there is none.")
    rooms = {name: r for r, name in enumerate(told["place"].unique(maintain_order=True))}
    what = {name: k for k, name in enumerate(resources)}
    capacity = np.full((len(rooms), len(resources)), np.nan)
    for row, (place, resource) in enumerate(told.select("place", "resource").iter_rows()):
        if not place:
            raise MissingCell("this row has no place.", where=table.row(row), remedy="Every row needs one.")
        if resource not in what:
            continue  # nobody needs it
        if not np.isnan(capacity[rooms[place], what[resource]]):
            raise DuplicateCell(
                "this capacity is there twice.", where=table.row(row), value=f"{place}, {resource}",
                remedy="Add the two up, or keep one.",
            )  # fmt: skip
        capacity[rooms[place], what[resource]] = units[row]
    unknown = np.flatnonzero(np.isnan(capacity).all(axis=0))
    if unknown.size:
        raise BadInput(
            "families need what no place is said to have.", where=path.name, value=resources[unknown[0]],
            remedy="Add its capacities, 0 where there is none, or spell it as in the families' table.",
        )  # fmt: skip
    return list(rooms), np.nan_to_num(capacity)


def _matrix(path: Path, shape: tuple[int, int]) -> NDArray[Any]:
    try:
        gain = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as trouble:
        raise UnreadableFile("this is no array of NumPy.", where=path.name, value=str(trouble)) from trouble
    if gain.shape != shape or gain.dtype.kind not in "fiu":
        raise BadInput(
            "the gains are not a table of numbers, families x places.", where=path.name,
            value=(gain.shape, str(gain.dtype)), remedy=f"It should be {shape}, rows and columns in the files' order.",
        )  # fmt: skip
    return np.asarray(gain) if gain.dtype in (np.float32, np.float64) else gain.astype(np.float64)


def _pairs(path: Path, families: list[str], places: list[str]) -> NDArray[Any]:
    """Gains from rows of pairs, read in parts."""
    table = open_table(path)
    table.need(*GAINS)
    size = len(families) * len(places)
    gain = np.full((len(families), len(places)), np.nan, dtype=np.float32 if size > MANY else np.float64)
    known_families = pl.DataFrame({"family": families, "i": np.arange(len(families), dtype=np.uint32)})
    known_places = pl.DataFrame({"place": places, "r": np.arange(len(places), dtype=np.uint32)})
    seen, first = 0, 0
    for part in table.parts(*GAINS, rows=PART):
        part = part.with_columns(pl.col("family", "place").cast(pl.String))
        part = part.join(known_families, on="family", how="left", maintain_order="left")
        part = part.join(known_places, on="place", how="left", maintain_order="left")
        _refuse_pairs(part, table, first)
        value = part["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        i, r = part["i"].to_numpy(), part["r"].to_numpy()
        legal = ~np.isnan(value)
        gain[i[legal], r[legal]] = value[legal]
        seen, first = seen + int(legal.sum()), first + len(part)
    if seen != np.count_nonzero(~np.isnan(gain)):
        raise DuplicateCell(
            "a pair of family and place is there twice.", where=path.name, value=_twice(table.lazy),
            remedy="Keep one value of each pair.",
        )  # fmt: skip
    return gain


def _refuse_pairs(part: pl.DataFrame, table: Table, first: int) -> None:
    number = part["value"].cast(pl.Float64, strict=False)
    tests = (
        ("family", part["i"].is_null(), "there is no such family.", "Add it to the families, or leave the row out."),
        ("place", part["r"].is_null(), "there is no such place.", "Add its capacities, or leave the row out."),
        ("value", number.is_null() & part["value"].is_not_null(), "the gain is not a number.", "Write digits."),
        ("value", number.is_infinite().fill_null(False), "the gain is infinite.", "Leave out what is not allowed."),
    )
    for column, wrong, problem, remedy in tests:
        rows = wrong.arg_true()
        if len(rows):
            row = int(rows[0])
            raise BadInput(problem, where=table.row(first + row), value=part[column][row], remedy=remedy)


def _twice(lazy: pl.LazyFrame) -> str:
    """One of the pairs that are there twice."""
    pairs = lazy.group_by("family", "place").len().filter(pl.col("len") > 1).head(1).collect()
    return ", ".join(str(each) for each in pairs.row(0)[:2]) if len(pairs) else ""
