"""What will be missing, who may be invited, what is on course: in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import formats
from django.utils.translation import gettext as _

from qonys.office.planning.briefs.content import Brief
from qonys.office.planning.briefs.facts.course import Course, Watched
from qonys.office.planning.briefs.facts.invited import Invited, Stream
from qonys.office.planning.briefs.facts.missing import Missing, Service
from qonys.office.planning.briefs.told.shape import Section
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.wording import numbers, places, words
from qonys.office.planning.wording.tables import Column, Table

SERVICES, NAMED = 6, 3  # services told, and regions named for each of them
STREAMS = 14  # streams told
ALARMING = 5  # indicators named
SHIFTED = 3  # differences from the official quota named


def short_names(brief: Brief) -> dict[str, str]:
    """Every region's name, without the word most of them share."""
    return places.short_names(selectors.geography(brief.run).units)


def alone() -> str:
    """What a run without planning's tables says in their place."""
    return _("This run holds a forecast alone. Turn the whole loop to see it here: qonys cycle.")


def missing(brief: Brief) -> Section:
    found = brief.missing
    if found is None:
        return Section("missing", _("What will be missing"), (), note=alone())
    largest = found.services[0]
    says = [
        _("Closing every gap on 1 January %(year)s would cost about %(cost)s; the largest part: %(service)s, %(part)s.")
        % {
            "year": found.year,
            "cost": numbers.expected_money(found.cost, found.currency),
            "service": places.name(largest.names),
            "part": numbers.expected_money(largest.cost, found.currency),
        }
    ]
    if spared := [places.name(service.names) for service in found.services if not service.regions]:
        says.append(_("Nowhere likelier than not to be short: %(services)s.") % {"services": ", ".join(spared)})
    return Section(
        "missing",
        _("What will be missing in %(year)s") % {"year": found.year},
        tuple(says),
        _missing_table(brief, found),
        note=_(
            "In brackets about 8 in 10; minus: to spare. A surplus in one region closes no gap in another. Costs are "
            "expected values at the prices of today."
        ),
    )


def _missing_table(brief: Brief, found: Missing) -> Table | None:
    told = [service for service in found.services if service.regions][:SERVICES]
    rows = [row for service in told for row in _service_rows(brief, found, service)]
    if not rows:
        return None
    columns = (
        Column(_("Service"), numeric=False),
        Column(_("Where"), numeric=False),
        Column(_("Missing")),
        Column(_("Probability of a shortage"), numeric=False, wide=True),
        Column(_("Cost of closing")),
    )
    return Table(_("The surest and largest shortages"), columns, tuple(rows))


def _service_rows(brief: Brief, found: Missing, service: Service) -> Iterator[tuple[str, ...]]:
    """The country first, then the regions where a shortage is surest."""
    short = short_names(brief)
    name, unit = places.name(service.names), places.name(service.unit)
    very_likely = _("very likely in %(count)s of %(all)s regions") % {
        "count": service.very_likely,
        "all": found.regions,
    }
    amount = _("expected %(amount)s %(unit)s") % {"amount": numbers.expected(service.unmet), "unit": unit}
    yield (
        name,
        places.name(brief.nation.names),
        amount,
        very_likely,
        numbers.expected_money(service.cost, found.currency),
    )
    for each in service.regions[:NAMED]:
        estimate = numbers.people(each.gap)
        yield (
            name,
            short[each.place.code],
            f"{estimate.with_unit} ({estimate.interval})",
            words.chance(each.probability),
            numbers.expected_money(each.cost, found.currency),
        )


def invited(brief: Brief) -> Section:
    found = brief.invited
    if found is None:
        note = (
            alone() if brief.missing is None else _("This country sets no quotas, or none that the forecast reaches.")
        )
        return Section("invited", _("Who may be invited"), (), note=note)
    return Section(
        "invited",
        _("Who may be invited in %(year)s") % {"year": found.following},
        tuple(_compared(brief, found)),
        _streams_table(brief, found),
        note=_("A proposal from needs and room; the decision is the government's. –: no official quota was published."),
    )


