"""What changed since another run: figures, model, settings, and how far the headline numbers moved.

What two runs can tell is told and no more: where only one thing changed, the move is its doing; where several did,
two runs cannot say which part was whose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from qonys.office.planning.briefs.facts.course import Course, course
from qonys.office.planning.briefs.facts.invited import invited
from qonys.office.planning.briefs.facts.missing import VERY_LIKELY, Missing, missing
from qonys.office.planning.briefs.facts.people import headline_years
from qonys.office.planning.forecasts import reading, selectors
from qonys.office.planning.forecasts.runs import Run

SETTINGS = ("seed", "trajectories", "first_year", "last_year", "scenario")
RULES = ("policy", "programmes")  # parts of a pack that are decided, not observed
_QUOTAS = "SELECT year, stream, territory, proposed FROM {quotas}"


class Fate(StrEnum):
    """What became of an input file."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Input:
    """Files of one name in one part of the pack: `figures/bns-population` is a table and its head."""

    part: str  # "figures", "policy", ...; empty for files at the top of the pack
    name: str
    fate: Fate


@dataclass(frozen=True)
class Setting:
    key: str
    before: object
    now: object


@dataclass(frozen=True)
class Move:
    """A headline number then and now; `width` is that of the older 80 % interval."""

    year: int
    before: float
    now: float
    width: float

    @property
    def by(self) -> float:
        return self.now - self.before


@dataclass(frozen=True)
class AlarmChange:
    key: str
    before: str
    now: str


@dataclass(frozen=True)
class Changes:
    """From `since` to the run the brief is of."""

    since: Run
    data: tuple[Input, ...]
    model: tuple[str, str] | None  # code versions before and now, if they differ
    settings: tuple[Setting, ...]
    same_tables: bool  # every table both runs hold has the same bytes
    population: tuple[Move, ...]
    cost: Move | None  # of closing every shortage, country's money; no interval
    places_moved: int | None  # persons whose line in the quotas of a year both runs propose is another now
    shortages_new: tuple[tuple[str, str], ...]  # (service, territory): more probable than nine in ten only now
    shortages_gone: tuple[tuple[str, str], ...]
    alarms: tuple[AlarmChange, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """What changed in how the runs were made: of "figures", "rules", "model", "settings"."""
        rules = [each for each in self.data if each.part in RULES]
        figures = [each for each in self.data if each.part not in RULES]
        found = {"figures": figures, "rules": rules, "model": self.model, "settings": self.settings}
        return tuple(name for name, changed in found.items() if changed)


def changes(since: Run, run: Run) -> Changes:
    before, now = missing(since), missing(run)
    return Changes(
        since=since,
        data=tuple(inputs_changed(since, run)),
        model=(since.code_version, run.code_version) if since.code_version != run.code_version else None,
        settings=tuple(_settings(since, run)),
        same_tables=_same_tables(since, run),
        population=tuple(_population(since, run)),
        cost=_cost(before, now),
        places_moved=_places_moved(since, run),
        shortages_new=tuple(sorted(_sure(now) - _sure(before))) if before and now else (),
        shortages_gone=tuple(sorted(_sure(before) - _sure(now))) if before and now else (),
        alarms=tuple(_alarms(course(since), course(run))),
    )


def inputs_changed(since: Run, run: Run) -> Iterator[Input]:
    """By the hashes of the two manifests; a head and its table are one."""
    before = {file["path"]: file["sha256"] for file in since.inputs}
    after = {file["path"]: file["sha256"] for file in run.inputs}
    fates: dict[tuple[str, str], set[Fate]] = {}
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            fate = Fate.NEW if path not in before else Fate.GONE if path not in after else Fate.CHANGED
            fates.setdefault(_part_and_name(path), set()).add(fate)
    for (part, name), found in fates.items():
        yield Input(part, name, found.pop() if len(found) == 1 else Fate.CHANGED)


def _part_and_name(path: str) -> tuple[str, str]:
    whole = PurePosixPath(path)
    return (whole.parts[0] if len(whole.parts) > 1 else "", whole.stem)


def _settings(since: Run, run: Run) -> Iterator[Setting]:
    before = {key: getattr(since, key) for key in SETTINGS} | dict(since.settings)
    now = {key: getattr(run, key) for key in SETTINGS} | dict(run.settings)
    for key in sorted(before.keys() & now.keys()):  # a setting one of them knows nothing of cannot be compared
        if before[key] != now[key]:
            yield Setting(key, before[key], now[key])


def _same_tables(since: Run, run: Run) -> bool:
    """Every table that both runs hold."""
    before, now = (
        {file["path"]: file["sha256"] for file in each.outputs if file["path"].endswith(".parquet")}
        for each in (since, run)
    )
    return all(before[path] == now[path] for path in before.keys() & now.keys())


def _population(since: Run, run: Run) -> Iterator[Move]:
    """The nation at the years of the headline that both runs know."""
    nation = selectors.geography(run).nation.code
    before, now = (
        {band.year: band for band in selectors.expected(each, nation).get("population", ())} for each in (since, run)
    )
    for year in (run.first_year, *headline_years(run)):
        if year in before and year in now:
            yield Move(year, before[year].q50, now[year].q50, before[year].q90 - before[year].q10)


def _cost(before: Missing | None, now: Missing | None) -> Move | None:
    if before is None or now is None or before.year != now.year:
        return None
    return Move(now.year, before.cost, now.cost, 0.0)


def _places_moved(since: Run, run: Run) -> int | None:
    """Persons; one who goes to another region or stream counts once."""
    older, newer = invited(since), invited(run)
    if older is None or newer is None:
        return None
    before, now = (_lines(each) for each in (since, run))
    shared = {line[0] for line in before} & {line[0] for line in now}
    keys = {line for line in before.keys() | now.keys() if line[0] == max(shared, default=None)}
    more = sum(max(now.get(key, 0) - before.get(key, 0), 0) for key in keys)
    fewer = sum(max(before.get(key, 0) - now.get(key, 0), 0) for key in keys)
    return max(more, fewer) if shared else None


def _lines(run: Run) -> dict[tuple[int, str, str], int]:
    return {(year, s, t): persons for year, s, t, persons in reading.rows(run.folder, _QUOTAS)}


def _sure(found: Missing | None) -> set[tuple[str, str]]:
    services = found.services if found else ()
    return {(s.key, r.place.code) for s in services for r in s.regions if r.probability > VERY_LIKELY}


def _alarms(before: Course | None, now: Course | None) -> Iterator[AlarmChange]:
    if before is None or now is None:
        return
    known = {each.key: each.alarm for each in before.watched}
    for each in now.watched:
        if known.get(each.key, each.alarm) != each.alarm:
            yield AlarmChange(each.key, known[each.key], each.alarm)
