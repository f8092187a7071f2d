"""Writing rows in steps, and taking them back. A step is one transaction: rows, what they changed, and how far we are.

A worker that dies leaves whole steps behind; the next one goes on after the last of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import transaction
from django.utils import timezone, translation

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.events.services import publish
from qonys.office.foundation.exchange import reading, services
from qonys.office.foundation.exchange.layout import Layout, Looked, Taken, layout
from qonys.office.foundation.exchange.models import Import, Row
from qonys.office.foundation.exchange.states import State
from qonys.office.foundation.journal.services import append

STEP = 200  # rows
Numbered = tuple[int, dict[str, str]]


def write(number: int, progress: Callable[[float, str], None]) -> str:
    """Write every row that is not written yet."""
    held = Import.objects.select_related("account").get(pk=number)
    if held.state != State.WRITING:
        return held.state
    kind, looked = layout(held.layout), Looked(held.account)
    left = (row for row in reading.rows(bytes(held.content or b""), held.form, kind) if row[0] > held.written)
    done = Row.objects.filter(of=held).count()
    with translation.override(held.account.language):
        for step in _steps(left):
            _write(held, kind, looked, step)
            done += len(step)
            progress(min(done / max(held.rows, 1), 0.99), "writing")
    with transaction.atomic():
        services.settle(number, State.DONE, "worker", rows=done)
        _tell("qonys.import.done", held)
    return State.DONE


def undo(number: int, progress: Callable[[float, str], None]) -> str:
    """Take back every row, the last one first."""
    held = Import.objects.select_related("account").defer("content").get(pk=number)
    if held.state != State.UNDOING:
        return held.state
    kind = layout(held.layout)
    while rows := list(Row.objects.filter(of=held, undone=None).order_by("-row")[:STEP]):
        with transaction.atomic(), translation.override(held.account.language):
            for row in rows:
                _take_back(kind, row, held.account)
            append(held.stream, "taken back", {"from": rows[-1].row, "to": rows[0].row}, actor="worker")
        progress(0.5, "undoing")
    kept = Row.objects.filter(of=held, after__isnull=False).exclude(remark="").count()
    with transaction.atomic():
        services.settle(number, State.UNDONE, "worker", kept=kept)
        _tell("qonys.import.undone", held)
    return State.UNDONE


def _write(held: Import, kind: Layout, looked: Looked, step: list[Numbered]) -> None:
    with transaction.atomic():
        rows = [_taken(held, kind, looked, row, cells) for row, cells in step]
        Row.objects.bulk_create(rows)
        last = step[-1][0]
        Import.objects.filter(pk=held.pk).update(written=last)
        append(held.stream, "rows written", {"from": step[0][0], "to": last}, actor="worker")


def _taken(held: Import, kind: Layout, looked: Looked, row: int, cells: dict[str, str]) -> Row:
    """Looked at once more: the world may have changed since the dry run."""
    values, faults = kind.parsed(row, cells, looked)
    if faults:
        return Row(of=held, row=row, key="", remark=faults[0].problem[:300])
    taken: Taken = kind.take(values, looked)
    return Row(of=held, row=row, key=taken.key, before=taken.before, after=taken.after)


def _take_back(kind: Layout, row: Row, account: Account) -> None:
    if row.after is not None:
        row.remark = kind.undo(row.key, row.before, row.after, account)[:300]
    row.undone = timezone.now()
    row.save(update_fields=["undone", "remark"])


def _tell(event: str, held: Import) -> None:
    data = {"import": held.pk, "layout": held.layout, "rows": held.rows}
    publish(event, held.stream, data, key=f"{event} {held.pk}".replace(" ", ":"))


def _steps(rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    step: list[Numbered] = []
    for row in rows:
        step.append(row)
        if len(step) == STEP:
            yield step
            step = []
    if step:
        yield step
