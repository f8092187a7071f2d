"""A round computed: rows to families and places, through the engine, and back to rows. Done by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.casework.placement import engine, gathering, services
from qonys.office.casework.placement.engine import Change, Proposal
from qonys.office.casework.placement.gathering import Family
from qonys.office.casework.placement.models import Edit, Placing, Round
from qonys.office.casework.placement.outlook import outlook_for
from qonys.office.casework.placement.states import Deed, State
from qonys.office.casework.placement.worth import Outlook
from qonys.office.foundation.journal.services import append


def compute(found: Round) -> bool:
    """Propose anew for a round that asks for it; edits that came meanwhile make it be asked again."""
    families, grounds, outlook = gathering.families(found), gathering.grounds(found), outlook_for(found)
    edits = _edits(found)
    numbers = {family.case.pk: number for number, family in enumerate(families)}
    known = [each for each in edits if each.placing.case_id in numbers]
    changes = [Change(numbers[e.placing.case_id], Deed(e.deed), e.place_id or "") for e in known]
    try:
        made = engine.propose(families, grounds, changes, outlook) if families and grounds else engine.none(families)
    except QonysError as letter:
        return _fail(found, str(letter))
    with transaction.atomic():
        held = services.held_round(found.pk)
        if held.state != State.COMPUTING or [each.pk for each in _edits(held)] != [each.pk for each in edits]:
            return False
        _write_families(held, families, made)
        _write_costs(known, made)
        _write_report(held, made, len(families), outlook)
    return True


def _edits(found: Round) -> list[Edit]:
    return list(Edit.objects.filter(placing__round=found, undone=None).select_related("placing").order_by("pk"))


def _write_families(held: Round, families: Sequence[Family], made: Proposal) -> None:
    """Rows stay the same through every computation, so that edits keep hanging on theirs."""
    rows = {each.case_id: each for each in held.placings.all()}
    gone = set(rows) - {family.case.pk for family in families}
    held.placings.filter(case__in=gone, edits=None).delete()
    new, old = list[Placing](), list[Placing]()
    for number, family in enumerate(families):
        placing = rows.get(family.case.pk) or Placing(round=held, case=family.case)
        placing.persons, placing.needs, placing.wishes = len(family.ages), family.needs, list(family.wishes)
        placing.first_id, placing.place_id = made.first[number], made.chosen[number]
        placing.reasons = made.reasons[number]
        (old if placing.pk else new).append(placing)
    Placing.objects.bulk_create(new)
    Placing.objects.bulk_update(old, ["persons", "needs", "wishes", "first", "place", "reasons"], batch_size=500)


def _write_costs(edits: Sequence[Edit], made: Proposal) -> None:
    for edit, cost in zip(edits, made.costs, strict=True):
        edit.cost = None if cost.letter else Decimal(str(round(cost.points, 2)))
        edit.moved = None if cost.letter else cost.moved
        edit.letter = cost.letter
    Edit.objects.bulk_update(edits, ["cost", "moved", "letter"])


def _write_report(held: Round, made: Proposal, families: int, outlook: Outlook) -> None:
    held.report = {
        "families": families,
        "placed": sum(place is not None for place in made.chosen),
        "value": round(made.value, 2),
        "without_edits": round(made.value_first, 2),
        "bound": round(made.bound, 2),
        "gap": round(made.gap, 6),
        "hash": made.hash,
        "scarce": list(made.scarce),
        "worth": outlook.told(),
    }
    held.letter = ""
    services.move(held, State.PROPOSED)
    held.save()
    told = {"placed": held.report["placed"], "families": families, "hash": made.hash, "outcomes": outlook.version}
    append(held.stream, "computed", told, actor="worker")


def _fail(found: Round, letter: str) -> bool:
    Round.objects.filter(pk=found.pk, state=State.COMPUTING).update(letter=letter)
    return False
