"""The three payments once more, slowly, straight from the text of the law as it is written down."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from qonys.countries.folders import pack_folder
from qonys.countries.support.household import Application

LAW: dict[str, Any] = yaml.safe_load((pack_folder("kz") / "policy" / "support.yaml").read_text(encoding="utf-8"))


def index(day: date) -> int:
    """The last one that had begun."""
    value = 0
    for each in LAW["mci"]:
        if each["since"] <= day:
            value = each["value"]
    return value


def amount(measure: str, day: date) -> dict[str, Any] | None:
    found = None
    for each in LAW["measures"][measure]["amount"]:
        if each["since"] <= day:
            found = each
    if found is None or ("until" in found and found["until"] < day):
        return None
    return found


def month_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def relocation(application: Application) -> tuple[int, int] | None:
    rule = amount("relocation", application.move.day)
    if rule is None or "unknown" in rule:
        return None
    total = 0
    for member in application.household.members:
        if member.comes:
            total += rule["value"] * index(application.move.day)
    return total, total


def rent(application: Application) -> tuple[int, int] | None:
    low = high = 0
    for month in range(12):
        rule = amount("rent", application.move.day)
        if rule is None:
            return None
        value = index(month_later(application.move.day, month))
        low += rule["least"] * value
        high += rule["most"] * value
    return low, high


def certificate(application: Application) -> tuple[int, int] | None:
    rule = amount("certificate", application.move.day)
    if rule is None:
        return None
    cap = rule["value"] * index(application.move.day)
    home = application.said.home
    if home is None or home.price is None:
        return 0, cap
    paid = home.price * rule["share"]
    return (round(paid), round(paid)) if paid < cap else (cap, cap)
