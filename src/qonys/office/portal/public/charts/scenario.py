"""What one policy changes: with and without it on one chart, the difference through the years, regions by change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Past
from qonys.office.planning.scenarios import selectors
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.scenarios.selectors import Change
from qonys.office.planning.wording import numbers, words
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import shape
from qonys.office.portal.public.charts.shape import Chart
from qonys.office.portal.public.tones import BASELINE, Tone, tone_of

BACK = 10  # years of published history before the base


@dataclass(frozen=True)
class Subject:
    """One indicator of one territory in one comparison."""

    comparison: Comparison
    indicator: str
    territory: str

    @property
    def label(self) -> str:
        return name(selectors.indicators(self.comparison)[self.indicator].name)

    @property
    def unit(self) -> str:
        return name(selectors.indicators(self.comparison)[self.indicator].unit)

    @property
    def persons(self) -> bool:
        return selectors.indicators(self.comparison)[self.indicator].unit.en == "persons"

    @property
    def place(self) -> str:
        return name(selectors.geography(self.comparison).find(self.territory).names)

    @property
    def changes(self) -> dict[int, Change]:
        return selectors.changes(self.comparison, self.indicator, self.territory)

    @property
    def tone(self) -> Tone:
        return tone_of(self.comparison)


def told(change: Change, persons: bool) -> tuple[str, str]:
    """A change as text with its 80 % interval; what changes in no future has none."""
    if change.is_none:
        return _("no change"), ""
    estimate = numbers.change(change.band, persons)
    return estimate.with_unit, estimate.interval_with_unit


def fans(subject: Subject, run: Run) -> Chart:
    """Without and with the policy: medians as lines, eight futures in ten as bands."""
    without, with_ = selectors.fans(subject.comparison, subject.indicator, subject.territory)
    base = subject.comparison.first_year
    past = [p for p in _published(run, subject) if base - BACK <= p.year <= base]
    years = shape.years_from(base, past, without)
    scale, word = numbers.scale_of(max(b.q90 for b in (*without, *with_))) if subject.persons else (1, "")
    tone = subject.tone
    with_label = _("With the policy")
    layers = [
        shape.band(_("Without it: 80% interval"), BASELINE, 80, years, _edges(without, scale)),
        shape.band(_("With the policy: 80% interval"), tone.name, 80, years, _edges(with_, scale)),
        shape.line(_("Without it"), BASELINE, years, {b.year: b.q50 / scale for b in without}),
        shape.line(with_label, tone.name, years, {b.year: b.q50 / scale for b in with_}, dash=tone.dash),
    ]
    if past:
        layers.append(shape.line(_("Published"), "history", years, {p.year: p.value / scale for p in past}))
    title = _("%(what)s with and without the policy") % {"what": subject.label}
    payload = {
        "title": title,
        "years": years,
        "base": base,
        "unit": f"{word} {subject.unit}".strip(),
        "decimals": 2 if scale > 1 or not subject.persons else 0,
        "zero": False,
        "series": layers,
    }
    return Chart("fans", title, _fans_sentence(subject, without, with_), payload, _fans_table(subject), "differences")


def difference(subject: Subject) -> Chart | None:
    """The change itself, far surer than either level, because both futures share their luck; None for no change."""
    changes = subject.changes
    if all(change.is_none for change in changes.values()):
        return None
    bands = [change.band for change in changes.values()]
    years = [band.year for band in bands]
    scale, word = numbers.scale_of(max(max(abs(b.q90), abs(b.q10)) for b in bands)) if subject.persons else (1, "")
    tone = subject.tone
    layers = [
        shape.band(_("95% interval"), tone.name, 95, years, {b.year: (b.q025 / scale, b.q975 / scale) for b in bands}),
        shape.band(_("80% interval"), tone.name, 80, years, _edges(bands, scale)),
        shape.line(_("Median"), tone.name, years, {b.year: b.q50 / scale for b in bands}, dash=tone.dash),
    ]
    title = _("What the policy alone changes")
    payload = {
        "title": title,
        "years": years,
        "base": subject.comparison.first_year,
        "unit": f"{word} {subject.unit}".strip(),
        "decimals": 2 if not subject.persons else 1 if scale > 1 else 0,
        "zero": True,
        "series": layers,
    }
    last = changes[years[-1]]
    sentence = f"{subject.place}, {subject.label.lower()}, {years[-1]}: {_in_words(last, subject)}"
    note = _("Both futures share every draw of chance, so what differs is the policy: births, deaths and moves that "
             "would have happened anyway fall out.")  # fmt: skip
    return Chart("difference", title, sentence, payload, _difference_table(subject), "differences", note=note)


def beside(subjects: Sequence[Subject], titles: Sequence[str]) -> dict[str, Any]:
    """One small chart of one indicator: what each of several policies changes."""
    every = [change.band for subject in subjects for change in subject.changes.values()]
    first = subjects[0]
    scale, word = numbers.scale_of(max(max(abs(b.q90), abs(b.q10)) for b in every)) if first.persons else (1, "")
    years = list(first.changes)
    layers: list[dict[str, Any]] = []
    for subject, title in zip(subjects, titles, strict=True):
        bands, tone = [change.band for change in subject.changes.values()], subject.tone
        layers.append(shape.band(f"{title}: {_('80% interval')}", tone.name, 80, years, _edges(bands, scale)))
        layers.append(shape.line(title, tone.name, years, {b.year: b.q50 / scale for b in bands}, dash=tone.dash))
    return {
        "title": first.label,
        "years": years,
        "base": first.comparison.first_year,
        "unit": f"{word} {first.unit}".strip(),
        "decimals": 2 if not first.persons else 1 if scale > 1 else 0,
        "zero": True,
        "series": layers,
    }


def _in_words(change: Change, subject: Subject) -> str:
    if change.is_none:
        return words.odds(0.0, 0.0)
    text, interval = told(change, subject.persons)
    unit = "" if subject.persons else f" {subject.unit}"
    likely = _("%(change)s (about 8 in 10: %(interval)s)") % {"change": text + unit, "interval": interval}
    return f"{likely}. {words.odds(change.raised, change.lowered)}"


def _fans_sentence(subject: Subject, without: Sequence[Band], with_: Sequence[Band]) -> str:
    level = numbers.people if subject.persons else numbers.ratio
    before, after = level(without[-1]), level(with_[-1])
    if before.with_unit == after.with_unit:
        return _(
            "%(place)s in %(year)s: %(before)s (%(low)s) with and without the policy; what it changes is less than "
            "the forecast itself is unsure of."
        ) % {
            "place": subject.place,
            "year": without[-1].year,
            "before": before.with_unit,
            "low": before.interval_with_unit,
        }
    return _("%(place)s in %(year)s: %(before)s without the policy (%(low)s), %(after)s with it (%(high)s).") % {
        "place": subject.place,
        "year": without[-1].year,
        "before": before.with_unit,
        "low": before.interval_with_unit,
        "after": after.with_unit,
        "high": after.interval_with_unit,
    }


def _fans_table(subject: Subject) -> Table:
    without, with_ = selectors.fans(subject.comparison, subject.indicator, subject.territory)
    level = numbers.people if subject.persons else numbers.ratio
    columns = (
        Column(_("Year"), numeric=False),
        Column(_("Without it"), subject.unit),
        Column(_("80% interval"), subject.unit),
        Column(_("With the policy"), subject.unit),
        Column(_("80% interval"), subject.unit),
    )
    after = {band.year: level(band) for band in with_}
    rows = []
    for band in shape.told_years(subject.comparison.first_year, without):
        before, then = level(band), after[band.year]
        cells = (before.with_unit, before.interval_with_unit, then.with_unit, then.interval_with_unit)
        rows.append((str(band.year), *cells))
    return Table(f"{subject.label}, {subject.place}", columns, tuple(rows))


def _difference_table(subject: Subject) -> Table:
    columns = (
        Column(_("Year"), numeric=False),
        Column(_("Change"), subject.unit),
        Column(_("80% interval"), subject.unit),
        Column(_("How sure"), numeric=False),
    )
    changes = subject.changes
    shown = shape.told_years(subject.comparison.first_year, [change.band for change in changes.values()])
    rows = []
    for band in shown:
        change = changes[band.year]
        rows.append((str(band.year), *told(change, subject.persons), words.odds(change.raised, change.lowered)))
    return Table(f"{subject.label}, {subject.place}", columns, tuple(rows))


def _published(run: Run, subject: Subject) -> tuple[Past, ...]:
    return forecasts.history(run, subject.territory).get(subject.indicator, ())


def _edges(bands: Sequence[Band], scale: float) -> dict[int, tuple[float, float]]:
    return {band.year: (band.q10 / scale, band.q90 / scale) for band in bands}
