"""The addresses of the office, and some that fail in every way a program can, with a person's data in the message."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.project.urls import handler400, handler403, handler404, handler500  # noqa: F401
from qonys.office.project.urls import urlpatterns as office


def fall(request: HttpRequest, how: str, person: str) -> HttpResponse:
    told = person + request.GET.get("iin", "") + request.POST.get("iin", "")
    match how:
        case "value":
            int(f"{told}x")
        case "key":
            return HttpResponse({}[told])  # type: ignore[index]
        case "cause":
            try:
                raise LookupError(told)
            except LookupError as error:
                raise BadInput("not in the list", value=told) from error
        case "database":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO journal_stream (name, entries, head) VALUES (%s, NULL, %s)", [told, told])
        case "syntax":
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT '{told}' FROM nowhere_{told}")
        case "logged":
            logging.getLogger("qonys.office").warning("Somebody logs %s, e-mail %s@example.kz.", told, told)
        case "stream":
            return StreamingHttpResponse(pieces(told))
    return HttpResponse("done")


def pieces(told: str) -> Iterator[bytes]:
    yield b"first"
    raise ValueError(told)


urlpatterns = [path("fall/<str:how>/<str:person>", fall, name="fall"), *office]
