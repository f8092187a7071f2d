"""Shares in the reader's language; what is left open stays open."""

from __future__ import annotations

from django import template

from qonys.office.planning.wording import numbers

register = template.Library()
OPEN = "…"


@register.filter
def percent(share: float | None) -> str:
    return OPEN if share is None else numbers.percent(100 * share)
