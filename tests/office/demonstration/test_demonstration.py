"""The demonstration: nobody in it can exist, everything in it keeps the laws, and nobody gets in where it is off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from qonys.countries.demonstration import read_demonstration
from qonys.countries.folders import pack_folder
from qonys.countries.identifiers import read_identifiers
from qonys.office.casework.cases import checks, selectors
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission.models import Session
from qonys.office.casework.commission.states import State
from qonys.office.casework.documents.models import Document
from qonys.office.casework.letters.models import Letter
from qonys.office.casework.offers.models import Kind as Offered
from qonys.office.casework.offers.models import Offer
from qonys.office.foundation.authority import demonstration, territories
from qonys.office.foundation.authority.models import Account, Kind, Mandate
from qonys.office.foundation.authority.policies import refuse_incompatible
from qonys.office.foundation.authority.roles import ROLES
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.journal import verification
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.notices.models import Notice
from qonys.office.project.demonstration import office, tasks
from qonys.office.project.demonstration.allowed import demonstration as allowed
from qonys.office.project.demonstration.paper import sheet
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.persons.models import Person, Remark
from tests.office.cases.filing import country, person
from tests.office.demonstration import rooms

pytestmark = pytest.mark.django_db
PERSONS = 400
WHOLE = 800  # with whom every room has something to look at


@pytest.fixture
def made(settings: Any, tmp_path: Any) -> office.Made:
    settings.QONYS_HOME, settings.QONYS_DEMO, settings.QONYS_SECOND_FACTOR = tmp_path, True, False
    territories.sync("kz")
    return office.make(PERSONS, seed=7)


def test_every_status_of_both_procedures_is_there_and_every_row_is_what_its_journal_says(made: office.Made) -> None:
    there = set(Case.objects.values_list("procedure", "status"))
    assert there == {(procedure, status) for procedure in ("kandas", "resettlement") for status in Status.values}
    assert list(checks.astray()) == []
    assert verification.verify().broken == ()
    assert (made.persons, made.cases) == (Person.objects.count(), Case.objects.count())


def test_no_number_can_be_a_living_persons_and_ages_make_sense(made: office.Made) -> None:
    kind = read_identifiers(pack_folder("kz"))["person"]
    numbers = list(Person.objects.exclude(iin=None).values_list("iin", flat=True))
    assert len(numbers) > PERSONS / 2
    for number in numbers:
        assert kind.checked(number) == number
        assert 40 <= int(number[:2]) <= 99 and number[6] in "56"
    today = timezone.localdate()
    for house in Household.objects.prefetch_related("members__person"):
        born = {member.relation: member.person.birth_date for member in house.members.all()}
        assert born["head"].year <= today.year - 20
        children = [each.person.birth_date for each in house.members.all() if each.relation == "child"]
        assert all((day - born["head"]).days > 18 * 365 for day in children)
    assert not Remark.objects.filter(dismissed=None).exists()


def test_everything_lies_in_the_past_and_in_order(made: office.Made) -> None:
    now = timezone.now()
    assert not Entry.objects.filter(at__gt=now).exists()
    for case in Case.objects.all():
        moments = [line.at for line in selectors.lines(case)]
        assert moments == sorted(moments)
        years = 3 if case.status == Status.FOLLOWED else 1  # who is followed may have settled long ago
        assert (now - moments[0]).days <= 366 * years


def test_some_are_late_some_wait_and_some_papers_lapse(made: office.Made) -> None:
    day = timezone.localdate()
    for queue in ("late", "waiting", "lapsing"):
        assert Case.objects.filter(selectors.QUEUES[queue].asks(day)).exists(), queue


def test_every_page_has_something_to_look_at(made: office.Made) -> None:
    assert set(Session.objects.values_list("state", flat=True)) == {State.CLOSED, State.PLANNED}
    assert all(each.minutes and each.recording for each in Session.objects.filter(state=State.CLOSED))
    assert {each.kind for each in Letter.objects.all()} >= {"grant", "certificate"}
    assert set(Offer.objects.values_list("territory", "kind")) == {
        (region, kind) for region in Mandate.objects.filter(role="municipality_officer").values_list(
            "territory", flat=True) for kind in Offered.values
    }  # fmt: skip
    for family in (each for each in demonstration.shown() if each.kind == Kind.APPLICANT):
        assert Document.objects.filter(case__account=family).exists() and Notice.objects.filter(account=family).exists()


def test_officers_hold_what_may_be_held_together_and_every_role_is_named_at_the_door(made: office.Made) -> None:
    for mandate in Mandate.objects.select_related("account"):
        refuse_incompatible(mandate, Mandate.objects.filter(account=mandate.account).exclude(pk=mandate.pk))
    roles = {each.role for account in demonstration.shown() for each in account.mandates.all()}
    assert roles == set(ROLES)
    assert any(account.kind == Kind.APPLICANT for account in demonstration.shown())


def test_an_invented_paper_is_a_page_that_a_reader_of_pdfs_opens() -> None:
    page = pypdfium2.PdfDocument(sheet(("Identity card", "Nuerlan (Bolati)", "жоқ")))[0]
    said = page.get_textpage().get_text_bounded()
    assert said.split() == ["Identity", "card", "Nuerlan", "[Bolati]", "???"]


def test_the_same_seed_draws_the_same(made: office.Made) -> None:
    content = read_demonstration(pack_folder("kz"))
    assert sum(content.population.values()) > 20_000_000
    again = [_drawn(seed) for seed in (7, 7, 8)]
    assert again[0] == again[1] != again[2]
    assert set(map(str, Person.objects.all())) == set(again[0])


def _drawn(seed: int) -> list[str]:
    """Keys of everybody a seed draws, without writing anything."""
    making = office.making(seed)
    return [str(each.key) for family in making.inventor().families(PERSONS) for each in family.members]


def test_invented_people_are_never_put_among_real_ones(settings: Any, tmp_path: Any) -> None:
    settings.QONYS_HOME = tmp_path
    person(country()["KZ/KZ-39/"])
    with pytest.raises(office.NotEmpty, match="holds persons or cases already"):
        office.make(PERSONS)


def test_the_door_names_accounts_and_one_click_opens_them(made: office.Made, client: Client) -> None:
    page = client.get("/en/sign-in/")
    assert b"Demonstration: invented persons" in page.content and demonstration.PASSWORD.encode() in page.content
    login = next(each.login for each in demonstration.shown() if each.kind == Kind.OFFICER)
    answer = client.post("/en/sign-in/", {"login": login, "password": demonstration.PASSWORD, "next": "/en/office/"})
    assert answer.status_code == 302 and answer["Location"] == "/en/office/"
    assert client.get("/en/office/").status_code == 200


def test_where_the_demonstration_is_off_nobody_gets_in(made: office.Made, client: Client, settings: Any) -> None:
    logins = list(Account.objects.values_list("login", flat=True)[:3])
    settings.QONYS_DEMO = False
    page = client.get("/en/sign-in/")
    assert demonstration.PASSWORD.encode() not in page.content and b"invented persons" not in page.content
    for login in logins:
        answer = client.post("/en/sign-in/", {"login": login, "password": demonstration.PASSWORD})
        assert answer.status_code == 200 and "_auth_user_id" not in client.session


def test_the_well_known_password_opens_no_account_of_a_real_person(made: office.Made, client: Client) -> None:
    account = Account.objects.filter(kind=Kind.OFFICER).first()
    assert account is not None
    account.set_password("a password of my own")
    account.save()
    answer = client.post("/en/sign-in/", {"login": account.login, "password": demonstration.PASSWORD})
    assert answer.status_code == 200 and "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("https", "hosts"), [(True, ["localhost"]), (False, ["migration.gov.kz"]), (False, ["localhost", "*"])]
)
def test_a_demonstration_is_refused_where_strangers_come_by(https: bool, hosts: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="QONYS_DEMO is on"):
        allowed(True, https, hosts)
    assert allowed(False, https, hosts) is False
    assert allowed(True, False, ["127.0.0.1", "localhost", "[::1]"]) is True


def test_the_first_page_waits_for_no_invented_family_and_the_worker_does_the_rest(
    settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.QONYS_HOME, settings.QONYS_DEMO = tmp_path, True
    territories.sync("kz")
    job = tasks.ask()
    assert job is not None and (tmp_path / office.MARK).exists()
    assert tasks.ask() == job
    assert not Person.objects.exists()
    monkeypatch.setattr(office.make, "__defaults__", (WHOLE, 7))
    assert tasks.make({}, lambda share, stage: None).startswith(f"{Member.objects.count()} persons")
    assert tasks.make({}, lambda share, stage: None) == "the letters"
    rest = Job.objects.get(kind=tasks.REST)
    assert rest.task == tasks.WORK_ON_THE_REST and tasks.ask() is not None
    tasks.make_the_rest({}, lambda share, stage: None)
    assert tasks.make({}, lambda share, stage: None) == "nothing to do"
    assert tasks.ask() is None
    rooms.show()


def test_where_the_demonstration_was_switched_off_meanwhile_nobody_is_invented(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME, settings.QONYS_DEMO = tmp_path, True
    territories.sync("kz")
    tasks.ask()
    settings.QONYS_DEMO = False
    assert tasks.make({}, lambda share, stage: None) == "nothing to do"
    assert not Person.objects.exists()
