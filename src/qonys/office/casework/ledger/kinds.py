"""The words of the ledger: kinds of places as the country pack names them, channels, groups of occupations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qonys.countries.folders import pack_folder
from qonys.countries.official_quotas import read_streams
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.ledger.refusals import LedgerRefused


class Channel(TextChoices):
    """By which way people come; '' is any."""

    ANY = "", gettext_lazy("any channel")
    STATE = "state", gettext_lazy("state programme")
    AGREEMENT = "agreement", gettext_lazy("bilateral agreement")
    EMPLOYER = "employer", gettext_lazy("employer's own recruitment")


class Occupation(TextChoices):
    """Major groups of ISCO-08, which the national classifier follows; '' is any."""

    ANY = "", gettext_lazy("any occupation")
    MANAGERS = "1", pgettext_lazy("a group of occupations", "managers")
    PROFESSIONALS = "2", pgettext_lazy("a group of occupations", "professionals")
    TECHNICIANS = "3", pgettext_lazy("a group of occupations", "technicians and associate professionals")
    CLERKS = "4", pgettext_lazy("a group of occupations", "clerical support workers")
    SERVICES = "5", pgettext_lazy("a group of occupations", "service and sales workers")
    FARMERS = "6", pgettext_lazy("a group of occupations", "skilled agricultural workers")
    CRAFTS = "7", pgettext_lazy("a group of occupations", "craft and related trades workers")
    OPERATORS = "8", pgettext_lazy("a group of occupations", "plant and machine operators")
    ELEMENTARY = "9", pgettext_lazy("a group of occupations", "elementary occupations")


def kinds() -> Mapping[str, Names]:
    """Kinds of places of this country, in the order of its pack."""
    return _kinds(settings.QONYS_COUNTRY)


def checked(kind: str) -> str:
    """Raises LedgerRefused for a kind the country does not know."""
    if kind not in kinds():
        letter = _("There is no kind of places %(kind)s. Known are %(known)s.")
        raise LedgerRefused(letter % {"kind": kind, "known": ", ".join(kinds())})
    return kind


@cache
def _kinds(country: str) -> Mapping[str, Names]:
    return read_streams(pack_folder(country))
