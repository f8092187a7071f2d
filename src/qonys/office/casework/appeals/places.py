"""The place of a quota an appeal is about: frozen while it runs, so that nobody else gets it and it does not lapse."""

from __future__ import annotations

from qonys.office.casework.cases.models import Case
from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.models import Reservation
from qonys.office.casework.ledger.states import State


def contest(case: Case, number: int, actor: str) -> None:
    """An appeal was filed: its place waits. One that was let go with the refusal is asked for again, in its turn."""
    held = _newest(case)
    if held is None:
        return  # this case asks for no place
    if held.state in (State.RELEASED, State.EXPIRED):
        again = ledger.Ask(f"appeal:{number}", held.quota_id, held.units, case=case.pk, priority=held.priority)
        held = ledger.reserve(again, actor=actor)
    if held.state == State.RESERVED:
        ledger.freeze(held.key, actor=actor)


def give_up(case: Case, actor: str) -> None:
    """The refusal stands: the place goes to the next who waits."""
    held = _newest(case)
    if held is not None and held.state == State.FROZEN:
        held = ledger.unfreeze(held.key, actor=actor)
    if held is not None and held.state in (State.RESERVED, State.WAITING):
        ledger.release(held.key, actor=actor)


def confirm(case: Case, actor: str) -> None:
    """The appeal was upheld: the place is the family's again."""
    held = _newest(case)
    if held is not None and held.state == State.FROZEN:
        ledger.unfreeze(held.key, actor=actor)


def _newest(case: Case) -> Reservation | None:
    return Reservation.objects.filter(case=case).order_by("-id").first()
