"""Letters for rows that do not fit: what is wrong, in which row of which file, with what value, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from qonys.countries.figures.columns import ALL_AGES, CELL, NUMBER, SEXES
from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.indicators import Dictionary
from qonys.countries.figures.periods import first_day, normal
from qonys.countries.figures.tables import ROW, place
from qonys.countries.territories import TerritoryLists
from qonys.countries.yaml_files import as_date
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell, OutOfRange, UnknownTerritory


def numbers(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    published = frame.filter(pl.col("value") != "")
    wrong = published.filter(~pl.col("value").str.contains(NUMBER))
    if len(wrong):
        found = wrong.row(0, named=True)
        raise BadInput(
            "this is not a number.",
            where=place(file, found[ROW]),
            value=found["value"],
            remedy="Write digits with a decimal point and no spaces; leave the cell empty if nothing is published.",
        )
    return published.with_columns(pl.col("value").cast(pl.Float64))


def each_text(frame: pl.DataFrame, column: str, file: str, check: Callable[[str, str], object]) -> None:
    """Check every distinct text of a column once, naming the first row that carries it."""
    for text, row in frame.group_by(column, maintain_order=True).agg(pl.col(ROW).first()).iter_rows():
        check(text, place(file, row))


def check_sex(text: str, where: str) -> None:
    if text not in SEXES:
        raise BadInput("this is not a sex.", where=where, value=text, remedy="Write male, female or both.")


def check_age(text: str, where: str) -> None:
    if text == ALL_AGES:
        return
    try:
        AgeGroup.parse(text)
    except ValueError as problem:
        raise BadInput(
            "this is not an age.",
            where=where,
            value=text,
            remedy="Write 7, 0-15, 63+, or all for every age together.",
        ) from problem


def stored_periods(frame: pl.DataFrame, file: str, dictionary: Dictionary) -> pl.DataFrame:
    pairs = frame.group_by("indicator", "period", maintain_order=True).agg(pl.col(ROW).first())
    stored = []
    for indicator, period, row in pairs.iter_rows():
        try:
            stored.append(normal(period, dictionary.find(indicator).kind))
        except ValueError as problem:
            raise BadInput(
                f"this is not a period of '{indicator}' ({problem}).",
                where=place(file, row),
                value=period,
                remedy="Write 2024, 2024-03, 2024-H1 or 2025-M1-9, or for a stock a day: 2026-01-01.",
            ) from problem
    renewed = pairs.drop(ROW).with_columns(pl.Series("stored", stored, dtype=pl.String))
    joined = frame.join(renewed, on=["indicator", "period"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("stored").alias("period")).drop("stored")


def on_their_list(frame: pl.DataFrame, dataset: Dataset, file: str, lists: TerritoryLists) -> pl.DataFrame:
    pairs = frame.group_by("territory", "period", maintain_order=True).agg(pl.col(ROW).first())
    for code, period, row in pairs.iter_rows():
        day = dataset.list_date(first_day(period))
        if code in lists.on(day) or any(code == group.code for group in lists.groups_on(day)):
            continue
        where = place(file, row)
        later = [each.since for each in lists.lists if code in each]
        if not later:
            lists.on(day).find(code, where=where)
        raise UnknownTerritory(
            f"territory {code!r} is not in the list used for {period} (in force from {lists.on(day).since}).",
            where=where,
            value=code,
            remedy=f"It is in the lists of {', '.join(map(str, later))}: if the table was recounted on one of them, "
            "say so under 'territories' in the .yaml file.",
        )
    periods = frame["period"].unique().to_list()
    since = {period: lists.on(dataset.list_date(first_day(period))).since for period in periods}
    return frame.with_columns(list_since=pl.col("period").replace_strict(since, return_dtype=pl.Date))


def refuse_impossible(frame: pl.DataFrame, file: str, dictionary: Dictionary) -> None:
    for part in frame.partition_by("indicator", maintain_order=True):
        name = part["indicator"][0]
        entry = dictionary.find(name)
        outside = part.filter((pl.col("value") < entry.lowest) | (pl.col("value") > entry.highest))
        if len(outside):
            found = outside.row(0, named=True)
            raise OutOfRange(
                f"'{name}' must lie between {entry.lowest:g} and {entry.highest:g} {entry.unit.en}.",
                where=place(file, found[ROW]),
                value=found["value"],
                remedy=f"Compare the cell with the publication.{entry.slip(found['value'])}",
            )


def publication_days(frame: pl.DataFrame, file: str) -> dict[str, date]:
    """Every distinct text of `published_on` as a day. Raises BadInput."""
    days: dict[str, date] = {}

    def note(text: str, where: str) -> None:
        days[text] = as_date(text, where)

    each_text(frame, "published_on", file, note)
    return days


def refuse_duplicates(frame: pl.DataFrame, file: str) -> None:
    key = [*CELL, "published_on", "vintage"]
    twice = frame.filter(pl.struct(key).is_duplicated())
    if len(twice):
        first = twice.row(0, named=True)
        same = twice.filter(pl.all_horizontal(pl.col(name) == first[name] for name in key))
        raise DuplicateCell(
            f"'{first['indicator']}' of {first['territory']}, {first['period']}, sex {first['sex']}, "
            f"age {first['age']} is given {len(same)} times.",
            where=place(file, ", ".join(map(str, same["row"].to_list()))),
            value=same["value"].to_list(),
            remedy="Keep one row; if one is a revision, give the rows their own published_on and vintage.",
        )


def refuse_missing_ages(frame: pl.DataFrame, dataset: Dataset, file: str) -> None:
    if dataset.complete_ages is None:
        return
    first, last = dataset.complete_ages
    wanted = {str(age) for age in range(first, last)} | {f"{last}+"}
    for part in frame.partition_by("territory", "period", "sex", maintain_order=True):
        territory, period, sex = part.select("territory", "period", "sex").row(0)
        missing = wanted - set(part["age"]) - ({f"{last}+"} if str(last) in set(part["age"]) else set())
        if missing:
            gaps = sorted(missing, key=lambda age: int(age.rstrip("+")))
            raise MissingCell(
                f"ages are missing for {territory}, {period}, sex {sex}.",
                where=f"{file}, near row {part['row'].to_list()[-1]}",
                value=", ".join(gaps[:8]) + (" ..." if len(gaps) > 8 else ""),
                remedy=f"Give every single age from {first} to {last}, the last one open.",
            )
