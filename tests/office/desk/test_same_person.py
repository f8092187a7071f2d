"""The queue of pairs, the two entries side by side, and the figures for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from qonys.office.foundation.journal.models import Entry
from qonys.office.registers.linkage.models import Candidate, Learned
from qonys.office.registers.linkage.states import State
from tests.office.authority.people import let_in, mandate, officer
from tests.office.registers import people

pytestmark = pytest.mark.django_db
WHY = {"start": -20.0, "parts": [["surname", "ending", 9.0], ["birth", "swapped", 14.0], ["iin", "digit", 3.5]],
       "relatives": -0.5}  # fmt: skip


@pytest.fixture()
def pair() -> Candidate:
    one = people.person("Жұмабаева", "Айгүл", code="KZ-59", sex="female")
    two = people.person("Жұмабай", "Айгүл", code="KZ-59", sex="female")
    learned = Learned.objects.create(hash="1" * 64, content={}, records=2, pairs=1)
    told = {"probability": 0.97, "why": WHY, "learned": learned, "purpose": "one person, one entry"}
    return Candidate.objects.create(one=one, two=two, **told)


@pytest.fixture()
def desk(client: Client, pair: Candidate) -> Client:
    account = officer()
    mandate(account, "career_centre_officer", "KZ/KZ-59/")
    return let_in(client, account)


def test_the_queue_names_both_and_leads_to_the_pair(desk, pair):
    content = desk.get("/en/office/same-person/").content.decode()
    assert "Жұмабаева" in content and "97.0%" in content and str(pair.key) in content


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Side by side", "the same but for its ending", "day and month changed places")),
     ("ru", ("Рядом", "отличается только окончанием", "день и месяц переставлены")),
     ("kk", ("Қатар қойғанда", "тек жалғауы басқа", "күні мен айы алмасқан"))],
)  # fmt: skip
def test_a_pair_is_shown_side_by_side_with_its_reasons(desk, pair, language, words):
    content = desk.get(f"/{language}/office/same-person/{pair.key}/").content.decode()
    for each in words:
        assert each in content
    assert Entry.objects.filter(stream=f"{pair.one.stream}/readings").exists(), "who looked is written down"


def test_one_person_is_decided_and_undone(desk, pair):
    path = f"/en/office/same-person/{pair.key}/"
    answer = desk.post(path, {"do": "same", "reason": "one document"})
    assert answer["Location"].endswith("/office/same-person/")
    shown = desk.get(f"/en/office/persons/{pair.two.key}/").content.decode()
    assert "The same person stands in the register as" in shown and str(pair.one.key) in shown
    desk.post(path, {"do": "undo"})
    pair.refresh_from_db()
    assert pair.state == State.OPEN
    assert "The same person stands" not in desk.get(f"/en/office/persons/{pair.two.key}/").content.decode()


def test_whoever_may_handle_only_one_of_the_two_sees_nothing(desk, pair):
    other = people.person("Жұмабаева", "Айгүл", code="KZ-75", sex="female")
    hidden = Candidate.objects.create(
        one=pair.one, two=other, probability=0.9, why=WHY, learned=pair.learned, purpose="x"
    )
    path = f"/en/office/same-person/{hidden.key}/"
    assert desk.get(path).status_code == desk.post(path, {"do": "same"}).status_code == 404
    assert str(hidden.key) not in desk.get("/en/office/same-person/").content.decode()


def test_a_decision_that_came_too_late_is_told(desk, pair):
    Candidate.objects.filter(pk=pair.pk).update(state=State.DIFFERENT)
    path = f"/en/office/same-person/{pair.key}/"
    desk.post(path, {"do": "same"})
    assert "was decided in the meantime" in desk.get(path).content.decode()


def test_questions_do_not_grow_with_the_queue(desk, pair, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(14) as few:
        desk.get("/en/office/same-person/")
    for place in range(6):
        other = people.person(f"Жұмабайұлы{place}", "Айгүл", code="KZ-59", sex="female")
        told = {"probability": 0.6, "why": WHY, "learned": pair.learned, "purpose": "x"}
        Candidate.objects.create(one=pair.one, two=other, **told)
    with django_assert_max_num_queries(len(few)):
        desk.get("/en/office/same-person/")


def test_the_figures_are_public(client, pair):
    pair.learned.quality = {"all": {"precision": [0.98, 0.93, 0.99], "recall": [0.9, 0.8, 0.95]}, "groups": {}}
    pair.learned.save()
    content = client.get("/en/registers/same-person/").content.decode()
    assert "98.0 % (93.0–99.0)" in content and "Жұмабаева" not in content
