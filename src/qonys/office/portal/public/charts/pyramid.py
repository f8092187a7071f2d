"""The pyramid of every year, as numbers for the browser, and the sentence it says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.selectors import Ages
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts.shape import Chart
from qonys.office.portal.public.charts.territory import Subject

GROUPS = tuple((first, first + 4) for first in range(0, 100, 5))


def data(subject: Subject) -> dict[str, Any]:
    """Thousand persons by year, sex and single age: [10 %, median, 90 %] each, rounded to keep it light."""
    years = selectors.pyramids(subject.run, subject.place.code)
    largest = max(high for ages in years for sex in (ages.male, ages.female) for _low, _mid, high in sex)
    digits = 1 if largest > 20_000 else 2 if largest > 2_000 else 3
    return {
        "years": [ages.year for ages in years],
        "base": subject.base,
        "largest": round(largest / 1000, digits),
        "decimals": min(digits, 2),
        "male": [_by_quantile(ages.male, digits) for ages in years],
        "female": [_by_quantile(ages.female, digits) for ages in years],
    }


def chart(subject: Subject) -> Chart | None:
    """The chart's frame; its numbers are fetched when it comes into view."""
    years = {ages.year: ages for ages in selectors.pyramids(subject.run, subject.place.code)}
    if not years:
        return None
    now, then = years[subject.base], years.get(subject.middle_year) or years[max(years)]
    title = _("People by age and sex")
    payload = {
        "title": title,
        "male": subject.label("population_male"),
        "female": subject.label("population_female"),
        "unit": _("thousand people of each age"),
        "age": _("Age"),
        "ghost": _("Base year %(year)s") % {"year": now.year},
        "likely": _("80% interval"),
    }
    note = _("Full colour: median. Pale ends: about 8 in 10. The outline is the base year.")
    sentence = _sentence(subject, now.year, then.year)
    return Chart("pyramid", title, sentence, payload, _table(subject, now, then), "pyramid", note)


def _by_quantile(cells: tuple[tuple[float, float, float], ...], digits: int) -> list[list[float]]:
    return [[round(cell[i] / 1000, digits) for cell in cells] for i in range(3)]


def _sentence(subject: Subject, now: int, then: int) -> str:
    """The shares of the young and the old. Which ages these are, each country says for itself."""
    shares = [_shares(subject, year) for year in (now, then)]
    if None in shares:
        return _("The age structure in %(base)s and how it likely changes until %(year)s.") % {
            "base": now,
            "year": then,
        }
    (young_now, old_now), (young_then, old_then) = (share for share in shares if share)
    return _(
        "Children under working age: %(young_now)s of the people in %(base)s, likely %(young_then)s in %(year)s. "
        "Pension age: %(old_now)s and likely %(old_then)s."
    ) % {
        "base": now,
        "year": then,
        "young_now": numbers.percent(young_now),
        "young_then": numbers.percent(young_then),
        "old_now": numbers.percent(old_now),
        "old_then": numbers.percent(old_then),
    }


def _shares(subject: Subject, year: int) -> tuple[float, float] | None:
    """Percent of all people, from the dependency ratios (per 100 of working age)."""
    young, old = subject.at("child_dependency", year), subject.at("old_age_dependency", year)
    if young is None or old is None:
        return None
    everybody = 100 + young.q50 + old.q50
    return 100 * young.q50 / everybody, 100 * old.q50 / everybody


def _table(subject: Subject, now: Ages, then: Ages) -> Table:
    """Five-year groups: medians of single ages added up, so whole hundreds are as fine as they go."""
    male, female = subject.label("population_male"), subject.label("population_female")
    unit = subject.unit("population")
    columns = (
        Column(_("Age"), numeric=False),
        *(Column(f"{sex}, {year.year}", unit) for year in (now, then) for sex in (male, female)),
    )
    rows = [(f"{first}–{last}", *_sums(now, then, first, last)) for first, last in GROUPS]
    return Table(_("People by age and sex"), columns, (*rows, ("100+", *_sums(now, then, 100, 100))))


def _sums(now: Ages, then: Ages, first: int, last: int) -> list[str]:
    return [
        numbers.number(numbers.rounded(sum(cell[1] for cell in sex[first : last + 1]), 100.0))
        for ages in (now, then)
        for sex in (ages.male, ages.female)
    ]
