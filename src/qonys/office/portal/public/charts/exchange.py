"""Moves in words and numbers: the figures at the top, who gains and who loses, and the flows a picture names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Flow, Total
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.tables import Column, Table

Count = Flow | Total
NET = "net_internal_migration"
DIGITS = 3  # of a published count


@dataclass(frozen=True)
class Gain:
    """What a region wins or loses by moves in one year. Places on its line are percent of the width."""

    code: str
    net: float
    text: str
    interval: str  # 80 %, where the difference itself is forecast
    rate: str
    came: tuple[str, str]  # persons, and their 80 % interval
    left: tuple[str, str]
    zero: float
    bar: tuple[float, float]  # from, width: between nothing and the difference
    span: tuple[float, float] | None  # from, width: the interval


def figures(run: Run, year: int, region: str) -> list[dict[str, Any]]:
    """The numbers at the top: all moves, or arrivals and departures of one region, each with the last published."""
    code = region or selectors.geography(run).nation.code
    found = []
    for direction in (moves.IN, moves.OUT) if region else (moves.ALL,):
        shown, before = moves.total(run, code, direction, year), _last_published(run, code, direction)
        if shown is not None:
            earlier = _figure(before) if before is not None and before.year != year else None
            found.append(_figure(shown) | {"direction": direction, "published": earlier})
    return found


def _last_published(run: Run, code: str, direction: str) -> Total | None:
    told = [total for total in moves.totals(run).get((code, direction), ()) if total.band is None]
    return told[-1] if told else None


def _figure(total: Total) -> dict[str, Any]:
    """Text and, if it is a forecast, interval."""
    if total.band is None:
        return {"year": total.year, "text": numbers.counted(total.persons, DIGITS), "interval": ""}
    estimate = numbers.people(total.band)
    return {"year": total.year, "text": estimate.with_unit, "interval": estimate.interval_with_unit}


def gains(run: Run, year: int, region: str) -> list[Gain]:
    """What each region wins or loses, or one region in the exchange with each other; the largest gain first."""
    found = _with_others(run, year, region) if region else _of_regions(run, year)
    return sorted(found, key=lambda gain: -gain.net)


def _of_regions(run: Run, year: int) -> list[Gain]:
    both: dict[str, tuple[Total, Total]] = {}
    for unit in selectors.geography(run).units:
        came, left = (moves.total(run, unit.code, direction, year) for direction in (moves.IN, moves.OUT))
        if came is not None and left is not None:
            both[unit.code] = (came, left)
    return _gains(run, year, both)


def _with_others(run: Run, year: int, region: str) -> list[Gain]:
    pairs = {(flow.origin, flow.destination): flow for flow in moves.flows(run, year)}
    units = [unit.code for unit in selectors.geography(run).units if unit.code != region]
    both = {
        code: (pairs[code, region], pairs[region, code])
        for code in units
        if (code, region) in pairs and (region, code) in pairs
    }
    return _gains(run, year, both, of=region)


def _gains(run: Run, year: int, both: Mapping[str, tuple[Count, Count]], of: str = "") -> list[Gain]:
    """`of`: the region whose people the rates are of; each its own if empty."""
    expected = {} if of else {code: here.get(NET) for code, here in selectors.across(run, year).items()}
    nets = {code: came.persons - left.persons for code, (came, left) in both.items()}
    bands = {code: band for code in both if (band := expected.get(code))}
    place = _axis([*nets.values(), *(edge for band in bands.values() for edge in (band.q10, band.q90))])
    found = []
    for code, (came, left) in both.items():
        people, band = _people(run, of or code, year), bands.get(code)
        net = band.q50 if band else nets[code]
        rate = numbers.number(1000 * net / people, 1, signed=True) if people else ""
        text, interval = _net(band) if band else (_difference(came, left), "")
        span = _between(place, band.q10, band.q90) if band else None
        bar = _between(place, 0.0, net)
        found.append(Gain(code, net, text, interval, rate, in_persons(came), in_persons(left), place(0.0), bar, span))
    return found


def _axis(values: Sequence[float]) -> Callable[[float], float]:
    """Persons to percent of the width, nothing included, with a rim of 2 %."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return lambda value: round(2 + 96 * (value - low) / (high - low or 1.0), 1)


def _between(place: Callable[[float], float], one: float, other: float) -> tuple[float, float]:
    start, end = sorted((place(one), place(other)))
    return start, round(end - start, 1)


def _net(band: Band) -> tuple[str, str]:
    """The difference as projected, with its interval."""
    grain = numbers.grain(band, 1.0)
    low, middle, high = (numbers.number(numbers.rounded(v, grain), 0, True) for v in (band.q10, band.q50, band.q90))
    return middle, numbers.between(low, high)


def _people(run: Run, code: str, year: int) -> float | None:
    """People of a region in that year: as published, or as expected."""
    published = {past.year: past.value for past in selectors.history(run, code).get("population", ())}
    expected = {band.year: band.q50 for band in selectors.expected(run, code).get("population", ())}
    return published.get(year) or expected.get(year)


def _difference(came: Count, left: Count) -> str:
    """Arrivals less departures, no finer than the coarser of the two."""
    grain = max(_grain(came), _grain(left))
    return numbers.number(numbers.rounded(came.persons - left.persons, grain), signed=True)


def _grain(count: Count) -> float:
    return 1.0 if count.band is None or count.persons < 1 else numbers.grain(count.band, 1.0)


def in_persons(count: Count) -> tuple[str, str]:
    """Whole persons and, where there is one, the 80 % interval, rounded together to what it supports."""
    grain, band = _grain(count), count.band
    middle = numbers.number(numbers.rounded(count.persons, grain))
    if band is None:
        return middle, ""
    low, high = (numbers.number(numbers.rounded(value, grain)) for value in (band.q10, band.q90))
    return middle, numbers.between(low, high)


def in_short(count: Count, interval: bool = True) -> str:
    """272 thousand; 280 thousand (160-480) if it was not counted."""
    if count.band is None:
        return numbers.counted(count.persons, DIGITS)
    estimate = numbers.people(count.band)
    return f"{estimate.with_unit} ({estimate.interval})" if interval else estimate.with_unit


def told(pairs: Mapping[tuple[str, str], Flow], origin: str, destination: str, net: bool) -> tuple[str, str]:
    """A flow and its interval; of a difference, both ways with theirs."""
    there, back = pairs[origin, destination], pairs.get((destination, origin))
    if not net or back is None:
        return in_persons(there)
    ways = {"there": in_persons(there), "back": in_persons(back)}
    both = _("%(there)s there, %(back)s back") % {way: f"{text} ({span})" for way, (text, span) in ways.items()}
    return _difference(there, back), both


def gains_table(found: Sequence[Gain], names: Mapping[str, str]) -> Table:
    columns = (
        Column(_("Region"), numeric=False),
        Column(_("Difference"), _("persons")),
        Column(_("80% interval")),
        Column(_("Difference"), _("per 1,000 people")),
        Column(_("Arrivals"), _("persons")),
        Column(_("80% interval")),
        Column(_("Departures"), _("persons")),
        Column(_("80% interval")),
    )
    rows = tuple((names[gain.code], gain.text, gain.interval, gain.rate, *gain.came, *gain.left) for gain in found)
    return Table(_("Arrivals less departures, the largest gain first"), columns, rows)
