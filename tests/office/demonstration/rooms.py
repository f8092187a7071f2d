"""What the rooms of decisions must have to look at once the worker has made the whole demonstration."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Q
from django.utils import timezone

from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.cases import checks
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.integration.models import Note, Settled
from qonys.office.casework.integration.states import State as Help
from qonys.office.casework.ledger import checking
from qonys.office.casework.ledger.models import Order, Reservation
from qonys.office.casework.ledger.states import OrderState
from qonys.office.casework.ledger.states import State as Unit
from qonys.office.casework.placement.models import Placing, Round
from qonys.office.casework.placement.states import Result
from qonys.office.casework.placement.states import State as Stage
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets import services as rule_services
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.rulesets.states import State as Rules
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal import verification
from qonys.office.registers.linkage import services as linkage
from qonys.office.registers.linkage.models import Merge
from qonys.office.registers.linkage.states import State as Pair


def show() -> None:
    """Each in its own words below; and nothing was written past the rooms' own services."""
    quotas()
    if rulesets.holds("kz-kandas-pilot", timezone.localdate()):  # the pilot has an end
        points()
    rules()
    rounds()
    settled()
    pairs()
    assert list(checks.astray()) == [] and verification.verify().broken == ()


def quotas() -> None:
    """Two officers signed what is in force, an exchange waits for its second, families hold what they were given."""
    assert not Order.objects.filter(state=OrderState.IN_FORCE, confirmed_by=F("proposed_by")).exists()
    kinds = set(Order.objects.values_list("kind", "state"))
    assert kinds >= {("open", OrderState.IN_FORCE), ("swap", OrderState.PROPOSED)}
    assert list(checking.check()) == []
    held = Reservation.objects.filter(case__isnull=False)
    assert {Unit.RESERVED, Unit.USED} <= set(held.values_list("state", flat=True))
    arrived = Placing.objects.filter(result=Result.ARRIVED).values("case")
    assert not held.filter(state=Unit.USED).exclude(case__status=Status.FOLLOWED).exclude(case__in=arrived).exists()


def points() -> None:
    """Refused below the mark, granted below it with a reason, and one who does not agree."""
    told = set(Receipt.objects.values_list("outcome", "deviates"))
    assert {("refuse", False), ("grant", True)} <= told
    assert not Receipt.objects.filter(outcome="grant", deviates=False, score__reached=False).exists()
    appeal = Appeal.objects.get()
    assert appeal.receipt.outcome == "refuse" and appeal.due > timezone.localdate()
    assert appeal.case.places.filter(~Q(state=Unit.FROZEN)).exclude(state=Unit.RELEASED).count() == 0


def rules() -> None:
    """What one officer of the rules wrote another can approve: its examples come out, and are signed."""
    version = RuleVersion.objects.get()
    assert version.state == Rules.DRAFT
    assert rule_services.approve(version, by=Account.objects.get(login="rules2")).state == Rules.APPROVED


def rounds() -> None:
    """One is published, one lies before the commission; who had no room in the first finds it in the second."""
    published, proposed = Round.objects.order_by("pk")
    assert (published.state, proposed.state) == (Stage.PUBLISHED, Stage.PROPOSED)
    results = Counter(published.placings.values_list("result", flat=True))
    assert results[Result.INVITED] and results[Result.WAITING]
    assert all(each.reasons for each in published.placings.all())
    assert not published.placings.filter(result=Result.INVITED, holds=None).exists()
    if proposed.day > published.day:  # on the last day of a year nothing comes later
        assert proposed.report["placed"]


def settled() -> None:
    """Who settled is followed, some for years; one family is offered help; notes lie open by consent alone."""
    assert not Case.objects.filter(status=Status.FOLLOWED, settled=None).exists()
    followed = Settled.objects.filter(until=None)
    assert followed.filter(visits__month__gte=12, visits__done__isnull=False).exists()
    assert followed.filter(warned__isnull=False, referrals__state=Help.OFFERED).exists()
    for note in Note.objects.all():
        assert note.settled.consents.filter(helper=note.helper, withdrawn=None).exists()


def pairs() -> None:
    """A merge stands, and can be undone."""
    merge = Merge.objects.get()
    candidate = linkage.undo(merge.candidate, account=Account.objects.get(pk=merge.candidate.officer_id))
    merge.refresh_from_db()
    assert candidate.state == Pair.OPEN and merge.undone
