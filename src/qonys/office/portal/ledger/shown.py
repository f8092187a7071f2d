"""How balances are shown: one bar for each territory, its parts in one order, and the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qonys.office.casework.ledger.kinds import kinds
from qonys.office.casework.ledger.models import Quota
from qonys.office.planning.wording.numbers import number
from qonys.office.planning.wording.places import by_name, name

# In the order in which a bar shows them: what is settled first, what is free last.
PARTS: Mapping[str, Promise] = {
    "used": gettext_lazy("used"),
    "reserved": gettext_lazy("reserved"),
    "frozen": gettext_lazy("frozen by an appeal"),
    "available": gettext_lazy("free"),
}


@dataclass(frozen=True)
class Part:
    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """`says`: the same for who does not see it."""

    name: str
    parts: tuple[Part, ...]
    free: str
    granted: str
    says: str


@dataclass(frozen=True)
class Row:
    """A quota in the table."""

    quota: Quota
    place: str
    which: str


def bars(quotas: Iterable[Quota]) -> list[Bar]:
    """By territory, in alphabetical order, on one scale."""
    found = sorted(quotas, key=lambda quota: quota.territory_id)
    groups = {path: list(rows) for path, rows in groupby(found, key=lambda quota: quota.territory_id)}
    most = max((sum(quota.granted for quota in rows) for rows in groups.values()), default=0)
    order = by_name({rows[0].territory_id: rows[0].territory for rows in groups.values()}.values())
    return [_bar(name(each.names), groups[each.pk], most) for each in order if most]


def totals(quotas: Iterable[Quota]) -> list[tuple[str, str]]:
    """Label and sum of what was given and of each part."""
    found = list(quotas)
    given = [(_("given by order"), number(sum(each.granted for each in found)))]
    return given + [(str(label), number(sum(getattr(each, key) for each in found))) for key, label in PARTS.items()]


def sentence(quotas: Iterable[Quota]) -> str:
    """What the picture says, in one sentence."""
    found = list(quotas)
    free, granted = (sum(getattr(each, key) for each in found) for key in ("available", "granted"))
    waiting = sum(each.waiting for each in found)
    told = {"free": number(free), "granted": number(granted)}
    first = _("%(free)s of %(granted)s places are free.") % told
    if not waiting:
        return first
    more = ngettext("%(count)s is on the waiting list.", "%(count)s are on the waiting list.", waiting)
    return f"{first} {more % {'count': number(waiting)}}"


def rows(quotas: Iterable[Quota]) -> list[Row]:
    return [Row(each, name(each.territory.names), which(each)) for each in quotas]


def which(quota: Quota) -> str:
    """Channel and occupation, if the quota is not for any."""
    told = (quota.channel and quota.get_channel_display(), quota.occupation and quota.get_occupation_display())
    return ", ".join(str(each) for each in told if each)


def kind_name(kind: str) -> str:
    known = kinds().get(kind)
    return name(known) if known else kind


def _bar(place: str, found: list[Quota], most: int) -> Bar:
    sums = {key: sum(getattr(each, key) for each in found) for key in PARTS}
    granted, start, parts = sum(each.granted for each in found), 0.0, []
    for key, units in sums.items():
        share = 100 * units / most
        if units:
            parts.append(Part(key, f"{start:.2f}%", f"{share:.2f}%"))
        start += share
    says = ", ".join(f"{PARTS[key]} {number(units)}" for key, units in sums.items() if units)
    return Bar(place, tuple(parts), number(sums["available"]), number(granted), says)
