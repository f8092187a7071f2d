"""Is a history still as it was written? For those who may audit it, and for one's own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Path
from pydantic import StringConstraints

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Kind, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.exchange.models import Import
from qonys.office.foundation.journal.verification import verify_stream
from qonys.office.foundation.tokens.recognition import Caller
from qonys.office.foundation.tokens.scopes import OWN as SCOPE_OWN
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import Shape
from qonys.office.portal.public.asked import whole_number

room = Room(tags=["journal"])
Stream = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,119}$")]


class BrokenShape(Shape):
    sequence: int
    what: str


class StreamShape(Shape):
    """`head` is the hash of the newest entry: noted elsewhere, it proves later that nothing was rewritten."""

    stream: str
    entries: int
    head: str
    whole: bool
    broken: list[BrokenShape]


@room.get("/journal/{stream}", response=StreamShape, summary=gettext_lazy("Is a history as it was written?"))
def verify_journal(request: HttpRequest, stream: Annotated[Stream, Path()]) -> StreamShape:
    if not _may(request.caller, stream):  # type: ignore[attr-defined]
        raise Problem("not-found")  # whether there is such a history is not said either
    report = verify_stream(stream)
    if report is None:
        raise Problem("not-found")
    broken = [BrokenShape(sequence=each.sequence, what=each.what) for each in report.broken]
    return StreamShape(stream=stream, entries=report.entries, head=report.head, whole=not broken, broken=broken)


def _may(caller: Caller, stream: str) -> bool:
    kind, _colon, name = stream.partition(":")
    own = OWN.get(kind, lambda caller, name: False)
    return own(caller, name) or _audits_all(caller)


def _own_account(caller: Caller, name: str) -> bool:
    return name == str(caller.account.pk)


def _own_import(caller: Caller, name: str) -> bool:
    number = whole_number(name)
    return number is not None and Import.objects.filter(pk=number, account=caller.account).exists()


def _audits_all(caller: Caller) -> bool:
    """A history that lies in no territory is audited by those whose mandate covers the nation."""
    nation = Territory.objects.order_by("path").first()
    return nation is not None and caller.reaches(Action.AUDIT, nation.path)


def _case(caller: Caller, name: str) -> bool:
    """An applicant's own case, or one that lies where the caller may audit."""
    if caller.account.kind == Kind.APPLICANT:
        return caller.holds(SCOPE_OWN) and Case.objects.filter(number=name, account=caller.account).exists()
    return caller.within(Case.objects.filter(number=name), Action.AUDIT).exists()


# By the kind of a stream, who besides the nation's auditors may have it verified.
OWN: dict[str, Callable[[Caller, str], bool]] = {"account": _own_account, "import": _own_import, "case": _case}
