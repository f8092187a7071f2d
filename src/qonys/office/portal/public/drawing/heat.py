"""The heat map: every region and year of one service, a cell as a word, a number and a colour."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.planning.balances import grounds
from qonys.office.planning.balances.selectors import Balance, Range
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public.chances import BINS, MARKS, chance
from qonys.office.portal.public.drawing import palette

EVERY_YEAR = 10  # columns, from the base year on; then every fifth year
Through = Mapping[str, tuple[Balance, ...]]  # territory -> one service through the years


@dataclass(frozen=True)
class Measure:
    key: str
    label: Promise


@dataclass(frozen=True)
class Cell:
    """One region in one year. `spoken` is what a screen reader adds to the number; `mark` what grey print needs."""

    year: int
    text: str
    interval: str
    bin: str
    mark: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Heat:
    """`rows` by territory; `legend` (bin, mark, label) from shortage to surplus."""

    years: tuple[int, ...]
    rows: Mapping[str, tuple[Cell, ...]]
    legend: tuple[tuple[str, str, str], ...]
    unit: str


MEASURES = {
    measure.key: measure
    for measure in (
        Measure("chance", gettext_lazy("Probability of a shortage")),
        Measure("gap", gettext_lazy("How much is missing or to spare")),
        Measure("rate", gettext_lazy("The same per 1,000 people")),
        Measure("cost", gettext_lazy("Cost of closing the gap")),
    )
}


def shown_years(years: Sequence[int]) -> tuple[int, ...]:
    """Every year of the first ten, then every fifth."""
    return tuple(year for place, year in enumerate(years) if place < EVERY_YEAR or year % 5 == 0)


def heat(run: Run, through: Through, measure: str, unit: str) -> Heat:
    """The map of one service in one measure. `unit` is that of the service."""
    years = shown_years(sorted({each.year for series in through.values() for each in series}))
    nation = selectors.geography(run).nation.code
    drawn: Mapping[str, Callable[[], Heat]] = {
        "chance": lambda: _chances(run, through, years),
        "gap": lambda: _gaps(through, years, nation, unit),
        "rate": lambda: _rates(run, through, years, nation, unit),
        "cost": lambda: _costs(run, through, years, nation),
    }
    return drawn[measure]()


def _chances(run: Run, through: Through, years: tuple[int, ...]) -> Heat:
    names = {key: places.name(names) for key, names in grounds.standings(run).items()}

    def cell(each: Balance) -> Cell:
        told = chance(each.probability)
        return Cell(each.year, told.number, "", BINS[each.standing], MARKS[each.standing], names[each.standing])

    ends = (_("90 in 100 and more"), _("67 to 90"), _("33 to 67"), _("10 to 33"), _("10 in 100 and fewer"))
    legend = tuple((BINS[key], MARKS[key], f"{names[key]}: {end}") for key, end in zip(BINS, ends, strict=True))
    return Heat(years, _rows(through, years, cell), legend, _("futures in 100 in which something is missing"))


def _gaps(through: Through, years: tuple[int, ...], nation: str, unit: str) -> Heat:
    bands = [e.gap for code, series in through.items() if code != nation for e in series if e.year in years]
    scale, word = numbers.scale_of(max(abs(band.q50) for band in bands))
    breaks = _breaks([band.q50 / scale for band in bands])

    def cell(each: Balance) -> Cell:
        gap = Range(each.gap.q10 / scale, each.gap.q50 / scale, each.gap.q90 / scale)
        return _signed(each.year, gap, breaks)

    return Heat(years, _rows(through, years, cell), _legend(breaks), f"{word} {unit}".strip())


def _rates(run: Run, through: Through, years: tuple[int, ...], nation: str, unit: str) -> Heat:
    people = {
        code: {band.year: band.q50 / 1000 for band in bands}
        for code, bands in selectors.paths(run, "population").items()
    }

    def rate(each: Balance) -> Range:
        by = people[each.territory][each.year]
        return Range(each.gap.q10 / by, each.gap.q50 / by, each.gap.q90 / by)

    medians = [rate(e).q50 for code, s in through.items() if code != nation for e in s if e.year in years]
    breaks = _breaks(medians)
    rows = _rows(through, years, lambda each: _signed(each.year, rate(each), breaks))
    return Heat(years, rows, _legend(breaks), _("%(unit)s per 1,000 people") % {"unit": unit})


def _costs(run: Run, through: Through, years: tuple[int, ...], nation: str) -> Heat:
    costs = [e.cost for code, series in through.items() if code != nation for e in series if e.year in years]
    scale, word = numbers.money_scale(max(cost.q50 for cost in costs), grounds.currency(run))
    shades = palette.sequential([cost.q50 / scale for cost in costs])

    def cell(each: Balance) -> Cell:
        text, interval = _rounded(Range(each.cost.q10 / scale, each.cost.q50 / scale, each.cost.q90 / scale), False)
        return Cell(each.year, text, interval, shades.bin(each.cost.q50 / scale))

    legend = tuple((bin_, "", label) for bin_, label in reversed(shades.legend()))
    return Heat(years, _rows(through, years, cell), legend, word)


def _rows(through: Through, years: tuple[int, ...], cell: Callable[[Balance], Cell]) -> dict[str, tuple[Cell, ...]]:
    wanted = set(years)
    return {code: tuple(cell(each) for each in series if each.year in wanted) for code, series in through.items()}


def _signed(year: int, gap: Range, breaks: tuple[float, ...]) -> Cell:
    """Plus is missing, minus to spare; the more is missing, the lower the number of the bin."""
    text, interval = _rounded(gap, True)
    return Cell(year, text, interval, palette.Scale("d", breaks).bin(-gap.q50))


def _rounded(values: Range, signed: bool) -> tuple[str, str]:
    """Median and 80 % interval with the digits the interval supports, two at most behind the point."""
    grain = max(numbers.grain(values), 0.01)
    decimals = numbers.decimals_of(grain)
    low, high = (numbers.number(numbers.rounded(v, grain), decimals) for v in (values.q10, values.q90))
    middle = numbers.number(numbers.rounded(values.q50, grain), decimals, signed)
    return middle, numbers.between(low, high) if low != high else ""


def _breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Three steps to either side of zero: a fifth, a half and the whole of a round number most values lie within."""
    sizes = sorted(abs(value) for value in values) or [1.0]
    typical = sizes[int(0.8 * (len(sizes) - 1))] or 1.0
    magnitude = 10.0 ** math.floor(math.log10(typical))
    top = next(magnitude * step for step in (1, 2, 5, 10) if magnitude * step >= typical)
    steps = (top / 5, top / 2, top)
    return (*(-step for step in reversed(steps)), *steps)


def _legend(breaks: tuple[float, ...]) -> tuple[tuple[str, str, str], ...]:
    """From the largest shortage to the largest surplus."""
    decimals = max(
        numbers.decimals_of(step) + (step * 10 ** numbers.decimals_of(step) % 1 > 1e-9) for step in breaks[3:]
    )
    texts = [numbers.number(-edge, decimals, signed=True) for edge in breaks]  # highest first
    inner = [numbers.between(low, high) for high, low in itertools.pairwise(texts)]
    labels = [f"> {texts[0]}", *inner, f"< {texts[-1]}"]
    return tuple((f"d{place}", "", label) for place, label in enumerate(labels))
