"""Why two entries may be one person, in words: the engine's ids of fields and levels in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Promise] = {
    "surname": _("Surname"), "given": _("Given name"), "patronymic": _("Patronymic"), "birth": _("Birth date"),
    "sex": _("Sex"), "place": _("Birth place"), "iin": _("IIN"), "document": _("Identity document"),
    "address": _("Address"), "phone": _("Telephone"), "names": _("Names together"),
}  # fmt: skip
LEVELS: dict[str, Promise] = {
    "same": _("the same, in whatever script"), "ending": _("the same but for its ending"),
    "near": _("a letter or two differ"), "exchanged": _("surname and given name changed places"),
    "sound": _("sounds alike"), "woman": _("differs; women change it when they marry"), "other": _("differs"),
    "part": _("one is the beginning of the other"), "swapped": _("day and month changed places"),
    "conventional": _("the year agrees; a day was put for want of a better one"), "digit": _("one digit differs"),
    "partly": _("only the year agrees, or only day and month"), "told_by_name": _("the given name says it already"),
    "together": _("names that often go together prove less"),
}  # fmt: skip
WIDEST = 30.0  # bits as wide as a bar gets


@dataclass(frozen=True)
class Line:
    """One piece of evidence: `bits` above nought speak for one person; `width` is that of its bar, 0 to 100."""

    field: Promise
    level: Promise
    bits: float
    width: int
    speaks_for: bool

    @property
    def told(self) -> str:
        return f"{self.bits:+.1f}"


def lines(why: Mapping[str, Any]) -> list[Line]:
    """The waterfall: what one knows before, each field, and what relatives take off. The bits add up."""
    told = [_line(_("Before any comparison"), _("hardly any two entries are one person"), why["start"])]
    told += [_line(FIELDS[field], LEVELS[level], bits) for field, level, bits in why["parts"]]
    return [*told, _line(_("Relatives"), _("brothers, sisters and twins are alike as well"), why["relatives"])]


def _line(field: Promise, level: Promise, bits: float) -> Line:
    return Line(field, level, round(bits, 1), round(min(abs(bits) / WIDEST, 1.0) * 100), bits >= 0)
