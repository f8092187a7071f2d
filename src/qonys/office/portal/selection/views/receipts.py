"""Is this receipt whole, and do the rules give what it says? Asked by anybody; nothing that is shown is kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.letters.codes import typed
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.selection import checking, engine, keys, selectors
from qonys.office.casework.selection.checking import Checked
from qonys.office.casework.selection.engine import Question
from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.refusals import Locked
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.entrance.steps import address
from qonys.office.portal.officer import looked
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.selection import picture

LARGEST = 3 * 1024 * 1024
COMMAND = "qonys receipt verify receipt.json --key qonys-receipt-keys.json"
MARKS = {True: "✓", False: "✕", None: "?"}
ASKED = {
    Question.FORM: gettext_lazy("It is a receipt this program knows"),
    Question.SIGNATURE: gettext_lazy("This office signed it, and not a letter was changed since"),
    Question.RULES: gettext_lazy("The rules in it are those it was counted by"),
    Question.COUNT: gettext_lazy("The rules, applied again, give the same document, byte by byte"),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """With a file, with its text, or with the code."""
    if request.method != "POST":
        return _page(request)
    code = request.POST.get("code", "").strip()
    if code:
        found = typed(code)
        return redirect("receipt_check", found) if found else _page(request, letter=_("This is no code of a receipt."))
    content = _shown(request)
    if not content:
        return _page(request, letter=_("Choose the file, paste its text, or type the code."), status=422)
    if len(content) > LARGEST:
        return _page(request, letter=_("This file is larger than any receipt."), status=413)
    return _slowly(request, lambda: checking.by_file(content))


@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code leads to: the receipt this office keeps, counted again."""
    return _slowly(request, lambda: checking.by_code(code), code)


@require_safe
def published_keys(request: HttpRequest) -> HttpResponse:
    """The public keys of this office, for whoever counts receipts again without it."""
    answer = JsonResponse(engine.published(keys.public_keys().values()))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@applicants
@require_safe
def mine(request: HttpRequest, code: str, form: str) -> HttpResponse:
    return _given(request, code, form)


@officers
@require_safe
def of_office(request: HttpRequest, code: str, form: str) -> HttpResponse:
    return _given(request, code, form)


def _given(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The receipt as JSON, or as PDF in the language of the page."""
    try:
        receipt = selectors.by_code(request.user, code)
        content = selectors.file(receipt) if form == "json" else selectors.pdf(receipt, request.LANGUAGE_CODE)
    except CaseRefused as letter:
        if type(letter).__name__ == "NotYetSet":
            return render(request, "selection/not_yet.html", {"letter": str(letter)}, status=409)
        raise Http404(str(letter)) from None
    except Erased:
        raise Http404 from None
    if request.user.kind == "officer":
        looked.note(request, receipt.case.stream, looked.CASE_WORK)
    kind = "application/json" if form == "json" else "application/pdf"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="receipt-{receipt.code}.{form}"'
    return answer


def _shown(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is not None:
        return bytes(file.read(LARGEST + 1))
    return request.POST.get("text", "").strip().encode("utf-8", errors="replace")


def _slowly(request: HttpRequest, ask: Any, code: str = "") -> HttpResponse:
    """Counting costs something, and codes are not guessed here: who asks again and again must wait."""
    try:
        lockout.attempt("receipt", address(request))
        checked = ask()
    except Locked as letter:
        return _page(request, letter=str(letter), status=429)
    if checked is None:
        return _page(request, unknown=True, code=code, status=404)
    return _page(request, checked)


def _page(
    request: HttpRequest,
    checked: Checked | None = None,
    letter: str = "",
    status: int = 200,
    unknown: bool = False,
    code: str = "",
) -> HttpResponse:
    context = {
        "command": COMMAND,
        "letter": letter,
        "unknown": unknown,
        "code": code,
        **(_told(checked) if checked else {}),
    }
    shown = render(request, "selection/receipts.html", context, status=status)
    shown["X-Robots-Tag"] = "noindex"
    return shown


def _told(checked: Checked) -> dict[str, Any]:
    verdict = checked.verdict
    told: dict[str, Any] = {
        "checked": checked,
        "verdict": verdict,
        "answers": [(ASKED[each.question], each, MARKS[each.holds]) for each in verdict.answers],
    }
    if verdict.receipt is not None and verdict.answer(Question.COUNT).holds:
        body = verdict.receipt.body
        rules = rulesets.book(body.rules.key, verdict.receipt.rules).on(engine.day(body.law_on))
        told |= {"body": body, "law_on": engine.day(body.law_on), "picture": picture.drawn(body.result, rules)}
        told["facts"] = picture.table(body.inputs, rules, body.procedure)
        told["rules_title"] = picture.name(rules.titles)
    return told
