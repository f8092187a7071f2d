"""Tables from outside: hand in, see what is wrong, have it written, have it undone within a day."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Status
from ninja.files import UploadedFile

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.foundation.exchange import services
from qonys.office.foundation.exchange.layout import Layout, layout, layouts
from qonys.office.foundation.exchange.models import Fault, Import
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Code, Limit, Number, Page, Shape

room = Room(tags=["imports"])


class ColumnShape(Shape):
    name: str
    means: str
    needed: bool
    example: str


class LayoutShape(Shape):
    key: str
    title: str
    columns: list[ColumnShape]


class ImportShape(Shape):
    number: int
    layout: str
    state: str
    rows: int
    faults: int
    letter: str
    job: int | None
    created: datetime
    finished: datetime | None


class FaultShape(Shape):
    row: int
    column: str
    value: str
    problem: str
    remedy: str


@room.get("/import-layouts", response=Page[LayoutShape], summary=gettext_lazy("Tables that can be imported"))
def list_layouts(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    return keyset.stretch(request, list(layouts().values()), after, limit, _layout, path=request.path)


@room.post("/imports", response={202: ImportShape}, summary=gettext_lazy("Hand in a table to be checked"))
@needs(Action.RUN, Action.REGISTER)
def hand_in_import(
    request: HttpRequest, layout_key: Annotated[Code, Form(alias="layout")], file: Annotated[UploadedFile, File()]
) -> Status[Any]:
    """CSV in UTF-8, or XLSX. Nothing is written before it is confirmed."""
    account, kind = request.caller.account, layout(layout_key)  # type: ignore[attr-defined]
    if not in_force(account, kind.action).exists():
        raise Problem("forbidden", _("This needs a mandate that allows imports."))
    return Status(202, _import(services.hand_in(account, layout_key, file.read())))


@room.get("/imports", response=Page[ImportShape], summary=gettext_lazy("My imports"))
@needs(Action.RUN, Action.REGISTER)
def list_imports(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    """The newest first."""
    return keyset.page(request, _own(request), ("-id",), after, limit, _import)


@room.get("/imports/{number}", response=ImportShape, summary=gettext_lazy("One import of mine"))
@needs(Action.RUN, Action.REGISTER)
def one_import(request: HttpRequest, number: Number) -> ImportShape:
    return _import(_found(request, number))


@room.get("/imports/{number}/faults", response=Page[FaultShape], summary=gettext_lazy("What is wrong in a table"))
@needs(Action.RUN, Action.REGISTER)
def list_faults(request: HttpRequest, number: Number, after: After, limit: Limit) -> dict[str, Any]:
    """Row, column, value, what is wrong and what to do: the first thousand."""
    rows = Fault.objects.filter(of=_found(request, number))
    return keyset.page(request, rows, ("id",), after, limit, _fault)


@room.post("/imports/{number}/confirm", response={202: ImportShape}, summary=gettext_lazy("Have a table written"))
@needs(Action.RUN, Action.REGISTER)
def confirm_import(request: HttpRequest, number: Number) -> Status[Any]:
    found = _found(request, number)
    return Status(202, _import(services.confirm(found.pk, found.account)))


@room.post("/imports/{number}/undo", response={202: ImportShape}, summary=gettext_lazy("Have an import undone"))
@needs(Action.RUN, Action.REGISTER)
def undo_import(request: HttpRequest, number: Number) -> Status[Any]:
    """Within a day. What somebody changed since is left as it is."""
    found = _found(request, number)
    return Status(202, _import(services.undo(found.pk, found.account)))


def _own(request: HttpRequest) -> Any:
    account = request.caller.account  # type: ignore[attr-defined]
    return Import.objects.filter(account=account).select_related("account").defer("content")


def _found(request: HttpRequest, number: int) -> Import:
    found: Import | None = _own(request).filter(pk=number).first()
    if found is None:
        raise Problem("not-found")
    return found


def _import(row: Import) -> ImportShape:
    return ImportShape(
        number=row.pk,
        layout=row.layout,
        state=row.state,
        rows=row.rows,
        faults=row.faulty,
        letter=row.letter,
        job=row.job_id,
        created=row.created,
        finished=row.finished,
    )


def _fault(row: Fault) -> FaultShape:
    return FaultShape(row=row.row, column=row.column, value=row.value, problem=row.problem, remedy=row.remedy)


def _layout(kind: Layout) -> LayoutShape:
    columns = [
        ColumnShape(name=each.name, means=str(each.means), needed=each.needed, example=each.example)
        for each in kind.columns
    ]
    return LayoutShape(key=kind.key, title=str(kind.title), columns=columns)
