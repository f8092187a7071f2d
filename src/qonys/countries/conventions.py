"""A country's conventions: dated age bands, base year, whose figures come first, what is known not to add up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.errors import BadInput

FILE = "conventions.yaml"
BANDS = ("preschool_age", "school_age", "working_age", "pension_age")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgeBand(Frozen):
    """Ages of a band from `since` on, with the article that says so. `verified`: the article itself was read."""

    since: date
    ages: str
    source: str
    verified: bool = True

    @field_validator("ages")
    @classmethod
    def _is_a_group(cls, text: str) -> str:
        return str(AgeGroup.parse(text))

    @property
    def group(self) -> AgeGroup:
        return AgeGroup.parse(self.ages)


class PensionAge(Frozen):
    """The legal pension age of each sex from `since` on, in years (halves occur)."""

    since: date
    male: float
    female: float
    source: str
    verified: bool = True


class KnownDeviation(Frozen):
    """A place where published figures do not add up, by how much, and why. It is reported, never hidden."""

    check: str
    period: str
    deviation: float
    reason: str
    publisher: str = ""
    territory: str = ""


class PastProjection(Frozen):
    """How far somebody's earlier projection of the nation's population missed, per cent; minus: too low."""

    publisher: str
    revision: int
    year: int
    error: float
    constant_growth_error: float
    source: str


class Publisher(Frozen):
    """An office whose figures the pack holds; `tolerance` is what its rounding may do to a sum, in persons."""

    names: Words
    tolerance: float = 0.0
    licence: str = ""


class Conventions(Frozen):
    """`conventions.yaml` of a pack."""

    base_year: int
    horizon: int
    languages: tuple[str, ...]
    open_age: int = 100
    publishers: Mapping[str, Publisher]
    preference: tuple[str, ...]  # whose figure comes first
    preference_of: Mapping[str, tuple[str, ...]] = {}  # by indicator, where it differs
    long_series: str | None = None  # who gives a long consistent past of the nation, for back-tests
    age_bands: Mapping[str, tuple[AgeBand, ...]]
    legal_pension_age: tuple[PensionAge, ...] = ()
    past_projections: tuple[PastProjection, ...] = ()
    known_deviations: tuple[KnownDeviation, ...] = ()

    @field_validator("age_bands")
    @classmethod
    def _has_the_bands_of_every_forecast(cls, bands: Mapping[str, Any]) -> Mapping[str, Any]:
        missing = [name for name in BANDS if name not in bands]
        if missing:
            raise ValueError(f"every forecast counts people of {', '.join(BANDS)}; {missing[0]} is missing")
        return bands

    @property
    def base_date(self) -> date:
        return date(self.base_year, 1, 1)

    @property
    def preschool_age(self) -> AgeGroup:
        return self.ages("preschool_age")

    @property
    def school_age(self) -> AgeGroup:
        return self.ages("school_age")

    @property
    def working_age(self) -> AgeGroup:
        return self.ages("working_age")

    @property
    def pension_age(self) -> AgeGroup:
        return self.ages("pension_age")

    def ages(self, band: str, day: date | None = None) -> AgeGroup:
        """The band ("school_age", "working_age" ...) as it stands on that day, by default the base date."""
        dated = [each for each in self.age_bands.get(band, ()) if each.since <= (day or self.base_date)]
        if not dated:
            raise BadInput(
                f"age band '{band}' is not defined for {day or self.base_date}.",
                where=FILE,
                remedy=f"Add it, with its source. Defined: {', '.join(self.age_bands)}.",
            )
        return max(dated, key=lambda each: each.since).group

    def pension_age_on(self, day: date) -> PensionAge:
        """The legal pension ages on that day. Raises BadInput if the pack knows none."""
        dated = [each for each in self.legal_pension_age if each.since <= day]
        if not dated:
            raise BadInput(f"no pension age is known on {day}.", where=FILE, remedy="Add it, with its article.")
        return max(dated, key=lambda each: each.since)

    def preferred(self, indicator: str) -> tuple[str, ...]:
        return self.preference_of.get(indicator, self.preference)


def read_conventions(pack: Path) -> Conventions:
    """Raises BadInput."""
    conventions = fill(Conventions, read_mapping(pack / FILE), FILE)
    named = {*conventions.preference, *(p for each in conventions.preference_of.values() for p in each)}
    if conventions.long_series is not None:
        named.add(conventions.long_series)
    for publisher in sorted(named - set(conventions.publishers)):
        raise BadInput(f"publisher '{publisher}' is preferred but not described.", where=FILE, remedy="Describe it.")
    return conventions
