"""Questions about the papers of a case. Every one begins at the cases the asker may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents.models import Document
from qonys.office.casework.documents.refusals import UnknownDocument


def stream(case: Case) -> str:
    """Of what officers found of the papers of a case."""
    return f"{case.stream}/files"


def of_case(case: Case) -> QuerySet[Document]:
    """The papers of a case the asker may see, in the order they came."""
    return case.documents.select_related("file", "person").order_by("id")


def document(account: Any, number: str, key: str) -> Document:
    """Raises UnknownCase or UnknownDocument."""
    case = cases.by_number(account, number)
    found = Document.objects.select_related("case", "file").filter(case=case, key=_uuid(key)).first()
    if found is None:
        raise UnknownDocument(_("There is no such paper in this case."))
    return found


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(str(key))
    except ValueError:
        return None
