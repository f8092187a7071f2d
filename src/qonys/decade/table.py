"""The comparison in lines for a terminal, and as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator

from qonys.decade.comparison import FIRST_LEARNED, WAYS, Comparison
from qonys.decade.world import TENURE, YEARS

SAID = {
    "employed": "in work after 12 months",
    "employed_later": f"  of those placed from year {FIRST_LEARNED + 1} on",
    "retained": f"there after {TENURE} years",
    "retained_later": f"  of those placed from year {FIRST_LEARNED + 1} on",
    "estimated": f"there after {TENURE} years, all cohorts (Kaplan-Meier)",
    "placed": "placed at all",
}
COLUMNS = ("measure", "way", "year", "share", "half_width")


def lines(found: Comparison) -> Iterator[str]:
    """Per cent without and with feedback and with the truth known, the gain in percentage points with its interval."""
    setting = found.setting
    yield (
        f"{len(found.replications)} invented countries: {setting.families} families a year, {setting.places} places, "
        f"{setting.explore:.0%} by lot; the same families with the same luck in every way."
    )
    yield f"{'':52} {'without':>8} {'with':>8} {'knowing':>8} {'gain':>7} {'95 % interval':>16} {'better in':>10}"
    for measure, name in SAID.items():
        each = found.difference(measure)
        interval = f"{100 * each.low:+.2f}..{100 * each.high:+.2f}"
        shares = f"{each.without:8.1%} {each.with_:8.1%} {each.knowing:8.1%}"
        yield f"{name:52} {shares} {100 * each.gain:+7.2f} {interval:>16} {each.better:10.0%}"
    reached = found.difference("employed_later").of_possible
    yield f"Of what knowing the truth would bring in work, families placed with feedback reached {reached:.0%}."


def rows(found: Comparison) -> Iterator[dict[str, str | int | float]]:
    """By measure, way and year of arrival."""
    for measure, years in (("employed", YEARS - 1), ("retained", YEARS - TENURE)):
        for way in WAYS:
            shares, half = found.course(way, measure)
            for year in range(years):
                values = (measure, way, year + 1, round(float(shares[year]), 5), round(float(half[year]), 5))
                yield dict(zip(COLUMNS, values, strict=True))
