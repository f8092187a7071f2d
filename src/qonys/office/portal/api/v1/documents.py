"""The papers of a case: which there are, handing one in, getting one out. Getting one out is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Path, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents import selectors, services
from qonys.office.casework.documents.models import Document
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.files import selectors as files
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import BINARY, Room, gives
from qonys.office.portal.api.problems import unusable
from qonys.office.portal.api.shapes import After, Limit, Page, Shape
from qonys.office.portal.api.v1.cases import CaseNumber, caller_of, found
from qonys.office.registers.persons.models import Person

room = Room(tags=["documents"])
PaperKey = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]
CONTENT: dict[str, Any] = {
    "responses": {200: {"content": {BINARY: {"schema": {"type": "string", "format": "binary"}}}}}
}


class DocumentShape(Shape):
    """`person` is the key of who it is about, null for the whole family."""

    key: UUID
    paper: str
    person: UUID | None
    state: str
    reason: str
    media_type: str
    size: int
    sha256: str
    given: datetime


@room.get("/cases/{number}/documents", response=Page[DocumentShape], summary=gettext_lazy("The papers of a case"))
@needs(Action.SEE, own=True)
def list_documents(request: HttpRequest, number: CaseNumber, after: After, limit: Limit) -> dict[str, Any]:
    rows = selectors.of_case(found(request, number))
    return keyset.page(request, rows, ("id",), after, limit, _document)


@room.post(
    "/cases/{number}/documents", response={201: DocumentShape}, summary=gettext_lazy("Hand in a paper for a case")
)
@needs(Action.REGISTER, own=True)
def hand_in_document(
    request: HttpRequest,
    number: CaseNumber,
    paper: Annotated[PaperKey, Form()],
    file: Annotated[UploadedFile, File()],
    person: Annotated[UUID | None, Form(None)],
) -> Status[Any]:
    """PDF, JPEG, PNG or HEIC, told by its content. `paper` is one of the procedure's."""
    case = found(request, number)
    about = _person(case, person) if person else None
    made = services.hand_in(case, paper, file.name or "", file, by=caller_of(request).account, person=about)
    made.refresh_from_db()
    return Status(201, _document(made))


@room.get(
    "/cases/{number}/documents/{key}/content",
    response={200: None},
    summary=gettext_lazy("The content of a paper"),
    openapi_extra=CONTENT,
)
@needs(Action.SEE, own=True)
@gives(BINARY)
def document_content(request: HttpRequest, number: CaseNumber, key: Annotated[UUID, Path()]) -> FileResponse:
    """As bytes to be kept, never to be shown by a browser."""
    file = services.give_out(caller_of(request).account, number, str(key), purpose="api")
    return FileResponse(files.opened(file), as_attachment=True, filename=file.name, content_type=BINARY)


def _person(case: Case, key: UUID) -> Person:
    people = [case.applicant, *(each.person for each in case.members.select_related("person"))]
    about = next((each for each in people if each.key == key), None)
    if about is None:
        raise unusable("form", "person", "unknown", _("This person does not belong to the case."))
    return about


def _document(row: Document) -> DocumentShape:
    return DocumentShape(
        key=row.key,
        paper=row.paper,
        person=row.person.key if row.person else None,
        state=row.state,
        reason=row.reason,
        media_type=row.file.media_type,
        size=row.file.size,
        sha256=row.file.sha256,
        given=row.given,
    )
