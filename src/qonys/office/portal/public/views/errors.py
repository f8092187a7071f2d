"""Pages for when something is not as it should be: what happened, what is safe, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("This page does not exist"),
        _("The address may be mistyped, or the page may have moved. Nothing is lost."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("The request could not be understood"),
        _("Something in the address or form is not as expected. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("This is not open to you"),
        str(exception or "")
        or _("Starting and cancelling work is for the operators of this service. All results are open."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("The error was recorded. The data is safe: finished forecasts are never changed. Try again in a minute."),
    )


def damaged(request: HttpRequest, letter: str) -> HttpResponse:
    """A run on disk cannot be read; the letter tells the operator which file and what to do."""
    return _page(request, 503, _("The forecast cannot be read"), letter)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "public/error.html", {"status": status, "title": title, "text": text}, status=status)
