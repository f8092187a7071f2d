"""Who is told that an offer has changed, inside its transaction: settings.QONYS_AFTER_OFFER names them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from qonys.office.casework.offers.models import Offer

Listener = Callable[[Offer, str], None]


def tell(offer: Offer, actor: str) -> None:
    for listener in _listeners(tuple(settings.QONYS_AFTER_OFFER)):
        listener(offer, actor)


@cache
def _listeners(names: tuple[str, ...]) -> tuple[Listener, ...]:
    return tuple(import_string(name) for name in names)
