"""Forecast against what happened: other offices' forecasts beside the outcome and beside ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.selectors import Published
from qonys.office.planning.wording import numbers, words
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import fan, shape
from qonys.office.portal.public.charts.shape import Chart
from qonys.office.portal.public.charts.territory import Subject

WINDOWS = {"births": (2010, 2045), "population": (2010, 2060), "deaths": (2010, 2045)}
# Judged by percent: only what cannot be near zero. High and low variants were no forecasts of what would happen.
JUDGED = {
    "births": 0,
    "population": 0,
    "deaths": 0,
    "total_fertility": 2,
    "life_expectancy_female": 1,
    "life_expectancy_male": 1,
}
CENTRAL = ("medium", "central", "base", "")
TONES = ("violet", "gold", "olive", "rose")


@dataclass(frozen=True)
class Miss:
    """One forecast whose year has passed."""

    forecast: Published
    outcome: float

    @property
    def error(self) -> float:
        """In percent of what happened: positive when too many were forecast."""
        return 100 * (self.forecast.value / self.outcome - 1)


def misses(subject: Subject) -> tuple[Miss, ...]:
    """Forecasts of years that have passed; years before the publication were no forecast."""
    found = []
    for forecast in selectors.published_forecasts(subject.run, subject.place.code):
        outcome = _outcome(subject, forecast)
        judged = forecast.indicator in JUDGED and forecast.variant in CENTRAL
        if judged and outcome and forecast.year >= _publication_year(forecast):
            found.append(Miss(forecast, outcome))
    order = list(JUDGED)
    return tuple(sorted(found, key=lambda miss: (order.index(miss.forecast.indicator), miss.forecast.year)))


def charts(subject: Subject) -> tuple[Chart, ...]:
    others = selectors.published_forecasts(subject.run, subject.place.code)
    shown = [key for key in WINDOWS if subject.has(key) and any(f.indicator == key for f in others)]
    return tuple(_chart(subject, key, [f for f in others if f.indicator == key]) for key in shown)


def publisher(subject: Subject, forecast: Published) -> str:
    """Who said it, when, and which variant: "United Nations, WPP 2024 (medium)"."""
    known = selectors.definitions(subject.run).publishers.get(forecast.publisher)
    label = known.get("name", known) if isinstance(known, dict) else None
    text = _in_language(label) if isinstance(label, dict) else forecast.publisher
    if forecast.published[:4] not in text:
        text = f"{text} {forecast.published}"
    variant = _variant(forecast.variant)
    return f"{text} ({variant})" if variant else text


def misses_table(subject: Subject) -> Table:
    columns = (
        Column(_("Forecast by"), numeric=False),
        Column(_("What"), numeric=False),
        Column(_("Year")),
        Column(_("Forecast")),
        Column(_("What happened")),
        Column(_("Error"), "%"),
    )
    rows = tuple(
        (
            publisher(subject, m.forecast),
            subject.label(m.forecast.indicator),
            str(m.forecast.year),
            numbers.number(m.forecast.value, JUDGED[m.forecast.indicator]),
            numbers.number(m.outcome, JUDGED[m.forecast.indicator]),
            numbers.percent(m.error, 1, signed=True),
        )
        for m in misses(subject)
    )
    return Table(_("Forecasts of years that have passed"), columns, rows)


def ahead_table(subject: Subject) -> Table:
    """Other offices' figures for years to come, beside our median and interval."""
    columns = (
        Column(_("Forecast by"), numeric=False),
        Column(_("What"), numeric=False),
        Column(_("Year")),
        Column(_("Their figure")),
        Column(_("Our median")),
        Column(_("Our 80% interval")),
        Column(_("Their figure lies"), numeric=False),
    )
    rows = []
    for forecast in _told_ahead(subject):
        ours = subject.at(forecast.indicator, forecast.year)
        if ours is None:
            continue
        estimate = numbers.people(ours)
        rows.append(
            (
                publisher(subject, forecast),
                subject.label(forecast.indicator),
                str(forecast.year),
                numbers.counted(forecast.value, 4),
                estimate.with_unit,
                estimate.interval_with_unit,
                words.position(forecast.value, ours),
            )
        )
    return Table(_("Forecasts of years to come"), columns, tuple(rows))


