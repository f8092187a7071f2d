"""Finding pairs, deciding them, and undoing what was decided: each with its line in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.services import append
from qonys.office.registers.linkage.models import Candidate, Learned, Merge
from qonys.office.registers.linkage.refusals import WrongPairState
from qonys.office.registers.linkage.states import NEXT, State

PURPOSE = "one person, one entry"  # the only one there is: two entries are compared for nothing else
Found = tuple[int, int, float, dict[str, Any]]  # two persons, probability, why


def keep(learned: Learned, found: Iterable[Found]) -> int:
    """Put pairs into the queue that are not in it yet; what was decided stays decided. Returns how many are new."""
    rows = [
        Candidate(one_id=min(a, b), two_id=max(a, b), probability=chance, why=why, learned=learned, purpose=PURPOSE)
        for a, b, chance, why in found
    ]
    if not rows:
        return 0
    known = _known(rows)
    new = [row for row in rows if (row.one_id, row.two_id) not in known]
    with transaction.atomic():
        Candidate.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            append(f"linkage:{learned}", "found", {"pairs": len(new), "purpose": PURPOSE}, actor="worker")
    return len(new)


def decide(candidate: Candidate, wanted: State, *, account: Account, reason: str = "") -> Candidate:
    """One person, two persons, or later. One person merges the entries. Raises WrongPairState."""
    with transaction.atomic():
        held = _held(candidate, wanted)
        held.state, held.decided, held.officer = wanted, timezone.now(), account
        held.save(update_fields=["state", "decided", "officer"])
        _note(held, str(wanted.value), account, reason)
        if wanted == State.SAME:
            _merge(held, account)
    return held


def undo(candidate: Candidate, *, account: Account, reason: str = "") -> Candidate:
    """Open a decided pair again; a merge that came of it is undone, and both stand alone. Raises WrongPairState."""
    with transaction.atomic():
        held = _held(candidate, State.OPEN)
        for merge in Merge.objects.filter(candidate=held, undone=None).select_related("kept", "gone"):
            merge.undone = timezone.now()
            merge.save(update_fields=["undone"])
            _told(merge, "merge undone", account)
        held.state, held.decided, held.officer = State.OPEN, None, None
        held.save(update_fields=["state", "decided", "officer"])
        _note(held, "opened again", account, reason)
    return held


def _held(candidate: Candidate, wanted: State) -> Candidate:
    pairs = Candidate.objects.select_for_update(of=("self",), no_key=True)
    held = pairs.select_related("one", "two").get(pk=candidate.pk)
    if wanted not in NEXT[State(held.state)]:
        problem = _("this pair was decided in the meantime.")
        raise WrongPairState(problem, where="state", remedy=_("Open it again, and look at what was decided."))
    return held


def _merge(candidate: Candidate, account: Account) -> None:
    """The later entry leads to the earlier one, and to the one that this leads to."""
    kept, gone = _first(candidate.one_id), _first(candidate.two_id)
    if kept == gone:
        return  # both led to one entry already
    merge = Merge.objects.create(kept_id=min(kept, gone), gone_id=max(kept, gone), candidate=candidate)
    _told(merge, "merged", account)


def _first(person: int) -> int:
    """The entry that one leads to. Merges never form a ring: the later always leads to the earlier."""
    while (on := Merge.objects.filter(gone=person, undone=None).values_list("kept", flat=True).first()) is not None:
        person = on
    return person


def _told(merge: Merge, action: str, account: Account) -> None:
    """A line in the streams of both persons, in one order everywhere."""
    payload = {"kept": str(merge.kept.key), "gone": str(merge.gone.key), "pair": str(merge.candidate.key)}
    for person in sorted((merge.kept, merge.gone), key=lambda each: each.stream):
        append(person.stream, action, payload, actor=account.actor)


def _note(candidate: Candidate, action: str, account: Account, reason: str) -> None:
    payload = {"purpose": candidate.purpose, "probability": f"{candidate.probability:.4f}", "reason": reason,
               "model": str(candidate.learned_id)}  # fmt: skip
    append(candidate.stream, action, payload, actor=account.actor)


def _known(rows: Sequence[Candidate]) -> set[tuple[int, int]]:
    ones = {row.one_id for row in rows}
    known: set[tuple[int, int]] = set()
    for start in range(0, len(ones), 500):
        some = sorted(ones)[start : start + 500]
        known |= set(Candidate.objects.filter(one__in=some).values_list("one", "two").order_by())
    return known
