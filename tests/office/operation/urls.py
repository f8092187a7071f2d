"""The addresses of the office, one that writes, and some that fail with a person's data in the message."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.services import notify
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


@csrf_exempt
def write(request: HttpRequest, key: str) -> HttpResponse:
    """One change with its line and its notice; asked again with the same key, it has been done."""
    with transaction.atomic():
        if not Notice.objects.filter(key=key).exists():
            account = Account.objects.get(login="aigul")
            stream = f"case:{zlib.crc32(key.encode()) % 5}"
            append(stream, "told", {"key": key}, actor=account.actor)
            notify(account, "application_received", {"number": key}, about=stream, key=key)
    return HttpResponse(status=201)


urlpatterns = [path("write/<str:key>", write), path("fall/<str:how>/<str:person>", fall, name="fall"), *office]
