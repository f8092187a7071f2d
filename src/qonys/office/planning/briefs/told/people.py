"""The headline, what drives it, and the regions, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qonys.office.planning.briefs.content import Brief
from qonys.office.planning.briefs.facts.people import Driver, RegionAhead
from qonys.office.planning.briefs.told.shape import Figure, RegionRow, Regions, Section
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.wording import numbers, places, words
from qonys.office.planning.wording.tables import Column, Table

ENDS = 15  # regions named at either end where there are too many for a page


def figures(brief: Brief) -> tuple[Figure, ...]:
    """People now, soon and in the middle of the century."""
    outlook = brief.outlook
    now = Figure(_("1 January %(base)s") % {"base": outlook.base}, numbers.counted(outlook.now), _("people"))
    ahead = []
    for band in outlook.ahead:
        estimate = numbers.people(band)
        interval = _("about 8 in 10: %(interval)s") % {"interval": estimate.interval_with_unit}
        label = _("Likely in %(year)s") % {"year": band.year}
        ahead.append(Figure(label, estimate.with_unit, interval, words.than_today(outlook.now, band)))
    return (now, *ahead)


def fan_caption(unit: str) -> str:
    """`unit` is the scale the levels are written in, perhaps empty."""
    said = _("published (dark line), then the median; dark band about 8 in 10, pale band 95 in 100.")
    people = _("People")
    return f"{people}, {unit}: {said}" if unit else f"{people}: {said}"


def outlook_table(brief: Brief) -> Table:
    """The picture in numbers: the base, then every fifth year."""
    columns = (
        Column(_("Year"), numeric=False),
        Column(_("Median")),
        Column(_("80% interval")),
        Column(_("95% interval")),
    )
    rows = []
    for band in brief.outlook.path:
        if band.year % 5 == 0 or band.year in (brief.outlook.base, brief.outlook.path[-1].year):
            size = numbers.grain(band, 1.0)
            low95, low, middle, high, high95 = (
                numbers.number(numbers.rounded(value, size))
                for value in (band.q025, band.q10, band.q50, band.q90, band.q975)
            )
            rows.append((str(band.year), middle, numbers.between(low, high), numbers.between(low95, high95)))
    return Table(_("People on 1 January"), columns, tuple(rows))


def drivers(brief: Brief) -> Section:
    says = []
    if brief.growth:
        parts = (brief.growth.change, brief.growth.natural, brief.growth.external)
        change, natural, external = (numbers.expected(part, signed=True) for part in parts)
        says.append(
            _(
                "Expected change from %(base)s to %(until)s: %(change)s people, of which births less deaths "
                "%(natural)s and migration from abroad %(external)s."
            )
            % {
                "base": brief.outlook.base,
                "until": brief.growth.until,
                "change": change,
                "natural": natural,
                "external": external,
            }
        )
    return Section("drivers", _("What is driving it"), tuple(says), _drivers_table(brief))


def _drivers_table(brief: Brief) -> Table | None:
    if not brief.drivers:
        return None
    published = max((driver.published.year for driver in brief.drivers if driver.published), default=None)
    years = [band.year for band in brief.drivers[0].ahead]
    columns = [Column(_("Events of a year"), numeric=False, wide=True)]
    if published is not None:
        columns.append(Column(_("%(year)s, published") % {"year": published}))
    columns += [Column(_("%(year)s, likely") % {"year": year}) for year in years]
    known = selectors.definitions(brief.run).indicators
    rows = tuple(
        (
            places.name(known[driver.key].name),
            *((_published(driver, published),) if published is not None else ()),
            *_likely(driver),
        )
        for driver in brief.drivers
    )
    return Table(_("People a year; in brackets about 8 in 10"), tuple(columns), rows)


def _published(driver: Driver, year: int) -> str:
    point = driver.published
    return numbers.counted(point.value) if point and point.year == year else "–"


def _likely(driver: Driver) -> list[str]:
    return [f"{estimate.with_unit} ({estimate.interval})" for estimate in map(numbers.people, driver.ahead)]


def shown(regions: tuple[RegionAhead, ...]) -> tuple[RegionAhead, ...]:
    """As many as a page holds: all of them, or those that grow most and least."""
    return regions if len(regions) <= 2 * ENDS else (*regions[:ENDS], *regions[-ENDS:])


def regions(brief: Brief) -> Regions:
    year = brief.outlook.ahead[-1].year
    units = places.short_names(region.place for region in brief.regions)
    rows = tuple(_region(region, units[region.place.code]) for region in shown(brief.regions))
    says = [_counted(brief, year)]
    if len(rows) < len(brief.regions):
        says.append(_("Shown are the regions that grow most and least: %(count)s of each.") % {"count": ENDS})
    return Regions(
        _("Who grows, who shrinks"),
        tuple(says),
        rows,
        _(
            "The bar holds about 8 in 10, the dot is the median. Filled: growth or decline very likely "
            "(more than 9 in 10); open: undecided."
        ),
        _("Change of the population from %(base)s to %(year)s, %%") % {"base": brief.outlook.base, "year": year},
    )


def _counted(brief: Brief, year: int) -> str:
    grow = sum(region.direction > 0 for region in brief.regions)
    shrink = sum(region.direction < 0 for region in brief.regions)
    return _(
        "By %(year)s growth is very likely (more than 9 in 10) in regions: %(grow)s of %(all)s; decline: %(shrink)s. "
        "Undecided: %(open)s, of which %(up)s grow and %(down)s shrink in the median."
    ) % {
        "year": year,
        "grow": grow,
        "all": len(brief.regions),
        "shrink": shrink,
        "open": len(brief.regions) - grow - shrink,
        "up": sum(region.direction == 0 and region.middle >= 0 for region in brief.regions),
        "down": sum(region.direction == 0 and region.middle < 0 for region in brief.regions),
    }


def _region(region: RegionAhead, name: str) -> RegionRow:
    low, middle, high = numbers.percent_range(region.low, region.middle, region.high)
    said = words.than_today(region.now, region.then)
    return RegionRow(region.place.code, name, middle, numbers.between(low, high), said)
