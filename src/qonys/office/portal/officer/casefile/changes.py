"""What a newer version of a procedure changes, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases.differences import Difference, How, What
from qonys.office.planning.wording.places import name

SENTENCES: dict[tuple[What, How], Promise] = {
    (What.PAPER, How.ADDED): _("A paper is wanted that was not wanted before: %(name)s."),
    (What.PAPER, How.DROPPED): _("A paper is wanted no longer: %(name)s."),
    (What.PAPER, How.CHANGED): _("The rule for a paper changed: %(name)s."),
    (What.QUESTION, How.ADDED): _("The application asks a new question: %(name)s"),
    (What.QUESTION, How.DROPPED): _("A question is asked no longer: %(name)s"),
    (What.QUESTION, How.CHANGED): _("A question changed: %(name)s"),
    (What.GROUND, How.ADDED): _("A new ground of refusal: %(name)s."),
    (What.GROUND, How.DROPPED): _("No ground of refusal any more: %(name)s."),
    (What.GROUND, How.CHANGED): _("A ground of refusal changed: %(name)s."),
    (What.EVENT, How.ADDED): _("A new event after the decision: %(name)s."),
    (What.EVENT, How.DROPPED): _("No event after the decision any more: %(name)s."),
    (What.EVENT, How.CHANGED): _("An event after the decision changed: %(name)s."),
    (What.TERM, How.ADDED): _("A new term runs: %(name)s."),
    (What.TERM, How.DROPPED): _("A term runs no longer: %(name)s."),
    (What.TERM, How.CHANGED): _("A term is counted otherwise: %(name)s."),
    (What.EXTENSION, How.ADDED): _("The term may be extended."),
    (What.EXTENSION, How.DROPPED): _("The term may be extended no longer."),
    (What.EXTENSION, How.CHANGED): _("An extension has another length."),
    (What.QUORUM, How.CHANGED): _("The commission sits otherwise."),
}


def told_of(differences: Iterable[Difference]) -> list[str]:
    return [SENTENCES[each.what, each.how] % {"name": name(each.names) if each.names else ""} for each in differences]
