"""Who may be invited: the quota of each stream as proposed for the next year, beside the official one of this year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import reading, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Place

# Lines stand in the order of the country's own plans and streams, official versions in the order they came out.
_LINES = "SELECT year, stream, territory, proposed, official FROM {quotas}"
_OFFICIAL = "SELECT stream, persons FROM {official_quotas} WHERE year = $year AND territory = $nation"
_REASONS = (
    "SELECT stream, territory, kk, ru, en FROM {quota_reasons} WHERE year = $year AND amount <> 0 "
    "QUALIFY row_number() OVER (PARTITION BY stream, territory ORDER BY abs(amount) DESC, place) = 1"
)
_BOUNDS = (
    "SELECT key, persons FROM {quota_bounds} WHERE year = $year AND plan IN (SELECT plan FROM {quotas}) ORDER BY key"
)


@dataclass(frozen=True)
class Line:
    """The part of one region in a stream's quota, and the reason that counts most."""

    place: Place
    persons: int
    reason: Names | None


@dataclass(frozen=True)
class Stream:
    key: str
    names: Names
    official: int | None  # persons, of the current year; None where none was published
    proposed: int  # persons, for the next year
    largest: Line | None


@dataclass(frozen=True)
class Difference:
    """One line of the current year: what was decided and what the method would have proposed, persons."""

    stream: Names
    place: Place
    official: int
    proposed: int


@dataclass(frozen=True)
class Bound:
    """The most the law allows in the whole country, persons, and what is proposed under it."""

    names: Names
    most: int
    proposed: int


@dataclass(frozen=True)
class Invited:
    current: int
    following: int  # the year proposed for; the same as `current` where the balance reaches no farther
    streams: tuple[Stream, ...]
    confirmed: float | None  # share of the official lines the method would leave in their region
    differences: tuple[Difference, ...]  # the largest first
    bounds: tuple[Bound, ...]


def invited(run: Run) -> Invited | None:
    """None for a run that proposes no quotas."""
    lines = reading.rows(run.folder, _LINES) if run.holds("quotas") else []
    if not lines:
        return None
    told = run.document("planning.json")
    current, following = min(line[0] for line in lines), max(line[0] for line in lines)
    names = {key: Names(**stream["names"]) for key, stream in told["streams"].items()}
    proposed = [line[1:4] for line in lines if line[0] == following]
    streams = _streams(run, names, proposed, current, following)
    find = selectors.geography(run).find
    compared = [
        Difference(names[stream], find(territory), decided, persons)
        for year, stream, territory, persons, decided in lines
        if year == current and decided is not None
    ]
    compared.sort(key=lambda each: (-abs(each.proposed - each.official), each.place.code))
    bounds = _bounds(run, told, streams, following)
    return Invited(current, following, streams, _confirmed(compared), tuple(compared), bounds)


def _streams(
    run: Run, names: dict[str, Names], proposed: list[tuple[str, str, int]], current: int, following: int
) -> tuple[Stream, ...]:
    geography = selectors.geography(run)
    asked = {"year": current, "nation": geography.nation.code}
    official = dict(reading.rows(run.folder, _OFFICIAL, asked))  # the last version is in force
    reasons = {(s, t): Names(*words) for s, t, *words in reading.rows(run.folder, _REASONS, {"year": following})}
    parts: dict[str, list[Line]] = {}
    for stream, territory, persons in proposed:
        line = Line(geography.find(territory), persons, reasons.get((stream, territory)))
        parts.setdefault(stream, []).append(line)
    return tuple(_stream(key, names[key], official.get(key), here) for key, here in parts.items())


def _stream(key: str, names: Names, official: int | None, parts: list[Line]) -> Stream:
    largest = max(parts, key=lambda line: line.persons)
    total = sum(line.persons for line in parts)
    return Stream(key, names, official, total, largest if largest.persons else None)


def _confirmed(lines: Iterable[Difference]) -> float | None:
    decided = sum(line.official for line in lines)
    return sum(min(line.official, line.proposed) for line in lines) / decided if decided else None


def _bounds(run: Run, told: dict[str, Any], streams: tuple[Stream, ...], year: int) -> tuple[Bound, ...]:
    found = []
    for key, most in reading.rows(run.folder, _BOUNDS, {"year": year}):
        within = [s for s in streams if told["streams"][s.key]["plan"] == told["bounds"][key]["plan"]]
        found.append(Bound(Names(**told["bounds"][key]["names"]), most, sum(s.proposed for s in within)))
    return tuple(found)
