"""Programmes as a run keeps them: what was promised, what was reached, what the forecast says. Runs never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.balances.grounds import text
from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

# What a manager looks at first; the words for each come with the run.
ALARMS = ("behind", "watch", "on_course", "unknown")


@dataclass(frozen=True)
class Mark:
    """A value at a moment (a year with decimals). Of a forecast the median, with its intervals."""

    kind: str  # baseline, target, reading or forecast
    moment: float
    day: date | None
    value: float
    q025: float | None
    q10: float | None
    q90: float | None
    q975: float | None
    published_on: date | None
    source: str


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands; None where it cannot be said: nothing unknown is ever nought."""

    baseline: float | None
    target: float | None
    target_year: int | None
    actual: float | None
    as_of: date | None
    done: float | None  # share of the way from baseline to target
    expected: float | None  # what the straight path asks for on that day
    deviation: float | None  # plus is good
    probability: float | None  # of meeting the target
    alarm: str


@dataclass(frozen=True)
class Indicator:
    programme: str
    key: str
    names: Names
    unit: Names
    definition: Names
    owner: str
    owner_names: Names
    aim: str  # at_least or at_most
    yearly: bool  # counted anew from each 1 January
    ends: int  # the last year of its programme
    targets_source: Names | None
    note: Names | None
    forecast: bool  # the forecast can speak of it
    same_subject_as: tuple[str, ...]
    standing: Standing
    marks: tuple[Mark, ...]

    def of_kind(self, kind: str) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind == kind)

    @property
    def readings(self) -> tuple[Mark, ...]:
        """The latest vintage of each day, in time order."""
        latest: dict[float, Mark] = {}
        for mark in sorted(self.of_kind("reading"), key=lambda mark: str(mark.published_on)):
            latest[mark.moment] = mark
        return tuple(latest[moment] for moment in sorted(latest))


@dataclass(frozen=True)
class Measure:
    key: str
    names: Names
    owner: str
    owner_names: Names
    indicators: tuple[str, ...]
    due: date | None
    done: float | None  # as reported
    source: Names | None


@dataclass(frozen=True)
class Direction:
    key: str
    names: Names
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Programme:
    key: str
    names: Names
    act: Names | None
    adopted: date | None
    adopted_exact: bool
    ends: int
    source: Names | None
    note: Names | None
    share_done: float | None  # as its owner reports for the whole
    share_done_on: date | None
    share_done_source: Names | None
    directions: tuple[Direction, ...]
    indicators: Mapping[str, Indicator]


def holds(run: Run) -> bool:
    """Whether the run is a whole turn of the loop."""
    return run.holds("control") and run.holds("control_course")


@lru_cache(maxsize=8)
def programmes(run: Run) -> tuple[Programme, ...]:
    """Every programme, the newest first."""
    told = run.document("planning.json")["programmes"]
    standings, marks = _standings(run), _marks(run)
    found = [_programme(key, entry, standings, marks) for key, entry in told.items()]
    return tuple(sorted(found, key=lambda each: str(each.adopted or ""), reverse=True))


@lru_cache(maxsize=8)
def alarms(run: Run) -> dict[str, Names]:
    return {key: Names(**names) for key, names in run.document("planning.json")["alarms"].items()}


def indicators(run: Run) -> tuple[Indicator, ...]:
    """Of all programmes, what needs a manager first."""
    found = [each for programme in programmes(run) for each in programme.indicators.values()]
    return tuple(sorted(found, key=lambda each: ALARMS.index(each.standing.alarm)))


def owners(run: Run) -> dict[str, Names]:
    """Everybody who answers for an indicator or a measure."""
    found: dict[str, Names] = {}
    for programme in programmes(run):
        for each in programme.indicators.values():
            found.setdefault(each.owner, each.owner_names)
        for measure in _measures(programme):
            found.setdefault(measure.owner, measure.owner_names)
    return found


def families(programme: Programme) -> tuple[tuple[Indicator, ...], ...]:
    """Indicators as they are read: alone, or beside those that count the same subject by another definition."""
    seen: set[str] = set()
    found = []
    for key in programme.indicators:
        if key not in seen:
            family = _family(programme, key)
            seen |= set(family)
            found.append(tuple(programme.indicators[each] for each in programme.indicators if each in family))
    return tuple(found)


