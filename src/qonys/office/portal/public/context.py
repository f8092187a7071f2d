"""What every page's frame needs: where we are, the same page in the other languages, how numbers are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES = (
    ("start", _("The country")),
    ("compare", _("Regions")),
    ("planning", _("Planning")),
    ("services", _("For families")),
    ("checked", _("Forecast and outcome")),
    ("data", _("Data")),
    ("methods", _("How it works")),
)

# Pages that stand behind another in the head.
ROOMS = {"services": ("support", "status", "places", "settled", "open_account", "forgotten", "forgotten_code")}

# The pages of planning, in the order of the loop: address, name, and the question each answers.
PLANNING: tuple[tuple[str, Promise, Promise], ...] = (
    ("brief", _("Brief"), _("What should a minister know in four minutes?")),
    ("flows", _("Flows"), _("Who moves where, now and in the coming years?")),
    ("balance", _("Balance"), _("What will each region lack, how surely, and what would it cost?")),
    ("quotas", _("Quotas"), _("How many may be invited to which region, and why exactly so many?")),
    ("programmes", _("Programmes"), _("Which measures are on course, and which targets will be met?")),
    ("scenarios", _("Scenarios"), _("What would a policy change?")),
    ("scores", _("Scoreboard"), _("Do our forecasts beat the simplest guess?")),
)


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    short: str
    address: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    match = getattr(request, "resolver_match", None)
    name = (match.url_name if match else "") or ""
    room = name.partition("_")[0]  # scenarios_new belongs to scenarios
    in_planning = room in {page for page, _, _ in PLANNING}
    return {
        "languages": _languages(request, here),
        "pages": [
            (reverse(page), label, page == name or name in ROOMS.get(page, ()) or (page == "planning" and in_planning))
            for page, label in PAGES
        ],
        "section": [(reverse(page), label, page == room) for page, label, _ in PLANNING] if in_planning else [],
        "demonstration": settings.QONYS_DEMO,
        "number_group": formats.get_format("THOUSAND_SEPARATOR"),
        "number_decimal": formats.get_format("DECIMAL_SEPARATOR"),
    }


def _languages(request: HttpRequest, here: str) -> list[Language]:
    shorts = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}
    return [
        Language(code, name, shorts.get(code, code), _same_page(request, code), code == here)
        for code, name in settings.LANGUAGES
    ]


def _same_page(request: HttpRequest, language: str) -> str:
    """This page in another language; an address that is no page leads to that language's start."""
    path = request.get_full_path()
    other = translate_url(path, language)
    return other if other != path or path.startswith(f"/{language}/") else f"/{language}/"
