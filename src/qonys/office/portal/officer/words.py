"""Actions, roles and lines of the journal, as an officer reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.roles import ROLES, Action

ACTIONS = {
    Action.SEE: _("find and open files"),
    Action.HANDLE: _("take cases over and write notes"),
    Action.REGISTER: _("take applications in"),
    Action.CORRESPOND: _("write to applicants"),
    Action.FORWARD: _("put cases before the commission"),
    Action.CONVENE: _("convene the commission and keep its minutes"),
    Action.VOTE: _("vote in the commission"),
    Action.DECIDE: _("sign decisions"),
    Action.PAY: _("order payments"),
    Action.ALLOT: _("order places of the quotas"),
    Action.OFFER: _("enter dwellings, school places and jobs"),
    Action.FOLLOW: _("follow families after they have settled"),
    Action.SUPPORT: _("help families that agree to it"),
    Action.COUNT: _("see figures without persons"),
    Action.AUDIT: _("read the journal and who looked"),
    Action.LEGISLATE: _("write and approve rules of points"),
    Action.GRANT: _("grant and end mandates"),
    Action.RUN: _("keep the service running"),
}

# Lines of an account's own stream that its owner is shown.
EVENTS = {
    "opened": _("The account was opened"),
    "opened again": _("The account was opened again"),
    "closed": _("The account was closed"),
    "signed in": _("Signed in"),
    "signed out": _("Signed out"),
    "locked": _("Five wrong attempts in a row"),
    "second factor set up": _("A device was set up"),
    "recovery code used": _("Signed in with a recovery code"),
    "password changed": _("The password was changed"),
    "reset": _("An administrator gave a new start"),
}


def may(role: str) -> list[str]:
    """What a role allows, in the order of the table of actions."""
    return [str(label) for action, label in ACTIONS.items() if action in ROLES[role].may]
