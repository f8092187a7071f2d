"""A draft: saved screen by screen, in two windows at once, sent once, and seen by nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.casework.applications import completeness, sending, services
from qonys.office.casework.applications.completeness import What
from qonys.office.casework.applications.models import Draft, Sent
from qonys.office.casework.applications.refusals import DraftRefused, NotReady, UnknownDraft
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents.models import Document
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.files import selectors as files
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.journal import verification
from qonys.office.registers.households.models import Member
from qonys.office.registers.persons.models import Person
from tests.office.applications.families import FIVE, MOVE, PDF, ready, with_answers, with_family, with_papers
from tests.office.authority.people import places
from tests.office.cases.filing import applicant

pytestmark = pytest.mark.django_db
NOW = "now"


@pytest.fixture(autouse=True)
def _country(tmp_path: Path, settings: Any) -> None:
    settings.QONYS_HOME = tmp_path
    places("KZ/", "KZ/KZ-39/", "KZ/KZ-55/", "KZ/KZ-61/")


@pytest.fixture
def mine() -> Account:
    return applicant()


def screen(draft: Draft, key: str) -> Any:
    return next(each for each in completeness.version(draft).screens if each.key == key)


def test_a_family_of_five_is_told_sent_and_is_a_case(mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)
    assert (case.procedure, case.territory_id, case.account_id) == ("resettlement", "KZ/KZ-61/", mine.pk)
    assert case.members.count() == 4
    assert [each.relation for each in case.members.all()] == ["spouse", "child", "child", "parent"]
    told = cases.application(case)
    assert told["employer"] == "ЖШС Ойдан"
    assert [each["given"] for each in told["family"]] == [each[2] for each in FIVE]
    assert Document.objects.filter(case=case).count() == len(cases.course(case).papers) == 5  # adults: 3, children: 2
    assert files.content(Document.objects.filter(case=case)[0].file) == PDF
    assert (
        Person.objects.get(surname="Сынақов", given="Ержан").home_id == "KZ/KZ-61/"
    )  # where they live until they move
    assert Member.objects.filter(until=None).count() == 5
    assert not Draft.objects.exists()
    assert verification.verify().broken == ()


def test_the_first_paper_to_lapse_is_known_to_the_case(mine: Account) -> None:
    case = sending.submit(ready(mine, "kandas").key, by=mine)
    assert case.lapses == date(2027, 2, 3)


def test_sent_twice_it_is_one_case(mine: Account) -> None:
    draft = ready(mine)
    first, second = sending.submit(draft.key, by=mine), sending.submit(draft.key, by=mine)
    assert first.pk == second.pk
    assert Case.objects.count() == Sent.objects.count() == 1
    with pytest.raises(UnknownDraft):
        sending.submit(draft.key, by=applicant())


def test_what_fails_in_the_middle_leaves_the_draft_whole(mine: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = ready(mine)

    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(sending, "clear", breaks)
    with pytest.raises(RuntimeError):
        sending.submit(draft.key, by=mine)
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert Draft.objects.get(pk=draft.pk).papers.count() == 5
    assert {each.stream for each in StoredFile.objects.all()} == {draft.stream}


def test_what_is_missing_is_named_until_nothing_is(mine: Account) -> None:
    draft = services.start(mine, "resettlement")
    assert {each.what for each in completeness.missing(draft)} == {What.APPLICANT, What.ANSWER}
    draft = with_family(draft, mine)
    draft = with_answers(draft, mine, MOVE)
    lacking = completeness.missing(draft)
    assert {each.what for each in lacking} == {What.PAPER}
    assert [each.wanted.paper.key for each in lacking if each.wanted] == ["identity"] * 3 + ["child_birth"] * 2
    with pytest.raises(NotReady):
        sending.submit(draft.key, by=mine)
    assert completeness.missing(with_papers(draft, mine)) == []


def test_a_question_that_no_longer_applies_is_neither_asked_nor_kept(mine: Account) -> None:
    draft = services.start(mine, "resettlement")
    told = MOVE[NOW] | {"work_now": "graduate", "graduated": "2026-07-01", "divorced": "yes"}
    draft = services.save(draft.key, screen(draft, NOW), told, by=mine, revision=0).draft
    draft = with_family(draft, mine)
    assert {"diploma", "divorce"} <= {each.paper.key for each in completeness.papers(draft)}
    diploma = next(each for each in completeness.papers(draft) if each.paper.key == "diploma")
    services.hand_in(draft.key, diploma, "diploma.pdf", PDF, by=mine)
    draft = services.save(draft.key, screen(draft, NOW), MOVE[NOW], by=mine, revision=10**6).draft
    assert "graduated" not in draft.answers
    assert "diploma" not in {each.paper.key for each in completeness.papers(draft)}
    with pytest.raises(DraftRefused, match="no longer asked for"):
        services.hand_in(draft.key, diploma, "diploma.pdf", PDF, by=mine)
    case = sending.submit(with_papers(with_answers(draft, mine, MOVE), mine).key, by=mine)
    assert not Document.objects.filter(case=case, paper="diploma").exists()


def test_a_wrong_answer_comes_back_and_the_others_are_kept(mine: Account) -> None:
    draft = services.start(mine, "resettlement")
    saved = services.save(
        draft.key, screen(draft, NOW), MOVE[NOW] | {"registered_since": "31.02.2026"}, by=mine, revision=0
    )
    assert set(saved.mistakes) == {"registered_since"}
    assert saved.draft.answers == {key: value for key, value in MOVE[NOW].items() if key != "registered_since"}


def test_two_windows_lose_nothing(mine: Account) -> None:
    draft = services.start(mine, "resettlement")
    first = services.save(draft.key, screen(draft, NOW), MOVE[NOW], by=mine, revision=0)
    other = services.save(draft.key, screen(draft, "where"), MOVE["where"], by=mine, revision=0)  # another screen
    assert other.done
    late = services.save(draft.key, screen(draft, NOW), MOVE[NOW] | {"divorced": "yes"}, by=mine, revision=0)
    assert late.meanwhile == {"divorced": "no"}
    assert Draft.objects.get(pk=draft.pk).answers["divorced"] == "no"
    again = services.save(draft.key, screen(draft, NOW), MOVE[NOW], by=mine, revision=0)  # a double click says the same
    assert again.done
    meant = services.save(
        draft.key, screen(draft, NOW), MOVE[NOW] | {"divorced": "yes"}, by=mine, revision=again.draft.revision
    )
    assert meant.done
    assert meant.draft.answers == first.draft.answers | other.draft.answers | {"divorced": "yes"}


def test_two_windows_with_one_member(mine: Account) -> None:
    draft = with_family(services.start(mine, "resettlement"), mine)
    spouse = draft.members[1]
    told = {key: value for key, value in spouse.items() if key != "key"}
    services.save_member(draft.key, spouse["key"], told | {"given": "Әсем"}, by=mine, revision=draft.revision)
    late = services.save_member(draft.key, spouse["key"], told | {"given": "Асель"}, by=mine, revision=draft.revision)
    assert late.meanwhile == {"given": "Әсем"}
    assert Draft.objects.get(pk=draft.pk).members[1]["given"] == "Әсем"


def test_who_leaves_takes_the_papers_along(mine: Account) -> None:
    draft = ready(mine)
    child = draft.members[2]["key"]
    services.remove_member(draft.key, child, by=mine)
    draft = Draft.objects.get(pk=draft.pk)
    assert len(draft.members) == draft.papers.count() == 4
    services.remove_member(draft.key, draft.members[0]["key"], by=mine)
    assert len(Draft.objects.get(pk=draft.pk).members) == 4  # the applicant stays


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("surname", " "),
        ("given", "12"),
        ("latin_given", "Әсел"),
        ("birth_date", "2999-01-01"),
        ("birth_date", "yesterday"),
        ("sex", ""),
        ("relation", "head"),
        ("relation", "cousin"),
        ("iin", "123"),
        ("iin", "000000000000x"),
        ("citizenship", "XK?"),
    ],
)
def test_a_member_that_cannot_be_is_told_at_its_field(mine: Account, field: str, told: str) -> None:
    draft = with_family(services.start(mine, "resettlement"), mine, FIVE[:1])
    good = {
        "relation": "spouse",
        "surname": "Сынақова",
        "given": "Әсел",
        "sex": "female",
        "birth_date": FIVE[1][4],
    }
    saved = services.save_member(draft.key, "", good | {field: told}, by=mine, revision=0)
    assert list(saved.mistakes) == [field]
    assert len(Draft.objects.get(pk=draft.pk).members) == 1


def test_only_the_owner_touches_a_draft(mine: Account) -> None:
    draft, stranger = ready(mine), applicant()
    wanted = completeness.papers(draft)[0]
    attempts = (
        lambda: services.save(draft.key, screen(draft, NOW), {}, by=stranger, revision=0),
        lambda: services.save_member(draft.key, "", {}, by=stranger, revision=0),
        lambda: services.remove_member(draft.key, draft.members[1]["key"], by=stranger),
        lambda: services.hand_in(draft.key, wanted, "a.pdf", PDF, by=stranger),
        lambda: services.take_back(draft.key, draft.papers.all()[0].key, by=stranger),
        lambda: services.discard(draft.key, by=stranger),
        lambda: sending.submit(draft.key, by=stranger),
    )
    for attempt in attempts:
        with pytest.raises(UnknownDraft):
            attempt()
    assert StoredFile.objects.filter(by=stranger).count() == 0


def test_deleted_and_forgotten_drafts_leave_nothing_on_disk(
    mine: Account, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    kept = lambda: [each for each in (tmp_path / "files").rglob("*") if each.is_file()]  # noqa: E731
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(ready(mine).key, by=mine)
    assert kept() == []
    old = ready(mine)
    Draft.objects.filter(pk=old.pk).update(changed=timezone.now() - timedelta(days=91))
    ready(applicant())
    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire() == 1
    assert len(kept()) == 5
    assert Draft.objects.count() == 1


texts = st.text(max_size=60) | st.sampled_from(
    ["yes", "KZ-39", "2026-02-30", "0", "\x00", "\ud800", "seeker", "MN", "9" * 40]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.dictionaries(st.sampled_from([*MOVE[NOW], "graduated", "nobody"]), texts), revision=st.integers(-1, 9))
def test_whatever_is_typed_is_kept_or_named(mine: Account, told: dict[str, str], revision: int) -> None:
    draft = services.start(mine, "resettlement")
    saved = services.save(draft.key, screen(draft, NOW), told, by=mine, revision=revision)
    kept = Draft.objects.get(pk=draft.pk).answers
    if not saved.meanwhile:
        for key in screen(draft, NOW).questions:
            assert not (key.key in kept and key.key in saved.mistakes)
    assert "nobody" not in kept
    completeness.missing(saved.draft)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ["relation", "surname", "given", "patronymic", "latin_given", "iin", "birth_date", "sex", "citizenship"],
            texts,
        ),
    )
)
def test_whatever_is_said_of_a_member_is_kept_or_named(mine: Account, told: dict[str, str]) -> None:
    draft = services.start(mine, "kandas")
    saved = services.save_member(draft.key, "", told, by=mine, revision=0)
    assert saved.done or saved.mistakes
    completeness.missing(Draft.objects.get(pk=draft.pk))
