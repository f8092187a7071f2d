"""Template tags of the applicants' pages: the telephone that helps, and how many notices are new."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings

from qonys.countries.support.entitlements import read_law_book
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.notices import selectors as notices

register = template.Library()


@register.simple_tag
def help_phone() -> str:
    """The number people call with questions; '' if the country's law of support names none."""
    return _phone(settings.QONYS_COUNTRY)


@register.simple_tag
def new_notices(account: Account) -> str:
    """How many the account has not seen, "99+" for many, and nothing for none."""
    count = notices.unread(account)
    return "99+" if count >= notices.MOST else str(count or "")


@cache
def _phone(country: str) -> str:
    try:
        offices = read_law_book(country).law.offices.values()
    except BadInput:
        return ""
    return next((each.phone for each in offices if each.phone), "")
