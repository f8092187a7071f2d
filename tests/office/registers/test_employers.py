"""The register of employers: a number checked by its rule, names found in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.countries import identifiers
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import within
from qonys.office.foundation.journal import selectors as journal
from qonys.office.registers.employers import services
from qonys.office.registers.employers.models import Employer
from qonys.office.registers.employers.refusals import UntakableEmployer
from qonys.office.registers.employers.selectors import search
from tests.office.authority.people import mandate, officer
from tests.office.registers import people

pytestmark = pytest.mark.django_db
ORGANISATION = identifiers.read_identifiers(pack_folder("kz"))["organisation"]


def number(serial: int = 1) -> str:
    """A number of an organisation that was founded in the year 99, month 12: the check digit fits."""
    while True:
        start = f"991240{serial:05d}"
        digit = ORGANISATION._check_digit([int(each) for each in start])
        if digit is not None:
            return f"{start}{digit}"
        serial += 1


def take(serial: int = 1, code: str = "KZ-59", **more: str) -> Employer:
    told = {"bin": number(serial), "name_kk": "«Қызылжар Құс» ЖШС", "name_ru": "ТОО «Птица Кызылжара»", "section": "A"}
    return services.take(
        services.EmployerTold(**told | more), territory=people.place(code), source=people.source(), actor=people.ACTOR
    )[0]


def test_an_employer_is_taken_once():
    first = take()
    again, new = services.take(
        services.EmployerTold(number(), "Басқа", "Другое", "C"),
        territory=people.place(),
        source=people.source(),
        actor=people.ACTOR,
    )
    assert again == first and not new and again.name_kk == first.name_kk
    assert [line.action for line in journal.entries(first.stream)] == ["taken"]


@given(st.integers(0, 11), st.integers(1, 9))
def test_a_number_with_a_wrong_digit_is_refused(place: int, more: int):
    right = number()
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    kept = ORGANISATION._check_digit([int(each) for each in wrong[:-1]]) == int(wrong[-1]) and wrong[4] in "456"
    if not kept:
        with pytest.raises(OutOfRange):
            services.take(services.EmployerTold(wrong, "А", "А", "A"), territory=None, source=None, actor=people.ACTOR)


def test_a_persons_number_is_no_employers():
    with pytest.raises(OutOfRange):
        take(bin=people.number())


@pytest.mark.parametrize("wrong", [{"name_kk": " "}, {"name_ru": "а" * 251}, {"section": "Z"}])
def test_what_cannot_be_kept_is_refused(wrong: dict[str, str]):
    with pytest.raises(UntakableEmployer) as letter:
        take(**wrong)
    assert letter.value.where == next(iter(wrong))


@pytest.mark.parametrize("typed", ["кызылжар", "ҚҰС қыз", "птица", number(), "тоо кызылжара"])
def test_an_employer_is_found_in_both_languages_within_the_mandate(typed: str):
    here = take()
    take(serial=50, code="KZ-55")
    account = officer()
    mandate(account, "migration_officer", "KZ/KZ-59/")
    assert list(search(within(Employer.objects.all(), account, Action.SEE), typed)) == [here]


def test_nothing_typed_finds_nobody():
    take()
    assert not search(Employer.objects.all(), " - ").exists() and not search(Employer.objects.all(), "жар").exists()


def test_a_correction_and_an_end_are_written_down():
    employer = take()
    services.correct(
        employer, {"name_kk": "«Ақ Құс» ЖШС"}, reason="renamed", actor=people.ACTOR, territory=people.place("KZ-55")
    )
    services.close(employer, on=date(2026, 6, 1), actor=people.ACTOR)
    employer.refresh_from_db()
    assert (employer.territory_id, employer.closed) == ("KZ/KZ-55/", date(2026, 6, 1))
    assert search(Employer.objects.all(), "ақ құс").get() == employer
    assert [line.action for line in journal.entries(employer.stream)] == ["taken", "corrected", "closed"]
