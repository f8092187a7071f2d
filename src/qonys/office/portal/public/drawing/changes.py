"""Regions by what a policy changes in them: tiles and rows, the largest change first."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.planning.forecasts.selectors import Place
from qonys.office.planning.scenarios import selectors
from qonys.office.planning.scenarios.selectors import Change
from qonys.office.planning.wording import numbers, places, words
from qonys.office.portal.public.charts.scenario import Subject, told
from qonys.office.portal.public.drawing import palette


@dataclass(frozen=True)
class RegionRow:
    """One region: levels, change, and how sure."""

    code: str
    name: str
    short: str
    search: str
    tile: str  # classes of its place in the tile map, perhaps none
    bin: str
    size: float  # the change, for sorting
    before: str  # what is expected without the policy
    before_interval: str
    change: str
    interval: str
    shade: str  # what the tile says
    odds: str


@dataclass(frozen=True)
class Regions:
    rows: tuple[RegionRow, ...]
    nation: RegionRow
    legend: tuple[tuple[str, str], ...]
    sentence: str
    percent: bool  # tiles tell per cent of the level without the policy, else the change itself


def regions(subject: Subject, year: int, by_name: bool = False) -> Regions:
    geography = selectors.geography(subject.comparison)
    found = selectors.across(subject.comparison, subject.indicator, year)
    percent = subject.persons and all(change.before > 0 for change in found.values())
    units = [unit for unit in geography.units if unit.code in found]
    largest = max((abs(_shade(found[unit.code], percent)) for unit in units), default=0.0)
    scale = palette.diverging([largest])  # by the largest change, or what hardly changes would look dramatic
    short = places.short_names(geography.units)
    rows = [_row(unit, found[unit.code], subject, scale, percent, short[unit.code]) for unit in places.by_name(units)]
    if not by_name:
        rows.sort(key=lambda row: -abs(row.size))
    nation = geography.nation
    last = _row(nation, found[nation.code], subject, scale, percent, places.name(nation.names))
    return Regions(tuple(rows), last, scale.legend(), _sentence(rows), percent)


def _sentence(rows: list[RegionRow]) -> str:
    """The regions at both ends: who gains and who loses most."""
    ends = [max(rows, key=lambda row: row.size), min(rows, key=lambda row: row.size)]
    told_of = [row for row, sign in zip(ends, (1, -1), strict=True) if sign * row.size > 0]
    if not told_of:
        return words.odds(0.0, 0.0)
    return (
        "; ".join(f"{row.name}: {row.change} ({row.interval})" if row.interval else row.name for row in told_of) + "."
    )


def _shade(change: Change, percent: bool) -> float:
    return 100 * change.band.q50 / change.before if percent else change.band.q50


def _row(unit: Place, change: Change, subject: Subject, scale: palette.Scale, percent: bool, short: str) -> RegionRow:
    value = _shade(change, percent)
    decimals = 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    text, interval = told(change, subject.persons)
    expected = selectors.without(subject.comparison, subject.indicator, change.band.year)[unit.code]
    level = numbers.people(expected, signed=expected.q10 < 0) if subject.persons else numbers.ratio(expected)
    return RegionRow(
        code=unit.code,
        name=places.name(unit.names),
        short=short,
        search=" ".join((unit.names.kk, unit.names.ru, unit.names.en)).lower(),
        tile=f"c{unit.tile[0]} r{unit.tile[1]}" if unit.tile else "",
        bin=scale.bin(value),
        size=change.band.q50,
        before=level.with_unit,
        before_interval=level.interval_with_unit,
        change=text,
        interval=interval,
        shade=numbers.percent(value, decimals, True) if percent else numbers.number(value, decimals, True),
        odds=words.odds(change.raised, change.lowered),
    )
