"""`policy/clocks.yaml`: how long the law gives an office, dated, with its act, counted on the country's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from qonys.countries.calendar import Calendar, months_later
from qonys.countries.dated import FOLDER, Frozen
from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.support.law import Stream, Traced
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Names

FILE = "clocks.yaml"


class Span(Traced):
    """In force from `since` to the end of `until`. `by` is a date of the year (month, day) instead of a length."""

    since: date
    until: date | None = None
    length: int | None = None
    unit: Literal["working_days", "months", "years"] = "working_days"
    by: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _is_a_length_or_a_date(self) -> Span:
        if (self.length is None) == (self.by is None):
            raise ValueError("a clock has a length, or a date of the year it runs to")
        return self


class Clock(Frozen):
    """One term: who must have done what, counted from what."""

    names: Words
    who: Words
    starts: Words
    streams: tuple[Stream, ...]
    step: bool = False  # it starts when an application is handed in
    spans: tuple[Span, ...]

    def on(self, day: date) -> Span | None:
        begun = [each for each in self.spans if each.since <= day and (each.until is None or day <= each.until)]
        return max(begun, key=lambda each: each.since) if begun else None


class Clocks(Frozen):
    """The whole file; a country that names no terms has none."""

    acts: Mapping[str, Words] = {}
    clocks: Mapping[str, Clock] = {}

    @model_validator(mode="after")
    def _names_only_acts_that_are_described(self) -> Clocks:
        for span in (span for clock in self.clocks.values() for span in clock.spans):
            if span.act and span.act not in self.acts:
                raise ValueError(f"act '{span.act}' is not described")
        return self


@dataclass(frozen=True)
class Due:
    """The day something must be done by. `settled`: no order can move a day before it any more."""

    clock: str
    names: Names
    who: Names
    starts: Names
    start: date
    day: date
    span: Span
    act: Names | None
    settled: bool


def read_clocks(pack: Path) -> Clocks:
    """The terms of a pack. Raises BadInput."""
    path = pack / FOLDER / FILE
    return fill(Clocks, read_mapping(path), f"{FOLDER}/{FILE}") if path.is_file() else Clocks()


def due(terms: Clocks, key: str, start: date, calendar: Calendar) -> Due:
    """By when, if it started that day. Raises BadInput, OutOfRange."""
    clock = terms.clocks.get(key)
    if clock is None:
        known = ", ".join(terms.clocks)
        raise BadInput("no such clock.", where=f"{FOLDER}/{FILE}", value=key, remedy=f"Use one of {known}.")
    span = clock.on(start)
    if span is None:
        raise BadInput(
            f"what the clock '{key}' gave on {start} is not known.",
            where=f"{FOLDER}/{FILE}",
            remedy="Add the term of that time with its act.",
        )
    end = _end(span, start, calendar)
    act = terms.acts.get(span.act)
    return Due(
        clock=key,
        names=clock.names.names,
        who=clock.who.names,
        starts=clock.starts.names,
        start=start,
        day=end,
        span=span,
        act=act.names if act else None,
        settled=calendar.is_settled(end),
    )


def _end(span: Span, start: date, calendar: Calendar) -> date:
    if span.by is not None:
        return calendar.next_deadline(start, *span.by).day
    length = span.length or 0
    if span.unit == "working_days":
        return calendar.add_working_days(start, length)
    return months_later(start, length * (12 if span.unit == "years" else 1))
