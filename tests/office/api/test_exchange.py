"""Tables from outside: tried, written, resumed, undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import Workbook

from qonys.office.foundation.authority.models import Account, Part, Territory
from qonys.office.foundation.events.models import Event
from qonys.office.foundation.exchange import layout, reading, services, tasks, writing
from qonys.office.foundation.exchange.models import Fault, Import, Row
from qonys.office.foundation.exchange.refusals import NotNow, UnknownLayout, Unreadable
from qonys.office.foundation.exchange.states import NEXT, State
from qonys.office.foundation.journal.verification import verify
from tests.office.api.conftest import Caller
from tests.office.authority.people import mandate, officer

HEAD = "within,code,name_kk,name_ru,name_en,since,until\n"
TWO = HEAD + "XQ/XQ-H/,D1,Аудан,Район,District,2022-06-08,\nXQ/XQ-H/D1/,S1,Ауыл,Село,Village,,\n"


def quiet(share: float, stage: str) -> None:
    pass


def handed_in(account: Account, text: str | bytes = TWO) -> Import:
    made = services.hand_in(account, "territories", text if isinstance(text, bytes) else text.encode())
    tasks.check({"import": made.pk}, quiet)
    return Import.objects.get(pk=made.pk)


def written(account: Account, text: str = TWO) -> Import:
    made = handed_in(account, text)
    services.confirm(made.pk, account)
    tasks.write({"import": made.pk}, quiet)
    return Import.objects.get(pk=made.pk)


def undone(made: Import, account: Account) -> Import:
    services.undo(made.pk, account)
    tasks.undo({"import": made.pk}, quiet)
    return Import.objects.get(pk=made.pk)


@pytest.fixture
def chef(chief: Caller) -> Account:
    return chief.account


def test_a_dry_run_writes_nothing_and_a_confirmed_import_everything(chef: Account) -> None:
    before = Territory.objects.count()
    made = handed_in(chef)
    assert (made.state, made.rows, made.faulty) == (State.READY, 2, 0)
    assert Territory.objects.count() == before
    services.confirm(made.pk, chef)
    tasks.write({"import": made.pk}, quiet)
    village = Territory.objects.get(path="XQ/XQ-H/D1/S1/")
    assert (village.name_kk, village.since) == ("Ауыл", None)
    assert {part.whole_id for part in Part.objects.filter(part=village)} == {
        "XQ/", "XQ/XQ-H/", "XQ/XQ-H/D1/", "XQ/XQ-H/D1/S1/",
    }  # fmt: skip
    assert Event.objects.get().type == "qonys.import.done"
    assert verify().broken == ()


def test_every_mistake_is_told_with_row_column_value_and_remedy(chef: Account) -> None:
    rows = (
        "XQ/XQ-H/,d 1,А,Р,D,,\n",
        "XQ/XQ-H/,D2,,Р,D,yesterday,\n",
        "XQ/,D3,А,Р,D,,\n",
        "XQ/XQ-Z/,D4,А,Р,D,,\n",
        "XQ/XQ-H/,D5,А,Р,D,2024-01-01,2023-01-01\n",
        "XQ/XQ-H/,D6,А,Р,D,,\nXQ/XQ-H/,D6,А,Р,D,,\n",
    )
    made = handed_in(chef, HEAD + "".join(rows))
    assert made.state == State.FAULTY and made.faulty == 7
    told = [(each.row, each.column, each.value) for each in Fault.objects.order_by("id")]
    assert told == [
        (2, "code", "d 1"), (3, "name_kk", ""), (3, "since", "yesterday"), (4, "", ""), (5, "", ""), (6, "", ""),
        (8, "", ""),
    ]  # fmt: skip
    assert all(each.problem and each.remedy for each in Fault.objects.all())
    with pytest.raises(NotNow):
        services.confirm(made.pk, chef)


def test_nobody_imports_beyond_a_mandate(land: None) -> None:
    local = officer("local")
    mandate(local, "administrator", "XQ/XQ-S/")
    made = handed_in(local, HEAD + "XQ/XQ-S/,D1,А,Р,D,,\nXQ/XQ-H/,D1,А,Р,D,,\n")
    assert [each.row for each in Fault.objects.filter(of=made)] == [3]


def test_a_workbook_says_the_same_as_a_table_of_text(chef: Account) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD.strip().split(","))
    sheet.append(["XQ/XQ-H/", 196430100, "Аудан", "Район", "District", timezone.now().date(), None])
    held = io.BytesIO()
    book.save(held)
    made = handed_in(chef, held.getvalue())
    assert (made.form, made.state) == ("xlsx", State.READY), list(Fault.objects.values())
    services.confirm(made.pk, chef)
    tasks.write({"import": made.pk}, quiet)
    assert Territory.objects.get(code="196430100").since == timezone.now().date()


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_byte_order_mark_are_understood(chef: Account, delimiter: str) -> None:
    assert handed_in(chef, ("\ufeff" + TWO.replace(",", delimiter)).encode()).state == State.READY


@pytest.mark.parametrize(
    "content",
    [b"nothing,here\n1,2\n", HEAD.encode().replace(b"code", b"within"), "within,қате\n".encode("cp1251", "replace"),
     b"PK\x03\x04 no workbook", b'within,"code\n', HEAD.replace("until", "until,colour").encode()],
)  # fmt: skip
def test_what_is_no_table_of_the_layout_is_told_in_one_letter(chef: Account, content: bytes) -> None:
    made = handed_in(chef, content)
    assert made.state == State.UNREADABLE and len(made.letter) > 20


def test_empty_large_and_unknown_are_refused_at_once(chef: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    for content in (b"", b"x" * 11):
        with pytest.raises(Unreadable):
            services.hand_in(chef, "territories", content)
    with pytest.raises(UnknownLayout):
        services.hand_in(chef, "unicorns", b"x")
    assert not Import.objects.exists()


def test_a_table_with_too_many_rows_is_refused(chef: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    assert handed_in(chef).state == State.UNREADABLE


def many(count: int) -> str:
    return HEAD + "".join(f"XQ/XQ-H/,N{number},А,Р,D,,\n" for number in range(count))


def killed_after(steps: int) -> Callable[[float, str], None]:
    left = [steps]

    def progress(share: float, stage: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    return progress


def test_a_worker_that_dies_half_way_is_followed_by_one_that_goes_on(
    chef: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "STEP", 3)
    made = handed_in(chef, many(10))
    services.confirm(made.pk, chef)
    with pytest.raises(KeyboardInterrupt):
        tasks.write({"import": made.pk}, killed_after(1))
    assert 0 < Row.objects.count() < 10
    tasks.write({"import": made.pk}, quiet)
    assert Row.objects.count() == Territory.objects.filter(code__startswith="N").count() == 10
    assert Import.objects.get().state == State.DONE
    tasks.write({"import": made.pk}, quiet)  # a job that comes twice
    assert Row.objects.count() == 10


def test_undoing_takes_back_what_nobody_changed_since(chef: Account) -> None:
    Territory.objects.filter(path="XQ/XQ-H/H1/").update(name_kk="Бұрынғы")
    text = HEAD + "XQ/XQ-H/,H1,Жаңа,Новое,New,,\nXQ/XQ-H/,N1,А,Р,D,,\nXQ/XQ-H/,N2,А,Р,D,,\nXQ/XQ-H/,N3,А,Р,D,,\n"
    made = written(chef, text)
    Territory.objects.filter(code="N2").update(name_en="Renamed by hand")
    mandate(officer("there"), "analyst", "XQ/XQ-H/N3/")
    assert undone(made, chef).state == State.UNDONE
    assert Territory.objects.get(code="H1").name_kk == "Бұрынғы"
    assert set(Territory.objects.filter(code__startswith="N").values_list("code", flat=True)) == {"N2", "N3"}
    assert [each.row for each in Row.objects.exclude(remark="")] == [4, 5]
    assert verify().broken == ()


def test_parents_are_taken_back_after_their_children(chef: Account) -> None:
    before = set(Territory.objects.values_list("path", flat=True))
    undone(written(chef), chef)
    assert set(Territory.objects.values_list("path", flat=True)) == before


def test_undoing_too_can_be_resumed(chef: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "STEP", 3)
    made = written(chef, many(10))
    services.undo(made.pk, chef)
    with pytest.raises(KeyboardInterrupt):
        tasks.undo({"import": made.pk}, killed_after(1))
    tasks.undo({"import": made.pk}, quiet)
    assert not Territory.objects.filter(code__startswith="N").exists()


def test_after_a_day_an_import_stands(chef: Account) -> None:
    made = written(chef)
    Import.objects.update(finished=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotNow):
        services.undo(made.pk, chef)


def test_files_and_what_could_be_quoted_from_them_are_forgotten(chef: Account) -> None:
    handed_in(chef, HEAD + "XQ/XQ-H/,d 1,А,Р,D,,\n")
    written(chef)
    long_ago = timezone.now() - timedelta(days=3)
    assert tasks.tidy({}, quiet) == "0 files forgotten"
    Import.objects.update(created=long_ago)
    Import.objects.exclude(finished=None).update(finished=long_ago)
    assert tasks.tidy({}, quiet) == "2 files forgotten"
    assert not Fault.objects.exists() and not Row.objects.exclude(after=None).exists()


def test_the_world_may_change_between_dry_run_and_writing(chef: Account) -> None:
    made = handed_in(chef, HEAD + "XQ/XQ-H/H1/,N1,А,Р,D,,\nXQ/XQ-H/,N2,А,Р,D,,\n")
    Territory.objects.get(path="XQ/XQ-H/H1/").delete()
    services.confirm(made.pk, chef)
    tasks.write({"import": made.pk}, quiet)
    assert [(row.row, bool(row.remark)) for row in Row.objects.order_by("row")] == [(2, True), (3, False)]


def test_the_whole_way_by_api(chief: Caller) -> None:
    file = io.BytesIO(TWO.encode())
    file.name = "places.csv"
    answer = chief.client.post(
        "/api/v1/imports",
        {"layout": "territories", "file": file},
        headers={"Authorization": f"Bearer {chief.token}", "Idempotency-Key": "places-1"},
    )
    number = answer.json()["number"]
    assert answer.status_code == 202 and answer.json()["state"] == "checking"
    assert chief.post(f"/imports/{number}/confirm").status_code == 409
    tasks.check({"import": number}, quiet)
    assert chief.post(f"/imports/{number}/confirm").json()["state"] == "writing"
    tasks.write({"import": number}, quiet)
    told: dict[str, Any] = chief.get(f"/imports/{number}").json()
    assert (told["state"], told["rows"]) == ("done", 2)
    assert chief.get(f"/jobs/{told['job']}").json()["state"] == "queued"
    assert chief.get(f"/journal/import:{number}").json()["whole"] is True
    assert chief.post(f"/imports/{number}/undo").json()["state"] == "undoing"
    assert [each["key"] for each in chief.get("/import-layouts").json()["items"]][:2] == ["territories", "persons"]


def test_a_large_table_is_taken_and_sent_again_without_a_second_import(chief: Caller) -> None:
    rows = "".join(f"XQ/XQ-H/,N{number},{'А' * 60},{'Р' * 60},{'D' * 60},,\n" for number in range(12_000))
    answers = []
    for _ in range(2):
        file = io.BytesIO((HEAD + rows).encode())
        file.name = "large.csv"
        told = {"Authorization": f"Bearer {chief.token}", "Idempotency-Key": "large-1"}
        answers.append(chief.client.post("/api/v1/imports", {"layout": "territories", "file": file}, headers=told))
    assert len(rows.encode()) > 3_000_000
    assert [each.status_code for each in answers] == [202, 202]
    assert answers[0].json()["number"] == answers[1].json()["number"] == Import.objects.get().pk
    other = io.BytesIO(TWO.encode())
    other.name = "large.csv"
    refused = chief.client.post("/api/v1/imports", {"layout": "territories", "file": other}, headers=told)
    assert refused.json()["type"] == "/api/problems/key-reused"


def test_every_state_of_an_import_is_in_the_table_and_every_layout_is_whole() -> None:
    assert set(NEXT) == set(State)
    for each in layout.layouts().values():
        assert len({column.name for column in each.columns}) == len(each.columns) > 0
