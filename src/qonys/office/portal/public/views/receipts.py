"""Where a gateway tells what became of a message. It signs what it says; nobody else is listened to."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qonys.office.foundation.notices import receipts
from qonys.office.foundation.notices.refusals import BadReceipt, Unsigned


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """204 whether it is news or not, so that a gateway need not ask again."""
    moment, signature = request.headers.get("X-Qonys-Time", ""), request.headers.get("X-Qonys-Signature", "")
    try:
        receipts.take(provider, moment, signature, request.body)
    except Unsigned as letter:
        return HttpResponse(str(letter), status=403, content_type="text/plain")
    except (BadReceipt, RequestDataTooBig) as letter:
        return HttpResponse(str(letter), status=400, content_type="text/plain")
    return HttpResponse(status=204)
