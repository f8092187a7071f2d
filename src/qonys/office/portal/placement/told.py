"""Placement in words: why a place was chosen, what was lacking elsewhere, what one more school would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qonys.office.casework.offers.models import Kind
from qonys.office.casework.placement.models import Hold, Placing
from qonys.office.foundation.authority.models import Territory
from qonys.office.planning.wording.numbers import number
from qonys.office.planning.wording.places import name

RANKS: Mapping[int, Promise] = {
    0: gettext_lazy("a place you did not name"),
    1: gettext_lazy("your first choice"),
    2: gettext_lazy("your second choice"),
    3: gettext_lazy("your third choice"),
}
LACKS: Mapping[str, Promise] = {
    "school": gettext_lazy("school places"),
    "kindergarten": gettext_lazy("kindergarten places"),
    "job": gettext_lazy("a job"),
    "quota": gettext_lazy("places in the quota"),
}
PARTS: Mapping[str, Promise] = {
    "choice": gettext_lazy("its choice"),
    "own_work": gettext_lazy("a job in its own occupation"),
    "outlook": gettext_lazy("how families like it fare there"),
}
GROUPS: Mapping[str, Promise] = {
    "sex": gettext_lazy("By sex of the applicant"),
    "origin": gettext_lazy("By region they come from"),
    "size": gettext_lazy("By size of the household"),
}


@dataclass(frozen=True)
class Names:
    """Territories by path, read once for a page."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, paths: Iterable[str]) -> Names:
        rows = Territory.objects.filter(pk__in=set(paths))
        return cls({row.pk: name(row.names) for row in rows})

    def __getitem__(self, path: str) -> str:
        return self.known.get(path, path)


def paths_in(placings: Iterable[Placing]) -> set[str]:
    """Every place the reasons of these families speak of."""
    found = {each.place_id for each in placings if each.place_id}
    return found | {other["place"] for each in placings for other in each.reasons.get("others", ())}


def reasons(placing: Placing, names: Names) -> list[str]:
    """Sentence by sentence: what was lacking at the places that would have suited better, then what was chosen."""
    locked = bool(
        placing.reasons.get("locked")
    )  # what would have suited better says nothing of a commission's own word
    told = [] if locked else [_lacked(other, names) for other in placing.reasons.get("others", ())]
    if placing.place_id is None:
        waits = _("No place was ready that has room for the whole family, so it waits for the next round.")
        return [_("The commission left this family for a later round.")] if locked else [*told, waits]
    rank = int(placing.reasons.get("rank", 0))
    chosen = _("Chosen: %(place)s, %(choice)s.") % {"place": names[placing.place_id], "choice": RANKS[min(rank, 3)]}
    why = [chosen, _("The commission placed this family there itself.")] if locked else [*told, chosen]
    return [*why, worth] if (worth := value(placing)) else why


def value(placing: Placing) -> str:
    """“Worth 165 points: 100 for its choice, 30 for …”: the parts add up."""
    found = {key: points for key, points in placing.reasons.get("parts", {}).items() if points}
    if not found:
        return ""
    told = "; ".join(f"{PARTS[key]}: {number(points)}" for key, points in found.items())
    return _("Points of worth: %(sum)s (%(parts)s).") % {"sum": number(placing.reasons["gain"]), "parts": told}


def lacking(resource: str) -> str:
    """A dwelling with so many rooms, school places, a job."""
    if resource.startswith("dwelling"):
        rooms = int(resource.removeprefix("dwelling"))
        return ngettext("a dwelling with %(rooms)d room", "a dwelling with %(rooms)d rooms", rooms) % {"rooms": rooms}
    return str(LACKS.get(resource, resource))


def scarce(rows: Sequence[Mapping[str, Any]], names: Names) -> list[str]:
    """“300 more school places in X would place 41 more families.”"""
    return [_scarce(row, names[row["place"]]) for row in rows if row["families"] > 0 or row["points"] > 0]


def promises(holds: Iterable[Hold]) -> list[str]:
    """What waits for the family, from which day, shown by what."""
    return [_promise(hold) for hold in holds]


def fairness(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """By dimension: groups with rounded counts and shares."""
    names = Names.of(row["group"] for row in rows if row["dimension"] == "origin")
    sexes = {"male": _("men"), "female": _("women")}
    told = []
    for key, label in GROUPS.items():
        lines = [
            dict(row) | {"name": sexes.get(row["group"], names[row["group"]]), "share": _share(row)}
            for row in rows
            if row["dimension"] == key
        ]
        told.append((str(label), lines))
    return told


def _share(row: Mapping[str, Any]) -> str:
    return f"{number(100 * row['invited'] / row['families'])} %" if row["families"] else "–"


def _lacked(other: Mapping[str, Any], names: Names) -> str:
    facts = {"place": names[other["place"]], "choice": RANKS[min(int(other["rank"]), 3)]}
    things = ", ".join(lacking(each) for each in other["lacking"])
    if not things:
        return _("%(place)s, %(choice)s: another family gains more there.") % facts
    if other["until"]:
        day = date_format(date.fromisoformat(other["until"]), "DATE_FORMAT")
        return _("%(place)s, %(choice)s, lacks until %(day)s: %(things)s.") % (facts | {"day": day, "things": things})
    return _("%(place)s, %(choice)s, lacks: %(things)s.") % (facts | {"things": things})


def _scarce(row: Mapping[str, Any], place: str) -> str:
    resource, units = str(row["resource"]), int(row["units"])
    if resource.startswith("dwelling"):
        rooms = int(resource.removeprefix("dwelling"))
        what = _("dwellings with %(rooms)d rooms or more") % {"rooms": rooms}
    else:
        what = str({"job": _("jobs")}.get(resource, LACKS.get(resource, resource)))
    facts = {"units": number(units), "what": what, "place": place, "families": number(row["families"])}
    if row["families"] > 0:
        return (
            ngettext(
                "%(place)s: with %(units)s more (%(what)s), %(families)s more family would be placed.",
                "%(place)s: with %(units)s more (%(what)s), %(families)s more families would be placed.",
                row["families"],
            )
            % facts
        )
    return _("%(place)s: with %(units)s more (%(what)s), no more families would be placed, but some better.") % facts


def _promise(hold: Hold) -> str:
    offer, facts = hold.offer, {"number": hold.number, "place": name(hold.offer.territory.names)}
    facts |= {"day": date_format(offer.ready, "DATE_FORMAT"), "rooms": offer.rooms, "occupation": offer.occupation}
    texts = {
        Kind.DWELLING: _("A dwelling, number of rooms: %(rooms)s, in %(place)s, ready from %(day)s"),
        Kind.SCHOOL: _("School places: %(number)s, in %(place)s, from %(day)s"),
        Kind.KINDERGARTEN: _("Kindergarten places: %(number)s, in %(place)s, from %(day)s"),
        Kind.JOB: _("A job: %(occupation)s, in %(place)s, from %(day)s"),
    }
    return texts[Kind(offer.kind)] % facts
