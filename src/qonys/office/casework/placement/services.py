"""Opening, editing, publishing and dropping a round; a family's wishes and its word on arrival.

One verb, one transaction, one line in the journal of the round. What is computed is computed by the worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.services import Change
from qonys.office.casework.ledger.states import State as Place
from qonys.office.casework.placement import policies, publishing
from qonys.office.casework.placement.models import Edit, Placing, Round, Wish
from qonys.office.casework.placement.refusals import PlacementRefused
from qonys.office.casework.placement.states import NEXT, Deed, Result, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append

KIND = "placement"
COMPUTE = "qonys.office.casework.placement.tasks.compute"
MOST_WISHES = 3


def open_round(procedure: str, *, territory: Territory, day: date, by: Account) -> Round:
    """Begin a round; the worker computes its first proposal. Raises PlacementRefused."""
    kind = policies.refuse_opening(procedure, territory, day, by)
    with transaction.atomic():
        made = Round.objects.create(
            procedure=procedure, kind=kind, year=day.year, territory=territory, day=day, opened_by=by.actor
        )
        told = {"procedure": procedure, "territory": territory.pk, "day": day, "kind": kind}
        append(made.stream, "opened", told, actor=by.actor)
        transaction.on_commit(ask_to_compute, robust=True)
    return made


def edit(placing: Placing, deed: str, place: str, reason: str, *, by: Account) -> Edit:
    """Lock, forbid or leave out one family; the proposal is computed anew with its cost. Raises PlacementRefused."""
    with transaction.atomic():
        held = held_round(placing.round_id)
        policies.refuse_editing(held, deed, place, reason, by)
        if deed in (Deed.LOCK, Deed.LEAVE):  # one family stands in one place: the newer word counts
            _undo(placing.edits.filter(undone=None, deed__in=(Deed.LOCK, Deed.LEAVE)))
        made = Edit.objects.create(
            placing=placing, deed=deed, place_id=place or None, reason=reason.strip(), by=by.actor
        )
        told = {"case": placing.case.number, "deed": deed, "place": place, "edit": made.pk}
        append(held.stream, "edited", told | {"reason": personal.keep(held.stream, {"reason": made.reason})},
               actor=by.actor)  # fmt: skip
        compute_again(held)
    return made


def undo(change: Edit, *, by: Account) -> None:
    """As if it had not been said; that it was said stays in the journal. Raises PlacementRefused."""
    with transaction.atomic():
        held = held_round(change.placing.round_id)
        policies.refuse_running(held, by)
        if _undo(Edit.objects.filter(pk=change.pk, undone=None)):
            append(held.stream, "edit_undone", {"edit": change.pk}, actor=by.actor)
            compute_again(held)


def publish(found: Round, *, by: Account) -> Round:
    """Places are reserved, offers held, families told: all of it, or nothing. Raises PlacementRefused."""
    with transaction.atomic():
        held = held_round(found.pk)
        policies.refuse_publishing(held, by)
        told = publishing.carry_out(held, by.actor)
        move(held, State.PUBLISHED)
        held.published, held.published_by = timezone.now(), by.actor
        held.save()
        append(held.stream, "published", told, actor=by.actor)
    return held


def drop(found: Round, *, by: Account) -> Round:
    """Nothing of it comes true; families wait for another round. Raises PlacementRefused."""
    with transaction.atomic():
        held = held_round(found.pk)
        policies.refuse_running(held, by)
        move(held, State.DROPPED)
        held.save()
        append(held.stream, "dropped", {}, actor=by.actor)
    return held


def wish(case: Case, paths: Sequence[str], *, by: Account) -> list[Wish]:
    """Where a family would go, its first choice first. Raises PlacementRefused."""
    wanted = list(dict.fromkeys(path for path in paths if path))
    policies.refuse_wishes(case, wanted, MOST_WISHES, by)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        Wish.objects.filter(case=case).delete()
        made = Wish.objects.bulk_create(
            Wish(case=case, territory_id=path, rank=rank) for rank, path in enumerate(wanted, start=1)
        )
        append(f"{case.stream}/wishes", "wished", {"places": wanted}, actor=by.actor)
    return made


def confirm(placing: Placing, lacking: str, *, by: Account) -> Placing:
    """The family has arrived and says whether what was promised is there. Its places are used. Raises PlacementRefused.

    What is lacking is kept beside the journal: it is the family's own text.
    """
    with transaction.atomic():
        held = Placing.objects.select_for_update().select_related("round").get(pk=placing.pk)
        policies.refuse_confirming(held, by)
        held.result = Result.LACKING if lacking.strip() else Result.ARRIVED
        held.confirmed = timezone.now()
        stream = held.case.stream
        held.lacking = personal.keep(stream, {"lacking": lacking.strip()}) if lacking.strip() else {}
        held.save()
        (outcome,) = ledger.carry_out([Change(held.reserved, Place.USED)], actor=by.actor)
        if outcome.refusal:
            raise PlacementRefused(str(outcome.refusal))
        told = {"case": held.case.number, "result": held.result}
        append(held.round.stream, "confirmed", told | ({"lacking": held.lacking} if held.lacking else {}),
               actor=by.actor)  # fmt: skip
    return held


def held_round(number: int) -> Round:
    return Round.objects.select_for_update().get(pk=number)


def move(held: Round, after: State) -> None:
    """Raises PlacementRefused."""
    if after not in NEXT[State(held.state)]:
        told = {"before": State(held.state).label, "after": after.label}
        raise PlacementRefused(_("A round that is %(before)s cannot become %(after)s.") % told)
    held.state = after


def compute_again(held: Round) -> None:
    """The proposal no longer holds: the worker makes another."""
    if held.state != State.COMPUTING:
        move(held, State.COMPUTING)
    held.letter = ""
    held.save(update_fields=["state", "letter"])
    transaction.on_commit(ask_to_compute, robust=True)


def ask_to_compute() -> None:
    work.enqueue(KIND, COMPUTE, {})


def _undo(edits: object) -> int:
    count: int = edits.update(undone=timezone.now())  # type: ignore[attr-defined]
    return count
