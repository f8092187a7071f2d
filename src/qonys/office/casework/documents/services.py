"""Handing a paper in, checking it, and giving it out: each in one transaction, with its line in the journal.

Files belong to the stream of the case. What an officer found of them stands in a stream beside it,
`case:<number>/files`: it is no step of the case.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law, permissions
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import NotAllowed
from qonys.office.casework.cases.services import act
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.documents import selectors
from qonys.office.casework.documents.models import Document, State
from qonys.office.casework.documents.refusals import DocumentRefused
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import may
from qonys.office.foundation.files import moving
from qonys.office.foundation.files import services as files
from qonys.office.foundation.files import states as filed
from qonys.office.foundation.files.intake import Readable
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append, record_reading
from qonys.office.registers.persons.models import Person


def hand_in(
    case: Case, paper: str, name: str, content: bytes | Readable, *, by: Account, person: Person | None = None
) -> Document:
    """Take a paper in for a running case. Raises CaseRefused, DocumentRefused, FileRefused or NoRoom."""
    if not permissions.allowed(by, ACTS["paper"], case):  # asked before a file is written for a stranger
        raise NotAllowed(_("You hold no mandate for this: “%(act)s”.") % {"act": ACTS["paper"].name})
    _refuse_strange(case, paper, person)
    file = files.stage(name, content, by=by)
    with transaction.atomic():
        return attach(case, paper, file, by=by, person=person)


def attach(case: Case, paper: str, file: StoredFile, *, by: Account, person: Person | None = None) -> Document:
    """A file that is here already becomes a paper of the case. Raises as `hand_in`."""
    _refuse_strange(case, paper, person)
    with transaction.atomic():
        move = moving.hand_over if file.state == filed.State.KEPT else files.keep
        kept = move(file, stream=case.stream, actor=by.actor)
        document = Document.objects.create(case=case, paper=paper, file=kept, person=person)
        member = str(person.key) if person else ""
        act(case, "paper", {"paper": paper, "member": member, "file": str(kept.pk), "sha256": kept.sha256}, by=by)
    return document


def check(document: Document, state: State, *, by: Account, reason: str = "") -> Document:
    """An officer looked at it and found it good, or not, and says why. Raises NotAllowed, DocumentRefused."""
    if by.kind == Kind.APPLICANT or not may(by, Action.REGISTER, document):
        raise NotAllowed(_("You hold no mandate to check the papers of this case."))
    told = reason.strip()[:300]
    if state == State.REJECTED and not told:
        raise DocumentRefused(_("Write why the paper is not accepted: the applicant reads it."))
    with transaction.atomic():
        held = Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)
        held.state, held.checked = state, timezone.now()
        held.reason = told if state == State.REJECTED else ""
        held.save(update_fields=["state", "checked", "reason"])
        stream = selectors.stream(held.case)
        why = {"reason": personal.keep(stream, {"reason": told})} if held.reason else {}
        append(stream, f"paper {state.value}", {"paper": held.paper, "file": str(held.file_id), **why}, actor=by.actor)
    return held


def give_out(account: Account, number: str, key: str, *, purpose: str) -> StoredFile:
    """The file of a paper for somebody who may see its case; that an officer read it is written down first.

    Raises UnknownCase or UnknownDocument, the same for what is not there and for what the asker may not see.
    """
    document = selectors.document(account, number, key)
    if document.case.account_id != account.pk:
        record_reading(account.actor, document.case.stream, purpose)
    return document.file


def _refuse_strange(case: Case, paper: str, person: Person | None) -> None:
    """A paper the procedure does not know, or of somebody who does not belong to the case."""
    try:
        law.version(case.procedure, case.version).paper(paper)
    except BadInput as letter:
        raise DocumentRefused(str(letter)) from letter
    belongs = person is None or person.pk == case.applicant_id or case.members.filter(person=person).exists()
    if not belongs:
        raise DocumentRefused(_("This person does not belong to the case."))