def _compared(brief: Brief, found: Invited) -> Iterator[str]:
    """The official quota of the current year against what the method would have proposed for it."""
    if found.confirmed is not None:
        short = short_names(brief)
        shifts = "; ".join(
            _("%(stream)s, %(region)s: official %(official)s, proposed %(proposed)s")
            % {
                "stream": places.name(each.stream),
                "region": short[each.place.code],
                "official": numbers.number(each.official),
                "proposed": numbers.number(each.proposed),
            }
            for each in found.differences[:SHIFTED]
            if each.official != each.proposed
        )
        share = numbers.percent(100 * found.confirmed)
        if shifts:
            yield _(
                "Of the official places of %(year)s whose region is known the method would leave %(share)s where they "
                "are. Largest differences: %(shifts)s."
            ) % {"year": found.current, "share": share, "shifts": shifts}
    for bound in found.bounds:
        yield _("%(bound)s: %(proposed)s proposed, the law allows %(most)s.") % {
            "bound": places.name(bound.names),
            "proposed": numbers.number(bound.proposed),
            "most": numbers.number(bound.most),
        }


def _streams_table(brief: Brief, found: Invited) -> Table:
    short = short_names(brief)
    columns = (
        Column(_("Stream"), numeric=False),
        Column(_("Official %(year)s") % {"year": found.current}),
        Column(_("Proposed %(year)s") % {"year": found.following}),
        Column(_("Most goes to"), numeric=False),
        Column(_("Main reason"), numeric=False, wide=True),
    )
    return Table(_("Persons by stream"), columns, tuple(_stream(stream, short) for stream in found.streams[:STREAMS]))


def _stream(stream: Stream, short: Mapping[str, str]) -> tuple[str, ...]:
    official = "–" if stream.official is None else numbers.number(stream.official)
    if stream.largest is None:
        return places.name(stream.names), official, numbers.number(stream.proposed), "–", "–"
    line = f"{short[stream.largest.place.code]}: {numbers.number(stream.largest.persons)}"
    reason = places.name(stream.largest.reason) if stream.largest.reason else "–"
    return places.name(stream.names), official, numbers.number(stream.proposed), line, reason


def course(brief: Brief) -> Section:
    found = brief.course
    title = _("What is on course")
    if found is None:
        note = alone() if brief.missing is None else _("This country has no programme with indicators yet.")
        return Section("course", title, (), note=note)
    says = _(
        "Indicators of programmes: %(all)s. Behind: %(behind)s; needing attention: %(watch)s; "
        "on course: %(on_course)s; for %(unknown)s a target or a reading was not published."
    ) % {
        "all": len(found.watched),
        **{alarm: found.count(alarm) for alarm in ("behind", "watch", "on_course", "unknown")},
    }
    return Section("course", title, (says,), _course_table(found))


def _course_table(found: Course) -> Table | None:
    rows = tuple(_watched(found, each) for each in found.watched if each.alarm != "unknown")[:ALARMING]
    columns = (
        Column(_("Indicator"), numeric=False, wide=True),
        Column(_("Reached"), numeric=False),
        Column(_("Target"), numeric=False),
        Column(_("Standing"), numeric=False, wide=True),
    )
    return Table(_("Indicators with a target, the most alarming first"), columns, rows) if rows else None


def _watched(found: Course, each: Watched) -> tuple[str, ...]:
    name = places.name(each.names)
    owner = f"{name} ({places.name(each.owner)})" if each.owner else name
    reached = "–" if each.actual is None else _amount(each.actual)
    if each.as_of is not None:
        reached = f"{reached} · {formats.date_format(each.as_of, 'SHORT_DATE_FORMAT')}"
    target = "–" if each.target is None else f"{_amount(each.target)} {places.name(each.unit)} · {each.target_year}"
    standing = places.name(found.alarms[each.alarm])
    if each.probability is not None:
        standing = _("%(standing)s; meeting the target: %(chance)s") % {
            "standing": standing,
            "chance": words.chance(each.probability),
        }
    return owner, reached, target, standing


def _amount(value: float) -> str:
    return numbers.number(value, 0 if value == round(value) else 1)
