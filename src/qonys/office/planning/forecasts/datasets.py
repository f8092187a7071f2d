"""The tables a reader may take home: each chart's data, as SQL over a run's files."""

from __future__ import annotations

from dataclasses import dataclass

_ONE_TERRITORY = """
    SELECT territory, indicator, year, 'published' AS kind, value, NULL AS median, NULL AS low_95, NULL AS low_80,
           NULL AS high_80, NULL AS high_95, source
    FROM {{history}} WHERE territory = '{territory}' AND indicator IN ({indicators})
    UNION ALL
    SELECT territory, indicator, year, 'forecast', mean, q50, q025, q10, q90, q975, 'Qonys'
    FROM {{indicators}} WHERE territory = '{territory}' AND indicator IN ({indicators})
    ORDER BY indicator, year, kind DESC
"""
_PYRAMID = """
    SELECT territory, year, sex, age, mean AS value, q50 AS median, q025 AS low_95, q10 AS low_80, q90 AS high_80,
           q975 AS high_95
    FROM {{population}} WHERE territory = '{territory}' ORDER BY year, sex, age
"""
_FLOWS = """
    SELECT origin, destination, year, kind, persons, low_80, high_80, low_95, high_95 FROM {{flows}}
    WHERE origin = '{territory}' OR destination = '{territory}' ORDER BY year DESC, persons DESC
"""
_CHECKED = """
    SELECT publisher, published, variant, territory, indicator, year, value, source FROM {{comparisons}}
    WHERE territory = '{territory}' ORDER BY indicator, publisher, published, variant, year
"""
_REGIONS = """
    SELECT territory, indicator, year, mean AS value, q50 AS median, q025 AS low_95, q10 AS low_80, q90 AS high_80,
           q975 AS high_95
    FROM {{indicators}} WHERE year = {year} ORDER BY indicator, territory
"""


@dataclass(frozen=True)
class Dataset:
    """A named table. `indicators` are those it shows, for tables made of indicators."""

    name: str
    sql: str
    indicators: tuple[str, ...] = ()

    def query(self, territory: str, year: int = 0) -> str:
        """SQL for `reading`. `territory` must come from the run's own list, `year` from its own years."""
        listed = ", ".join(f"'{indicator}'" for indicator in self.indicators)
        return self.sql.format(territory=territory.replace("'", "''"), indicators=listed, year=int(year))


POPULATION = Dataset("population", _ONE_TERRITORY, ("population", "population_male", "population_female"))
PYRAMID = Dataset("pyramid", _PYRAMID)
COMPONENTS = Dataset(
    "components",
    _ONE_TERRITORY,
    (
        "births",
        "deaths",
        "natural_increase",
        "internal_arrivals",
        "internal_departures",
        "net_internal_migration",
        "immigration",
        "emigration",
        "net_external_migration",
    ),
)
DEPENDENCY = Dataset(
    "dependency", _ONE_TERRITORY, ("child_dependency", "old_age_dependency", "total_dependency", "median_age")
)
AGE_GROUPS = Dataset(
    "age_groups", _ONE_TERRITORY, ("preschool_age", "school_age", "working_age", "pension_age", "women_15_49")
)
VITAL = Dataset("vital", _ONE_TERRITORY, ("total_fertility", "life_expectancy_male", "life_expectancy_female"))
FLOWS = Dataset("flows", _FLOWS)
CHECKED = Dataset("checked", _CHECKED)
REGIONS = Dataset("regions", _REGIONS)

OF_A_TERRITORY = {
    dataset.name: dataset
    for dataset in (POPULATION, PYRAMID, COMPONENTS, DEPENDENCY, AGE_GROUPS, VITAL, FLOWS, CHECKED)
}
