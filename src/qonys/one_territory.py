"""One territory from a folder of files: read, project in the UN's conventions, write. The `qonys project` command.

    population.csv   sex, age, persons              on 1 January of the first year
    mortality.csv    year, sex, age, mx             central death rates; or instead
    survival.csv     year, sex, age, sx             survival ratios by age on arrival, age 0 for the year's births
    fertility.csv    year, age, asfr                births per woman; ages not given bear nobody
    srb.csv          year, srb                      boys per girl
    migration.csv    year, sex, age, net            persons from abroad less persons to abroad; ages not given: none

Ages run 0, 1, 2 ... without a gap; the last is open. Sex is male or female. Files are UTF-8 with a header.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qonys.countries.figures.cells import Axis, Cells, ages_axis, read_cells, sex_axis, years_axis
from qonys.engines.projection.deterministic import Migration, YearRates, project
from qonys.engines.projection.oldest_ages import close_at, extend_mortality, lay_out
from qonys.engines.vocabulary.age import ENGINE_OPEN_AGE, PUBLISHED_OPEN_AGE
from qonys.engines.vocabulary.errors import BadInput, MissingCell, UnreadableFile
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OneTerritory:
    """People on 1 January of `years[0]` and the rates of every year; arrays end in (sex, age)."""

    years: tuple[int, ...]
    population: Floats  # (2, A+1)
    survival: Floats  # (T, 2, A+1)
    fertility: Floats  # (T, A+1)
    sex_ratio_at_birth: Floats  # (T,)
    net_migration: Floats  # (T, 2, A+1)
    published_open_age: int


def read(folder: Path, first: int | None, last: int | None, open_age: int = PUBLISHED_OPEN_AGE) -> OneTerritory:
    """The files of `folder` for the years `first`..`last`-1. Raises BadInput naming file, row, value and remedy.

    `open_age` 130 computes with 131 ages inside: rates beyond the published ages are extended, which needs death
    rates (mortality.csv), and people of the published open age are laid out over them.
    """
    if not folder.is_dir():
        raise UnreadableFile("this is not a folder.", where=str(folder), remedy="Name the folder with the six files.")
    by_rates = (folder / "mortality.csv").exists()
    if by_rates and (folder / "survival.csv").exists():
        raise BadInput(
            "mortality.csv and survival.csv are both there.", where=str(folder), remedy="Keep the one that is meant."
        )
    people = read_cells(folder / "population.csv", ("persons",), (sex_axis(), ages_axis()), lowest=0)
    ages = Axis("age", people.axes[1].labels)
    deaths = _yearly(folder, "mortality.csv" if by_rates else "survival.csv", by_rates, ages)
    years = _chosen_years(deaths.axes[0].labels, first, last, folder)
    in_years = Axis("year", years)
    mothers = read_cells(folder / "fertility.csv", ("asfr",), (in_years, ages), lowest=0, highest=1, absent=0.0)
    boys = read_cells(folder / "srb.csv", ("srb",), (in_years,), lowest=0.5, highest=2)
    migrants = _migration(folder, in_years, ages)
    mortality = deaths.values[[deaths.axes[0].labels.index(year) for year in years]]
    published = len(ages.labels) - 1
    population, fertility = people.values, mothers.values
    if open_age == ENGINE_OPEN_AGE and published < open_age:
        if not by_rates:
            raise BadInput(
                "131 ages need death rates, but survival ratios were given.",
                where=f"{folder}/survival.csv",
                remedy="Give mortality.csv, or compute with --ages 100.",
            )
        mortality = extend_mortality(mortality, open_age)
        population = lay_out(population, mortality[0], open_age)
        migrants = lay_out(migrants, mortality, open_age)
        fertility = np.pad(fertility, ((0, 0), (0, open_age - published)))
    survival = survival_from_mx(mortality) if by_rates else mortality
    return OneTerritory(years, population, survival, fertility, boys.values, migrants, published)


def _yearly(folder: Path, name: str, by_rates: bool, ages: Axis) -> Cells:
    """Death rates or survival ratios of all years in the file, for the ages of the population."""
    # A rate of 2 or more would kill more people in a year of age than entered it.
    value, lowest, highest = ("mx", 1e-12, 1.99) if by_rates else ("sx", 0.0, 1.0)
    return read_cells(folder / name, (value,), (years_axis(), sex_axis(), ages), lowest=lowest, highest=highest)


def _migration(folder: Path, years: Axis, ages: Axis) -> Floats:
    if not (folder / "migration.csv").exists():
        return np.zeros((len(years.labels), len(SEXES), len(ages.labels)))
    names = ("net", "persons", "net_persons")
    return read_cells(folder / "migration.csv", names, (years, sex_axis(), ages), absent=0.0).values


def _chosen_years(given: tuple[int, ...], first: int | None, last: int | None, folder: Path) -> tuple[int, ...]:
    """The years whose events are needed to get from 1 January `first` to 1 January `last`."""
    start = given[0] if first is None else first
    end = given[-1] + 1 if last is None else last
    if end <= start:
        raise BadInput(f"the projection would end ({end}) before it begins ({start}).", where=str(folder),
                       remedy="Give --to-year after --from-year.")  # fmt: skip
    for year in range(start, end):
        if year not in given:
            raise MissingCell(
                f"year {year} has no mortality.",
                where=str(folder),
                value=f"{given[0]}-{given[-1]}",
                remedy="Add the year, or choose --from-year and --to-year inside what is given.",
            )
    return tuple(range(start, end))


def run(given: OneTerritory, migration: Migration = Migration.END) -> Floats:
    """People on each 1 January, shape (T + 1, 2, published ages)."""
    rates = (
        YearRates(
            given.survival[None, t],
            given.fertility[None, t],
            float(given.sex_ratio_at_birth[t]),
            given.net_migration[None, t],
        )
        for t in range(len(given.years))
    )
    ends = [year.end[0] for year in project(given.population[None], rates, migration)]
    return close_at(np.stack([given.population, *ends]), given.published_open_age)


def write(stocks: Floats, first_year: int, target: Path) -> None:
    """year, sex, age, persons in full precision; the file appears whole or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    with unfinished.open("w", encoding="utf-8", newline="") as out:
        out.write("year,sex,age,persons\n")
        for t, people in enumerate(stocks):
            for sex, by_age in zip(SEXES, people, strict=True):
                out.writelines(
                    f"{first_year + t},{sex},{age},{persons!r}\n" for age, persons in enumerate(by_age.tolist())
                )
    unfinished.replace(target)
