"""Rule sets: one writes, another approves, and on its day a version comes into force, or is stopped."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.rulesets import engine, selectors, services
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.rulesets.refusals import RulesRefused, SameEyes, UnlawfulDraft
from qonys.office.casework.rulesets.states import NEXT, State
from qonys.office.casework.selection import groups
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.many import tasks
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import BeyondMandate
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, country, office
from tests.office.selection.scoring import ENOUGH, EXAMPLES, KEY, TOO_LITTLE, UNSIGNED, lasting_rules, to_decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def writers(settings: Any, tmp_path: Any) -> tuple[Account, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    found = officer("one"), officer("two")
    for each in found:
        mandate(each, "rule_officer", "KZ/")
    return found


def text(mark: int = 400) -> str:
    told = re.sub(r"^until: .*\n", "", engine.shipped()[KEY], flags=re.MULTILINE)
    return told.replace("points: 400", f"points: {mark}", 1)


def day(ahead: int = 10) -> Any:
    return timezone.localdate() + timedelta(days=ahead)


def drafted(by: Account, ahead: int = 10, mark: int = 399) -> RuleVersion:
    return services.draft(KEY, text(mark), EXAMPLES, day(ahead), "Order No 1", by=by)


def lowered(by: Account, mark: int = 200) -> RuleVersion:
    """A draft with another mark, written straight into the table: its examples no longer come out."""
    return RuleVersion.objects.create(key=KEY, number=9, text=services.keep(KEY, text(mark)), examples=EXAMPLES,
                                      since=day(), why="a test", author=by)  # fmt: skip


def test_another_pair_of_eyes_approves(writers: tuple[Account, Account]) -> None:
    one, two = writers
    version = drafted(one)
    with pytest.raises(SameEyes):
        services.approve(version, by=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(approver=one)
    assert services.approve(version, by=two).state == State.APPROVED
    assert services.activate(on=day(9)) == 0
    assert services.activate(on=day(10)) == 1
    assert selectors.in_force(KEY, day(9)).version == selectors.SHIPPED
    assert selectors.in_force(KEY, day(10)).on(day(10)).pass_mark.points == 399


def test_a_version_whose_example_fails_is_not_kept(writers: tuple[Account, Account]) -> None:
    wrong = EXAMPLES.replace("total: 785", "total: 786")
    with pytest.raises(UnlawfulDraft, match="785"):
        services.draft(KEY, text(), wrong, day(), "Order No 1", by=writers[0])
    gap = text().replace("{age: 63+, points: 0,", "{age: 64+, points: 0,")
    with pytest.raises(UnlawfulDraft, match="gap"):
        services.draft(KEY, gap, EXAMPLES, day(), "Order No 1", by=writers[0])
    for told in (("", "examples"), ("- 1", "")):
        with pytest.raises(UnlawfulDraft):
            services.draft(KEY, text(), told[0], day(), "Order No 1", by=writers[0])
    assert not RuleVersion.objects.exists()


def test_no_version_is_approved_before_a_lawyer_signed_its_examples(writers: tuple[Account, Account]) -> None:
    version = services.draft(KEY, text(399), UNSIGNED, day(), "Order No 1", by=writers[0])
    with pytest.raises(UnlawfulDraft):
        services.approve(version, by=writers[1])
    one = UNSIGNED.index("  - name: example-2")
    with pytest.raises(UnlawfulDraft):  # one example does not meet every line
        services.draft(KEY, text(399), UNSIGNED[:one], day(), "Order No 1", by=writers[0])


def test_one_that_fails_on_its_day_is_stopped_and_says_why(writers: tuple[Account, Account]) -> None:
    version = services.approve(drafted(writers[0]), by=writers[1])
    RuleVersion.objects.filter(pk=version.pk).update(examples=version.examples.replace("total: 785", "total: 1"))
    assert services.activate(on=day(10)) == 0
    version.refresh_from_db()
    assert version.state == State.STOPPED and "785" in version.fault
    assert selectors.in_force(KEY, day(10)).version == selectors.SHIPPED


def test_only_officers_of_the_rules_write_and_nobody_backdates(writers: tuple[Account, Account]) -> None:
    stranger = office(KOSTANAY)["decider"]
    with pytest.raises(BeyondMandate):
        drafted(stranger)
    with pytest.raises(RulesRefused):
        drafted(writers[0], ahead=0)
    regional = officer("three")
    mandate(regional, "rule_officer", KOSTANAY)
    with pytest.raises(BeyondMandate):
        drafted(regional)


def test_the_table_of_states_is_kept(writers: tuple[Account, Account]) -> None:
    version = services.withdraw(drafted(writers[0]), by=writers[0])
    with pytest.raises(RulesRefused):
        services.approve(version, by=writers[1])
    assert set(NEXT) == set(State)


def test_what_a_change_does_to_past_applicants_is_counted_before_it_counts(
    writers: tuple[Account, Account], settings: Any
) -> None:
    lasting_rules()
    staff = office(KOSTANAY)
    settings.QONYS_SMALLEST_COUNT = 1  # to see that it counts right; what leaves the office is rounded
    for answers in (ENOUGH, TOO_LITTLE):
        points.score(to_decide(staff, **answers), by=staff["decider"])
    lower = lowered(writers[0])
    assert groups.change(lower) is None
    job = groups.ask(lower)
    assert groups.ask(lower).pk == job.pk and groups.asked(lower) == job, "never counted twice at a time"
    with CaptureQueriesContext(connection) as asked:
        assert tasks.change({"version": lower.pk}, lambda share, stage: None) == "0"
    assert len(asked) <= 15
    found = groups.change(lower)
    assert found is not None and not groups.outdated(found)
    (men,) = groups.rows(found)["sex"]
    assert (men.group, men.people, men.before, men.after) == ("male", 2, 1, 2)
    assert tasks.fairness({}, lambda share, stage: None) == "1" and groups.fairness(KEY) is not None
    assert tasks.fairness({}, lambda share, stage: None) == "0", "nobody was scored since"
    assert [row.before for row in groups.rows(groups.fairness(KEY))["region"]] == [1]
    points.score(to_decide(staff, **ENOUGH), by=staff["decider"])
    assert groups.outdated(found)
    settings.QONYS_SMALLEST_COUNT = 5
    tasks.fairness({}, lambda share, stage: None)
    assert all(row.people % 5 == 0 for rows in groups.rows(groups.fairness(KEY)).values() for row in rows)


def test_versions_are_compared_line_by_line(writers: tuple[Account, Account]) -> None:
    lines = list(selectors.difference(text(400), text(399)))
    assert [each.sign for each in lines if each.sign in "+-"] == ["-", "+"]
