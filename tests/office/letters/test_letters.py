"""Letters: what they say, that the same content gives the same bytes, and what a stranger is told of one."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
from typing import Any

import pypdf
import pytest
import segno

from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, Incomplete, NotAllowed, WrongStep
from qonys.office.casework.letters import checking, codes, permissions, selectors, services, tasks, typesetting
from qonys.office.casework.letters.checking import Standing
from qonys.office.casework.letters.kinds import RULES, Kind
from qonys.office.casework.letters.models import Letter, Print
from qonys.office.casework.letters.refusals import NotYetSet, UnknownLetter
from qonys.office.casework.letters.words import wording
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.journal import personal, verification
from qonys.office.foundation.journal.selectors import entries
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened, person
from tests.office.commission.sitting import closed, commission, item_of, sitting, voted, waiting

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def set_all() -> str:
    return tasks.set_letters({}, lambda share, stage: None)


def text(letter: Letter) -> str:
    read = pypdf.PdfReader(io.BytesIO(selectors.pdf(letter)))
    return " ".join("\n".join(page.extract_text() for page in read.pages).split())


def granted(account: Account | None = None, procedure: str = "kandas") -> tuple[Case, dict[str, Account]]:
    """A case decided by a commission and an officer; its letters come with the decision."""
    of = commission()
    case = waiting(of.staff, account=account, procedure=procedure)
    session = sitting(of, case, procedure=procedure)
    voted(of, item_of(session, case), "for", "for", "against")
    closed(of, session)
    return acts.act(case, "grant", by=of.staff["decider"]), of.staff


def certificate(case: Case) -> Letter:
    return case.letters.get(kind=Kind.CERTIFICATE)


def test_a_grant_brings_its_letter_and_its_certificate_in_the_familys_language() -> None:
    family = applicant()
    Account.objects.filter(pk=family.pk).update(language="ru")
    case, _staff = granted(Account.objects.get(pk=family.pk))
    assert sorted(case.letters.values_list("kind", "language")) == [("certificate", "ru"), ("grant", "ru")]
    with pytest.raises(NotYetSet):
        selectors.pdf(certificate(case))
    assert set_all() == "2" and set_all() == "0"
    said = text(certificate(case))
    for told in (case.number, case.applicant.full_name, "Удостоверение о присвоении статуса кандаса"):
        assert told in said
    assert all(member.person.full_name in said for member in case.members.select_related("person"))
    assert certificate(case).code in said
    assert verification.verify().broken == ()


def test_the_same_content_gives_the_same_bytes_and_it_is_an_archive_file() -> None:
    case, _staff = granted()
    set_all()
    for letter in case.letters.all():
        kept = selectors.pdf(letter)
        assert hashlib.sha256(kept).hexdigest() == letter.sha256
        assert typesetting.letter(personal.read(letter.reference)) == kept
        assert b"pdfaid:part" in kept and b"pdfuaid:part" in kept


def test_a_process_begun_anew_sets_the_same_bytes(tmp_path: Any) -> None:
    case, _staff = granted()
    set_all()
    letter = certificate(case)
    (tmp_path / "told.json").write_text(json.dumps(personal.read(letter.reference)))
    program = (
        "import json,sys,hashlib; from qonys.office.casework.letters import typesetting;"
        "print(hashlib.sha256(typesetting.letter(json.load(open(sys.argv[1])))).hexdigest())"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "told.json")], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == letter.sha256


def test_the_qr_code_leads_to_the_check(settings: Any) -> None:
    """Read as a camera does: the drawn modules of the PDF's own code, compared with the code of the address."""
    settings.QONYS_SITE = "https://qonys.example"
    case, _staff = granted()
    letter = certificate(case)
    address = str(personal.read(letter.reference)["address"])
    assert address == f"https://qonys.example/check/{letter.code}/"
    assert drawn_modules(typesetting.qr(address)) == [
        [bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix
    ]


def drawn_modules(svg: str) -> list[list[bool]]:
    """The matrix back from the strokes of the drawing: `M x y h n` paints n modules of a row."""
    path = re.search(r' d="([^"]+)"', svg)
    size = re.search(r'width="(\d+)"', svg)
    assert path and size
    side = int(size[1]) - 8
    grid = [[False] * side for _row in range(side)]
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        told = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = told
        elif command == "m":
            x, y = x + told[0], y + told[1]
        else:
            for column in range(int(x), int(x + told[0])):
                grid[int(y) - 4][column - 4] = True
            x += told[0]
    return grid


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_worded_in_every_language(language: str) -> None:
    same, other = wording(language), wording("en")
    assert same.labels.keys() == other.labels.keys() and all(same.labels.values())
    assert set(same.letters) == set(Kind.values)
    for kind in Kind:
        assert len(same.letters[kind]["body"]) == len(other.letters[kind]["body"])
        blanks = [sorted(re.findall(r"\{\w+\}", each)) for each in same.letters[kind]["body"]]
        assert blanks == [sorted(re.findall(r"\{\w+\}", each)) for each in other.letters[kind]["body"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_ground_act_reason_and_how_to_appeal(language: str) -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    voted(of, item_of(session, case), "against", "against", "for", ground="not_proven")
    closed(of, session)
    acts.act(case, "refuse", {"ground": "not_proven", "reason": "Құжат жеткіліксіз"}, by=of.staff["decider"])
    letter = case.letters.filter(language=language).first() or services.issue(
        case, "refusal", language=language, actor=of.staff["decider"].actor
    )
    set_all()
    said = text(letter)
    version = acts.law.version(case.procedure, case.version)
    for words in (version.ground("not_proven").names, acts.law.procedure("kandas").acts["appc"], version.appeal.to):
        assert " ".join(words.names.in_language(language).split()) in said
    assert "Құжат жеткіліксіз" in said


def test_a_letter_is_only_issued_where_the_case_stands_so() -> None:
    staff, case = office(KOSTANAY), opened()
    for kind in set(Kind) - {Kind.RECEIPT}:
        with pytest.raises(WrongStep):
            services.issue(case, kind, by=staff["clerk"])
    with pytest.raises(Incomplete):
        services.issue(case, "diploma", by=staff["clerk"])
    with pytest.raises(Incomplete):
        services.issue(case, "receipt", language="de", by=staff["clerk"])
    with pytest.raises(NotAllowed):
        services.issue(case, "receipt", by=office(PAVLODAR)["clerk"])
    assert services.issue(case, "receipt", by=staff["clerk"]).number == f"{case.number}/1"
    acts.act(case, "ask", {"papers": ["identity"]}, by=staff["clerk"])
    assert services.issue(case, "request", by=staff["clerk"]).number == f"{case.number}/2"
    assert set(RULES) == set(Kind)


def test_one_certificate_counts_and_a_revoked_one_is_told_so() -> None:
    case, staff = granted()
    set_all()
    letter = certificate(case)
    with pytest.raises(WrongStep, match="Revoke the old one"):
        services.issue(case, "certificate", language=letter.language, by=staff["decider"])
    with pytest.raises(Incomplete):
        services.revoke(letter, " ", by=staff["decider"])
    with pytest.raises(NotAllowed):
        services.revoke(letter, "Қате", by=staff["clerk"])
    services.revoke(letter, "Аты қате жазылған", by=staff["decider"])
    assert checking.by_code(letter.code).standing == Standing.REVOKED
    assert services.issue(case, "certificate", language=letter.language, by=staff["decider"]).pk != letter.pk
    lines = [line for line in cases.lines(case) if line.act == "revoke"]
    assert lines[0].payload["letter"] == letter.number and "personal" in lines[0].payload["reason"]


def test_a_stranger_learns_whether_it_counts_and_no_name() -> None:
    case, _staff = granted()
    assert checking.by_code(certificate(case).code).standing == Standing.UNKNOWN  # nobody holds it yet
    set_all()
    letter = certificate(case)
    answer = checking.by_code(letter.code.lower().replace("-", " "))
    assert (answer.standing, answer.issued) == (Standing.VALID, case.submitted)
    assert answer.initials == f"{case.applicant.surname[0]}. {case.applicant.given[0]}."
    assert case.applicant.surname not in str(answer) and case.number not in str(answer)
    assert checking.by_file([selectors.pdf(letter)]) == answer
    changed = bytearray(selectors.pdf(letter))
    changed[-10] ^= 1
    assert checking.by_file([bytes(changed)]).standing == Standing.UNKNOWN
    for wrong in ("", "x", letter.number, codes.new_code()):
        assert checking.by_code(wrong).standing == Standing.UNKNOWN


def test_a_quotas_decision_lapses_with_its_year(monkeypatch: pytest.MonkeyPatch) -> None:
    case, _staff = granted(procedure="resettlement")
    set_all()
    letter = certificate(case)
    assert letter.until and (letter.until.month, letter.until.day) == (12, 31)
    assert checking.by_code(letter.code).standing == Standing.VALID
    Letter.objects.filter(pk=letter.pk).update(until=letter.until.replace(year=letter.until.year - 1))
    assert checking.by_code(letter.code).standing == Standing.LAPSED


def test_letters_are_seen_by_their_family_and_the_officers_of_the_place() -> None:
    family, other = applicant(), applicant()
    case, staff = granted(family)
    letter = certificate(case)
    for each in (family, *staff.values()):
        assert selectors.by_code(each, letter.code) == letter
    for each in (other, *office(PAVLODAR).values()):
        assert not permissions.visible(each).exists()
        with pytest.raises(UnknownLetter):
            selectors.by_code(each, letter.code)


def test_what_was_erased_is_gone_from_the_pdf_too() -> None:
    case, _staff = granted()
    set_all()
    personal.erase(case.stream, actor="test", reason="the term of keeping is over")
    tasks.set_letters({}, lambda share, stage: None)
    assert not Print.objects.filter(letter__case=case).exists()
    assert checking.by_code(certificate(case).code).initials == ""
    assert cases.course(case).status == case.status


def test_a_name_the_font_cannot_write_still_gets_its_letter() -> None:
    home = Territory.objects.get(pk=KOSTANAY)
    staff = office(KOSTANAY)
    case = acts.open_case(
        "kandas",
        territory=home,
        applicant=person(home, surname="哈萨克", given="Асан"),
        application={"settle": "KZ-39"},
        actor="test",
    )
    letter = services.issue(case, "receipt", by=staff["clerk"])
    set_all()
    assert case.number in text(letter)


def test_nobody_reads_a_name_in_the_journal() -> None:
    case, _staff = granted()
    told = "".join(entry.payload for entry in entries(case.stream))
    assert case.applicant.surname not in told


def test_the_web_process_loads_no_typesetter() -> None:
    program = (
        "import django,sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "from qonys.office.casework.telling import services; print('typst' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"


def test_a_case_that_refuses_its_letter_is_not_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    voted(of, item_of(session, case), "for", "for", "for")
    closed(of, session)

    def refuse(*told: object) -> None:
        raise WrongStep("no letter today")

    monkeypatch.setattr("qonys.office.casework.letters.policies.refuse_issuing", refuse)
    with pytest.raises(CaseRefused, match="no letter today"):
        acts.act(case, "grant", by=of.staff["decider"])
    assert Case.objects.get(pk=case.pk).status == "to_decide"
