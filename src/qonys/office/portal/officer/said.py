"""One sentence that the next page says: what has just been done."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "said"


def say(request: HttpRequest, sentence: str) -> None:
    request.session[KEY] = sentence


def heard(request: HttpRequest) -> str:
    """What was said, once."""
    sentence: str = request.session.pop(KEY, "") if KEY in request.session else ""
    return sentence
