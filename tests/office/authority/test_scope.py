"""The scope function gives exactly the rows that a slow and obvious reading of the mandates gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.foundation.authority import scope
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.authority.paths import wholes, widest
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.authority.refusals import NowherePlaced
from qonys.office.foundation.authority.roles import ROLES, Action
from tests.office.authority.people import mandate, officer, places

pytestmark = pytest.mark.django_db

# KZ-1 and KZ-19 begin alike; KZ/KZ-19/A and KZ-1/A end alike.
PATHS = ("KZ/", "KZ/KZ-1/", "KZ/KZ-19/", "KZ/KZ-1/A/", "KZ/KZ-19/A/", "KZ/KZ-19/A/B/", "KZ/KZ-33/", "UZ/")
PROCEDURES = ("", "kandas", "resettlement")
ROLE_CODES = ("career_centre_officer", "migration_officer", "auditor", "administrator")
TODAY = date(2026, 11, 23)
days = st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))


@dataclass(frozen=True)
class Given:
    """A mandate as drawn; `substitutes` is the place of another in the list, whatever it is."""

    account: int
    role: str
    territory: str
    procedure: str
    since: date
    until: date | None
    substitutes: int | None


@st.composite
def mandates(draw: st.DrawFn) -> list[Given]:
    drawn: list[Given] = []
    for place in range(draw(st.integers(0, 8))):
        since, until = draw(days), draw(st.none() | days)
        if until is not None and until < since:
            since, until = until, since
        stands_for = draw(st.none() | st.integers(0, place - 1)) if place and until else None
        drawn.append(
            Given(
                account=draw(st.integers(0, 2)),
                role=draw(st.sampled_from(ROLE_CODES)),
                territory=draw(st.sampled_from(PATHS)),
                procedure=draw(st.sampled_from(PROCEDURES)),
                since=since,
                until=until,
                substitutes=stands_for,
            )
        )
    return drawn


def oracle(
    held: list[Given], account: int, closed: set[int], action: Action, on: date, path: str, procedure: str
) -> bool:
    """Slow and obvious: one mandate after the other, one letter after the other."""
    for each in held:
        if each.account != account or account in closed or action not in ROLES[each.role].may:
            continue
        if each.since > on or (each.until is not None and each.until <= on):
            continue
        if each.substitutes is not None:
            stood_for = held[each.substitutes]
            if stood_for.since > on or (stood_for.until is not None and stood_for.until <= on):
                continue
        if each.procedure not in ("", procedure):
            continue
        if path == each.territory or path.startswith(each.territory):
            return True
    return False


@contextmanager
def thrown_away() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def write(held: list[Given], closed: set[int]) -> list[Account]:
    places(*PATHS)
    people = [officer(f"person{n}", active=n not in closed) for n in range(3)]
    written: list[Mandate] = []
    for each in held:
        stands_for = None if each.substitutes is None else written[each.substitutes]
        told = {"since": each.since, "until": each.until, "substitutes": stands_for}
        written.append(mandate(people[each.account], each.role, each.territory, each.procedure, **told))
    return people


def rows() -> list[Mandate]:
    """One row in every place: mandates of a bystander lie where any file may lie."""
    bystander = officer("bystander")
    return [mandate(bystander, "analyst", path, procedure) for path in PATHS for procedure in PROCEDURES]


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=mandates(), closed=st.sets(st.integers(0, 2), max_size=1), on=days, action=st.sampled_from(list(Action)))
def test_the_scope_is_what_an_obvious_reading_says(
    held: list[Given], closed: set[int], on: date, action: Action
) -> None:
    with thrown_away():
        people = write(held, closed)
        files = rows()
        every = Mandate.objects.filter(pk__in=[row.pk for row in files])
        for number, account in enumerate(people):
            wanted = {
                row.pk for row in files if oracle(held, number, closed, action, on, row.territory_id, row.procedure)
            }
            found = scope.within(every, account, action, on)
            assert sorted(found.values_list("pk", flat=True)) == sorted(wanted)  # none twice
            inside = scope.common_path(account, action, on)
            assert set(scope.within(every, account, action, on, inside=inside).values_list("pk", flat=True)) == wanted
            for row in files[:: max(1, len(files) // 5)]:
                assert scope.may(account, action, row, on) == (row.pk in wanted)
                assert scope.reaches(account, action, row.territory_id, row.procedure, on) == (row.pk in wanted)


def test_rows_without_a_procedure_are_covered_by_a_mandate_for_any(monkeypatch: pytest.MonkeyPatch) -> None:
    places(*PATHS)
    account, files = officer(), rows()
    mandate(account, "auditor", "KZ/KZ-19/", "kandas")
    monkeypatch.setattr(Mandate, "lies", Lies(territory="territory", procedure=None))
    found = scope.within(Mandate.objects.filter(pk__in=[row.pk for row in files]), account, Action.SEE)
    assert {row.territory_id for row in found} == {"KZ/KZ-19/", "KZ/KZ-19/A/", "KZ/KZ-19/A/B/"}
    assert found.count() == 3 * len(PROCEDURES)


def test_rows_may_lie_where_another_row_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    places(*PATHS)
    account, files = officer(), rows()
    mandate(account, "auditor", "KZ/KZ-33/", "kandas")
    for row in files:
        mandate(row.account, "analyst", "UZ/", until=date(2027, 1, 1), substitutes=row)
    lies = Lies(territory="substitutes__territory", procedure="substitutes__procedure")
    monkeypatch.setattr(Mandate, "lies", lies)
    found = scope.within(Mandate.objects.exclude(substitutes=None), account, Action.SEE)
    assert [(row.substitutes.territory_id, row.substitutes.procedure) for row in found] == [("KZ/KZ-33/", "kandas")]


def test_strangers_see_nothing() -> None:
    places(*PATHS)
    files = rows()
    for stranger in (AnonymousUser(), None, Account()):
        assert not scope.within(Mandate.objects.all(), stranger, Action.SEE).exists()
        assert not scope.may(stranger, Action.SEE, files[0])


def test_a_model_that_does_not_say_where_its_rows_lie_is_refused() -> None:
    with pytest.raises(NowherePlaced, match="Account does not say where its rows lie"):
        scope.within(Account.objects.all(), officer(), Action.SEE)


def queries(account: Account) -> tuple[int, int]:
    """Queries and letters of SQL for a list, a count and one row."""
    row = Mandate.objects.filter(account__login="bystander").earliest("id")
    with CaptureQueriesContext(connection) as captured:
        list(scope.within(Mandate.objects.all(), account, Action.SEE)[:100])
        scope.within(Mandate.objects.all(), account, Action.SEE).count()
        scope.may(account, Action.SEE, row)
    return len(captured), sum(len(query["sql"]) for query in captured)


def test_one_mandate_or_three_hundred_cost_the_same_queries() -> None:
    places(*PATHS)
    rows()
    few, many = officer(), officer()
    mandate(few, "auditor", "KZ/KZ-19/", "kandas")
    for n in range(300):
        mandate(many, "auditor", PATHS[n % len(PATHS)], PROCEDURES[n % len(PROCEDURES)])
    assert queries(few)[0] == queries(many)[0] == 3
    assert abs(queries(few)[1] - queries(many)[1]) <= 9  # the account's number is longer


@given(st.lists(st.sampled_from(PATHS), max_size=4))
def test_the_common_path_holds_all_and_none_below_it_does(paths: list[str]) -> None:
    found = widest(paths)
    assert all(path.startswith(found) for path in paths)
    deeper = [path for path in PATHS if path != found and path.startswith(found)]
    assert not paths or not any(all(path.startswith(d) for path in paths) for d in deeper)


def test_wholes_of_a_path() -> None:
    assert wholes("KZ/KZ-19/A/") == ["KZ/", "KZ/KZ-19/", "KZ/KZ-19/A/"]


def test_the_order_of_paths_is_that_of_their_letters_on_every_database(django_db_blocker: Any) -> None:
    places(*PATHS, "KZ/KZ-19/A-1/", "KZ/KZ-19/A0/")
    below = Mandate._meta.get_field("territory").related_model.objects.filter(
        path__gte="KZ/KZ-19/A/", path__lt="KZ/KZ-19/A/~"
    )
    assert [each.path for each in below] == ["KZ/KZ-19/A/", "KZ/KZ-19/A/B/"]