def _family(programme: Programme, key: str) -> set[str]:
    """Everything that counts the same, named from either side."""
    family, before = {key}, set[str]()
    while family != before:
        before = set(family)
        for each in programme.indicators.values():
            if family & {each.key, *each.same_subject_as}:
                family |= {each.key, *each.same_subject_as}
    return family


def _measures(programme: Programme) -> Iterator[Measure]:
    return (measure for direction in programme.directions for measure in direction.measures)


def _standings(run: Run) -> dict[tuple[str, str], Standing]:
    sql = (
        "SELECT programme, indicator, baseline, target, target_year, actual, as_of, done, expected, deviation, "
        "probability, alarm FROM {control}"
    )
    return {(row[0], row[1]): Standing(*row[2:]) for row in reading.rows(run.folder, sql)}


def _marks(run: Run) -> dict[tuple[str, str], tuple[Mark, ...]]:
    sql = (
        "SELECT programme, indicator, kind, moment, day, value, q025, q10, q90, q975, published_on, source "
        "FROM {control_course} ORDER BY moment, published_on"
    )
    found: dict[tuple[str, str], list[Mark]] = {}
    for programme, indicator, *values in reading.rows(run.folder, sql):
        found.setdefault((programme, indicator), []).append(Mark(*values))
    return {key: tuple(marks) for key, marks in found.items()}


def _programme(
    key: str,
    told: Mapping[str, Any],
    standings: Mapping[tuple[str, str], Standing],
    marks: Mapping[tuple[str, str], tuple[Mark, ...]],
) -> Programme:
    owners = {owner: Names(**entry["names"]) for owner, entry in told["owners"].items()}
    done = told["share_done"] or {}
    known = [name for programme, name in standings if programme == key]  # in the order they were written
    return Programme(
        key=key,
        names=Names(**told["names"]),
        act=text(told["act"]),
        adopted=_day(told["adopted"]),
        adopted_exact=told["adopted_exact"],
        ends=told["ends"],
        source=text(told["source"]),
        note=text(told["note"]),
        share_done=done.get("value"),
        share_done_on=_day(done.get("day")),
        share_done_source=text(done.get("source", "")),
        directions=tuple(_direction(name, entry, owners) for name, entry in _in_order(told["directions"])),
        indicators={
            name: _indicator(
                key,
                name,
                told["indicators"][name],
                owners,
                told["ends"],
                standings[key, name],
                marks.get((key, name), ()),
            )
            for name in known
        },
    )


def _direction(key: str, told: Mapping[str, Any], owners: Mapping[str, Names]) -> Direction:
    measures = tuple(_measure(name, entry, owners) for name, entry in _in_order(told["measures"]))
    return Direction(key, Names(**told["names"]), measures)


def _measure(key: str, told: Mapping[str, Any], owners: Mapping[str, Names]) -> Measure:
    return Measure(
        key=key,
        names=Names(**told["names"]),
        owner=told["owner"],
        owner_names=owners[told["owner"]],
        indicators=tuple(told["indicators"]),
        due=_day(told["due"]),
        done=told["done"],
        source=text(told["source"]),
    )


def _indicator(
    programme: str,
    key: str,
    told: Mapping[str, Any],
    owners: Mapping[str, Names],
    ends: int,
    standing: Standing,
    marks: tuple[Mark, ...],
) -> Indicator:
    return Indicator(
        programme=programme,
        key=key,
        names=Names(**told["names"]),
        unit=Names(**told["unit"]),
        definition=Names(**told["definition"]),
        owner=told["owner"],
        owner_names=owners[told["owner"]],
        aim=told["aim"],
        yearly=told["counted"] == "yearly",
        ends=ends,
        targets_source=text(told["targets_source"]),
        note=text(told["note"]),
        forecast=told["forecast"] is not None,
        same_subject_as=tuple(told["same_subject_as"]),
        standing=standing,
        marks=marks,
    )


def _in_order(entries: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(entries.items(), key=lambda entry: entry[1]["place"])


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
