"""Programme control: every indicator of every programme against its targets, with what the forecast says of them.

watch = IndicatorWatch(programmes, codes)     keeps the trajectories of the indicators that a forecast can speak of
watch(year); ...                              each year of a projection
control(programmes, watch)                    percent done, deviation, probability, alarm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.countries.figures.indicators import plain
from qonys.countries.programmes import Indicator, Programme, Reading
from qonys.engines.balance.gaps import Spread, spread
from qonys.engines.balance.programme import Aim, Alarm, Course, Mark, Progress, progress, sampled_probability
from qonys.engines.projection.indicators import AgeBands, flow_indicators, stock_indicators
from qonys.engines.projection.trajectories import TrajectoryYear
from qonys.engines.vocabulary.territory import Names

Floats = NDArray[np.float64]

ALARM_NAMES: Mapping[Alarm, Names] = {
    Alarm.ON_COURSE: Names("Жоспар бойынша", "По плану", "On course"),
    Alarm.WATCH: Names("Назар аудару керек", "Требует внимания", "Needs attention"),
    Alarm.BEHIND: Names("Артта қалып отыр", "Отстаёт", "Behind"),
    Alarm.UNKNOWN: Names("Бағалауға дерек жоқ", "Нет данных для оценки", "Not enough is known"),
}

END_OF_YEAR = 364 / 365  # of a year: its 31 December
CONTROL = {
    "programme": pl.String, "indicator": pl.String, "owner": pl.String, "baseline": pl.Float64, "target": pl.Float64,
    "target_year": pl.Int32, "actual": pl.Float64, "as_of": pl.Date, "done": pl.Float64, "expected": pl.Float64,
    "deviation": pl.Float64, "probability": pl.Float64, "alarm": pl.String,
}  # fmt: skip
COURSE = {
    "programme": pl.String, "indicator": pl.String, "kind": pl.String, "moment": pl.Float64, "day": pl.Date,
    "value": pl.Float64, "q025": pl.Float64, "q10": pl.Float64, "q90": pl.Float64, "q975": pl.Float64,
    "published_on": pl.Date, "source": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Controlled:
    """One indicator of a programme and where it stands."""

    programme: str
    key: str
    indicator: Indicator
    progress: Progress
    ahead: Mapping[float, Spread] = field(default_factory=dict)  # the same quantity in the forecast, by moment


class IndicatorWatch:
    """Keeps (J,) for each year of the indicators that programmes ask a forecast about, and nothing else."""

    def __init__(self, programmes: Mapping[str, Programme], codes: tuple[str, ...], bands: AgeBands) -> None:
        self._codes, self._bands = codes, bands
        self._asked = {
            (name, key): each.forecast
            for name, programme in programmes.items()
            for key, each in programme.indicators.items()
            if each.forecast is not None
        }
        self.samples: dict[tuple[str, str], dict[int, Floats]] = {asked: {} for asked in self._asked}
        self._stocks: set[tuple[str, str]] = set()
        self._begun = False

    def __call__(self, year: TrajectoryYear) -> None:
        first, self._begun = not self._begun, True
        for asked, forecast in self._asked.items():
            nation = len(self._codes)
            places = [self._codes.index(code) for code in forecast.territories] or [nation]
            found = sum((self._flow_or_stock(year, place, forecast.indicator) for place in places), np.zeros(1))
            stock = forecast.indicator not in _flows(year, nation)
            if stock:
                self._stocks.add(asked)
            elif first:
                continue  # what happened in the year before the base was not projected
            self.samples[asked][year.year + 1 if stock else year.year] = forecast.sign * np.asarray(found)

    def ahead(self, programme: str, indicator: str) -> dict[float, Spread]:
        """What is forecast by moment: a stock on its 1 January, what happens in a year at its end."""
        samples = self.samples.get((programme, indicator), {})
        late = 0.0 if (programme, indicator) in self._stocks else END_OF_YEAR
        return {year + late: spread(values) for year, values in sorted(samples.items())}

    def by_the_end_of(self, programme: str, indicator: str, year: int) -> Floats | None:
        """The trajectories (J,) a target of that year is held against: a stock of 31 December is that of 1 January."""
        asked = (programme, indicator)
        return self.samples.get(asked, {}).get(year + 1 if asked in self._stocks else year)

    def _flow_or_stock(self, year: TrajectoryYear, place: int, indicator: str) -> Floats:
        flows = _flows(year, place)
        if indicator in flows:
            return np.asarray(flows[indicator], dtype=np.float64)
        blocks = year.blocks.sum(axis=3) if place == len(self._codes) else year.blocks[:, :, :, place]
        people = year.lanes.gather(blocks).transpose(1, 2, 0)
        return np.asarray(stock_indicators(people, self._bands)[indicator], dtype=np.float64)


def _flows(year: TrajectoryYear, place: int) -> Mapping[str, NDArray[np.floating]]:
    return flow_indicators(year.totals[:, place].T)


def control(
    programmes: Mapping[str, Programme], watch: IndicatorWatch | None = None, known_on: date | None = None
) -> tuple[Controlled, ...]:
    """Every indicator as it stands now, or as it stood with what was known on a day."""
    found = []
    for name, programme in programmes.items():
        for key, indicator in programme.indicators.items():
            course = course_of(indicator, known_on)
            target = course.last_target
            ahead = None if watch is None or target is None else watch.by_the_end_of(name, key, int(target.when))
            probability = None if ahead is None else sampled_probability(course, ahead)
            told = {} if watch is None else watch.ahead(name, key)
            found.append(Controlled(name, key, indicator, progress(course, probability), told))
    return tuple(found)


def course_of(indicator: Indicator, known_on: date | None = None) -> Course:
    """The engine's view of an indicator; a target of a year is due at its end.

    What is counted anew every year runs from nothing on 1 January, in the last year that has both target and reading.
    """
    known = indicator.known(known_on)
    if indicator.counted == "yearly":
        both = sorted({each.day.year for each in known} & set(indicator.targets))
        year = both[-1] if both else max(indicator.targets, default=0)
        targets = (Mark(year + END_OF_YEAR, indicator.targets[year]),) if year in indicator.targets else ()
        within = tuple(_mark(each) for each in known if each.day.year == year)
        return Course(Aim(indicator.aim), Mark(float(year), 0.0), targets, within)
    return Course(
        Aim(indicator.aim),
        None if indicator.baseline is None else _mark(indicator.baseline),
        tuple(Mark(year + END_OF_YEAR, value) for year, value in sorted(indicator.targets.items())),
        tuple(_mark(each) for each in known),
    )


def _mark(reading: Reading) -> Mark:
    return Mark(reading.when, reading.value)


def control_table(found: tuple[Controlled, ...]) -> pl.DataFrame:
    """One row an indicator: owner, baseline, target, actual, what is done, expected and probable, and the alarm."""
    rows = []
    for each in found:
        known, target = each.indicator.known(), course_of(each.indicator).last_target
        last = None if target is None else int(target.when)
        rows.append(
            {
                "programme": each.programme,
                "indicator": each.key,
                "owner": each.indicator.owner,
                "baseline": each.indicator.baseline.value if each.indicator.baseline else None,
                "target": None if target is None else target.value,
                "target_year": last,
                "actual": known[-1].value if known else None,
                "as_of": known[-1].day if known else None,
                "done": each.progress.done,
                "expected": each.progress.expected,
                "deviation": each.progress.deviation,
                "probability": each.progress.probability,
                "alarm": str(each.progress.alarm),
            }
        )
    return pl.DataFrame(rows, schema=CONTROL)


def course_table(found: tuple[Controlled, ...]) -> pl.DataFrame:
    """Every mark of every indicator's way: baseline, targets, each vintage of each reading, and the forecast.

    `moment` is the day as a year with decimals; `value` of a forecast is its median.
    """
    rows = [(each.programme, each.key, *mark) for each in found for mark in _marks(each)]
    return pl.DataFrame(rows, schema=COURSE, orient="row")


def _marks(each: Controlled) -> Iterator[tuple[object, ...]]:
    """kind, moment, day, value, q025, q10, q90, q975, published_on, source."""
    nothing = (None, None, None, None)
    given = each.indicator
    readings = [("baseline", given.baseline)] if given.baseline else []
    readings += [("reading", r) for r in sorted(given.actuals, key=lambda r: (r.day, r.published_on))]
    for kind, reading in readings:
        yield kind, reading.when, reading.day, reading.value, *nothing, reading.published_on, plain(reading.source)
    for year, value in sorted(given.targets.items()):
        yield "target", year + END_OF_YEAR, date(year, 12, 31), value, *nothing, None, ""
    for moment, ahead in each.ahead.items():
        q025, q10, q50, q90, q975 = (float(value) for value in ahead.quantiles)
        yield "forecast", moment, None, q50, q025, q10, q90, q975, None, ""
