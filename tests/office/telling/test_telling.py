"""Who is told of what, once, and with the act or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.telling import tasks, warnings
from qonys.office.casework.telling.table import TABLE
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.events.catalogue import TYPES
from qonys.office.foundation.events.models import Event
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.templates import TEMPLATES
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def told(account: Account) -> list[str]:
    return list(Notice.objects.filter(account=account).order_by("pk").values_list("template", flat=True))


def test_the_table_names_acts_and_templates_there_are() -> None:
    assert set(TABLE) <= set(ACTS)
    for row in TABLE.values():
        assert {row.family, row.officer} - {""} <= set(TEMPLATES)
        assert {row.event} - {""} <= set(TYPES)


def test_a_family_is_told_of_every_step_and_never_of_its_own() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    acts.act(case, "assign", {"to": staff["clerk"].pk}, by=staff["clerk"])
    acts.act(case, "ask", {"papers": ["nationality", "identity"]}, by=staff["clerk"])
    acts.act(case, "answer", {"text": "Міне"}, by=family)
    acts.act(case, "message", {"text": "Рақмет"}, by=family)
    acts.act(case, "message", {"text": "Алдық"}, by=staff["clerk"])
    acts.act(case, "accept", by=staff["clerk"])
    acts.act(case, "forward", by=staff["clerk"])
    acts.act(case, "withdraw", by=family)
    assert told(family) == ["application_received", "papers_asked", "message", "forwarded", "withdrawn"]
    assert told(staff["clerk"]) == ["answered", "answered", "withdrawn"]
    asked = Notice.objects.get(template="papers_asked")
    assert asked.facts["number"] == case.number
    assert asked.facts["document"]["en"].count(";") == 1
    assert all(case.applicant.surname not in str(each.facts) for each in Notice.objects.all())


def test_other_systems_are_told_without_a_name_and_only_where_the_case_lies() -> None:
    staff = office(KOSTANAY)
    case = opened()
    acts.act(case, "turn_back", {"ground": "incomplete", "reason": "Аудармасы жоқ"}, by=staff["clerk"])
    events = list(Event.objects.order_by("pk"))
    assert [each.type for each in events] == ["qonys.case.submitted", "qonys.case.decided"]
    assert {(each.territory, each.procedure, each.subject) for each in events} == {(KOSTANAY, "kandas", case.number)}
    assert all(case.applicant.surname not in each.data and "Аудармасы" not in each.data for each in events)


def test_an_act_that_is_refused_tells_nobody() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    before = Notice.objects.count()
    with pytest.raises(CaseRefused):
        acts.act(case, "forward", by=staff["clerk"])
    assert Notice.objects.count() == before


def test_a_paper_question_without_papers_is_told_too() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    acts.act(case, "ask", {"text": "Қай ауылда туғансыз?"}, by=staff["clerk"])
    assert Notice.objects.get(template="papers_asked").facts["document"]["en"] == "an answer to a question"


def test_terms_are_warned_of_once_first_near_then_late_and_upwards() -> None:
    staff = office(KOSTANAY)
    other = office(PAVLODAR)
    case = opened()
    acts.act(case, "assign", {"to": staff["clerk"].pk}, by=staff["clerk"])
    due = Case.objects.get(pk=case.pk).due
    assert warnings.warn(due - timedelta(days=20)) == 0
    assert warnings.warn(due - timedelta(days=1)) == 1
    assert warnings.warn(due) == 0  # the same term, told before
    assert told(staff["clerk"]) == ["term_near"] and told(staff["decider"]) == []
    late = due + timedelta(days=3)
    assert warnings.warn(late) == 2 and warnings.warn(late) == 0
    assert told(staff["clerk"]) == ["term_near", "term_late"] and told(staff["decider"]) == ["term_late"]
    assert all(told(each) == [] for each in other.values())
    acts.act(case, "turn_back", {"ground": "incomplete"}, by=staff["clerk"])
    assert warnings.warn(late) == 0


def test_a_case_nobody_holds_is_told_to_those_who_decide() -> None:
    staff = office(KOSTANAY)
    case = opened()
    assert warnings.warn(Case.objects.get(pk=case.pk).due) == 1
    assert told(staff["decider"]) == ["term_near"]


def test_a_silent_family_is_reminded_once_for_each_time_it_was_asked() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    acts.act(case, "ask", {"papers": ["identity"]}, by=staff["clerk"])
    today = timezone.localdate()
    warnings.warn(today)
    assert "answer_awaited" not in told(family)
    for later in (20, 25):
        warnings.warn(today + timedelta(days=later))
    assert told(family).count("answer_awaited") == 1


def test_papers_about_to_lapse_are_told_to_family_and_officer() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    acts.act(case, "assign", {"to": staff["clerk"].pk}, by=staff["clerk"])
    lapses = Case.objects.get(pk=case.pk).lapses
    assert lapses
    for day in (lapses - timedelta(days=60), lapses - timedelta(days=20), lapses - timedelta(days=10)):
        warnings.warn(day)
    assert told(family).count("paper_lapses") == told(staff["clerk"]).count("paper_lapses") == 1
    assert tasks.warn({}, lambda share, stage: None).endswith("warned")
