"""A scored decision leaves a receipt that anybody counts again; nothing is decided without one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from qonys.office.casework.cases import selectors as cases_of
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed
from qonys.office.casework.cases.states import Status
from qonys.office.casework.selection import checking, engine, keys, selectors, services
from qonys.office.casework.selection.models import Receipt
from qonys.office.casework.selection.refusals import NotScored, WrongFact
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.models import Entry, Stream
from tests.office.cases.filing import KOSTANAY, applicant, country, office, opened
from tests.office.selection.scoring import ENOUGH, TOO_LITTLE, applied, lasting_rules, to_decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings: Any, tmp_path: Any) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    lasting_rules()
    return office(KOSTANAY)


def decided(case: Case, act: str, by: Account, **told: str) -> Receipt:
    cases.act(case, act, told, by=by)
    return Receipt.objects.select_related("case", "score__rules", "officer").get(case=case, previous__isnull=True)


def test_a_decision_leaves_a_receipt_in_its_own_transaction(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    score = services.score(case, by=staff["decider"])
    assert score.reached and score.cut_off == 400
    receipt = decided(case, "grant", staff["decider"])
    assert (receipt.outcome, receipt.deviates, receipt.officer) == ("grant", False, staff["decider"])
    acts = [line.act for line in cases_of.lines(case)]
    assert acts.index("grant") < acts.index("receipt")
    line = next(line for line in cases_of.lines(case) if line.act == "receipt")
    assert line.payload["sha256"] == receipt.sha256


def test_the_receipt_holds_for_whoever_has_the_file_and_the_key(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    services.score(case, by=staff["decider"])
    file = selectors.file(decided(case, "grant", staff["decider"]))
    assert engine.verify(file, keys.public_keys()).holds
    assert selectors.file(Receipt.objects.get()) == file
    checked = checking.by_file(file)
    assert checked.known and checked.verdict.holds
    body = json.loads(file)["body"]
    anchor = Entry.objects.get(stream=case.stream, sequence=body["journal"]["entries"])
    assert (anchor.hash, anchor.action) == (body["journal"]["head"], "grant")
    assert {each["name"]: each["source"]["kind"] for each in body["inputs"]}["age"] == "register"
    told = file.decode()
    assert case.applicant.surname not in told and staff["decider"].display_name not in told


def test_a_forged_total_is_named(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    services.score(case, by=staff["decider"])
    told = json.loads(selectors.file(decided(case, "grant", staff["decider"])))
    told["body"]["result"]["total"] += 1
    checked = checking.by_file(json.dumps(told).encode())
    assert not checked.known and checked.verdict.broken
    places = {each.place for each in checked.verdict.answer(engine.Question.COUNT).differences}
    assert places == {"result.total"}


def test_nothing_is_decided_before_the_points_are_counted(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    before = Stream.objects.get(pk=case.stream).entries
    with pytest.raises(NotScored):
        cases.act(case, "grant", by=staff["decider"])
    case.refresh_from_db()
    assert case.status == Status.TO_DECIDE and Stream.objects.get(pk=case.stream).entries == before


def test_who_decides_otherwise_than_the_points_writes_why(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **TOO_LITTLE)
    assert not services.score(case, by=staff["decider"]).reached
    with pytest.raises(Incomplete):
        cases.act(case, "grant", by=staff["decider"])
    receipt = decided(case, "grant", staff["decider"], reason="A trade the district lacks.")
    assert receipt.deviates
    body = json.loads(selectors.file(receipt))["body"]
    assert body["decision"]["reason"] == "A trade the district lacks."


def test_an_application_outside_the_pilot_needs_no_points(staff: dict[str, Account]) -> None:
    case = opened()
    for key, told, who in (("accept", {}, "clerk"), ("forward", {}, "clerk"),
                           ("recommend", {"recommends": "grant"}, "secretary"), ("grant", {}, "decider")):  # fmt: skip
        case = cases.act(case, key, told, by=staff[who])
    assert case.status == Status.GRANTED and not Receipt.objects.exists()
    with pytest.raises(NotScored):
        services.score(opened(), by=staff["decider"])


def test_what_is_not_known_is_not_counted_as_nothing(staff: dict[str, Account]) -> None:
    case = to_decide(staff, pilot_education="bachelors")
    with translation.override("en"), pytest.raises(WrongFact, match="Work experience"):
        services.score(case, by=staff["decider"])


def test_an_officer_says_by_what_a_fact_was_found_otherwise(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **TOO_LITTLE)
    with pytest.raises(Incomplete):
        services.score(case, {"education": "bachelors"}, by=staff["decider"])
    score = services.score(case, {"education": "bachelors"}, why="Diploma shown at the desk.", by=staff["decider"])
    sources = {each.name: each.source for each in selectors.counted(score).inputs}
    assert (sources["education"].kind, sources["education"].reference) == ("officer", "Diploma shown at the desk.")
    assert sources["kazakh"].kind == "application"


def test_only_who_holds_a_mandate_counts(staff: dict[str, Account]) -> None:
    case = cases.act(applied(**ENOUGH), "accept", by=staff["clerk"])
    elsewhere = office("KZ/KZ-55/")
    with pytest.raises(NotAllowed):
        services.score(case, by=elsewhere["decider"])
    with pytest.raises(NotAllowed):
        services.score(case, by=applicant())


def test_one_score_is_decided_on_once(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    services.score(case, by=staff["decider"])
    receipt = decided(case, "grant", staff["decider"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(
            case=case, score=receipt.score, code="x", outcome="grant", deviates=False, officer=staff["decider"],
            sha256="0" * 64, content="-", issued=receipt.issued,
        )  # fmt: skip


def test_the_key_is_its_owners_alone_and_old_receipts_outlive_it(staff: dict[str, Account]) -> None:
    case = to_decide(staff, **ENOUGH)
    services.score(case, by=staff["decider"])
    file = selectors.file(decided(case, "grant", staff["decider"]))
    assert keys.file().stat().st_mode & 0o777 == 0o600
    old = keys.signing_key().public.name
    new = keys.renew().public.name
    assert new != old and set(keys.public_keys()) == {old, new}
    assert engine.verify(file, keys.public_keys()).holds
    assert len(list(keys.file().parent.glob("receipt_key*"))) == 2