def _told_ahead(subject: Subject) -> Iterable[Published]:
    """All years of those who publish a few, and round years of those who publish each."""
    for forecast in selectors.published_forecasts(subject.run, subject.place.code):
        if forecast.indicator not in WINDOWS or _outcome(subject, forecast) or forecast.year <= subject.base:
            continue
        series = [f for f in selectors.published_forecasts(subject.run, subject.place.code) if _same(f, forecast)]
        if len(series) <= 6 or forecast.year in (2030, 2040, 2050, 2075, 2100):
            yield forecast


def _chart(subject: Subject, key: str, others: list[Published]) -> Chart:
    first, last = WINDOWS[key]
    bands = [b for b in subject.expected[key] if b.year <= last]
    past = [p for p in subject.history.get(key, ()) if p.year >= first]
    years = list(range(min([first, *(p.year for p in past)]), last + 1))
    payload = fan.payload(subject.label(key), past, bands, subject.base, unit=subject.unit(key), years=years)
    scale = numbers.scale_of(max(b.q90 for b in bands))[0]
    for tone, variants in zip(TONES, _by_publisher(others), strict=False):
        for series in variants.values():
            values = {f.year: f.value / scale for f in series if f.year in set(years)}
            draw = shape.line if len(values) > 6 else shape.points
            aside = series[0].variant not in CENTRAL
            payload["series"].append(draw(publisher(subject, series[0]), tone, years, values, dash=aside))
    table = fan.table(subject.label(key), past, bands, subject.base, unit=subject.unit(key), persons=True)
    return Chart(f"checked_{key}", subject.label(key), _sentence(subject, key), payload, table, "checked")


def _by_publisher(others: list[Published]) -> list[dict[str, list[Published]]]:
    """Each publisher in its own colour, each of its variants as its own line."""
    found: dict[str, dict[str, list[Published]]] = {}
    for forecast in others:
        label = f"{forecast.published}/{forecast.variant}"
        found.setdefault(forecast.publisher, {}).setdefault(label, []).append(forecast)
    central_first = [
        dict(sorted(variants.items(), key=lambda item: item[1][0].variant not in CENTRAL))
        for variants in found.values()
    ]
    return sorted(central_first, key=lambda variants: -max(len(series) for series in variants.values()))


def _sentence(subject: Subject, key: str) -> str:
    passed = [miss for miss in misses(subject) if miss.forecast.indicator == key]
    if not passed:
        return _("No forecast of this has met its year yet.")
    last = max(passed, key=lambda miss: miss.forecast.year)
    more = _("too many") if last.error > 0 else _("too few")
    return _("%(who)s expected %(expected)s for %(year)s; it became %(outcome)s: %(error)s %(more)s.") % {
        "year": last.forecast.year,
        "who": publisher(subject, last.forecast),
        "expected": numbers.counted(last.forecast.value),
        "outcome": numbers.counted(last.outcome),
        "error": numbers.percent(abs(last.error), 1),
        "more": more,
    }


def _outcome(subject: Subject, forecast: Published) -> float | None:
    points = subject.history.get(forecast.indicator, ())
    return next((p.value for p in points if p.year == forecast.year), None)


def _publication_year(forecast: Published) -> int:
    digits = forecast.published[:4]
    return int(digits) if digits.isdigit() else 0


def _same(one: Published, other: Published) -> bool:
    keys = ("publisher", "published", "variant", "indicator")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _in_language(names: dict[str, str]) -> str:
    return name(selectors.Names(**{key: names.get(key, "") for key in ("kk", "ru", "en")}))


def _variant(variant: str) -> str:
    known = {
        "medium": _("medium"),
        "central": _("central"),
        "base": _("base"),
        "negative": _("low"),
        "low": _("low"),
        "positive": _("high"),
        "high": _("high"),
    }
    return known.get(variant, variant)
