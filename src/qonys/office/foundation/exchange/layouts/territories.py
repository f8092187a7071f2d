"""Districts, settlements and whatever else lies below the regions, which come with the country."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.paths import LONGEST, wholes
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches
from qonys.office.foundation.exchange import cells
from qonys.office.foundation.exchange.layout import Column, Layout, Looked, Taken, Values
from qonys.office.foundation.exchange.refusals import Wrong

REGIONS = 2  # steps of a path down to a region: those belong to the country pack
FIELDS = ("code", "name_kk", "name_ru", "name_en", "since", "until")


def path(cell: str) -> str:
    codes = [cells.code(each) for each in cell.strip("/").split("/")]
    return "".join(f"{each}/" for each in codes)


def look(values: Values, looked: Looked) -> None:
    """Raises Wrong."""
    within, found = values["within"], _path(values)
    if len(wholes(within)) < REGIONS:
        raise Wrong(_("Regions come with the country and are not imported."), _("Give the path of a region or below."))
    if within not in looked.keys and not Territory.objects.filter(path=within).exists():
        raise Wrong(
            _("There is no territory %(path)s.") % {"path": within},
            _("Write what it lies within in an earlier row, or correct the path."),
        )
    if found in looked.keys:
        raise Wrong(_("%(path)s is there in an earlier row.") % {"path": found}, _("Remove one of the two."))
    if len(found) > LONGEST:
        raise Wrong(_("The path is too long."), _("Use shorter codes."))
    if values["since"] and values["until"] and values["until"] <= values["since"]:
        raise Wrong(_("It would end before it begins."), _("Correct one of the days."))
    if not reaches(looked.account, Action.RUN, _known(within, looked), ""):
        raise Wrong(_("Your mandate does not reach there."), _("Ask an administrator whose mandate does."))
    looked.keys.add(found)


def take(values: Values, looked: Looked) -> Taken:
    """Add it, or correct what is there."""
    found = _path(values)
    before = Territory.objects.filter(path=found).first()
    row = Territory(path=found, **{name: values[name] for name in FIELDS})
    territories.add([row])
    return Taken(found, _told(before) if before else None, _told(row))


def undo(key: str, before: dict[str, Any] | None, after: dict[str, Any], account: Account) -> str:
    """As it was before, unless somebody changed it since or stands on it."""
    now = Territory.objects.filter(path=key).first()
    if now is None or _told(now) != after:
        return _("Changed since: left as it is.")
    if before is not None:
        territories.add([Territory(path=key, **_values(before))])
        return ""
    if Territory.objects.filter(path__startswith=key).exclude(path=key).exists():
        return _("Others lie within it: left as it is.")
    try:
        now.delete()
    except ProtectedError:
        return _("In use: left as it is.")
    return ""


def _path(values: Values) -> str:
    return f"{values['within']}{values['code']}/"


def _known(within: str, looked: Looked) -> str:
    """Of a path that this table adds, what is there already: mandates reach whatever lies below."""
    return next((each for each in reversed(wholes(within)) if each not in looked.keys), within)


def _told(row: Territory) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _values(told: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("since", "until")}
    return {**told, **days}


LAYOUT = Layout(
    key="territories",
    title=gettext_lazy("Districts and settlements"),
    action=Action.RUN,
    columns=(
        Column("within", gettext_lazy("path of what it lies within"), path, example="KZ/KZ-19/"),
        Column("code", gettext_lazy("its own code"), cells.code, example="196430100"),
        Column("name_kk", gettext_lazy("name in Kazakh"), cells.name, example="Сарыжаз"),
        Column("name_ru", gettext_lazy("name in Russian"), cells.name, example="Сарыжаз"),
        Column("name_en", gettext_lazy("name in English"), cells.name, example="Saryzhaz"),
        Column("since", gettext_lazy("its first day"), cells.day, needed=False, example="2022-06-08"),
        Column("until", gettext_lazy("the first day without it"), cells.day, needed=False),
    ),
    look=look,
    take=take,
    undo=undo,
)
