"""The pages of points: who sees what, what a form does, and that nothing of it is kept where it says so."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from typer.testing import CliRunner

from qonys.cli import app
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.cases import services as cases
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.selection import keys, selectors, tasks
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.models import Print, Receipt, Score
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.models import Stream
from qonys.office.project.doctor import doors
from qonys.office.project.doctor.findings import Level
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, applicant, country, office
from tests.office.selection.scoring import EXAMPLES, KEY, TOO_LITTLE, lasting_rules, to_decide
from tests.office.selection.test_rules import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings: Any, tmp_path: Any) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    lasting_rules()
    found = office(KOSTANAY)
    found["other"] = officer("other")
    mandate(found["other"], "migration_officer", KOSTANAY)
    found["family"] = applicant()
    return found


@pytest.fixture
def receipt(staff: dict[str, Account]) -> Receipt:
    case = to_decide(staff, staff["family"], **TOO_LITTLE)
    points.score(case, by=staff["decider"])
    cases.act(case, "refuse", {"ground": "not_proven", "reason": "."}, by=staff["decider"])
    return Receipt.objects.select_related("case", "score__rules", "officer").get(case=case)


def shown(answer: Any) -> str:
    return answer.content.decode()


def test_a_family_reads_reasons_tries_what_if_and_appeals(staff: dict[str, Account], receipt: Receipt) -> None:
    browser, number = let_in(Client(), staff["family"]), receipt.case.number
    page = browser.get(f"/en/my/cases/{number}/points/")
    assert page.status_code == 200
    for told in ("255", "of 400 needed", "145 points are lacking", "A1 Kazakh", "register of persons"):
        assert told in shown(page), told
    before = (Score.objects.count(), Stream.objects.get(pk=receipt.case.stream).entries)
    told = {each.name: each.value for each in page.context["asked"]}
    tried = browser.post(f"/en/my/cases/{number}/points/", told | {"education": "bachelors", "kazakh": "b1"})
    assert "445" in shown(tried) and "The mark is reached" in shown(tried)
    wrong = browser.post(f"/en/my/cases/{number}/points/", told | {"age": "700"})
    assert "a whole number from 0 to 120" in shown(wrong)
    assert (Score.objects.count(), Stream.objects.get(pk=receipt.case.stream).entries) == before
    filed = browser.post(f"/en/my/cases/{number}/appeal/", {"text": "My diploma was not counted."})
    assert filed.status_code == 302 and Appeal.objects.get().receipt == receipt
    assert "My diploma was not counted." in shown(browser.get(f"/en/my/cases/{number}/appeal/"))
    json_file = browser.get(f"/en/my/receipts/{receipt.code}.json")
    assert json_file.content == selectors.file(receipt)
    assert browser.get(f"/en/my/receipts/{receipt.code}.pdf").status_code == 409  # the worker has not set it yet


def test_a_stranger_sees_no_points(staff: dict[str, Account], receipt: Receipt) -> None:
    stranger = let_in(Client(), applicant())
    number = receipt.case.number
    for path in (f"my/cases/{number}/points/", f"my/cases/{number}/appeal/", f"my/receipts/{receipt.code}.json"):
        assert stranger.get(f"/en/{path}").status_code == 404
    desk = let_in(Client(), office("KZ/KZ-55/")["decider"])
    for path in (f"office/points/{number}/", f"office/receipts/{receipt.code}.json"):
        assert desk.get(f"/en/{path}").status_code == 404


def test_an_officer_counts_and_another_upholds(staff: dict[str, Account]) -> None:
    case = to_decide(staff, staff["family"], **TOO_LITTLE)
    desk = let_in(Client(), staff["decider"])
    page = desk.get(f"/en/office/points/{case.number}/")
    assert "Not counted yet" in shown(page)
    form = page.context["asked"]
    told = {each.name: each.value for each in form}
    refused = desk.post(f"/en/office/points/{case.number}/", told | {"education": "vocational"})
    assert refused.status_code == 409 and "Write by what you found" in shown(refused)
    desk.post(f"/en/office/points/{case.number}/", told)
    assert Score.objects.get().total == 255
    desk.post(f"/en/office/cases/{case.number}/refuse/", {"ground": "not_proven", "reason": ".", "sure": "yes"})
    let_in(Client(), staff["family"]).post(f"/en/my/cases/{case.number}/appeal/", {"text": "No."})
    appeal = Appeal.objects.get()
    assert "another officer decides" in shown(desk.get(f"/en/office/appeals/{appeal.pk}/"))
    other = let_in(Client(), staff["other"])
    assert case.number in shown(other.get("/en/office/appeals/"))
    changed = told | {"education": "bachelors", "kazakh": "b1", "why": "The diploma was shown."}
    tried = other.post(f"/en/office/appeals/{appeal.pk}/", changed | {"what": "try"})
    assert "445" in shown(tried)
    other.post(f"/en/office/appeals/{appeal.pk}/", changed | {"what": "uphold"})
    assert [each.outcome for each in Receipt.objects.order_by("pk")] == ["refuse", "grant"]


def test_anybody_checks_a_receipt_and_nothing_is_kept(receipt: Receipt) -> None:
    browser, file = Client(), selectors.file(receipt)
    lines = Stream.objects.count()
    whole = browser.post("/en/receipts/", {"file": SimpleUploadedFile("r.json", file)})
    assert "The receipt holds" in shown(whole) and "255" in shown(whole)
    assert "The receipt holds" in shown(browser.get(f"/en/receipts/{receipt.code}/"))
    told = json.loads(file)
    told["body"]["result"]["total"] = 500
    forged = shown(browser.post("/en/receipts/", {"text": json.dumps(told)}))
    assert "The receipt does not hold" in forged and "result.total" in forged and "stands 500, comes 255" in forged
    for nonsense in ("{}", "x" * 50, '{"body": 1.5}'):
        assert "does not hold" in shown(browser.post("/en/receipts/", {"text": nonsense}))
    assert browser.get("/en/receipts/0000-0000-0000-0000/").status_code == 404
    assert Stream.objects.count() == lines
    listed = browser.get("/.well-known/qonys-receipt-keys.json").json()
    assert [each["key"] for each in listed["keys"]] == list(keys.public_keys())


def test_a_program_checks_a_receipt_without_a_token(receipt: Receipt) -> None:
    told = json.loads(selectors.file(receipt))
    answer = Client().post("/api/v1/receipts/verify", told, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["holds"] and answer.json()["known"]
    told["body"]["result"]["total"] = 500
    forged = Client().post("/api/v1/receipts/verify", told, content_type="application/json").json()
    differences = [each for answer in forged["answers"] for each in answer["differences"]]
    assert not forged["holds"] and {"place": "result.total", "stands": "500", "comes": "255"} in differences


def test_rules_of_strangers_are_not_run_in_the_office(receipt: Receipt) -> None:
    told = json.loads(selectors.file(receipt))
    told["rules"] += "# changed\n"
    page = shown(Client().post("/en/receipts/", {"text": json.dumps(told)}))
    assert "not checked" in page and "does not hold" in page


def test_the_pdf_carries_the_receipt_in_three_languages(receipt: Receipt, tmp_path: Any) -> None:
    assert tasks.set_receipts({}, lambda share, stage: None) == "3"
    assert tasks.set_receipts({}, lambda share, stage: None) == "0"
    for each in Print.objects.all():
        content = bytes(each.content)
        reader = PdfReader(io.BytesIO(content))
        assert reader.attachments["receipt.json"] == [selectors.file(receipt)]
        told = "".join(page.extract_text() for page in reader.pages)
        assert receipt.code in told and "255" in told and receipt.case.applicant.surname not in told
    (tmp_path / "r.pdf").write_bytes(content)
    (tmp_path / "keys.json").write_bytes(Client().get("/.well-known/qonys-receipt-keys.json").content)
    command = ["receipt", "verify", str(tmp_path / "r.pdf")]
    verified = CliRunner().invoke(app, [*command, "--key", str(tmp_path / "keys.json")])
    assert verified.exit_code == 0, verified.output
    keyless = CliRunner().invoke(app, command)
    assert keyless.exit_code == 2 and "no public key was given" in keyless.output


def test_sets_of_rules_are_read_by_all_and_written_by_few(staff: dict[str, Account]) -> None:
    public = Client()
    assert KEY in shown(public.get("/en/rules/"))
    page = shown(public.get(f"/en/rules/{KEY}/"))
    assert "Needed: 400 points" in page and "Assumed weights" in page
    assert public.get(f"/en/rules/{KEY}/0.yaml").content.decode().startswith("# The pilot")
    assert public.get(f"/en/rules/{KEY}/0..1/").status_code == 200
    assert let_in(Client(), staff["decider"]).get("/en/office/rules/").status_code == 404
    one, two = officer("one"), officer("two")
    for each in (one, two):
        mandate(each, "rule_officer", "KZ/")
    day = timezone.localdate() + timedelta(days=9)
    told = {"text": text(399), "examples": EXAMPLES, "since": day.isoformat(), "why": "Order No 1"}
    writer = let_in(Client(), one)
    broken = writer.post(f"/en/office/rules/{KEY}/new/", told | {"text": "name: x"})
    assert broken.status_code == 409 and "Not kept" in shown(broken)
    assert writer.post(f"/en/office/rules/{KEY}/new/", told).status_code == 302
    made = RuleVersion.objects.get(number=2)
    address = f"/en/office/rules/{KEY}/2/"
    assert "another officer of the rules approves it" in shown(writer.get(address))
    assert writer.post(address, {"what": "approve"}).status_code == 409
    assert let_in(Client(), two).post(address, {"what": "approve"}).status_code == 302
    made.refresh_from_db()
    assert made.approver == two
    assert public.get(f"/en/rules/{KEY}/2/").status_code == 200


def test_the_doctor_looks_at_the_key(receipt: Receipt) -> None:
    (finding,) = doors.receipt_key()
    assert finding.level == Level.OK
    keys.file().chmod(0o644)
    (finding,) = doors.receipt_key()
    assert finding.level == Level.FAIL and "chmod 600" in finding.remedy
