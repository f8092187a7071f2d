"""What the map can show: one measure of each region in one year, with its interval and colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.wording import numbers
from qonys.office.portal.public.drawing import palette

Here = Mapping[str, Band]  # indicator -> what is expected, of one territory
Value = tuple[float, float, float]  # (q10, q50, q90)


@dataclass(frozen=True)
class Measure:
    key: str
    label: Promise
    unit: Promise
    diverging: bool
    needs: str  # the indicator without which there is nothing to show
    of: Callable[[Here, Here], Value]  # from the base year and the shown year
    percent: bool = False


@dataclass(frozen=True)
class Shade:
    """One region on the map: its value as text, its 80 % interval as text, and its colour class."""

    value: float
    text: str
    interval: str
    bin: str


def _change_of(key: str) -> Callable[[Here, Here], Value]:
    def change(base: Here, then: Here) -> Value:
        start = base[key].q50
        low, middle, high = (100 * (v / start - 1) for v in (then[key].q10, then[key].q50, then[key].q90))
        return low, middle, high

    return change


def _level_of(key: str) -> Callable[[Here, Here], Value]:
    return lambda base, then: (then[key].q10, then[key].q50, then[key].q90)


def _per_thousand(key: str) -> Callable[[Here, Here], Value]:
    def rate(base: Here, then: Here) -> Value:
        people = then["population"].q50 / 1000
        return then[key].q10 / people, then[key].q50 / people, then[key].q90 / people

    return rate


_PER_100 = _("per 100 people of working age")
MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "population",
            _("Change of the population"),
            _("% since the base year"),
            True,
            "population",
            _change_of("population"),
            True,
        ),
        Measure(
            "school",
            _("Change of school age"),
            _("% since the base year"),
            True,
            "school_age",
            _change_of("school_age"),
            True,
        ),
        Measure(
            "pension",
            _("Change of pension age"),
            _("% since the base year"),
            True,
            "pension_age",
            _change_of("pension_age"),
            True,
        ),
        Measure(
            "old", _("People of pension age"), _PER_100, False, "old_age_dependency", _level_of("old_age_dependency")
        ),
        Measure(
            "children",
            _("Children under working age"),
            _PER_100,
            False,
            "child_dependency",
            _level_of("child_dependency"),
        ),
        Measure(
            "moves",
            _("Moves between regions: gain or loss"),
            _("people per 1,000 and year"),
            True,
            "net_internal_migration",
            _per_thousand("net_internal_migration"),
        ),
    )
}


def available(run: Run) -> tuple[Measure, ...]:
    """The measures this run can show for its regions."""
    known = selectors.across(run, run.first_year)
    units = selectors.geography(run).units
    return tuple(m for m in MEASURES.values() if any(m.needs in known.get(unit.code, {}) for unit in units))


def shades(run: Run, measure: Measure, year: int) -> tuple[dict[str, Shade], palette.Scale]:
    """Each region's shade, and the scale they share; a region without the indicator is left out."""
    base, then = selectors.today(run), selectors.across(run, year)
    values: dict[str, Value] = {}
    for unit in selectors.geography(run).units:
        here = then.get(unit.code, {})
        if measure.needs in here and measure.needs in base.get(unit.code, {}):
            values[unit.code] = measure.of(base[unit.code], here)
    middles = [middle for _low, middle, _high in values.values()]
    scale = palette.diverging(middles) if measure.diverging else palette.sequential(middles)
    return {code: _shade(measure, value, scale) for code, value in values.items()}, scale


def _shade(measure: Measure, value: Value, scale: palette.Scale) -> Shade:
    low, middle, high = value
    if measure.percent:
        texts = numbers.percent_range(low, middle, high)
    else:
        size = max(numbers.step(low, high), 1.0)
        first, second, third = (numbers.number(numbers.rounded(v, size), 0, measure.diverging) for v in value)
        texts = (first, second, third)
    return Shade(middle, texts[1], numbers.between(texts[0], texts[2]), scale.bin(middle))
