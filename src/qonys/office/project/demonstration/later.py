"""What the worker does once the office is open: it takes engines, or its time. Each part is left out where it is done.

Only the worker and the console come here; `tasks` names it as text, so that nothing that serves pages loads an engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from qonys.office.casework.cases import law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.integration.models import Fact
from qonys.office.casework.placement.models import Round
from qonys.office.foundation.authority import demonstration
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.services import CONSOLE
from qonys.office.foundation.journal.selectors import content as told_in
from qonys.office.foundation.journal.services import append
from qonys.office.planning.outcomes import tasks as outcomes
from qonys.office.project.demonstration import staff
from qonys.office.project.demonstration.country import SETTLES, Country, country, source
from qonys.office.project.demonstration.pairs import Twice
from qonys.office.project.demonstration.placing import Rounds
from qonys.office.project.demonstration.settling import Followed
from qonys.office.project.demonstration.staff import Staff
from qonys.office.registers.linkage.models import Learned

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Rest:
    """What stands already, read again from the office itself."""

    country: Country
    staff: Staff
    busy: Sequence[Territory]
    shown: Sequence[int]
    drawn: random.Random
    today: date

    def place(self) -> None:
        procedure = next((key for key, each in law.procedures().items() if each.stream == SETTLES), None)
        if procedure and not Round.objects.exists():
            of = self.country
            Rounds(self.staff, of.content, self.drawn, of.nation, procedure, self.today).hold()

    def follow(self) -> None:
        """The family at the door that has settled is the one whose settlement may fail."""
        if not Fact.objects.exists():
            case = Case.objects.filter(account__in=self.shown, status=Status.FOLLOWED).select_related("account").first()
            troubled: Account | None = case.account if case else None
            Followed(self.staff, self.country.content, self.drawn, self.today, troubled).follow()
            outcomes.learn({}, lambda share, stage: None)  # what everybody may read of settled families

    def pair(self) -> None:
        if not Learned.objects.exists():
            twice = Twice(self.staff, self.country.content, self.drawn, source(), self.busy)
            twice.enter()
            twice.decide()


def go_on(progress: Progress) -> None:
    """Rounds of placement, the follow-up of settled families, pairs that may be one person."""
    made = demonstration.made()
    if made is None or demonstration.complete():
        return
    told, of = told_in(made), country()
    if "busy" not in told:
        return  # an office of an earlier version: the officers of these rooms are not in it
    busy = list(Territory.objects.filter(pk__in=told["busy"]).order_by("pk"))
    known = staff.employed([*of.regions.values()], of.nation)
    rest = Rest(of, known, busy, told["shown"], random.Random(told["seed"]), timezone.localdate())
    for share, stage, part in ((0.0, "placement", rest.place), (0.3, "settled families", rest.follow),
                               (0.8, "one person", rest.pair)):  # fmt: skip
        progress(share, stage)
        part()
    with transaction.atomic():
        append(demonstration.STREAM, "complete", {}, actor=CONSOLE)
