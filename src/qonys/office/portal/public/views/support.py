"""What is there for my family: a few questions, and the law's answer item by item. Nothing is kept."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.countries.support import words
from qonys.countries.support.entitlements import LawBook, describes_support, entitlements, next_steps, read_law_book
from qonys.countries.support.household import ABROAD
from qonys.office.planning.wording import places
from qonys.office.portal.public.entitled import STATES, sheet
from qonys.office.portal.public.questions import Questions


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    book = _book(settings.QONYS_COUNTRY)
    if book is None:
        return render(request, "public/support.html", {"form": None})
    asked = "who" in request.GET
    form = Questions(book, request.GET if asked else None)
    context: dict[str, Any] = {"form": form, "lead": places.name(book.law.question("lead").names)}
    if asked and form.is_valid():
        context |= _answered(book, form)
    extra = [form[name] for name in form.EXTRA]
    context |= {"extra": extra, "extra_open": any(field.errors or (asked and field.value()) for field in extra)}
    return render(request, "public/support.html", context)


def _answered(book: LawBook, form: Questions) -> dict[str, Any]:
    """The answer, or an error at the field it concerns: a region that did not exist on that day."""
    application = form.application()
    move = application.move
    for field, code in (("origin", move.origin), ("destination", move.destination)):
        if code != ABROAD and code not in book.territories.on(move.day):
            form.add_error(field, _("This region did not exist on that day. Choose a later day or another region."))
    if form.errors:
        return {}
    answer = entitlements(book, application)
    answers = (
        (_("Who applies?"), dict(form["who"].field.choices)[application.household.head.status]),
        (_("Moving from"), places.name(answer.origin)),
        (_("Moving to"), places.name(answer.destination)),
        (_("When?"), places.name(words.day(move.day))),
        (_("Who moves"), places.name(words.people(len(application.household.moving)))),
    )
    return {
        "sheet": sheet(answer, next_steps(book, application)),
        "answers": answers,
        "legend": tuple(STATES.values()),
    }


@cache
def _book(country: str) -> LawBook | None:
    """The law of the country this office serves, read once; None if its pack describes no support.

    A law that is there and cannot be read is no absence of law: the letter that names the row goes to the log, and the
    reader is told that something is wrong here.
    """
    return read_law_book(country) if describes_support(country) else None
