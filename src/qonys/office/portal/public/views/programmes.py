"""Programmes: which measures are on course, who answers for them, and which targets will be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qonys.countries.sorting import sort_key
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.programmes import datasets
from qonys.office.planning.programmes import selectors as programmes_
from qonys.office.planning.programmes.selectors import Measure, Programme
from qonys.office.planning.wording.places import name
from qonys.office.portal.public import exports, targets
from qonys.office.portal.public.alone import forecast_alone
from qonys.office.portal.public.drawing.course import pictures
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.targets import Told

Family = tuple[Told, ...]  # indicators that count one subject, each by its own definition


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see; empty is everything."""

    owner: str = ""
    alarm: str = ""

    def wants(self, told: Told) -> bool:
        return self.owner in ("", told.indicator.owner) and self.alarm in ("", told.alarm)

    def wants_measure(self, measure: Measure) -> bool:
        """A measure without indicators has no alarm: it shows where only its owner is asked for."""
        return not self.alarm and self.owner in ("", measure.owner)


@require_safe
@with_run
def programmes(request: HttpRequest, run: Run) -> HttpResponse:
    if not programmes_.holds(run):
        return forecast_alone(request, run, _("Programmes"))
    owners, alarms = programmes_.owners(run), programmes_.alarms(run)
    given = request.GET
    asked = Asked(
        given.get("owner", "") if given.get("owner") in owners else "",
        given.get("alarm", "") if given.get("alarm") in alarms else "",
    )
    sections = [_section(run, programme, asked) for programme in programmes_.programmes(run)]
    told = {(each.indicator.programme, each.indicator.key): each for s in sections for each in s["told"]}
    everything = [told[each.programme, each.key] for each in programmes_.indicators(run)]
    context = {
        "run": run,
        "asked": asked,
        "headline": _headline(everything),
        "counts": [_count(asked, everything, alarm, name(alarms[alarm])) for alarm in programmes_.ALARMS],
        "owners": sorted(((key, name(names)) for key, names in owners.items()), key=lambda o: sort_key(o[1])),
        "alarms": [(alarm, name(alarms[alarm])) for alarm in programmes_.ALARMS],
        "overview": [each for each in everything if asked.wants(each)],
        "all": len(everything),
        "sections": sections,
    }
    return render(request, "public/programmes.html", context)


@require_safe
@with_run
def table(request: HttpRequest, run: Run, table: str, form: str) -> HttpResponse:
    if table not in datasets.TABLES or not programmes_.holds(run):
        raise Http404(table)
    return exports.response(run, datasets.TABLES[table], f"qonys-{run.id}-programmes-{table}", form)


def _section(run: Run, programme: Programme, asked: Asked) -> dict[str, Any]:
    """One programme: its directions with those measures and indicators that are asked for."""
    families = _families(run, programme)
    wanted = [family for family in families if any(asked.wants(each) for each in family)]
    placed: set[str] = set()
    directions = []
    for direction in programme.directions:
        measures = []
        for measure in direction.measures:
            own = [f for f in wanted if _of(f, measure) and f[0].anchor not in placed]
            placed |= {family[0].anchor for family in own}
            if own or asked.wants_measure(measure):
                measures.append(_measure(run, measure, own))
        if measures:
            directions.append({"key": direction.key, "name": name(direction.names), "measures": measures})
    return {
        "programme": programme,
        "name": name(programme.names),
        "act": name(programme.act) if programme.act else "",
        "source": name(programme.source) if programme.source else "",
        "note": name(programme.note) if programme.note else "",
        "share_source": name(programme.share_done_source) if programme.share_done_source else "",
        "share_done": None if programme.share_done is None else targets.share(programme.share_done),
        "directions": directions,
        "rest": [family for family in wanted if family[0].anchor not in placed],
        "told": [each for family in families for each in family],
        "shown": bool(directions or wanted) or asked == Asked(),
    }


def _families(run: Run, programme: Programme) -> list[Family]:
    found = []
    for family in programmes_.families(programme):
        drawn = pictures(family, programme.ends)
        found.append(tuple(targets.told(run, each, drawn.get(each.key)) for each in family))
    return found


def _of(family: Family, measure: Measure) -> bool:
    return any(each.indicator.key in measure.indicators for each in family)


def _measure(run: Run, measure: Measure, families: list[Family]) -> dict[str, Any]:
    return {
        "key": measure.key,
        "name": name(measure.names),
        "owner": name(measure.owner_names),
        "due": measure.due,
        "passed": measure.due is not None and measure.due < run.created.date(),
        "done": None if measure.done is None else targets.share(measure.done),
        "source": name(measure.source) if measure.source else "",
        "families": families,
        "counted": bool(measure.indicators),
    }


def _headline(everything: list[Told]) -> str:
    """What needs a manager, of how many."""
    behind = sum(each.alarm in ("behind", "watch") for each in everything)
    unknown = sum(each.alarm == "unknown" for each in everything)
    told = ngettext(
        "%(count)d of %(all)s indicators needs attention",
        "%(count)d of %(all)s indicators need attention",
        behind,
    ) % {"count": behind, "all": len(everything)}
    if not unknown:
        return told
    more = ngettext(
        "of %(count)d not enough was published to judge", "of %(count)d not enough was published to judge", unknown
    )
    return f"{told}; {more % {'count': unknown}}"


def _count(asked: Asked, everything: list[Told], alarm: str, label: str) -> dict[str, Any]:
    """How many stand so, and the address that shows only those (or everything again)."""
    query = {"owner": asked.owner, "alarm": "" if asked.alarm == alarm else alarm}
    return {
        "key": alarm,
        "label": label,
        "sign": targets.SIGNS[alarm],
        "count": sum(each.alarm == alarm for each in everything),
        "address": "?" + urlencode({key: value for key, value in query.items() if value}),
        "current": asked.alarm == alarm,
    }
