"""The whole brief in the active language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from qonys.office.planning.briefs import pictures
from qonys.office.planning.briefs.content import Brief
from qonys.office.planning.briefs.pictures import Fan, Whiskers
from qonys.office.planning.briefs.told import people, planning, since
from qonys.office.planning.briefs.told.shape import Figure, Regions, Section
from qonys.office.planning.wording import numbers, places
from qonys.office.planning.wording.tables import Table


@dataclass(frozen=True)
class Told:
    language: str
    country: str
    title: str
    subtitle: str
    origin: tuple[str, ...]  # of when the figures are, and which run this is
    headline: str
    figures: tuple[Figure, ...]
    outlook: Table
    fan: Fan
    fan_levels: tuple[str, ...]
    fan_caption: str
    drivers: Section
    regions: Regions
    whiskers: Whiskers
    ticks: tuple[str, ...]
    sections: tuple[Section, ...]  # of the second page
    closing: tuple[str, ...]


def tell(brief: Brief, alone: bool = False) -> Told:
    """`alone`: without the run's id, its day and any other run, for the copy in the run's own folder."""
    country = places.name(brief.nation.names)
    fan, whiskers = pictures.fan(brief.outlook), pictures.whiskers(people.shown(brief.regions))
    scale, unit = numbers.scale_of(max(level for _y, level in fan.levels))
    decimals = 0 if all((level / scale).is_integer() for _y, level in fan.levels) else 1
    return Told(
        language=translation.get_language() or "kk",
        country=country,
        title=_("%(country)s: brief") % {"country": country},
        subtitle=_("How many people, what will be missing, who may be invited, what is on course"),
        origin=tuple(_origin(brief, alone)),
        headline=_("How many people"),
        figures=people.figures(brief),
        outlook=people.outlook_table(brief),
        fan=fan,
        fan_levels=tuple(numbers.number(level / scale, decimals) for _y, level in fan.levels),
        fan_caption=people.fan_caption(unit),
        drivers=people.drivers(brief),
        regions=people.regions(brief),
        whiskers=whiskers,
        ticks=tuple(numbers.percent(tick, 0, signed=True) for _x, tick in whiskers.ticks),
        sections=(planning.missing(brief), planning.invited(brief), planning.course(brief), since.since(brief, alone)),
        closing=tuple(_closing(brief)),
    )


def _origin(brief: Brief, alone: bool) -> list[str]:
    run = brief.run
    found = [_("Population of %(date)s") % {"date": formats.date_format(date(run.first_year, 1, 1))}]
    if run.published_until:
        found.append(_("newest figures published %(date)s") % {"date": formats.date_format(run.published_until)})
    if not alone:
        found.append(
            _("run %(run)s, made %(date)s")
            % {"run": run.id, "date": formats.date_format(timezone.localtime(run.created))}
        )
    return [*found, _("fingerprint %(print)s") % {"print": run.fingerprint}]


def _closing(brief: Brief) -> list[str]:
    run, grounds = brief.run, brief.grounds
    found = [
        _(
            "An interval “about 8 in 10” holds eight futures in ten: in one of ten the number lies below it, in one "
            "above. %(futures)s futures were drawn. The number before it is the median: half of the futures lie above."
        )
        % {"futures": numbers.number(run.trajectories)}
    ]
    if grounds.held:
        low, high = (numbers.number(share) for share in grounds.held)
        held = low if low == high else numbers.between(low, high)
        found.append(
            _("Made in earlier years, such intervals would have held %(held)s of 100 outcomes.") % {"held": held}
        )
    found.append(
        _(
            "Everything after 1 January %(base)s is forecast or estimated, no count. Figures, and the forecasts ours "
            "is compared with: %(publishers)s."
        )
        % {"base": run.first_year, "publishers": "; ".join(places.name(each) for each in grounds.publishers)}
    )
    if grounds.values:
        found.append(
            _(
                "Of %(values)s norms, prices and rules behind shortages and quotas %(assumed)s rest on an assumption; "
                "planning.json of the run names each."
            )
            % {"values": grounds.values, "assumed": grounds.assumed}
        )
    return found
