"""The public check of letters, fetching them, and the officers' page of a case's letters."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qonys.office.casework.letters import selectors, services, tasks
from qonys.office.casework.letters.codes import new_code
from qonys.office.casework.letters.models import Letter
from qonys.office.foundation.authority import lockout
from qonys.office.foundation.journal.selectors import who_looked
from tests.office.authority.people import let_in
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


@pytest.fixture
def letter() -> Letter:
    staff = office(KOSTANAY)
    made = services.issue(opened(account=applicant()), "receipt", language="en", by=staff["clerk"])
    tasks.set_letters({}, lambda share, stage: None)
    return Letter.objects.select_related("case__applicant").get(pk=made.pk)


def test_the_code_of_a_qr_leads_to_the_readers_language_and_the_verdict(client: Client, letter: Letter) -> None:
    answer = client.get(f"/check/{letter.code}/", follow=True, headers={"accept-language": "ru"})
    assert answer.redirect_chain == [(f"/ru/check/{letter.code}/", 302)]
    page = client.get(f"/en/check/{letter.code}/")
    said = page.content.decode()
    assert "It is genuine and counts" in said and "KZ/KZ-39/" in said
    assert letter.case.applicant.surname not in said and letter.case.number not in said
    assert page["X-Robots-Tag"] == "noindex" and "no-store" in page["Cache-Control"]


def test_a_typed_code_and_an_uploaded_file_are_checked(client: Client, letter: Letter) -> None:
    typed = client.post("/en/check/", {"code": letter.code.lower().replace("-", " ")})
    assert typed.status_code == 302 and typed["Location"] == f"/en/check/{letter.code}/"
    content = selectors.pdf(letter)
    good = client.post("/en/check/", {"file": SimpleUploadedFile("a.pdf", content)})
    assert "It is genuine and counts" in good.content.decode()
    bad = client.post("/en/check/", {"file": SimpleUploadedFile("a.pdf", content + b" ")})
    assert "does not know it" in bad.content.decode()
    large = client.post("/en/check/", {"file": SimpleUploadedFile("a.pdf", b"x" * (5 * 1024 * 1024 + 1))})
    assert large.status_code == 413
    assert "does not know it" in client.post("/en/check/", {"code": "<script>"}).content.decode()


def test_who_guesses_must_wait_and_nobody_else(client: Client, letter: Letter) -> None:
    for _guess in range(lockout.LIMITS["check"].free):
        assert client.get(f"/en/check/{new_code()}/").status_code == 200
    assert client.get(f"/en/check/{new_code()}/").status_code == 429
    assert client.get(f"/en/check/{letter.code}/").status_code == 429
    other = client.get(f"/en/check/{letter.code}/", REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_only_the_family_and_officers_of_the_place_fetch_a_letter(client: Client, letter: Letter) -> None:
    path = f"/en/letters/{letter.code}.pdf"
    assert client.get(path).status_code == 302
    for account in (applicant(), *office(PAVLODAR).values()):
        assert let_in(Client(), account).get(path).status_code == 404
    family = letter.case.account
    assert family
    assert let_in(Client(), family).get(path).content == selectors.pdf(letter)
    reader = office(KOSTANAY)["decider"]
    assert let_in(Client(), reader).get(path)["Content-Type"] == "application/pdf"
    assert [(each.actor, each.purpose) for each in who_looked(letter.case.stream)] == [(reader.actor, "letter")]


def test_officers_issue_and_revoke_on_the_page_of_letters(letter: Letter, django_assert_max_num_queries: Any) -> None:
    staff = office(KOSTANAY)
    clerk, decider = let_in(Client(), staff["clerk"]), let_in(Client(), staff["decider"])
    path = f"/en/office/letters/{letter.case.number}/"
    assert clerk.post(path, {"kind": "receipt", "language": "kk"}).status_code == 302
    newest = Letter.objects.order_by("pk").last()
    assert newest and (newest.language, newest.number) == ("kk", f"{letter.case.number}/2")
    assert clerk.get(f"/en/letters/{newest.code}.pdf").status_code == 503  # the worker has not come yet
    refused = clerk.post(path, {"kind": "certificate", "language": "kk"})
    assert refused.status_code == 409 and "not for a case" in refused.content.decode()
    revoke = f"{path}{letter.code}/revoke/"
    assert clerk.post(revoke, {"reason": "x"}).status_code == 409
    assert decider.post(revoke, {"reason": ""}).status_code == 409
    assert decider.post(revoke, {"reason": "Қате"}).status_code == 302
    assert "revoked" in decider.get(f"/en/check/{letter.code}/").content.decode()
    with django_assert_max_num_queries(25):
        decider.get(path)
    assert let_in(Client(), office(PAVLODAR)["clerk"]).get(path).status_code == 404
