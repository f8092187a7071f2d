"""The pages of an officer, in one place: a new room of the office adds its line here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name of the address, and how the navigation calls it. `office_case_act` and `office_cases_export` belong to
# `office_cases`: a page is current for every name that begins with its own, or with its singular.
OFFICE_PAGES: tuple[tuple[str, Promise], ...] = (
    ("office", _("My office")),
    ("office_cases", _("Cases")),
    ("office_commission", _("Commission")),
    ("office_quotas", _("Quotas")),
    ("office_placement", _("Placement")),
    ("office_appeals", _("Appeals")),
    ("office_settled", _("Settled families")),
    ("office_persons", _("Persons")),
    ("office_same", _("One person, one entry")),
    ("office_password", _("Password")),
)

# Pages of one case that stand in rooms of their own; their address takes its number.
CASE_PAGES: tuple[tuple[str, Promise], ...] = (
    ("office_letters", _("Letters of the case")),
    ("office_case_payments", _("Payments and services")),
)
SCORED_PAGES: tuple[tuple[str, Promise], ...] = (("office_points", _("Points and receipts")),)


@dataclass(frozen=True)
class Page:
    address: str
    label: Promise
    current: bool


def pages(request: HttpRequest) -> list[Page]:
    """The navigation as this request sees it."""
    match = getattr(request, "resolver_match", None)
    here = _room((match.url_name if match else "") or "")
    return [Page(reverse(name), label, name == here) for name, label in OFFICE_PAGES]


def of_case(number: str, scored: bool = False) -> list[Page]:
    """What else there is of a case; `scored`: it is decided by points."""
    rooms = (*SCORED_PAGES, *CASE_PAGES) if scored else CASE_PAGES
    return [Page(reverse(name, args=[number]), label, current=False) for name, label in rooms]


def _room(name: str) -> str:
    """The page an address belongs to: the longest name it begins with."""
    fitting = [
        page for page, _label in OFFICE_PAGES if name == page or name.startswith((f"{page}_", page.removesuffix("s")))
    ]
    return max(fitting, key=len, default="")
