"""An appeal stands on a receipt, runs on a clock of the law, and is decided by another officer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from qonys.office.casework.appeals import selectors, services
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.refusals import AppealRefused, SameOfficer
from qonys.office.casework.appeals.states import NEXT, State
from qonys.office.casework.cases import law
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import NotAllowed
from qonys.office.casework.cases.states import Status
from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.models import Quota, Reservation
from qonys.office.casework.ledger.states import State as Place
from qonys.office.casework.selection import checking
from qonys.office.casework.selection import selectors as selection
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, applicant, country, office
from tests.office.ledger.places import opened as places_opened
from tests.office.selection.scoring import MORE, TOO_LITTLE, lasting_rules, to_decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings: Any, tmp_path: Any) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    lasting_rules()
    found = office(KOSTANAY)
    found["other"] = officer("other")
    mandate(found["other"], "migration_officer", KOSTANAY)
    return found


@pytest.fixture
def family() -> Account:
    return applicant()


def refused(staff: dict[str, Account], family: Account) -> Receipt:
    case = to_decide(staff, family, **TOO_LITTLE)
    points.score(case, by=staff["decider"])
    cases.act(case, "refuse", {"ground": "not_proven", "reason": "."}, by=staff["decider"])
    return Receipt.objects.select_related("case", "score__rules", "officer").get(case=case)


def test_an_appeal_is_due_in_working_days_of_the_law(staff: dict[str, Account], family: Account) -> None:
    appeal = services.file(refused(staff, family), "My diploma was not counted.", by=family)
    calendar = law.calendar()
    assert calendar is not None
    assert calendar.working_days_between(timezone.localdate(), appeal.due) == 20
    assert selectors.words(appeal.grounds) == "My diploma was not counted."
    assert list(selectors.queue(staff["other"])) == [appeal]


def test_upheld_it_leaves_a_new_receipt_that_names_the_old_one(staff: dict[str, Account], family: Account) -> None:
    old = refused(staff, family)
    appeal = services.file(old, "My diploma was not counted.", by=family)
    found = MORE
    appeal = services.uphold(appeal, found, "The diploma was shown.", by=staff["other"])
    new = appeal.outcome
    assert new is not None and new.previous == old and not new.deviates and new.officer == staff["other"]
    case = Case.objects.get(pk=old.case_id)
    assert (case.status, appeal.state) == (Status.GRANTED, State.UPHELD)
    old_file = selection.file(old)
    checked = checking.by_file(old_file)
    assert checked.verdict.holds and checked.followed_by == new.code
    flipped = [json.loads(selection.file(each))["body"]["result"]["reached"] for each in (old, new)]
    assert flipped == [False, True]


def test_who_decided_does_not_decide_on_the_appeal(staff: dict[str, Account], family: Account) -> None:
    appeal = services.file(refused(staff, family), "No.", by=family)
    for decide in (lambda: services.dismiss(appeal, "...", by=staff["decider"]),
                   lambda: services.uphold(appeal, {}, "...", by=staff["decider"])):  # fmt: skip
        with pytest.raises(SameOfficer):
            decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        told = {"state": State.DISMISSED, "decided_by": staff["decider"]}
        Appeal.objects.filter(pk=appeal.pk).update(**told)
    with pytest.raises(NotAllowed):
        services.dismiss(appeal, "...", by=staff["clerk"])


def test_dismissed_the_refusal_stands_with_reasons(staff: dict[str, Account], family: Account) -> None:
    receipt = refused(staff, family)
    appeal = services.dismiss(services.file(receipt, "No.", by=family), "Checked again.", by=staff["other"])
    assert selectors.words(appeal.reasons) == "Checked again."
    receipt.case.refresh_from_db()
    assert receipt.case.status == Status.REFUSED
    with pytest.raises(AppealRefused):
        services.file(receipt, "Once more.", by=family)


def test_only_the_family_files_and_only_in_time(
    staff: dict[str, Account], family: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = refused(staff, family)
    for stranger in (applicant(), staff["other"]):
        with pytest.raises(NotAllowed):
            services.file(receipt, "Not mine.", by=stranger)
    with pytest.raises(AppealRefused):
        services.file(receipt, "  ", by=family)
    Receipt.objects.filter(pk=receipt.pk).update(issued=timezone.now() - timedelta(days=100))
    receipt.refresh_from_db()
    with pytest.raises(AppealRefused):
        services.file(receipt, "Too late.", by=family)
    assert not Appeal.objects.exists()


def test_the_contested_place_is_frozen_until_the_end(staff: dict[str, Account], family: Account) -> None:
    receipt = refused(staff, family)
    quota = places_opened(1, kind="kandas")
    ledger.reserve(ledger.Ask("first", quota.pk, 1, case=receipt.case_id), actor="test")
    appeal = services.file(receipt, "No.", by=family)
    quota = Quota.objects.get(pk=quota.pk)
    assert (quota.frozen, quota.available) == (1, 0)
    services.dismiss(appeal, "Checked again.", by=staff["other"])
    quota.refresh_from_db()
    assert (quota.frozen, quota.available) == (0, 1)
    assert Reservation.objects.get(case=receipt.case_id).state == Place.RELEASED


def test_a_place_that_was_let_go_is_asked_for_again_and_kept_when_upheld(
    staff: dict[str, Account], family: Account
) -> None:
    receipt = refused(staff, family)
    quota = places_opened(1, kind="kandas")
    ledger.reserve(ledger.Ask("first", quota.pk, 1, case=receipt.case_id), actor="test")
    ledger.release("first", actor="test")
    appeal = services.file(receipt, "No.", by=family)
    assert Quota.objects.get(pk=quota.pk).frozen == 1
    services.uphold(appeal, MORE, "Shown.", by=staff["other"])
    assert Quota.objects.get(pk=quota.pk).reserved == 1


def test_every_state_is_reached_and_no_other(staff: dict[str, Account], family: Account) -> None:
    appeal = services.take_back(services.file(refused(staff, family), "No.", by=family), by=family)
    assert appeal.state == State.TAKEN_BACK
    for decide in (lambda: services.dismiss(appeal, "...", by=staff["other"]),
                   lambda: services.take_back(appeal, by=family)):  # fmt: skip
        with pytest.raises(AppealRefused):
            decide()
    reached = {after for afters in NEXT.values() for after in afters}
    assert set(NEXT) == set(State) and reached == set(State) - {State.FILED}
