"""The register of persons: taken once, never overwritten silently, found however the name is typed."""

from __future__ import annotations

import csv
import json
import random
from datetime import date

import pytest
from django.utils import translation

from qonys.countries.sorting import sort_key
from qonys.engines.vocabulary.errors import BadInput, OutOfRange
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import within
from qonys.office.foundation.journal import personal, selectors
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.verification import verify
from qonys.office.registers.persons import services
from qonys.office.registers.persons.models import Against, Person, Precision, Remark
from qonys.office.registers.persons.refusals import NumberTaken, UntakablePerson
from qonys.office.registers.persons.selectors import search
from qonys.office.registers.persons.told import PersonTold
from tests.office.authority.people import mandate, officer
from tests.office.registers import people
from tests.shared_data import require_shared

pytestmark = pytest.mark.django_db
VECTORS = "domain/data/iin_test_vectors_synthetic.csv"


def take(*args: object, code: str = "KZ-59", **more: object) -> services.Taken:
    return services.take(
        people.told(*args, **more), territory=people.place(code), source=people.source(), actor=people.ACTOR
    )


def found(words: str) -> list[str]:
    return [person.full_name for person in search(Person.objects.all(), words)]


def test_a_new_person_lies_where_it_was_taken_and_its_stream_begins():
    taken = take(iin=people.number(), citizenship="uz")
    assert taken.new and taken.remarks == ()
    assert (taken.person.home_id, taken.person.citizenship) == ("KZ/KZ-59/", "UZ")
    (line,) = selectors.entries(taken.person.stream)
    assert (line.action, line.actor) == ("taken", people.ACTOR)


def test_the_journal_names_nobody_but_can_tell():
    person = take(iin=people.number()).person
    line = Entry.objects.get(stream_id=person.stream)
    for secret in (person.surname, person.given, person.iin, str(person.birth_date)):
        assert secret not in line.payload
    told = personal.read(json.loads(line.payload)["content"])
    assert (told["surname"], told["iin"]) == (person.surname, person.iin)


def test_the_same_number_is_the_same_person_and_differences_are_kept_as_remarks():
    first = take(iin=people.number()).person
    again = take("Касымов", "Алихан", iin=people.number(), latin_surname="Kasymov", code="KZ-55")
    assert not again.new and again.person.pk == first.pk
    kept = Person.objects.get()
    assert (kept.surname, kept.given, kept.latin_surname) == ("Қасымов", "Әлихан", "Kasymov")
    assert kept.home_id == "KZ/KZ-59/", "a residence moves a person, an application does not"
    assert {(each.about, each.known, each.told) for each in again.remarks} == {
        ("surname", "Қасымов", "Касымов"),
        ("given", "Әлихан", "Алихан"),
    }
    take("Касымов", "Алихан", iin=people.number())
    assert Remark.objects.count() == 2, "told twice, kept once"


def test_without_a_number_nobody_is_taken_for_another():
    assert take().person.pk != take().person.pk


def test_a_number_that_says_another_birth_date_or_sex_is_only_remarked_on():
    taken = take(iin=people.number(date(2060, 1, 2), "female"))
    assert {(each.about, each.against) for each in taken.remarks} == {
        ("birth_date", Against.NUMBER),
        ("sex", Against.NUMBER),
    }
    assert taken.person.birth_date == people.BORN


@pytest.mark.shared
def test_the_published_vectors_are_taken_or_refused():
    with (require_shared() / VECTORS).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 40
    for row in rows:
        if row["valid"] == "1":
            assert take(iin=row["iin_synthetic"]).person.iin == row["iin_synthetic"]
        else:
            with pytest.raises(OutOfRange) as letter:
                take(iin=row["iin_synthetic"])
            assert row["iin_synthetic"] not in str(letter.value), "a letter may end in a log"


