"""Gap fans: what one territory lacks of each service through the years, small charts under one title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qonys.office.planning.balances import grounds
from qonys.office.planning.balances.selectors import Balance
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Place
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import fan, shape
from qonys.office.portal.public.charts.shape import Chart

FORMS = (("CSV", "csv"), ("XLSX", "xlsx"), ("Parquet", "parquet"))


def chart(run: Run, place: Place, through: Mapping[str, tuple[Balance, ...]]) -> Chart:
    """One fan a service, each in its own unit; above the line of nought something is missing."""
    return Chart(
        key="gaps",
        title=_("Gaps through the years"),
        sentence=_(
            "Above the line of nought something is missing, below it there is some to spare. The line is the median; "
            "about 8 in 10 futures lie in the darker band, 95 in 100 in the paler one."
        ),
        payload={},
        table=_table(run, through),
        dataset="",
        note=_note(run, through),
        parts=tuple(_part(run, key, [each.gap for each in series], series) for key, series in through.items()),
        downloads=tuple((label, reverse("balance_table", args=(place.code, "balance", form))) for label, form in FORMS),
    )


def _part(run: Run, key: str, bands: list[Band], series: tuple[Balance, ...]) -> dict[str, Any]:
    service = grounds.services(run)[key]
    scale, word = numbers.scale_of(max(max(abs(band.q10), abs(band.q90)) for band in bands))
    years = [band.year for band in bands]
    unit = f"{word} {name(service.unit)}".strip()
    last_published = next((each.year - 1 for each in series if each.extended), None)
    return {
        "title": name(service.names),
        "years": years,
        "base": years[0],
        "unit": unit,
        "decimals": min(2, numbers.decimals_of(numbers.grain(bands[min(10, len(bands) - 1)], 1.0) / scale)),
        "zero": True,
        "nought": True,
        "mark": last_published,
        "every": 10,
        "series": fan.series(unit, (), bands, years[0], years, tone="brand", scale=scale),
    }


def _note(run: Run, through: Mapping[str, tuple[Balance, ...]]) -> str:
    if not any(each.extended for series in through.values() for each in series):
        return ""
    return _("Demand for workers is published to %(year)s; past the dashed line it is carried on level.") % {
        "year": grounds.labour(run).until
    }


def _table(run: Run, through: Mapping[str, tuple[Balance, ...]]) -> Table:
    services = grounds.services(run)
    columns = [Column(_("1 January"), numeric=False)]
    columns += [Column(name(services[key].names), name(services[key].unit)) for key in through]
    years = shape.told_years(run.first_year, [each.gap for each in next(iter(through.values()))])
    by_year = {key: {each.year: each.gap for each in series} for key, series in through.items()}
    rows = tuple((str(band.year), *(_cell(by_year[key].get(band.year)) for key in through)) for band in years)
    caption = _("Missing (plus) or to spare (minus): median and, in brackets, the 80% interval")
    return Table(caption, tuple(columns), rows)


def _cell(band: Band | None) -> str:
    if band is None:
        return ""
    told = numbers.people(band, signed=True)
    return f"{told.with_unit} ({told.interval_with_unit})"
