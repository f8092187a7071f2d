"""Programmes as data: `programmes/*.yaml` of a pack, one file each.

    programme -> directions -> measures -> indicators

An indicator carries its own definition, because two offices count one thing in two ways and both are right. What was
not published is left empty: a target that is not known is never invented. Actuals keep every vintage.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from qonys.countries.figures.indicators import Text, Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput, ConflictingVintages

FOLDER = "programmes"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(Frozen):
    """What was reached by the end of `day`. `published_on` orders vintages of the same day."""

    day: date
    value: float
    published_on: date
    source: Text

    @property
    def when(self) -> float:
        """The day as a year with decimals: 1 October 2025 is 2025.75."""
        start, end = date(self.day.year, 1, 1), date(self.day.year + 1, 1, 1)
        return self.day.year + (self.day - start).days / (end - start).days


class Forecast(Frozen):
    """The same quantity in a forecast: the sum of an indicator over territories (none: the nation).

    With the sign -1 a balance is told the other way round: an outflow is minus the net migration.
    """

    indicator: str
    sign: Literal[1, -1] = 1
    territories: tuple[str, ...] = ()


class Indicator(Frozen):
    """One yardstick. Empty targets: none was published."""

    names: Words
    unit: Words
    definition: Words
    aim: Literal["at_least", "at_most"]
    owner: str
    counted: Literal["level", "yearly"] = "level"  # yearly: counted anew from each 1 January, targets are for one year
    baseline: Reading | None = None
    targets: Mapping[int, float] = {}
    targets_source: Text = ""
    actuals: tuple[Reading, ...] = ()
    forecast: Forecast | None = None
    same_subject_as: tuple[str, ...] = ()  # other indicators that count the same thing by another definition
    note: Text = ""

    @field_validator("actuals")
    @classmethod
    def _one_value_a_vintage(cls, actuals: tuple[Reading, ...]) -> tuple[Reading, ...]:
        seen: dict[tuple[date, date], float] = {}
        for each in actuals:
            if seen.setdefault((each.day, each.published_on), each.value) != each.value:
                raise ConflictingVintages("two values of one day were published on the same day.", value=str(each.day))
        return actuals

    def known(self, day: date | None = None) -> tuple[Reading, ...]:
        """The latest vintage of each reading, or what was known on a day; in time order."""
        latest: dict[date, Reading] = {}
        for each in sorted(self.actuals, key=lambda reading: reading.published_on):
            if day is None or each.published_on <= day:
                latest[each.day] = each
        return tuple(latest[moment] for moment in sorted(latest))


class Measure(Frozen):
    names: Words
    owner: str
    indicators: tuple[str, ...] = ()
    due: date | None = None
    done: float | None = None  # share done as reported, 0..1; None: not reported
    source: Text = ""


class Direction(Frozen):
    names: Words
    measures: Mapping[str, Measure] = {}


class Owner(Frozen):
    names: Words


class Programme(Frozen):
    """One programme with everything it names."""

    names: Words
    adopted: date | None = None
    adopted_exact: bool = True
    act: Text = ""
    ends: int
    source: Text
    note: Text = ""
    share_done: Reading | None = None  # as its owner reports for the whole
    owners: Mapping[str, Owner]
    directions: Mapping[str, Direction]
    indicators: Mapping[str, Indicator] = {}


def read_programmes(pack: Path) -> dict[str, Programme]:
    """All programmes of a pack by file name; none where the folder is absent. Raises BadInput."""
    found = {}
    for path in sorted((pack / FOLDER).glob("*.yaml")):
        programme = fill(Programme, read_mapping(path), f"{FOLDER}/{path.name}")
        _refuse_unknown_names(programme, f"{FOLDER}/{path.name}")
        found[path.stem] = programme
    return found


def _refuse_unknown_names(programme: Programme, where: str) -> None:
    """Owners and indicators that are named must be described in the same file."""
    measures = [m for direction in programme.directions.values() for m in direction.measures.values()]
    named = [("indicator", key, programme.indicators) for m in measures for key in m.indicators]
    named += [("indicator", k, programme.indicators) for i in programme.indicators.values() for k in i.same_subject_as]
    owners = [*(m.owner for m in measures), *(each.owner for each in programme.indicators.values())]
    for kind, key, known in [*named, *(("owner", owner, programme.owners) for owner in owners)]:
        if key not in known:
            raise BadInput(f"{kind} '{key}' is not described.", where=where, remedy=f"Add it under '{kind}s'.")
