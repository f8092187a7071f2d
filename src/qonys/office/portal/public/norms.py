"""What stands behind a balance, for the reader: norm, capacity and cost, each with its source or its assumption."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.planning.balances import grounds
from qonys.office.planning.balances.grounds import Ground, Service
from qonys.office.planning.balances.selectors import LABOUR
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name

LABELS: dict[str, Promise] = {
    "employed_share": gettext_lazy("People at work when labour is as short as it gets"),
    "activity": gettext_lazy("Who is in the labour force"),
    "vacancies": gettext_lazy("Vacant jobs"),
    "regions_rest": gettext_lazy("Demand of regions for which none was published"),
    "local_jobs": gettext_lazy("Jobs that follow people"),
    "participation": gettext_lazy("How the labour force may stray"),
    "demand_doubt": gettext_lazy("How sure the demand is"),
}
SHARES = ("employed_share", "vacancies", "local_jobs")  # told in per cent


@dataclass(frozen=True)
class Entry:
    """One line of "what these numbers rest on". `untranslated`: the source is told as it was written."""

    label: str
    says: str
    remark: str = ""
    source: str = ""
    untranslated: bool = False
    assumed: bool = False
    unverified: bool = False


@dataclass(frozen=True)
class Basis:
    """Everything one service's balance rests on."""

    key: str
    name: str
    entries: tuple[Entry, ...]


def bases(run: Run, first: str = "") -> tuple[Basis, ...]:
    """Every service, `first` before the others."""
    found = [_basis(run, service) for service in grounds.services(run).values()]
    return tuple(sorted(found, key=lambda basis: basis.key != first))


def norm(service: Service) -> str:
    """Places for each person aged 6-17: 1. Small norms are told per 100 or per 10,000 people."""
    if service.norm is None or service.norm.value is None:
        return ""
    value, by = service.norm.value, 1
    if value < 0.05:
        by = 10_000
    elif value < 1:
        by = 100
    told = {"number": numbers.short(value * by), "unit": name(service.unit), "base": numbers.number(by)}
    if service.ages == "0+":
        each, many = _("%(number)s %(unit)s for each person"), _("%(number)s %(unit)s for every %(base)s people")
    else:
        told["ages"] = service.ages.replace("-", "\N{EN DASH}")
        each = _("%(number)s %(unit)s for each person aged %(ages)s")
        many = _("%(number)s %(unit)s for every %(base)s people aged %(ages)s")
    return (each if by == 1 else many) % told


def _basis(run: Run, service: Service) -> Basis:
    entries = _labour(run) if service.key == LABOUR else _entries(service)
    money = grounds.unit_money(run, service.key)
    if service.cost and money is not None:
        told = numbers.price(money, grounds.currency(run))
        entries.append(_entry(_("Cost of one more"), told, service.cost))
    return Basis(service.key, name(service.names), tuple(entries))


def _entries(service: Service) -> list[Entry]:
    found = []
    if service.norm:
        found.append(_entry(_("Norm"), norm(service), service.norm))
    known = _("Published is what is missing in the country.") if service.missing_is_published else ""
    doubt = _("What there is today may be off by about %(share)s in a region.") % {
        "share": numbers.percent(100 * service.doubt)
    }
    remark = name(service.doubt_reason) if service.doubt_reason else ""
    found.append(Entry(_("What there is"), f"{known} {doubt}".strip(), remark, assumed=True))
    if service.offered and service.offered.value is not None:
        share = numbers.percent(100 * service.offered.value)
        found.append(_entry(_("Share of what is spare that newcomers can get in a year"), share, service.offered))
    return found


def _labour(run: Run) -> list[Entry]:
    """A balance of workers has no norm: jobs against the people who can fill them."""
    told = grounds.labour(run)
    says = _(
        "Needed: the jobs there are, filled and vacant, and from year to year the published demand for workers. "
        "There: people in the labour force who can be at work."
    )
    found = [replace(_entry(_("How workers are balanced"), says, told.demand), assumed=False)]
    keys = [key for key, _ground in told.parts]
    for key, ground in told.parts:
        value = numbers.percent(100 * ground.value, 1) if key in SHARES and ground.value is not None else ""
        label = str(LABELS.get(key, key))
        if keys.count(key) > 1 and ground.since:
            label = _("%(label)s, from %(year)s") % {"label": label, "year": ground.since.year}
        found.append(_entry(label, value, ground))
    return found


def _entry(label: str, says: str, ground: Ground) -> Entry:
    return Entry(
        label=label,
        says=says,
        remark=name(ground.assumption) if ground.assumption else "",
        source=name(ground.source) if ground.source else "",
        untranslated=ground.source is not None and ground.source.kk == ground.source.en,
        assumed=ground.assumption is not None,
        unverified=not ground.verified,
    )
