"""Rounded counts of the registers as rows of figures: what a country pack keeps in `figures/` (countries/figures).

A nation is the sum of its units: who is registered in none of them is counted in the note. All units, sexes and ages
have a row, so that the checks of figures can compare; a published 0 means fewer than the base of rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from qonys.engines.vocabulary.territory import Territories
from qonys.office.registers.residence.aggregates import ABROAD

Row = dict[str, str | int]
Counts = Mapping[tuple[str, ...], int]
SEXES = ("male", "female")
COLUMNS = ("indicator", "territory", "period", "sex", "age", "value")
PAIR = ("origin", "destination", "year", "quarter", "flow")
AGES = (*map(str, range(100)), "100+")
GROUPS = (*(f"{first}-{first + 4}" for first in range(0, 100, 5)), "100+")


def stock(counts: Counts, units: Territories, day: date) -> Iterator[Row]:
    """Population by unit, sex and age; `counts` by (territory, sex, age)."""
    for territory, codes in _places(units):
        for sex in (*SEXES, "both"):
            for age in (*AGES, "all"):
                value = _sum(counts, codes, SEXES if sex == "both" else (sex,), AGES if age == "all" else (age,))
                if age == "all" or sex != "both":
                    yield _row("population", territory, day.isoformat(), sex, age, value)


def births(counts: Counts, units: Territories, years: Iterable[int]) -> Iterator[Row]:
    """`counts` by (territory, sex, year)."""
    for year in map(str, years):
        for territory, codes in _places(units):
            for sex in (*SEXES, "both"):
                value = _sum(counts, codes, SEXES if sex == "both" else (sex,), (year,))
                yield _row("births", territory, year, sex, "all", value)


def deaths(counts: Counts, units: Territories, year: int) -> Iterator[Row]:
    """Of one year; `counts` by (territory, sex, age) in groups of five years."""
    for territory, codes in _places(units):
        for sex in (*SEXES, "both"):
            for age in (*GROUPS, "all"):
                value = _sum(counts, codes, SEXES if sex == "both" else (sex,), GROUPS if age == "all" else (age,))
                if age == "all" or sex != "both":
                    yield _row("deaths", territory, str(year), sex, age, value)


def moves(counts: Counts, units: Territories, period: str) -> Iterator[Row]:
    """Arrivals and departures of one period; `counts` by (origin, destination). Moves within a unit are none here."""
    for territory, codes in _places(units):
        here = set(codes)
        found = dict.fromkeys(("internal_arrivals", "internal_departures", "immigration", "emigration"), 0)
        for (origin, destination), count in counts.items():
            for kind in _kinds(origin, destination, here):
                found[kind] += count
        for indicator, value in found.items():
            yield _row(indicator, territory, period, "both", "all", value)
        net = found["internal_arrivals"] - found["internal_departures"]
        yield _row("net_internal_migration", territory, period, "both", "all", net)


def pairs(counts: Counts) -> Iterator[Row]:
    """Flows between units, for `qonys flows`; `counts` by (origin, destination, quarter)."""
    for (origin, destination, quarter), flow in sorted(counts.items()):
        if origin != destination and origin and destination and ABROAD not in (origin, destination):
            year, _, number = quarter.partition("-Q")
            yield {"origin": origin, "destination": destination, "year": year, "quarter": number, "flow": flow}


def unplaced(counts: Counts) -> int:
    """People registered in the nation, but in none of its units."""
    return sum(count for (territory, *_), count in counts.items() if not territory)


def _kinds(origin: str, destination: str, here: set[str]) -> Iterator[str]:
    if origin == destination:
        return
    if destination in here and origin:
        yield "immigration" if origin == ABROAD else "internal_arrivals"
    if origin in here and destination:
        yield "emigration" if destination == ABROAD else "internal_departures"


def _places(units: Territories) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each unit with itself, the nation with all."""
    yield units.nation.code, units.codes
    for code in units.codes:
        yield code, (code,)


def _sum(counts: Counts, *wanted: tuple[str, ...]) -> int:
    first, second, third = wanted
    return sum(counts.get((one, two, three), 0) for one in first for two in second for three in third)


def _row(indicator: str, territory: str, period: str, sex: str, age: str, value: int) -> Row:
    return dict(zip(COLUMNS, (indicator, territory, period, sex, age, value), strict=True))
