"""The same key, the same answer: a request that is sent twice, because the first answer was lost, has one effect.

The key is written in the transaction of the effect: two at once wait for each other, and a refusal leaves no key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.portal.api.models import Remembered
from qonys.office.portal.api.problems import Problem, unusable

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,200}")
KEPT = timedelta(hours=24)


def once(request: HttpRequest, account: Account, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the request, or give the answer of its first time. Raises Problem for a key used for another request."""
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        raise unusable("header", HEADER, "pattern", _("A key is 1 to 200 Latin letters, digits and signs, no spaces."))
    wanted = _digest(request)
    Remembered.objects.filter(account=account, key=key, at__lt=timezone.now() - KEPT).delete()
    with transaction.atomic():
        kept = _begun(account, key, wanted)
        if kept is None:
            return _again(account, key, wanted)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            kept.status, kept.body = response.status_code, response.content.decode()
            kept.save(update_fields=["status", "body"])
    return response


def _begun(account: Account, key: str, digest: str) -> Remembered | None:
    try:
        with transaction.atomic():
            return Remembered.objects.create(account=account, key=key, digest=digest)
    except IntegrityError:
        return None


def _again(account: Account, key: str, digest: str) -> HttpResponse:
    kept = Remembered.objects.get(account=account, key=key)
    if kept.digest != digest:
        raise Problem("key-reused")
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json; charset=utf-8")
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    made = hashlib.sha256(f"{request.method} {request.get_full_path()} {_kind(request)}\n".encode())
    made.update(request.body)
    return made.hexdigest()


def _kind(request: HttpRequest) -> str:
    """Of multipart with its boundary: a body sent again unchanged has the same."""
    return request.headers.get("Content-Type", "")
