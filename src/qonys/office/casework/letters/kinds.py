"""The kinds of letters as a table: where a case must stand for each, and who may take one back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases.states import Status


class Kind(TextChoices):
    RECEIPT = "receipt", _("receipt of an application")
    REQUEST = "request", _("request for papers")
    TURNED_BACK = "turned_back", _("receipt of an application turned back")
    REFUSAL = "refusal", _("refusal with its reasons")
    GRANT = "grant", _("letter of a granted application")
    CERTIFICATE = "certificate", _("certificate")


@dataclass(frozen=True)
class Rule:
    """`statuses`: where the case must stand; `asked`: papers are being waited for; `act`: what the letter tells of."""

    statuses: frozenset[Status]
    act: str
    asked: bool = False
    once: bool = False  # one that counts, in each language


S = Status
GRANTED = frozenset({S.GRANTED, S.FOLLOWED, S.CLOSED})
RULES = {
    Kind.RECEIPT: Rule(frozenset(Status), "submit"),
    Kind.REQUEST: Rule(frozenset({S.RECEIVED, S.IN_REVIEW}), "ask", asked=True),
    Kind.TURNED_BACK: Rule(frozenset({S.TURNED_BACK}), "turn_back"),
    Kind.REFUSAL: Rule(frozenset({S.REFUSED}), "refuse"),
    Kind.GRANT: Rule(GRANTED, "grant"),
    Kind.CERTIFICATE: Rule(GRANTED, "grant", once=True),
}
