"""What PostgreSQL refuses to hold SQLite refuses too, in every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.commission import services as session
from qonys.office.casework.ledger import orders
from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.orders import Document
from qonys.office.casework.ledger.refusals import LedgerRefused
from qonys.office.casework.ledger.services import Ask
from qonys.office.casework.offers import services as offers
from qonys.office.casework.offers.refusals import OfferRefused
from qonys.office.casework.offers.services import OfferTold
from qonys.office.foundation.authority import services as authority
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.notices import contacts
from qonys.office.foundation.notices.models import Channel
from qonys.office.foundation.notices.refusals import WrongAddress
from tests.office.authority.people import mandate, officer, places
from tests.office.commission.sitting import commission
from tests.office.ledger.places import KOSTANAY, named, opened

pytestmark = pytest.mark.django_db
BITS = {"SmallIntegerField": 15, "IntegerField": 31, "PositiveSmallIntegerField": 15, "PositiveIntegerField": 31}


def bounded() -> Iterator[tuple[models.Field[Any, Any], str]]:
    """Every column of a greatest length or number, and how SQLite is told of it."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            kind = field.get_internal_type()
            if kind in BITS:
                least = 0 if kind.startswith("Positive") else -(2 ** BITS[kind])
                yield field, f'"{field.column}" BETWEEN {least} AND {2 ** BITS[kind] - 1}'
            elif kind in ("CharField", "SlugField", "FileField") and field.max_length:
                yield field, f'length("{field.column}") <= {field.max_length}'


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows types of columns")
def test_every_table_of_sqlite_has_the_bounds_of_its_columns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        tables = dict(cursor.fetchall())
    wanted = list(bounded())
    assert len(wanted) > 200
    assert [str(field) for field, check in wanted if check not in tables[field.model._meta.db_table]] == []


@pytest.mark.parametrize("name", ["ә" * 121, "x" * 500])
def test_a_text_that_is_too_long_is_held_by_neither_database(name: str) -> None:
    told = {"path": "ZZ/", "code": "ZZ", "name_ru": "-", "name_en": "-"}
    Territory.objects.create(**told, name_kk="ә" * 120)
    with pytest.raises(DatabaseError), transaction.atomic():
        Territory.objects.filter(pk="ZZ/").update(name_kk=name)


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1])
def test_a_number_that_is_too_large_is_held_by_neither_database(number: int) -> None:
    field = next(each for each, _check in bounded() if each.model is Job and "Integer" in each.get_internal_type())
    with pytest.raises((DatabaseError, OverflowError)), transaction.atomic():
        Job(**{field.attname: number}).save()


LONG = "ә" * 1000


def grants() -> None:
    authority.grant(officer(), "auditor", Territory.objects.get(pk=KOSTANAY), by=None, reason=LONG)


def offers_a_home() -> None:
    akim = officer()
    mandate(akim, "municipality_officer", KOSTANAY)
    told = OfferTold("dwelling", 1, date(2026, 9, 1), LONG, rooms=3)
    offers.enter(told, Territory.objects.get(pk=KOSTANAY), by=akim)


def offers_work() -> None:
    akim = officer()
    mandate(akim, "municipality_officer", KOSTANAY)
    told = OfferTold("job", 1, date(2026, 9, 1), "-", occupation=LONG)
    offers.enter(told, Territory.objects.get(pk=KOSTANAY), by=akim)


def orders_by_a_long_number() -> None:
    orders.propose("open", Document(LONG, date(2025, 12, 12), "-"), {named(): 5})


def orders_by_a_long_document() -> None:
    orders.propose("open", Document("7", date(2025, 12, 12), LONG), {named(): 5})


def reserves_under_a_long_key() -> None:
    ledger.reserve(Ask(LONG, opened(5).pk, 1), actor="test")


def reserves_very_many() -> None:
    ledger.reserve(Ask("one", opened(5).pk, 2**31), actor="test")


def waits_in_no_class() -> None:
    ledger.reserve(Ask("one", opened(5).pk, 1, priority=2**15), actor="test")


def convenes_far_away() -> None:
    of = commission()
    session.convene(
        "resettlement", territory=Territory.objects.get(pk=of.place), day=timezone.localdate(), place=LONG,
        members=of.members, chair=of.members[0], by=of.secretary,
    )  # fmt: skip


def tells_a_long_address() -> None:
    contacts.written(Channel.MAIL, f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.kz")


SAID = (grants, offers_a_home, offers_work, orders_by_a_long_number, orders_by_a_long_document,
        reserves_under_a_long_key, reserves_very_many, waits_in_no_class, convenes_far_away,
        tells_a_long_address)  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.__name__)
def test_a_service_refuses_by_a_letter_what_no_column_holds(said: Callable[[], None]) -> None:
    places("KZ/", KOSTANAY)
    with pytest.raises((Refused, OfferRefused, LedgerRefused, CaseRefused, WrongAddress)):
        said()
