"""Tables an officer brings along: handed in, tried without writing, taken, taken back within a day."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.exchange import services
from qonys.office.foundation.exchange.layout import Layout
from qonys.office.foundation.exchange.models import Import
from qonys.office.foundation.exchange.states import NEXT, State
from qonys.office.portal.officer import brought
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import whole_number

PAGE, SHOWN = 20, 200  # imports of a page; mistakes of one
BUSY = (State.CHECKING, State.WRITING, State.UNDOING)
FORMS = {
    "csv": (brought.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (brought.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was brought so far; a post brings another table."""
    known, letter = _allowed(request.user), ""
    if request.method == "POST":
        try:
            return redirect("office_import", _handed_in(request, known).pk)
        except Refused as refusal:
            letter = str(refusal)
    before = whole_number(request.GET.get("before", ""))
    found = _own(request.user)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    titles = {each.key: each.title for each in known}
    context = {
        "layouts": known,
        "chosen": request.POST.get("layout", ""),
        "rows": [(each, titles.get(each.layout, each.layout)) for each in rows[:PAGE]],
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else 0,
        "letter": letter,
    }
    return render(request, "officer/imports/imports.html", context, status=409 if letter else 200)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One table: what is wrong in it, or what became of it; a post takes it, or takes it back."""
    found, letter = _found(request.user, number), ""
    if request.method == "POST":
        do = services.undo if "undo" in request.POST else services.confirm
        try:
            do(found.pk, request.user)
            return redirect("office_import", number)
        except Refused as refusal:
            letter = str(refusal)
    context = _shown(request.user, _found(request.user, number)) | {"letter": letter}
    return render(request, "officer/imports/import.html", context, status=409 if letter else 200)


@officers
@require_safe
def state(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, alone: asked for again while the worker is at it."""
    return render(request, "officer/imports/_state.html", _shown(request.user, _found(request.user, number)))


@officers
@require_safe
def template(request: HttpRequest, key: str, form: str) -> HttpResponse:
    layout = next((each for each in _allowed(request.user) if each.key == key), None)
    if layout is None or form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    answer = HttpResponse(write(layout), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{key}.{form}"'
    return answer


def _allowed(account: Account) -> list[Layout]:
    """Raises PermissionDenied for who may bring none."""
    found = brought.allowed(account)
    if not found:
        raise PermissionDenied(_("You hold no mandate to bring tables. An administrator grants mandates."))
    return found


def _handed_in(request: HttpRequest, known: list[Layout]) -> Import:
    """Raises Refused."""
    layout = next((each for each in known if each.key == request.POST.get("layout")), None)
    file = request.FILES.get("file")
    if layout is None or file is None:
        raise Refused(_("Choose what the table holds, and the file."))
    return services.hand_in(request.user, layout.key, file.read())


def _own(account: Account) -> Any:
    return Import.objects.filter(account=account).select_related("job").defer("content").order_by("-pk")


def _found(account: Account, number: int) -> Import:
    """One's own alone: a table is nobody else's business, and its mistakes quote it."""
    found: Import | None = _own(account).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _shown(account: Account, found: Import) -> dict[str, Any]:
    titles = {each.key: each.title for each in brought.allowed(account)}
    late = found.finished is not None and timezone.now() - found.finished > services.UNDO_WITHIN
    busy = found.state in BUSY
    return {
        "import": found,
        "title": titles.get(found.layout, found.layout),
        "busy": busy,
        "percent": round(100 * (found.job.progress if found.job else 0)) if busy else 0,
        "faults": list(found.faults.all()[:SHOWN]) if found.state == State.FAULTY else [],
        "left": list(found.lines.exclude(remark="").order_by("row")[:SHOWN]),
        "taken": found.lines.filter(undone=None, after__isnull=False).exists(),
        "confirms": State.WRITING in NEXT[State(found.state)],
        "undoes": State.UNDOING in NEXT[State(found.state)] and not busy and not late,
    }
