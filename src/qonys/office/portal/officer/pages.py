"""The pages of an officer, in one place: a new room of the office adds its line here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Name of the address, and how the navigation calls it. `office_case_act` and `office_cases_export` belong to
# `office_cases`: a page is current for every name that begins with its own, or with its singular. Pages with a heading
# stand behind it, so that the menu stays in one row in every language.
OFFICE_PAGES: tuple[tuple[Promise | None, tuple[tuple[str, Promise], ...]], ...] = (
    (None, (("office", _("My office")),)),
    (
        pgettext_lazy("the officers' menu", "Casework"),
        (("office_cases", _("Cases")), ("office_commission", _("Commission")), ("office_appeals", _("Appeals"))),
    ),
    (
        pgettext_lazy("the officers' menu", "Places"),
        (("office_quotas", _("Quotas")), ("office_placement", _("Placement"))),
    ),
    (
        pgettext_lazy("the officers' menu", "Families"),
        (
            ("office_settled", _("Settled families")),
            ("office_persons", _("Persons")),
            ("office_same", _("One person, one entry")),
        ),
    ),
)
OWN_PAGES: tuple[tuple[str, Promise], ...] = (("office_password", _("Password")), ("start", _("Public pages")))

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


@dataclass(frozen=True)
class Group:
    """Pages behind one heading; without a heading they stand in the row themselves."""

    heading: Promise | None
    pages: tuple[Page, ...]

    @property
    def current(self) -> bool:
        return any(page.current for page in self.pages)


def groups(request: HttpRequest) -> list[Group]:
    """The navigation as this request sees it."""
    here = _here(request)
    return [Group(heading, tuple(_page(*each, here) for each in rooms)) for heading, rooms in OFFICE_PAGES]


def own(request: HttpRequest) -> Group:
    """What stands behind the officer's own name."""
    here = _here(request)
    return Group(None, tuple(_page(*each, here) for each in OWN_PAGES))


def of_case(number: str, scored: bool = False) -> list[Page]:
    """What else there is of a case; `scored`: it is decided by points."""
    rooms = (*SCORED_PAGES, *CASE_PAGES) if scored else CASE_PAGES
    return [Page(reverse(name, args=[number]), label, current=False) for name, label in rooms]


def _page(name: str, label: Promise, here: str) -> Page:
    return Page(reverse(name), label, name == here)


def _here(request: HttpRequest) -> str:
    """Pages of one case stand under the cases."""
    match = getattr(request, "resolver_match", None)
    called = (match.url_name if match else "") or ""
    return "office_cases" if called in dict((*CASE_PAGES, *SCORED_PAGES)) else _room(called)


def _room(name: str) -> str:
    """The page an address belongs to: the longest name it begins with."""
    known = [page for _heading, rooms in OFFICE_PAGES for page, _label in rooms] + [page for page, _label in OWN_PAGES]
    fitting = [page for page in known if name == page or name.startswith((f"{page}_", page.removesuffix("s")))]
    return max(fitting, key=len, default="")
