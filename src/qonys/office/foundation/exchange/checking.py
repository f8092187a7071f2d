"""The dry run: every row is looked at, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from django.utils import translation

from qonys.office.foundation.exchange import reading, services
from qonys.office.foundation.exchange.layout import Found, Looked, layout
from qonys.office.foundation.exchange.models import Fault, Import
from qonys.office.foundation.exchange.refusals import Unreadable
from qonys.office.foundation.exchange.states import State

KEPT = 1000  # faults: whoever has more corrects these first
TOLD_EVERY = 500  # rows


def check(number: int, progress: Callable[[float, str], None]) -> str:
    held = Import.objects.select_related("account").get(pk=number)
    if held.state != State.CHECKING:
        return held.state
    with translation.override(held.account.language):
        try:
            rows, faults, count = _looked(held, progress)
        except Unreadable as letter:
            Import.objects.filter(pk=number).update(letter=str(letter)[:300])
            services.settle(number, State.UNREADABLE, "worker")
            return State.UNREADABLE
    Fault.objects.filter(of=held).delete()  # of a worker that died over it
    Fault.objects.bulk_create([_kept(held, each) for each in faults], batch_size=200)
    Import.objects.filter(pk=number).update(rows=rows, faulty=count)
    found = State.FAULTY if count or not rows else State.READY
    services.settle(number, found, "worker", rows=rows, faults=count)
    return found


def _looked(held: Import, progress: Callable[[float, str], None]) -> tuple[int, list[Found], int]:
    kind, looked = layout(held.layout), Looked(held.account)
    rows, faults, count = 0, list[Found](), 0
    for line, cells in reading.rows(bytes(held.content or b""), held.form, kind):
        _, found = kind.parsed(line, cells, looked)
        rows, count = rows + 1, count + len(found)
        faults.extend(islice(found, KEPT - len(faults)))
        if rows % TOLD_EVERY == 0:
            progress(0.5, "checking")
    return rows, faults, count


def _kept(held: Import, found: Found) -> Fault:
    return Fault(
        of=held,
        row=found.row,
        column=found.column,
        value=found.value,
        problem=found.problem[:300],
        remedy=found.remedy[:300],
    )