@pytest.mark.parametrize(
    "wrong",
    [
        {"surname": "  "},
        {"surname": "12"},
        {"given": "А" * 121},
        {"given": "Ә\u200bл"},
        {"sex": "unknown"},
        {"citizenship": "KAZ"},
        {"birth_precision": "hour"},
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(wrong: dict[str, str]):
    with pytest.raises(UntakablePerson) as letter:
        take(**{"surname": "Қасымов", "given": "Әлихан"} | wrong)
    assert letter.value.where == next(iter(wrong))
    assert not Person.objects.exists()


def test_a_refusal_is_a_letter_in_the_language_of_its_reader():
    with translation.override("kk"), pytest.raises(UntakablePerson) as letter:
        take(citizenship="KAZ")
    with translation.override("kk"):
        assert str(letter.value).startswith("Мемлекет екі әріппен жазылады (ISO 3166-1).")


def test_what_the_papers_do_not_tell_of_a_birth_date_stands_at_its_first_day():
    person = take(iin=people.number(), birth_date=date(2051, 7, 20), birth_precision=Precision.YEAR)
    assert person.person.birth_date == date(2051, 1, 1)
    assert person.remarks == (), "a year alone contradicts no day"


def test_a_correction_changes_the_keys_drops_the_remark_and_is_written_down():
    take(iin=people.number())
    taken = take("Қасымова", "Әлия", iin=people.number())
    assert len(taken.remarks) == 2
    services.correct(taken.person, {"surname": "Қасымова"}, reason="marriage certificate", actor=people.ACTOR)
    person = Person.objects.get()
    assert found("қасымова") == ["Қасымова Әлихан"] and person.sort_key == sort_key("Қасымова Әлихан")
    assert [each.about for each in Remark.objects.filter(dismissed=None)] == ["given"]
    line = selectors.entries(person.stream).last()
    told = json.loads(line.payload)
    assert (line.action, told["fields"]) == ("corrected", ["surname"])
    assert personal.read(told["content"]) == {
        "before": {"surname": "Қасымов"},
        "after": {"surname": "Қасымова"},
        "reason": "marriage certificate",
    }


def test_nobody_gets_the_number_of_another():
    take(iin=people.number())
    other = take("Омаров", "Ерлан").person
    with pytest.raises(NumberTaken):
        services.correct(other, {"iin": people.number()}, reason="typed wrong", actor=people.ACTOR)
    with pytest.raises(BadInput):
        services.correct(other, {"home": "KZ/KZ-55/"}, reason="moved", actor=people.ACTOR)


def test_a_remark_can_be_dismissed():
    remark = take(iin=people.number(sex="female")).remarks[0]
    services.dismiss(remark, reason="the number was given before the correction", actor=people.ACTOR)
    assert not Remark.objects.filter(dismissed=None).exists()
    take(iin=people.number(sex="female"))
    assert Remark.objects.filter(dismissed=None).count() == 0, "what was dismissed is not asked again"


def test_a_list_is_in_kazakh_order_on_every_database():
    wanted = ["Абаев", "Әбдіков", "Ғалымов", "Ермеков", "Қасымов", "Нұров", "Оразов", "Өмірбек", "Ұлықбек", "Үсенов",
              "Ісләмов", "Яковлев"]  # fmt: skip
    for surname in random.Random(4).sample(wanted, len(wanted)):
        take(surname, "А")
    assert [person.surname for person in Person.objects.all()] == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "өмірбек",
        "ӨМІРБЕК",
        "Омирбек",
        "омирб нур",
        "Нұрсұлтан Өмірбек",
        "нурсултан  омирбек",
        "Omirbek",
        "ÖMIRBEK",
        "серікұлы өмірбек нұр",
        "Өмірбек-Аға",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str):
    take("Өмірбек-Ағаев", "Нұрсұлтан", patronymic="Серікұлы", latin_surname="Ömırbek", latin_given="Nursultan")
    take("Омаров", "Нурлан")
    assert found(typed) == ["Өмірбек-Ағаев Нұрсұлтан Серікұлы"]


def test_a_search_finds_beginnings_only_and_nothing_for_nothing():
    take("Қасымов", "Әлихан")
    assert found("сымов") == found("") == found(" - ") == found("касымов ерлан") == []


def test_a_number_is_found_whole():
    person = take(iin=people.number()).person
    assert found(f"{person.iin[:6]} {person.iin[6:]}") == [person.full_name]
    assert found(person.iin[:6]) == []


def test_a_search_stays_within_the_mandate():
    here, there = take("Қасымов", "Әлихан"), take("Қасымов", "Серік", code="KZ-55")
    account = officer()
    mandate(account, "migration_officer", "KZ/KZ-59/")
    seen = search(within(Person.objects.all(), account, Action.SEE), "касым")
    assert list(seen) == [here.person] and there.person not in seen


def test_the_journal_of_persons_verifies():
    take(iin=people.number())
    take("Касымов", iin=people.number())
    assert verify().broken == ()


def many(*told: PersonTold, code: str = "KZ-59") -> list[int]:
    place = people.place(code)
    return services.take_many([(each, place) for each in told], source=people.source(), actor=people.ACTOR)


def test_many_at_once_are_as_if_taken_one_by_one():
    numbers = people.numbers(date(2051, 3, 9), "female")
    told = [
        people.told("Өмірбек", "Нұрай", iin=next(numbers), sex="female"),
        people.told("Ван-Ли", "Вэй", iin=next(numbers), birth_date=date(2051, 3, 10), sex="male", citizenship="cn"),
        people.told("Қасымов", "Әлихан", birth_date=date(2040, 7, 7), birth_precision=Precision.YEAR),
    ]
    one_by_one = [state(take_told(each).person) for each in told]
    Person.objects.all().update(iin=None)
    together = [state(Person.objects.get(pk=number)) for number in many(*told)]
    assert together == one_by_one
    assert [remark[0] for remark in together[1][-1]] == ["birth_date", "sex"]


def take_told(told: PersonTold) -> services.Taken:
    return services.take(told, territory=people.place(), source=people.source(), actor=people.ACTOR)


def state(person: Person) -> tuple[object, ...]:
    """Everything kept of a person but the keys that are drawn, and the number."""
    left_out = {"id", "key", "recorded", "iin"}
    fields = tuple(
        getattr(person, field.attname) for field in Person._meta.concrete_fields if field.name not in left_out
    )
    words = sorted(person.words.values_list("word", flat=True))
    return *fields, words, sorted(person.remarks.values_list("about", "against", "known", "told"))


def test_many_have_one_line_and_the_journal_verifies():
    many(*(people.told("Омаров", name) for name in ("Али", "Ұлан", "Ян")))
    (line,) = selectors.entries("persons:application")
    content = json.loads(line.payload)
    assert (line.action, content["persons"], len(content["digest"])) == ("taken", 3, 64)
    assert verify().broken == ()


def test_a_number_that_is_known_or_comes_twice_is_one_person():
    numbers = people.numbers()
    first, second = next(numbers), next(numbers)
    known = take(iin=first).person
    taken = many(
        people.told("Қасымов", "Али", iin=first),
        people.told("Омаров", "Ян", iin=second),
        people.told("Омаров", "Иван", iin=second),
    )
    assert taken[0] == known.pk and taken[1] == taken[2] and Person.objects.count() == 2
    assert set(Remark.objects.values_list("person", "known", "told")) == {
        (known.pk, "Әлихан", "Али"),
        (taken[1], "Ян", "Иван"),
    }
    assert take("Серіков").person.pk not in taken, "numbers of rows go on after a batch"


def test_one_that_cannot_be_kept_refuses_its_batch():
    with pytest.raises(UntakablePerson):
        many(people.told("Омаров"), people.told("12"))
    assert not Person.objects.exists() and not Entry.objects.filter(stream_id="persons:application").exists()
