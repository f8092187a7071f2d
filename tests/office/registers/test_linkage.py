"""Entries that may be one person: found, decided by an officer, undone; and what is told of the finding."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.models import Entry
from qonys.office.registers.linkage import engine, selectors, services, tasks
from qonys.office.registers.linkage.languages import Language
from qonys.office.registers.linkage.models import Candidate, Key, Learned, Merge, Prepared
from qonys.office.registers.linkage.refusals import WrongPairState
from qonys.office.registers.linkage.states import NEXT, State
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.services import take_many
from qonys.one_person.invented import GROUPS, registers
from tests.office.authority import people as authority
from tests.office.registers import people

pytestmark = pytest.mark.django_db


def _progress(share: float, stage: str) -> None:
    """Nobody watches."""


def _fill(count: int = 80) -> list[Person]:
    """Invented persons, each told by three offices that write names in their own way."""
    frame = registers(count, seed=3)
    place, source = people.place(), people.source()
    told = [
        people.told(
            row["surname"], row["given"], patronymic=row["patronymic"] or "",
            sex="female" if row["sex"] == "F" else "male", birth_date=date.fromisoformat(row["birth_date"]),
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    numbers = take_many(((each, place) for each in told), source=source, actor=people.ACTOR)
    return list(Person.objects.filter(pk__in=numbers).order_by("pk"))


@pytest.fixture()
def learned() -> Learned:
    _fill()
    tasks.learn({}, _progress)
    found = selectors.in_force()
    assert found is not None
    return found


@pytest.fixture()
def pair(learned: Learned) -> Candidate:
    found = Candidate.objects.filter(probability__gte=0.9).order_by("pk").first()
    assert found is not None
    return found


@pytest.fixture()
def officer() -> Account:
    return authority.officer("linking")


def test_a_model_is_learned_and_the_queue_is_filled(learned):
    assert Candidate.objects.filter(probability__gte=0.5).count() >= 180  # 240 pairs are of one person
    assert Prepared.objects.count() == Person.objects.count()
    again = tasks.learn({}, _progress)
    assert again == "0", "what is in the queue is not put there again"


def test_who_is_entered_later_is_compared_within_a_minute(learned):
    known = Person.objects.order_by("pk").first()
    new = people.person(
        known.surname, known.given, patronymic=known.patronymic, birth_date=known.birth_date, sex=known.sex
    )
    assert tasks.compare_new({}, _progress) != "0"
    pair = Candidate.objects.filter(two=new).order_by("-probability").first()
    assert pair.one_id == known.pk or pair.probability > 0.5
    assert Key.objects.filter(person=new).exists()
    assert tasks.compare_new({}, _progress) == "0"


def test_one_person_merges_and_undo_parts(pair, officer):
    one, two = pair.one, pair.two
    services.decide(pair, State.SAME, account=officer, reason="the same document")
    assert selectors.same_person(one) == selectors.same_person(two) == [one, two]
    assert Person.objects.filter(pk__in=(one.pk, two.pk)).count() == 2, "nothing is deleted"
    services.undo(pair, account=officer)
    assert selectors.same_person(one) == [one]
    assert Merge.objects.get(candidate=pair).undone is not None
    told = [entry.action for entry in Entry.objects.filter(stream=two.stream).order_by("sequence")]
    assert told[-2:] == ["merged", "merge undone"]


def test_merges_chain_and_one_undo_parts_only_its_own(learned, officer):
    persons = list(Person.objects.order_by("pk")[:3])
    pairs = [
        Candidate.objects.update_or_create(one=a, two=b, defaults={"probability": 0.6, "why": {}, "learned": learned,
                                           "purpose": services.PURPOSE, "state": State.OPEN})[0]
        for a, b in ((persons[1], persons[2]), (persons[0], persons[2]), (persons[0], persons[1]))
    ]  # fmt: skip
    for each in pairs:
        services.decide(each, State.SAME, account=officer)
    assert selectors.same_person(persons[2]) == persons
    assert Merge.objects.filter(undone=None).count() == 2, "the third pair joins what is joined already"
    services.undo(pairs[0], account=officer)
    assert persons[0] in selectors.same_person(persons[1]) or persons[2] not in selectors.same_person(persons[1])


def test_a_decided_pair_is_not_decided_twice(pair, officer):
    services.decide(pair, State.DIFFERENT, account=officer)
    with pytest.raises(WrongPairState):
        services.decide(pair, State.SAME, account=officer)
    services.undo(pair, account=officer)
    services.decide(pair, State.LATER, account=officer)
    assert services.decide(pair, State.SAME, account=officer).state == State.SAME


def test_every_state_is_in_the_table_and_reachable():
    assert set(NEXT) == set(State)
    assert {after for steps in NEXT.values() for after in steps} == set(State)


def test_the_journal_tells_the_purpose_and_no_name(pair, officer):
    services.decide(pair, State.SAME, account=officer)
    entry = Entry.objects.filter(stream=pair.stream).latest("sequence")
    assert services.PURPOSE in str(entry.payload)
    for name in (pair.one.surname, pair.two.surname):
        assert name not in str(entry.payload)


def test_quality_is_told_only_of_enough_decisions(learned, officer):
    tasks.measure({}, _progress)
    learned.refresh_from_db()
    assert learned.quality == {"all": {}, "groups": {}, "languages": {}}
    for place, each in enumerate(Candidate.objects.order_by("-probability", "pk")[:20]):
        services.decide(each, State.SAME if place else State.DIFFERENT, account=officer)
    tasks.measure({}, _progress)
    learned.refresh_from_db()
    value, low, high = learned.quality["all"]["precision"]
    assert low < value < 1.0 >= high
    assert list(learned.quality["groups"]) == [""]
    told = learned.quality["languages"]
    assert told and set(told) <= set(Language.values)
    assert all(low <= value <= high for shares in told.values() for value, low, high in shares.values())
    page = Client().get("/en/registers/same-person/").content.decode()
    assert all(str(Language(each).label) in page for each in told)


@pytest.mark.parametrize(("language", "words"), [("kk", "ойдан"), ("ru", "вымышленн"), ("en", "invented")])
def test_what_was_measured_on_invented_records_is_marked_as_such(language, words):
    found = selectors.measured()
    assert found.records >= 1_000_000 and {group for group, _p, _r in found.shares} == {"all", *GROUPS}
    page = Client().get(f"/{language}/registers/same-person/").content.decode()
    assert words in page.lower()
    number = f"{100 * found.shares[0][1]:.1f}"
    assert (number if language == "en" else number.replace(".", ",")) in page


@pytest.mark.parametrize(
    ("one", "two", "language"),
    [
        ("Жұмабаев Серік", "Жұмабаев Серік", Language.KAZAKH),
        ("Жумабаев Серик", "Жұмабаев Серік", Language.KAZAKH),
        ("Иванова Ольга", "ИВАНОВА Ольга", Language.RUSSIAN),
        ("Тўраев Ҳасан", "Тураев Хасан", Language.UZBEK),
        ("Zhumabayev Serik", "Жұмабаев Серік", Language.TWO),
        ("Nuerlan Baheti", "Nuerlan Baheti", Language.CHINESE),
        ("Zhumabayev Serik", "Jumabaev Serik", Language.LATIN),
    ],
)
def test_letters_are_told_by_how_both_entries_are_written(one, two, language):
    pairs = [(0.97, State.SAME.value, one, two)] * 9
    assert engine.by_language(pairs) == {}, "too few decisions tell of the persons"
    told = engine.by_language([*pairs, (0.97, State.DIFFERENT.value, two, one)])
    assert list(told) == [language] and told[language]["precision"][0] == 0.9


def test_the_reasons_add_up_to_the_probability(pair):
    total = pair.why["start"] + sum(bits for _, _, bits in pair.why["parts"]) + pair.why["relatives"]
    assert 1 / (1 + 2.0**-total) == pytest.approx(pair.probability, abs=0.02)


def test_keys_do_not_change_with_the_neighbours():
    persons = _fill(20)
    assert engine.keys(persons)[5] == engine.keys([persons[5]])[0]
