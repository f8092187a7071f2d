"""Tables an officer brings along by the page: tried, corrected, taken, taken back; and nobody else's business."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.exchange import tasks
from qonys.office.foundation.exchange.layout import layouts
from qonys.office.foundation.exchange.models import Fault, Import, Row
from qonys.office.foundation.journal.verification import verify
from qonys.office.registers.persons.models import Person
from tests.office.authority.people import let_in, mandate, officer

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "KZ/KZ-39/", "KZ/KZ-55/"
PERSONS = "territory,surname,given,birth_date,sex,iin,citizenship\n"
IIN = "450611650061"  # of a birth year nobody alive has
ONE = PERSONS + f"{HERE},Сынақов,Ержан,11.06.1985,male,,KZ\nKZ-39,Сынақова,Әсел,1988-05-02,әйел,{IIN},UZ\n"
CASES = (
    "surname,given,birth_date,sex,members,from_country,arrived,former_citizen,ancestors,passport_until,settle,kazakh,"
    "story\n"
)
FAMILY = '"spouse, Сынақова, Әсел, 1988-05-02, female; child, Сынақова, Айша, 2012-06-03, female"'
KANDAS = CASES + f"Сынақов,Ержан,1985-06-11,male,{FAMILY},UZ,2026-01-05,no,Метрика,2031-01-01,KZ-39,speak,Әңгіме\n"


def quiet(share: float, stage: str) -> None:
    pass


@pytest.fixture
def clerk(settings: Any) -> Account:
    settings.QONYS_COUNTRY = "kz"
    territories.sync("kz")
    account = officer("clerk")
    mandate(account, "career_centre_officer", HERE)
    return account


def brought(account: Account, layout: str, text: str) -> Import:
    """Handed in by the page, and tried by the worker."""
    file = SimpleUploadedFile("list.csv", text.encode())
    answer = let_in(Client(), account).post("/en/office/imports/", {"layout": layout, "file": file})
    number = int(answer["Location"].rstrip("/").rsplit("/", 1)[1])
    tasks.check({"import": number}, quiet)
    return Import.objects.get(pk=number)


def told(made: Import, *does: str) -> Import:
    """Taken, or taken back, by the button of the page and the worker behind it."""
    for each in does:
        page = let_in(Client(), made.account).post(f"/en/office/imports/{made.pk}/", {each: "1"})
        assert page.status_code == 302, page.content.decode()
        (tasks.undo if each == "undo" else tasks.write)({"import": made.pk}, quiet)
    return Import.objects.get(pk=made.pk)


def test_persons_are_tried_then_written_then_taken_back(clerk: Account) -> None:
    made = brought(clerk, "persons", ONE)
    assert (made.state, made.rows, Person.objects.count()) == ("ready", 2, 0), list(Fault.objects.values())
    told(made, "take")
    assert Person.objects.get(iin=IIN).surname == "Сынақова"
    assert {each.home_id for each in Person.objects.all()} == {HERE}
    told(made, "undo")
    assert not Person.objects.exists() and not Row.objects.exclude(remark="").exists()
    assert verify().broken == ()


def test_what_fills_a_gap_is_emptied_again_and_what_is_used_stays(clerk: Account) -> None:
    told(brought(clerk, "persons", ONE), "take")
    Person.objects.filter(iin=IIN).update(citizenship="")
    again = told(brought(clerk, "persons", PERSONS + f"KZ-39,Сынақова,Әсел,1988-05-02,female,{IIN},UZ\n"), "take")
    assert Person.objects.get(iin=IIN).citizenship == "UZ"
    told(again, "undo")
    assert Person.objects.get(iin=IIN).citizenship == ""


def test_mistakes_are_named_by_row_and_nothing_beyond_a_mandate_is_taken(clerk: Account) -> None:
    rows = (
        f"{ELSEWHERE},Сынақов,Ержан,1985-06-11,male,,\n",
        "KZ-39,,Ержан,1985-06-11,male,,\n",
        "KZ-39,Сынақов,Ержан,1985-06-11,both,,\n",
        "KZ-39,Сынақов,Ержан,1985-06-11,male,123456789012,\n",
        "KZ-39,Сынақов,Ержан,1985-06-11,male,,\n" * 2,
    )
    made = brought(clerk, "persons", PERSONS + "".join(rows))
    found = [(each.row, each.column) for each in Fault.objects.filter(of=made)]
    assert (made.state, found) == ("faulty", [(2, ""), (3, "surname"), (4, "sex"), (5, ""), (7, "")])
    page = let_in(Client(), clerk).get(f"/en/office/imports/{made.pk}/").content.decode()
    assert "What to correct" in page and "Write male or female." in page and "Write all rows" not in page


def test_an_application_becomes_a_case_and_is_withdrawn_when_the_import_is_undone(clerk: Account) -> None:
    made = told(brought(clerk, "cases-kandas", KANDAS), "take")
    case = Case.objects.get()
    assert (case.status, case.territory_id, case.members.count()) == (Status.RECEIVED, HERE, 2)
    assert case.applicant.full_name == "Сынақов Ержан"
    twice = brought(clerk, "cases-kandas", KANDAS)
    assert "runs already" in Fault.objects.get(of=twice).problem
    told(made, "undo")
    assert Case.objects.get().status == Status.WITHDRAWN
    assert brought(clerk, "cases-kandas", KANDAS).state == "ready"
    assert verify().broken == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("spouse, ", "uncle, ", "Member 1"), ("2012-06-03, female", "2012-06-03", "Member 2"),
     (",speak,", ",loudly,", "Choose one"), (",KZ-39,", ",,", "There is no answer"), (",KZ-39,", ",KZ-55,", "mandate")],
)  # fmt: skip
def test_an_application_that_lacks_something_is_refused(clerk: Account, before: str, after: str, said: str) -> None:
    brought(clerk, "cases-kandas", KANDAS.replace(before, after, 1))
    assert said in Fault.objects.get().problem


def test_every_template_is_a_table_of_its_layout(clerk: Account) -> None:
    client = let_in(Client(), clerk)
    mandate(clerk, "administrator", "KZ/")
    for key, layout in layouts().items():
        book = load_workbook(io.BytesIO(client.get(f"/kk/office/imports/template/{key}.xlsx").content))
        head = [cell.value for cell in book.worksheets[0][1]]
        assert head == [column.name for column in layout.columns]
        text = client.get(f"/kk/office/imports/template/{key}.csv").content.decode("utf-8-sig")
        assert text.splitlines()[0] == ",".join(head)
        assert brought(clerk, key, text).state in ("ready", "faulty")  # the example is a table that can be read
    assert client.get("/kk/office/imports/template/unicorns.csv").status_code == 404


def test_a_table_is_nobody_elses_business(clerk: Account) -> None:
    made = brought(clerk, "persons", ONE)
    other, member, family = officer("other"), officer("member"), officer("family", kind=Kind.APPLICANT)
    mandate(other, "career_centre_officer", HERE)
    mandate(member, "commission_member", HERE)
    for path in ("", "state/"):
        assert let_in(Client(), other).get(f"/en/office/imports/{made.pk}/{path}").status_code == 404
    assert let_in(Client(), other).post(f"/en/office/imports/{made.pk}/", {"take": "1"}).status_code == 404
    for nobody in (member, family):
        assert let_in(Client(), nobody).get("/en/office/imports/").status_code == 403
        assert let_in(Client(), nobody).get("/en/office/imports/template/persons.csv").status_code in (403, 404)
    assert made.get_state_display() not in let_in(Client(), other).get("/en/office/imports/").content.decode()
    assert let_in(Client(), other).post("/en/office/imports/", {"layout": "territories"}).status_code == 409


def test_a_person_elsewhere_is_not_given_away_by_a_mistake(clerk: Account) -> None:
    """The same name and birth date, or a running application, in a region this officer cannot see."""
    far = officer("far")
    mandate(far, "career_centre_officer", ELSEWHERE)
    told(brought(far, "persons", ONE.replace("KZ/KZ-39/", ELSEWHERE).replace("KZ-39", "KZ-55")), "take")
    told(brought(far, "cases-kandas", KANDAS.replace("KZ-39", "KZ-55")), "take")
    assert brought(clerk, "persons", ONE.replace(f",{IIN}", ",")).state == "ready"
    assert brought(clerk, "cases-kandas", KANDAS).state == "ready"
