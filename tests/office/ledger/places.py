"""Quotas for tests: opened by order, in a country of a few places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count

from qonys.office.casework.ledger import orders
from qonys.office.casework.ledger.models import Quota
from qonys.office.casework.ledger.orders import Document, Places

KOSTANAY, PAVLODAR = "KZ/KZ-39/", "KZ/KZ-55/"
NUMBERS = count(1)


def document() -> Document:
    return Document(f"{next(NUMBERS)}-П", date(2025, 12, 12), "Министрдің бұйрығы")


def named(territory: str = KOSTANAY, kind: str = "resettlers", year: int = 2026) -> Places:
    return Places(year, kind, territory)


def opened(units: int, territory: str = KOSTANAY, kind: str = "resettlers", year: int = 2026) -> Quota:
    if units:
        orders.carry("open", document(), {named(territory, kind, year): units})
    return orders.quota_of(named(territory, kind, year))


def moved(kind: str, lines: Mapping[Places, int]) -> None:
    orders.carry(kind, document(), lines)


def balance(quota: Quota) -> tuple[int, int, int, int, int]:
    """Given, free, reserved, frozen, used."""
    quota.refresh_from_db()
    return quota.granted, quota.available, quota.reserved, quota.frozen, quota.used
