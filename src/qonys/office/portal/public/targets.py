"""Indicators of programmes in words: what was reached, what was asked for, how surely the target will be met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qonys.office.planning.balances.selectors import Range
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.programmes import selectors as programmes
from qonys.office.planning.programmes.selectors import Indicator, Mark
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.chances import chance
from qonys.office.portal.public.drawing.course import Picture

SIGNS = {"behind": "✕", "watch": "!", "on_course": "✓", "unknown": "?"}  # grey print needs more than a colour


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    unknown: bool = False


@dataclass(frozen=True)
class Told:
    """One indicator for reading."""

    indicator: Indicator
    anchor: str
    name: str
    unit: str
    owner: str
    alarm: str
    alarm_name: str
    sign: str
    definition: str
    note: str
    targets_source: str
    facts: tuple[Fact, ...]
    cells: tuple[Fact, ...]  # reached, target, done, outlook: the row of the overview
    table: Table
    picture: Picture | None

    @property
    def sentence(self) -> str:
        """What a picture of it shows, for those who do not see it."""
        return ". ".join([self.name, *(f"{fact.label}: {fact.text}" for fact in self.facts)])


def told(run: Run, indicator: Indicator, picture: Picture | None) -> Told:
    return Told(
        indicator=indicator,
        anchor=f"{indicator.programme}-{indicator.key}",
        name=name(indicator.names),
        unit=name(indicator.unit),
        owner=name(indicator.owner_names),
        alarm=indicator.standing.alarm,
        alarm_name=name(programmes.alarms(run)[indicator.standing.alarm]),
        sign=SIGNS[indicator.standing.alarm],
        definition=name(indicator.definition),
        note=name(indicator.note) if indicator.note else "",
        targets_source=name(indicator.targets_source) if indicator.targets_source else "",
        facts=facts(indicator, run.created.date()),
        cells=cells(indicator, run.created.date()),
        table=table(indicator),
        picture=picture,
    )


def facts(indicator: Indicator, on: date) -> tuple[Fact, ...]:
    """In the order a manager asks: reached, target, done, ought to be, will be, whence."""
    if indicator.standing.target is None:
        text = _("not published: what is done and whether it will be met cannot be said")
        found = [reached(indicator), _unknown(_("Target"), text)]
    else:
        found = [reached(indicator), target(indicator), done(indicator), straight(indicator), outlook(indicator, on)]
    found.append(_baseline(indicator))
    ahead = _ahead(indicator)
    return (*found, ahead) if ahead else tuple(found)


def cells(indicator: Indicator, on: date) -> tuple[Fact, ...]:
    """The same for a table, where a reason would crowd out what is known."""
    short = (reached(indicator), target(indicator), done(indicator), outlook(indicator, on))
    known = indicator.standing.target is not None
    return tuple(fact if known or not fact.unknown else _unknown(fact.label, _("unknown")) for fact in short)


def reached(indicator: Indicator) -> Fact:
    standing = indicator.standing
    if standing.actual is None or standing.as_of is None:
        return _unknown(_("Reached"), _("no reading was published"))
    text = _("%(value)s on %(day)s") % {"value": value(standing.actual), "day": _day(standing.as_of)}
    return Fact(_("Reached"), text)


def target(indicator: Indicator) -> Fact:
    standing = indicator.standing
    if standing.target is None:
        return _unknown(_("Target"), _("not published"))
    wanted = _("at least %(value)s") if indicator.aim == "at_least" else _("at most %(value)s")
    text = _("%(wanted)s by the end of %(year)s") % {
        "wanted": wanted % {"value": value(standing.target)},
        "year": standing.target_year,
    }
    return Fact(_("Target"), text)


def done(indicator: Indicator) -> Fact:
    """Share of the way from the baseline to the target."""
    share = indicator.standing.done
    if share is None:
        return _unknown(_("Done"), _why_no_way(indicator))
    if share < 0:
        text = _("less than nothing: it moved away from the target by %(share)s of the way")
        return Fact(_("Done"), text % {"share": numbers.percent(-100 * share)})
    return Fact(_("Done"), numbers.percent(100 * share))


def straight(indicator: Indicator) -> Fact:
    """What the straight path from baseline to target asks for, and how far ahead or behind of it the reading is."""
    standing, label = indicator.standing, _("The straight path asks for")
    if standing.expected is None or standing.deviation is None:
        return _unknown(label, _why_no_way(indicator))
    told = {"value": value(standing.expected), "distance": value(abs(standing.deviation))}
    if abs(standing.deviation) < 0.005:
        return Fact(label, _("%(value)s by that day; exactly that was reached") % told)
    if standing.deviation > 0:
        return Fact(label, _("%(value)s by that day; %(distance)s ahead of it") % told)
    return Fact(label, _("%(value)s by that day; %(distance)s behind it") % told)


def outlook(indicator: Indicator, on: date) -> Fact:
    """Whether the target will be met: by the forecast where it counts the same, else by readings going on.

    `on` is the day of the run: a target whose year is over by then is met or missed, not probable.
    """
    standing, label = indicator.standing, _("The target will be met")
    if standing.target is None:
        return _unknown(label, _("cannot be said: no target was published"))
    if standing.target_year and standing.as_of and standing.as_of < date(standing.target_year, 12, 31) < on:
        return _unknown(label, _("cannot be said: its year is over, but no reading of the whole year was published"))
    if standing.probability is None:
        return _unknown(label, _("cannot be said: too few readings to go by, and no forecast counts this"))
    basis = _("%(chance)s, by the forecast") if indicator.forecast else _("%(chance)s, if readings go on as they did")
    return Fact(label, basis % {"chance": chance(standing.probability).words})


def table(indicator: Indicator) -> Table:
    """Every value with its vintage: what was promised, and each publication of what was reached."""
    columns = (
        Column(_("Day"), numeric=False),
        Column(_("What"), numeric=False),
        Column(_("Value"), name(indicator.unit)),
        Column(_("Published"), numeric=False),
        Column(_("Source"), numeric=False),
    )
    kinds = {"baseline": _("Baseline"), "target": _("Target"), "reading": _("Reached")}
    rows = tuple(
        (_day(m.day), kinds[m.kind], value(m.value), _day(m.published_on), m.source)
        for m in indicator.marks
        if m.kind in kinds
    )
    return Table(_("Every published value, each vintage of its own"), columns, rows)


def value(number: float) -> str:
    """A published number as it was written: whole where it is large, else with two decimals at most."""
    return numbers.number(number) if abs(number) >= 100 else numbers.short(number)


def _baseline(indicator: Indicator) -> Fact:
    if indicator.yearly:
        return Fact(_("Baseline"), _("none: counted anew from 1 January of every year"))
    for mark in indicator.of_kind("baseline"):
        text = _("%(value)s on %(day)s") % {"value": value(mark.value), "day": _day(mark.day)}
        return Fact(_("Baseline"), text)
    return _unknown(_("Baseline"), _("not published"))


def _ahead(indicator: Indicator) -> Fact | None:
    """What the forecast says of the last year of the programme; None where it does not count this."""
    marks = indicator.of_kind("forecast")
    if not marks:
        return None
    last = _at_the_end(indicator, marks)
    found = numbers.people(Range(last.q10 or 0.0, last.value, last.q90 or 0.0), signed=True)
    text = _("%(middle)s in %(year)s; about 8 in 10: %(interval)s") % {
        "middle": found.with_unit.removeprefix("+"),
        "year": int(last.moment),
        "interval": found.interval_with_unit.replace("+", ""),
    }
    return Fact(_("The forecast says"), text)


def _at_the_end(indicator: Indicator, marks: tuple[Mark, ...]) -> Mark:
    end = indicator.standing.target_year or indicator.ends
    return min(marks, key=lambda mark: abs(mark.moment - end - 0.5))


def _why_no_way(indicator: Indicator) -> str:
    standing = indicator.standing
    if standing.target is None:
        return _("cannot be said: no target was published")
    if standing.actual is None:
        return _("cannot be said: no reading was published")
    return _("cannot be said: no baseline was published")


def _unknown(label: str, text: str) -> Fact:
    return Fact(label, text, unknown=True)


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def share(part: float) -> str:
    return numbers.percent(100 * part)
