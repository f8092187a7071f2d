"""Questions about letters."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.letters import permissions
from qonys.office.casework.letters.codes import typed
from qonys.office.casework.letters.models import Letter, Print
from qonys.office.casework.letters.refusals import NotYetSet, UnknownLetter


def of_case(case: Case) -> QuerySet[Letter]:
    """The letters of a case that the asker may see, in the order they were issued."""
    return Letter.objects.filter(case=case)


def by_code(account: Any, code: str) -> Letter:
    """Raises UnknownLetter, also for one the asker may not see."""
    found = permissions.visible(account).select_related("case").filter(code=typed(code)).first()
    if found is None:
        raise UnknownLetter(_("There is no such letter among those you may see."))
    return found


def pdf(letter: Letter) -> bytes:
    """Raises NotYetSet while the worker is at it, or when what it said was erased."""
    found = Print.objects.filter(letter=letter).first()
    if found is None:
        raise NotYetSet(_("The letter is being prepared. Try again in a minute."))
    return bytes(found.content)
