"""Giving, ending and lending mandates: what is allowed, what is refused with which letter, and what is written down."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.foundation.authority import scope, services, territories
from qonys.office.foundation.authority.models import Account, Kind, Mandate, Part, Territory
from qonys.office.foundation.authority.refusals import BeyondMandate, IncompatibleRoles, Refused
from qonys.office.foundation.authority.roles import ROLES, Action, conflicts
from qonys.office.foundation.authority.selectors import mandates_of, substitutes_for, territory
from qonys.office.foundation.journal import selectors as journal
from tests.office.authority.people import mandate, officer, places
from tests.office.conftest import SAMAL

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER = TODAY + timedelta(days=5), TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def kazakhstan() -> None:
    places("KZ/", "KZ/KZ-19/", "KZ/KZ-33/", "KZ/KZ-19/A/")


def at(path: str) -> Territory:
    return Territory.objects.get(pk=path)


def give(account: Account, role: str, path: str = "KZ/KZ-19/", by: Account | None = None, **more: Any) -> Mandate:
    return services.grant(account, role, at(path), by=by, reason="Order 7 of 3 November 2026", **more)


def lines() -> list[tuple[str, str, dict[str, Any]]]:
    return [(line.action, line.actor, json.loads(line.payload)) for line in journal.entries("authority")]


def test_a_mandate_opens_a_scope_at_once_and_leaves_one_line() -> None:
    account = officer()
    given_ = give(account, "migration_officer", procedure="kandas")
    assert scope.reaches(account, Action.DECIDE, "KZ/KZ-19/A/", "kandas")
    assert not scope.reaches(account, Action.DECIDE, "KZ/KZ-33/", "kandas")
    assert not scope.reaches(account, Action.DECIDE, "KZ/KZ-19/", "resettlement")
    (action, actor, told) = lines()[0]
    assert (action, actor, len(lines())) == ("granted", "command line", 1)
    assert told["mandate"] == given_.pk and told["account"] == account.pk and told["since"] == TODAY.isoformat()


def test_the_end_of_a_mandate_closes_the_scope_at_once() -> None:
    account = officer()
    services.revoke(give(account, "migration_officer"), by=None, reason="Order 8")
    assert not scope.reaches(account, Action.DECIDE, "KZ/KZ-19/", "kandas")
    assert [line[0] for line in lines()] == ["granted", "revoked"]
    with pytest.raises(Refused, match="already ended"):
        services.revoke(Mandate.objects.get(), by=None, reason="again")
    assert len(lines()) == 2


def test_a_mandate_that_has_not_begun_never_will() -> None:
    account = officer()
    ended = services.revoke(give(account, "migration_officer", since=LATER), by=None, reason="Order 8")
    assert ended.until == ended.since == LATER
    assert not scope.in_force(account, on=LATER).exists()


def test_a_substitute_holds_the_mandate_until_the_day_or_until_it_ends() -> None:
    boss, deputy = officer(), officer()
    own = give(boss, "migration_officer", procedure="kandas")
    lent = services.substitute(own, deputy, until=SOON, by=None, reason="leave")
    assert scope.reaches(deputy, Action.DECIDE, "KZ/KZ-19/", "kandas", TODAY)
    assert scope.reaches(deputy, Action.DECIDE, "KZ/KZ-19/", "kandas", SOON - timedelta(days=1))
    assert not scope.reaches(deputy, Action.DECIDE, "KZ/KZ-19/", "kandas", SOON)
    assert [each.substitutes.account for each in mandates_of(deputy)] == [boss]
    assert list(substitutes_for(boss)) == [lent]
    services.revoke(own, by=None, reason="Order 9")
    assert not scope.reaches(deputy, Action.DECIDE, "KZ/KZ-19/", "kandas")
    assert [line[0] for line in lines()] == ["granted", "substituted", "revoked"]


def test_a_substitution_is_not_passed_on_not_taken_oneself_and_not_longer_than_the_mandate() -> None:
    boss, deputy, third = officer(), officer(), officer()
    own = give(boss, "migration_officer", until=LATER)
    lent = services.substitute(own, deputy, until=SOON, by=None, reason="leave")
    for asked, account, until, letter in (
        (lent, third, SOON, "cannot be passed on"),
        (own, boss, SOON, "substitutes himself"),
        (own, third, TODAY, "too early"),
        (own, third, LATER + timedelta(days=1), "itself ends on"),
    ):
        with pytest.raises(Refused, match=letter):
            services.substitute(asked, account, until=until, by=None, reason="leave")
    assert len(lines()) == 2


def test_nobody_is_lent_what_he_could_not_be_given() -> None:
    boss, careers = officer(), officer()
    give(careers, "career_centre_officer")
    with pytest.raises(IncompatibleRoles, match="four eyes"):
        services.substitute(give(boss, "migration_officer"), careers, until=SOON, by=None, reason="leave")


def test_the_letter_names_who_holds_what_where_and_what_to_do() -> None:
    account = officer("aigul")
    held = give(account, "auditor", "KZ/KZ-33/")
    with pytest.raises(IncompatibleRoles) as refusal:
        give(account, "commission_member", "KZ/KZ-19/")
    assert str(refusal.value) == (
        f"aigul holds auditor (mandate {held.pk}, KZ/KZ-33/) and cannot become commission member: who audits may "
        "change nothing, or would audit himself. End that mandate first, or choose another person."
    )
    assert len(lines()) == 1


def test_four_eyes_are_asked_for_only_where_both_could_meet_one_case() -> None:
    account = officer()
    give(account, "career_centre_officer", "KZ/KZ-19/", procedure="kandas")
    give(account, "migration_officer", "KZ/KZ-33/", procedure="kandas")
    give(account, "migration_officer", "KZ/KZ-19/", procedure="resettlement")
    for path, procedure in (("KZ/KZ-19/A/", "kandas"), ("KZ/", "kandas"), ("KZ/KZ-19/", "")):
        with pytest.raises(IncompatibleRoles):
            give(account, "migration_officer", path, procedure=procedure)


def test_roles_that_never_meet_in_time_may_follow_each_other() -> None:
    account = officer()
    give(account, "career_centre_officer", until=SOON)
    give(account, "migration_officer", since=SOON)
    with pytest.raises(IncompatibleRoles):
        give(account, "commission_member", since=TODAY, until=SOON)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from(["KZ/", "KZ/KZ-19/", "KZ/KZ-33/"]),
                                st.sampled_from(["", "kandas"])), max_size=6))  # fmt: skip
def test_whatever_is_asked_for_nobody_ever_holds_what_is_kept_apart(asked: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        account = officer()
        for role, path, procedure in asked:
            try:
                give(account, role, path, procedure=procedure)
            except IncompatibleRoles:
                continue
        held = list(Mandate.objects.filter(account=account))
        for place, one in enumerate(held):
            for other in held[:place]:
                nested = one.territory_id.startswith(other.territory_id) or other.territory_id.startswith(
                    one.territory_id
                )
                same = one.procedure == other.procedure or "" in (one.procedure, other.procedure)
                assert not [rule for rule in conflicts(one.role, other.role) if rule.anywhere or (nested and same)]
        transaction.set_rollback(True)


def test_an_administrator_grants_within_his_own_mandate_and_never_to_himself() -> None:
    regional, account = officer("regional"), officer()
    give(regional, "administrator", "KZ/KZ-19/", procedure="kandas")
    given_ = give(account, "migration_officer", "KZ/KZ-19/A/", by=regional, procedure="kandas")
    assert given_.granted_by == regional and lines()[-1][1] == regional.actor
    for path, procedure in (("KZ/", "kandas"), ("KZ/KZ-33/", "kandas"), ("KZ/KZ-19/", "")):
        with pytest.raises(BeyondMandate, match="regional may not grant"):
            give(account, "migration_officer", path, by=regional, procedure=procedure)
    with pytest.raises(BeyondMandate, match="to himself"):
        give(regional, "analyst", "KZ/KZ-19/", by=regional, procedure="kandas")
    with pytest.raises(BeyondMandate):
        services.revoke(give(account, "analyst", "KZ/KZ-33/"), by=regional, reason="x")


def test_an_officer_without_the_right_grants_nothing_and_may_give_back_his_own() -> None:
    account, other = officer(), officer()
    own = give(account, "migration_officer")
    with pytest.raises(BeyondMandate):
        give(other, "analyst", by=account)
    assert services.revoke(own, by=account, reason="given back").until == TODAY


@pytest.mark.parametrize(
    ("more", "letter"),
    [
        ({"role": "king"}, "There is no role king. Known are career_centre_officer"),
        ({"until": TODAY}, "A mandate ends after it begins"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_what_makes_no_mandate_is_refused(more: dict[str, Any], letter: str) -> None:
    asked = {"role": "analyst", "by": None, "reason": "order", "territory": at("KZ/")} | more
    with pytest.raises(Refused, match=letter):
        services.grant(officer(), **asked)
    assert not Mandate.objects.exists() and not lines()


def test_only_officers_with_an_open_account_hold_mandates() -> None:
    with pytest.raises(Refused, match="is no officer"):
        give(officer(kind=Kind.APPLICANT), "analyst")
    with pytest.raises(Refused, match="is closed"):
        give(officer(active=False), "analyst")


def test_the_database_refuses_what_no_service_would_write() -> None:
    account = officer()
    for more in ({"role": "king"}, {"until": date(2025, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            mandate(account, **({"role": "analyst", "territory": "KZ/"} | more))
    endless = mandate(account, "analyst", "KZ/")
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate(officer(), "analyst", "KZ/", substitutes=endless)


def test_a_service_that_fails_leaves_neither_mandate_nor_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("the journal is away")

    monkeypatch.setattr(services, "append", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        give(officer(), "analyst")
    assert not Mandate.objects.exists()


def test_the_territories_of_a_pack_are_written_down_once() -> None:
    Part.objects.all().delete()
    Territory.objects.all().delete()
    assert territories.sync("kz") == 21  # the nation, 17 oblasts, three cities
    assert territories.sync("kz") == 0
    almaty, jetisu = at("KZ/KZ-19/"), at("KZ/KZ-33/")
    assert (almaty.since, almaty.until) == (None, None)  # two vintages, one after the other
    assert (jetisu.since, jetisu.name_kk) == (date(2022, 6, 8), "Жетісу облысы")
    assert sorted(Part.objects.filter(part=almaty).values_list("whole", flat=True)) == ["KZ/", "KZ/KZ-19/"]


def test_a_new_name_in_the_pack_is_taken_over_and_deeper_units_stay() -> None:
    places("XQ/", "XQ/XQ-C/", "XQ/XQ-C/HARBOUR/")
    assert territories.sync(str(SAMAL)) == 4
    assert territory("XQ-C").name_en == "Coast" and territory("XQ/XQ-C/HARBOUR/").name_en == "XQ/XQ-C/HARBOUR/"
    assert Part.objects.filter(part="XQ/XQ-C/HARBOUR/").count() == 3


def test_an_unknown_territory_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Refused, match=r"There is no territory KZ-99\. Known are KZ/, KZ/KZ-19/"):
        territory("KZ-99")
    places("KZ/KZ-33/A/")
    with pytest.raises(Refused, match="Several territories have the code A: KZ/KZ-19/A/, KZ/KZ-33/A/"):
        territory("A")
