"""The layout of a rule file (`policy/points/*.yaml`), as it is written; `reading.py` makes a `RuleBook` of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from qonys.countries.dated import Frozen
from qonys.countries.figures.indicators import Words

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Cited = Words | Plain  # an article in three languages, or as the act itself words it
Points = Annotated[int, Field(ge=-1_000_000, le=1_000_000, strict=True)]
Scalar = bool | int | str | date


class Act(Words):
    source: str = ""


class FieldShape(Frozen):
    kind: Literal["whole", "category", "yes_no", "date"]
    names: Words
    low: int | date | None = Field(default=None, alias="from")
    high: int | date | None = Field(default=None, alias="to")
    values: Annotated[Mapping[Key, Words], Field(max_length=1000)] = {}
    ordered: bool = False
    document: Words | None = None
    better: Literal["", "up", "down"] = ""
    absent: Scalar | None = None
    completed: bool = False


class Line(Frozen):
    """What every dated line says: since when, by which act and article."""

    since: date
    until: date | None = None
    act: Plain
    article: Cited
    source: str = ""
    verified: bool = True
    placeholder: bool = False


class DerivedShape(Frozen):
    formula: str
    names: Words
    act: Plain
    article: Cited


class CapShape(Line):
    points: Points
    when: str | None = None


class GroupShape(Frozen):
    names: Words
    within: str = ""
    caps: tuple[CapShape, ...] = ()


class VersionShape(Line):
    when: str | None = None
    formula: str | None = None
    across: Key | None = None
    brackets: Annotated[tuple[Mapping[str, Any], ...], Field(max_length=1000)] = ()


class ItemShape(Frozen):
    names: Words
    group: str = ""
    rises_with: tuple[Key, ...] = ()
    falls_with: tuple[Key, ...] = ()
    peaks_in: tuple[Key, ...] = ()
    versions: Annotated[tuple[VersionShape, ...], Field(min_length=1, max_length=200)]


class MarkShape(Line):
    points: Points


class TieShape(Line):
    by: Key
    first: Literal["smallest", "largest"]
    names: Words


class StepShape(Frozen):
    names: Words
    change: Annotated[Mapping[Key, Scalar], Field(min_length=1, max_length=20)]
    months: Annotated[int, Field(ge=0, le=600)]
    after: str = ""


class Bounds(Frozen):
    low: Points = Field(alias="from")
    high: Points = Field(alias="to")


class RuleFile(Frozen):
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    titles: Words
    since: date
    until: date | None = None
    total: Bounds
    acts: Annotated[Mapping[Key, Act], Field(min_length=1, max_length=100)]
    fields: Annotated[Mapping[Key, FieldShape], Field(min_length=1, max_length=200)]
    derived: Annotated[Mapping[Key, DerivedShape], Field(max_length=200)] = {}
    groups: Annotated[Mapping[Key, GroupShape], Field(max_length=100)] = {}
    items: Annotated[Mapping[Key, ItemShape], Field(min_length=1, max_length=200)]
    pass_marks: tuple[MarkShape, ...] = ()
    ties: tuple[TieShape, ...] = ()
    steps: Annotated[Mapping[Key, StepShape], Field(max_length=100)] = {}
