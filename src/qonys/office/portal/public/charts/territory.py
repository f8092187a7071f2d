"""The charts of one territory's page, in the order a reader asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Indicator, Past
from qonys.office.planning.wording import numbers, words
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import fan, shape
from qonys.office.portal.public.charts.shape import Chart

COMPONENTS = (
    ("natural_increase", "brand"),
    ("net_internal_migration", "gold"),
    ("net_external_migration", "violet"),
)
DEPENDENCY = (("child_dependency", "brand"), ("old_age_dependency", "gold"))
AGE_GROUPS = ("preschool_age", "school_age", "working_age", "pension_age")
VITAL = (("total_fertility", "brand"), ("life_expectancy_female", "female"), ("life_expectancy_male", "male"))


@dataclass(frozen=True)
class Subject:
    """Everything known about one territory in one run."""

    run: Run
    place: selectors.Place
    expected: dict[str, tuple[Band, ...]]
    history: dict[str, tuple[Past, ...]]
    indicators: dict[str, Indicator]

    @classmethod
    def of(cls, run: Run, code: str) -> Subject:
        place = selectors.geography(run).find(code)
        indicators = selectors.definitions(run).indicators
        return cls(run, place, selectors.expected(run, code), selectors.history(run, code), indicators)

    @property
    def base(self) -> int:
        return self.run.first_year

    @property
    def now(self) -> float:
        return selectors.population_now(self.run, self.place.code)

    @property
    def middle_year(self) -> int:
        """The year the sentences speak of: 2050, or the last one of a shorter run."""
        return min(max(2050, self.base + 10), self.run.last_year)

    def has(self, *keys: str) -> bool:
        return any(key in self.expected for key in keys)

    def at(self, key: str, year: int) -> Band | None:
        return next((band for band in self.expected.get(key, ()) if band.year == year), None)

    def label(self, key: str) -> str:
        return name(self.indicators[key].name) if key in self.indicators else key

    def unit(self, key: str) -> str:
        return name(self.indicators[key].unit) if key in self.indicators else ""

    def fan(self, key: str, **more: Any) -> dict[str, Any]:
        bands, past = self.expected[key], self.history.get(key, ())
        return fan.payload(self.label(key), past, bands, self.base, unit=self.unit(key), **more)


def population(subject: Subject) -> Chart | None:
    bands = subject.expected.get("population", ())
    later = subject.at("population", subject.middle_year)
    if later is None:
        return None
    estimate = numbers.people(later)
    sentence = _(
        "In %(year)s there will likely be %(middle)s people; about 8 in 10 that the number lies in %(interval)s."
    ) % {"year": later.year, "middle": estimate.with_unit, "interval": estimate.interval_with_unit}
    title = subject.label("population")
    table = fan.table(
        title, subject.history.get("population", ()), bands, subject.base, unit=subject.unit("population"), persons=True
    )
    return Chart(
        "population",
        title,
        f"{sentence} {words.than_today(subject.now, later)}",
        subject.fan("population"),
        table,
        "population",
    )


def components(subject: Subject) -> Chart | None:
    # A nation's moves between regions cancel out: a component that is zero everywhere is none.
    shown = [(key, tone) for key, tone in COMPONENTS if any(abs(b.q90) > 0.5 for b in subject.expected.get(key, ()))]
    if not shown:
        return None
    bands = {key: subject.expected[key] for key, _tone in shown}
    past = {key: [p for p in subject.history.get(key, ()) if p.year >= subject.base - 10] for key, _tone in shown}
    years = sorted({p.year for points in past.values() for p in points} | {b.year for b in bands[shown[0][0]]})
    scale, word = numbers.scale_of(max(abs(b.q50) for series in bands.values() for b in series))
    values = {
        key: {p.year: p.value / scale for p in past[key]} | {b.year: b.q50 / scale for b in bands[key]}
        for key, _t in shown
    }
    total = {
        year: sum(values[key].get(year, 0.0) for key in values)
        for year in years
        if all(year in values[k] for k in values)
    }
    layers = [shape.bars(subject.label(key), tone, years, values[key]) for key, tone in shown]
    layers.append(shape.line(_("Change of the population"), "history", years, total))
    unit = f"{word} {subject.unit(shown[0][0])}".strip()
    payload = {
        "title": _("Components of change"),
        "years": years,
        "base": subject.base,
        "unit": unit,
        "decimals": 1 if scale > 1 else 0,
        "zero": True,
        "series": layers,
    }
    return Chart(
        "components",
        _("Components of change"),
        _components_sentence(subject, shown),
        payload,
        _medians(subject, _("Components of change"), [key for key, _tone in shown], persons=True),
        "components",
        note=_("Bars show the median of each component; its intervals are in the table and the download."),
    )


def _components_sentence(subject: Subject, shown: list[tuple[str, str]]) -> str:
    year = min(2030, subject.run.last_year - 1)
    parts = []
    for key, _tone in shown:
        if band := subject.at(key, year):
            estimate = numbers.people(band, signed=True)
            parts.append(f"{subject.label(key).lower()} {estimate.with_unit} ({estimate.interval})")
    return _("Likely in %(year)s, with about 8 in 10 in brackets: %(parts)s.") % {
        "year": year,
        "parts": "; ".join(parts),
    }


def dependency(subject: Subject) -> Chart | None:
    shown = [(key, tone) for key, tone in DEPENDENCY if subject.has(key)]
    later = subject.at("old_age_dependency", subject.middle_year)
    if later is None:
        return None
    now = subject.expected["old_age_dependency"][0]
    years = shape.years_from(subject.base, (), subject.expected[shown[0][0]])
    layers: list[dict[str, Any]] = []
    for key, tone in shown:
        edges = {b.year: (b.q10, b.q90) for b in subject.expected[key]}
        layers.append(shape.band(f"{subject.label(key)}: {_('80% interval')}", tone, 80, years, edges))
        layers.append(shape.line(subject.label(key), tone, years, {b.year: b.q50 for b in subject.expected[key]}))
    payload = {
        "title": _("Dependency ratios"),
        "years": years,
        "base": subject.base,
        "unit": subject.unit(shown[0][0]),
        "decimals": 0,
        "zero": True,
        "series": layers,
    }
    estimate = numbers.ratio(later, 1.0)
    sentence = _(
        "For every 100 people of working age there are %(now)s of pension age today; "
        "in %(year)s likely %(middle)s (about 8 in 10: %(interval)s)."
    ) % {"now": numbers.number(now.q50), "year": later.year, "middle": estimate.middle, "interval": estimate.interval}
    keys = [key for key in ("child_dependency", "old_age_dependency", "total_dependency") if subject.has(key)]
    return Chart(
        "dependency",
        _("Dependency ratios"),
        sentence,
        payload,
        _medians(subject, _("Dependency ratios"), keys, persons=False),
        "dependency",
    )


def age_groups(subject: Subject) -> Chart | None:
    shown = [key for key in AGE_GROUPS if subject.has(key)]
    if not shown:
        return None
    parts = tuple(subject.fan(key, zero=True) for key in shown)
    year = min(2035, subject.run.last_year)
    told = []
    for key in ("school_age", "pension_age"):  # the two ends that need something; the others are drawn
        now, later = subject.expected.get(key, (None,))[0], subject.at(key, year)
        if now and later:
            estimate = numbers.people(later)
            told.append(
                f"{subject.label(key).lower()} {numbers.counted(now.q50)} → {estimate.with_unit} ({estimate.interval})"
            )
    sentence = _("From %(base)s to %(year)s, median and about 8 in 10: %(parts)s.") % {
        "base": subject.base,
        "year": year,
        "parts": "; ".join(told),
    }
    title = _("Schools, work, pensions: the ages that need something")
    return Chart(
        "age_groups", title, sentence, {}, _medians(subject, title, shown, persons=True), "age_groups", parts=parts
    )


def vital(subject: Subject) -> Chart | None:
    shown = [(key, tone) for key, tone in VITAL if subject.has(key)]
    if not shown:
        return None
    parts = tuple(subject.fan(key, tone=tone, persons=False) for key, tone in shown)
    told = []
    for key, _tone in shown:
        band = subject.at(key, subject.middle_year) or subject.expected[key][-1]
        estimate = numbers.ratio(band)
        told.append(f"{subject.label(key).lower()} {estimate.middle} ({estimate.interval})")
    sentence = _("Likely in %(year)s, with about 8 in 10 in brackets: %(parts)s.") % {
        "year": subject.middle_year,
        "parts": "; ".join(told),
    }
    note = (
        ""
        if len(shown) == len(VITAL)
        else _("Life expectancy was not computed for this territory; the nation's page has it.")
    )
    title = _("Children and length of life")
    table = _medians(subject, title, [key for key, _tone in shown], persons=False)
    return Chart("vital", title, sentence, {}, table, "vital", note=note, parts=parts)


def all_charts(subject: Subject) -> tuple[Chart, ...]:
    makers = (population, components, dependency, age_groups, vital)
    return tuple(chart for maker in makers if (chart := maker(subject)) is not None)


def _medians(subject: Subject, caption: str, keys: list[str], *, persons: bool) -> Table:
    """One column per indicator: the median, and the 80 % interval in brackets."""
    columns = [Column(_("Year"), numeric=False)]
    columns += [Column(subject.label(key), subject.unit(key)) for key in keys]
    told = shape.told_years(subject.base, subject.expected[keys[0]])
    by_year = {key: {band.year: band for band in subject.expected[key]} for key in keys}
    rows = tuple(
        (str(year), *(_median_cell(by_year[key].get(year), persons) for key in keys))
        for year in (band.year for band in told)
    )
    return Table(f"{caption}: {_('median and, in brackets, the 80% interval')}", tuple(columns), rows)


def _median_cell(band: Band | None, persons: bool) -> str:
    if band is None:
        return ""
    grain = numbers.grain(band, 1.0 if persons else 0.01)
    decimals = numbers.decimals_of(grain)
    low, middle, high = (numbers.number(numbers.rounded(v, grain), decimals) for v in (band.q10, band.q50, band.q90))
    return f"{middle} ({numbers.between(low, high)})"
