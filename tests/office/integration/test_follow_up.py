"""Five years with a family: visits, facts, questions, consent, notes, help; and that nobody else is let in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from django.utils import timezone

from qonys.office.casework.cases import services as cases
from qonys.office.casework.integration import permissions, selectors, services
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Referral, Settled, Survey
from qonys.office.casework.integration.policies import refuse_step
from qonys.office.casework.integration.refusals import IntegrationRefused, NoConsent, UnknownSettlement
from qonys.office.casework.integration.states import NEXT, Helper, Source, State
from qonys.office.casework.integration.tasks import ask_all
from qonys.office.casework.integration.told import Told
from qonys.office.casework.integration.warning import Said, warning
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.notices.models import Notice
from qonys.office.registers.settlements.models import Ended, Settlement, Standing
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country
from tests.office.cases.test_loop import granted
from tests.office.integration.settled import applicant, service, settled, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def told(family: Settled, **answers: str) -> list[Told]:
    """The head works so, the family lives so."""
    law = integration()
    head = family.case.applicant
    return [Told(key, answer, None if law.topic(key).each == "family" else head) for key, answer in answers.items()]  # type: ignore[union-attr]


def test_the_act_of_arrival_begins_five_years_of_visits() -> None:
    case, officers = granted("resettlement", PAVLODAR)
    today = timezone.localdate()
    cases.act(case, "settle", {"on": today.isoformat()}, by=officers["follower"])
    family = Settled.objects.get(case=case)
    assert [visit.month for visit in family.visits.all()] == [3, 6, 12, 24, 36, 48, 60]
    assert family.due == family.visits.first().due
    row = Settlement.objects.get()
    assert (row.territory_id, row.adults, row.children, row.family) == (KOSTANAY, 1, 2, "few-none")
    assert selectors.obliged_until(family).year == today.year + 5


def test_moving_on_ends_the_clock_and_stands_in_the_register() -> None:
    case, officers = granted("resettlement", PAVLODAR)
    today = timezone.localdate().isoformat()
    cases.act(case, "settle", {"on": today}, by=officers["follower"])
    cases.act(case, "event", {"event": "moved_on", "on": today}, by=officers["follower"])
    family = Settled.objects.get(case=case)
    assert family.until is not None and family.due is None
    assert Settlement.objects.get().ended == Ended.MOVED_ON


def test_a_visit_makes_facts_and_the_register_counts_who_works() -> None:
    family, officers = settled(), staff()
    services.follow_up(family, told(family, work="employed", housing="rented"), on=timezone.localdate(),
                       source=Source.OFFICER, by=officers["follower"])  # fmt: skip
    assert Standing.objects.values_list("month", "seeking", "working").get() == (3, 1, 1)
    family.refresh_from_db()
    assert family.due == family.visits.get(month=6).due
    assert [each.action for each in Entry.objects.filter(stream=family.stream)] == ["settled", "facts", "visit made"]


def test_what_is_asked_too_early_makes_no_visit() -> None:
    family, officers = settled(ago=20), staff()
    services.follow_up(family, told(family, work="looking"), on=timezone.localdate(), source=Source.OFFICER,
                       by=officers["follower"])  # fmt: skip
    assert not Standing.objects.exists()
    assert family.visits.filter(done=None).count() == 7


def test_a_call_about_the_home_alone_is_kept_and_the_visit_stays_due() -> None:
    family, officers = settled(), staff()
    services.follow_up(family, told(family, housing="own"), on=timezone.localdate(), source=Source.OFFICER,
                       by=officers["follower"])  # fmt: skip
    assert family.facts.count() == 1 and not Standing.objects.exists()
    assert selectors.open_visit(family).month == 3  # type: ignore[union-attr]


def test_the_newest_fact_counts_and_none_is_rewritten() -> None:
    family, officers = settled(), staff()
    day = timezone.localdate() - timedelta(days=1)
    for answer in ("looking", "employed"):
        services.follow_up(family, told(family, work=answer), on=day, source=Source.OFFICER, by=officers["follower"])
    assert family.facts.count() == 2
    assert [each.answer for each in selectors.newest(family).values()] == ["employed"]


@pytest.mark.parametrize("answers", [{"work": "dancing"}, {"weather": "fine"}, {}])
def test_what_nobody_can_answer_is_refused(answers: dict[str, str]) -> None:
    family, officers = settled(), staff()
    wrong = [Told(topic, answer, family.case.applicant) for topic, answer in answers.items()]
    with pytest.raises(IntegrationRefused):
        services.follow_up(family, wrong, on=timezone.localdate(), source=Source.OFFICER, by=officers["follower"])
    assert not family.facts.exists()


def test_nobody_but_who_follows_there_writes_or_reads() -> None:
    family, here, elsewhere = settled(), staff(), staff(PAVLODAR)
    for stranger in (elsewhere["follower"], here["clerk"], here["decider"], here["ngo"], applicant()):
        assert not permissions.followed(stranger).filter(pk=family.pk).exists()
        with pytest.raises(UnknownSettlement):
            services.follow_up(family, told(family, work="own"), on=timezone.localdate(), source=Source.OFFICER,
                               by=stranger)  # fmt: skip
        with pytest.raises(UnknownSettlement):
            selectors.by_number(stranger, family.case.number)


def test_a_family_is_asked_once_by_notice_and_answers_step_by_step() -> None:
    account = applicant()
    family = settled(account, ago=85)
    assert ask_all() == 1 and ask_all() == 0
    assert Notice.objects.filter(account=account, template="survey").count() == 1
    survey = Survey.objects.get()
    services.answer(survey, f"work:{family.case.applicant.key}", "employed", by=account)
    assert not family.facts.exists(), "nothing is known before it is sent"
    services.send(survey, told(family, work="employed", plans="stay"), by=account)
    assert set(family.facts.values_list("source", flat=True)) == {Source.SURVEY}
    assert Standing.objects.get().working == 1
    with pytest.raises(IntegrationRefused, match="sent already"):
        services.send(survey, told(family, work="own"), by=account)


def test_notes_need_consent_and_vanish_with_it() -> None:
    account = applicant()
    family, officers = settled(account), staff()
    with pytest.raises(NoConsent):
        services.write_note(family, "...", by=officers["ngo"])
    services.consent(family, Helper.NGO, True, by=account)
    services.write_note(family, "Балабақша іздейді", by=officers["ngo"])
    assert [each.text for each in selectors.notes(family, officers["ngo"])] == ["Балабақша іздейді"]
    assert [each.text for each in selectors.notes(family, officers["follower"])] == ["Балабақша іздейді"]
    assert selectors.by_number(officers["ngo"], family.case.number) == family
    services.consent(family, Helper.NGO, False, by=account)
    assert selectors.notes(family, officers["ngo"]) == selectors.notes(family, officers["follower"]) == []
    with pytest.raises(UnknownSettlement):
        selectors.by_number(officers["ngo"], family.case.number)
    assert len(selectors.own_notes(family)) == 1, "what was written about a family stays its own to read"
    journal = "".join(Entry.objects.filter(stream=family.stream).values_list("payload", flat=True))
    assert "Балабақша" not in journal


def test_only_the_family_consents() -> None:
    family, officers = settled(applicant()), staff()
    for other in (officers["follower"], officers["ngo"], applicant()):
        with pytest.raises(UnknownSettlement):
            services.consent(family, Helper.NGO, True, by=other)


def test_help_is_offered_taken_up_and_its_outcome_kept() -> None:
    account = applicant()
    family, officers = settled(account), staff()
    offered = services.offer(family, service(officers["follower"]), reason="no_work", by=officers["follower"])
    assert Notice.objects.filter(account=account, template="help_offered").count() == 1
    with pytest.raises(IntegrationRefused, match="offered already"):
        services.offer(family, offered.service, by=officers["follower"])
    services.move(offered, State.ACCEPTED, by=account)
    with pytest.raises(IntegrationRefused, match="told by the office"):
        services.move(offered, State.FINISHED, by=account)
    for state in (State.STARTED, State.FINISHED):
        services.move(offered, state, by=officers["follower"])
    assert family.referrals.get().state == State.FINISHED


def test_no_referral_leaves_its_way() -> None:
    for old, new in product(State, State):
        if new not in NEXT[old]:
            with pytest.raises(IntegrationRefused, match="does not follow"):
                refuse_step(Referral(state=old), new)


def test_every_state_of_a_referral_is_reached() -> None:
    reached, new = {State.OFFERED}, {State.OFFERED}
    while new:
        new = {after for state in new for after in NEXT[state]} - reached
        reached |= new
    assert reached == set(State)


def test_help_elsewhere_is_not_offered() -> None:
    family, officers, others = settled(), staff(), staff(PAVLODAR)
    there = service(others["follower"], place=PAVLODAR)
    with pytest.raises(IntegrationRefused, match="where the family lives"):
        services.offer(family, there, by=officers["follower"])


def test_a_failing_settlement_is_seen_with_its_reasons_and_help() -> None:
    family, officers = settled(ago=200), staff()
    services.follow_up(family, told(family, work="looking", housing="promised", pay="not_enough"),
                       on=timezone.localdate(), source=Source.OFFICER, by=officers["follower"])  # fmt: skip
    family.refresh_from_db()
    assert family.reasons == ["no_work", "no_home", "low_pay"] and family.warned == timezone.localdate()
    assert family in selectors.queue(officers["follower"], "help", timezone.localdate())
    services.follow_up(family, told(family, work="employed", housing="own", pay="enough"),
                       on=timezone.localdate(), source=Source.OFFICER, by=officers["follower"])  # fmt: skip
    family.refresh_from_db()
    assert family.reasons == [] and family.warned is None, "what is mended is no reason any more"


DAY = date(2027, 1, 1)


def test_a_student_is_not_asked_to_work_and_newcomers_are_given_time() -> None:
    law = integration()
    arrived, today = DAY, date(2027, 12, 1)
    one, other = Said("work", "studying", DAY), Said("work", "looking", DAY)
    assert [each.key for each in warning(law, [one, other], arrived, today).reasons] == ["no_work"]
    assert not warning(law, [one], arrived, today).reasons
    assert not warning(law, [other], arrived, date(2027, 2, 1)).reasons
    assert not warning(law, [other, Said("work", "own", DAY)], arrived, today).reasons


def test_every_reason_has_help_and_the_heaviest_stands_first() -> None:
    law = integration()
    said = [Said(each.topic, each.answers[0], DAY) for each in law.reasons]
    found = warning(law, said, DAY, date(2030, 1, 1))
    assert all(each.help for each in found.reasons) and found.enough
    assert all(one.weight >= other.weight for one, other in pairwise(found.reasons))
