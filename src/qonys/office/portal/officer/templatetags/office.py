"""Template tags of the officers' pages."""

from __future__ import annotations

from typing import Any

from django import template

from qonys.office.portal.officer import pages

register = template.Library()


@register.simple_tag
def case_pages(number: str, scored: bool = False) -> list[pages.Page]:
    return pages.of_case(number, scored)


@register.simple_tag(takes_context=True)
def office_pages(context: dict[str, Any]) -> list[pages.Group]:
    return pages.groups(context["request"])


@register.simple_tag(takes_context=True)
def own_pages(context: dict[str, Any]) -> pages.Group:
    return pages.own(context["request"])
