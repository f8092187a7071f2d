"""What the United Nations' published projections achieved: their vintages of 2012-2019 against WPP 2024.

Source: World Population Prospects, revisions 2012, 2015, 2017 and 2019 (UN DESA), total population and its
published 80 and 95 % intervals, scored against the estimates of revision 2024 (2025: its first projected
year); countries of more than 100,000 people. "Re-based" removes what the later revision changed in the
starting population. The truth is itself a later estimate: this is what users of these figures lived through.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExPost:
    """One revision against one later year; everything in per cent."""

    revision: int
    year: int
    horizon: int  # years, as published steps of five
    countries: int
    mape: float
    median_error: float  # median absolute error
    rebased_mape: float
    rebased_median_error: float
    coverage80: float
    coverage95: float
    rebased_coverage80: float
    rebased_coverage95: float
    wis: float
    constant_growth_mape: float


UN_EX_POST = (
    ExPost(2012, 2015, 5, 197, 5.32, 2.82, 2.19, 1.41, 16.24, 23.35, 34, 46, 4.7, 6.39),
    ExPost(2012, 2020, 10, 197, 6.91, 4.07, 4.12, 2.67, 26.40, 38.58, 35, 47, 5.6, 9.93),
    ExPost(2012, 2025, 15, 197, 7.85, 4.69, 5.51, 3.62, 36.55, 46.70, 43, 56, 5.9, 14.71),
    ExPost(2015, 2020, 5, 198, 5.79, 3.33, 2.29, 1.53, 17.17, 21.72, 31, 47, 5.1, 6.33),
    ExPost(2015, 2025, 10, 198, 6.85, 4.41, 3.72, 2.59, 28.79, 34.85, 37, 53, 5.5, 8.38),
    ExPost(2017, 2020, 5, 198, 4.79, 2.82, 2.28, 1.30, 13.13, 23.23, 35, 51, 4.1, 5.08),
    ExPost(2017, 2025, 10, 198, 5.66, 3.81, 3.51, 2.55, 25.76, 36.36, 39, 53, 4.3, 7.17),
    ExPost(2019, 2025, 5, 198, 4.31, 2.87, 1.82, 1.04, 15.66, 24.24, 42, 54, 3.7, 4.81),
)


@dataclass(frozen=True)
class VitalRate:
    """Coverage of published intervals of a vital rate, and its mean absolute error in the unit of the rate."""

    revision: int
    rate: str  # "total_fertility" | "life_expectancy_female" | "life_expectancy_male"
    period: str
    countries: int
    mean_absolute_error: float
    coverage80: float
    coverage95: float


UN_VITAL_RATES = (
    VitalRate(2012, "total_fertility", "2010-2015", 200, 0.214, 57.0, 67.0),
    VitalRate(2012, "total_fertility", "2015-2020", 200, 0.289, 62.5, 82.0),
    VitalRate(2015, "total_fertility", "2015-2020", 200, 0.249, 60.5, 73.0),
    VitalRate(2017, "total_fertility", "2015-2020", 200, 0.218, 64.0, 78.5),
    VitalRate(2012, "life_expectancy_female", "2010-2015", 200, 1.846, 41.0, 53.0),
    VitalRate(2012, "life_expectancy_female", "2015-2020", 200, 2.255, 45.5, 61.0),
    VitalRate(2015, "life_expectancy_female", "2015-2020", 200, 1.745, 51.0, 61.0),
    VitalRate(2017, "life_expectancy_female", "2015-2020", 200, 1.467, 46.5, 59.0),
    VitalRate(2012, "life_expectancy_male", "2010-2015", 200, 1.828, 45.0, 56.0),
    VitalRate(2012, "life_expectancy_male", "2015-2020", 200, 2.241, 49.5, 64.0),
    VitalRate(2015, "life_expectancy_male", "2015-2020", 200, 1.725, 57.5, 69.5),
    VitalRate(2017, "life_expectancy_male", "2015-2020", 200, 1.519, 54.0, 70.5),
)
