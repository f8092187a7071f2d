"""The events there are. A subscriber chooses by these names; publishing another is a defect."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PING = "qonys.ping"

TYPES: dict[str, Promise] = {
    PING: _("A test a subscriber asked for"),
    "qonys.forecast.made": _("A new forecast can be read"),
    "qonys.import.done": _("An import has been written"),
    "qonys.import.undone": _("An import has been undone"),
    "qonys.case.submitted": _("An application came in"),
    "qonys.case.forwarded": _("A case was put before the commission"),
    "qonys.case.asked": _("The applicant was asked for something"),
    "qonys.case.answered": _("The applicant answered"),
    "qonys.case.decided": _("A case was decided"),
    "qonys.case.appealed": _("A decision was appealed against"),
    "qonys.case.withdrawn": _("An application was withdrawn"),
    "qonys.case.closed": _("A case was closed"),
}
