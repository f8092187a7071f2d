"""Quotas of the invented office: opened with four eyes as the country published them, held and used by its families.

Of one kind some places are moved to employers who recruit themselves; more families ask for them than there are, so a
list waits there. An exchange between two kinds is proposed, and waits for its second officer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from qonys.countries.demonstration import Demonstration
from qonys.office.casework.cases import law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.ledger import orders, published, services
from qonys.office.casework.ledger.kinds import Channel, kinds
from qonys.office.casework.ledger.models import Order, Quota
from qonys.office.casework.ledger.orders import Document, Places
from qonys.office.casework.ledger.services import Ask, Change
from qonys.office.casework.ledger.states import OrderKind, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.project.demonstration.staff import Staff

LAPSES = timedelta(days=30)  # a place reserved before the decision is kept so long
RECRUITED, WAITING = 5, 3  # families who get an employer's place, and who wait for one
SWAPPED = 40
BACK = 3  # years: how old the last published quota may be
# What a family holds by where its case stands; who is not named asks for nothing yet, or no longer.
HOLDS = {Status.TO_DECIDE: State.RESERVED, Status.GRANTED: State.RESERVED, Status.FOLLOWED: State.USED,
         Status.REFUSED: State.RELEASED}  # fmt: skip


@dataclass(frozen=True)
class Books:
    """Who orders and who signs besides, and the day on which all of it happens."""

    staff: Staff
    content: Demonstration
    nation: Territory
    today: date

    def keep(self, cases: Sequence[Case]) -> None:
        """Orders, places of the families among `cases`, a waiting list, an exchange that is proposed."""
        opened = self._opened()
        if not opened:
            return
        asking = [case for case in cases if case.status in HOLDS and case.submitted.year == self.today.year]
        recruited = self._recruited(opened, asking)
        self._hold([case for case in asking if case not in recruited])
        self._exchange(opened)

    def _opened(self) -> Mapping[Places, int]:
        """The year's quotas; where they were not published yet, those of the newest year that was."""
        country = self.nation.code.lower()
        for year in range(self.today.year, self.today.year - BACK, -1):
            lines, source = published.lines(country, year, language="kk")
            if lines:
                renamed = {replace(each, year=self.today.year): places for each, places in lines.items()}
                self._signed(OrderKind.OPEN, self._document("open", source), renamed)
                return renamed
        return {}

    def _recruited(self, opened: Mapping[Places, int], asking: Sequence[Case]) -> list[Case]:
        """Places for employers who recruit themselves, and the families who ask for them: the last ones wait."""
        by_place: dict[Places, list[Case]] = defaultdict(list)
        for case in asking:
            place = self._place(case)
            if case.status == Status.TO_DECIDE and opened.get(place, 0):
                by_place[place].append(case)
        if not by_place:
            return []
        place = max(by_place, key=lambda each: (len(by_place[each]), each.territory))
        chosen = by_place[place][: RECRUITED + WAITING]
        places = sum(_persons(case) for case in chosen[:-WAITING] or chosen[:1])
        channel = replace(place, channel=Channel.EMPLOYER.value)
        self._signed(OrderKind.RECUT, self._document("recut"), {place: -places, channel: places})
        self._ask([(case, orders.quota_of(channel)) for case in chosen])
        return chosen

    def _hold(self, asking: Iterable[Case]) -> None:
        known = {(each.kind, each.territory_id): each for each in Quota.objects.filter(
            year=self.today.year, channel="", occupation="")}  # fmt: skip
        wanted = [(case, known.get((self._place(case).kind, case.territory_id))) for case in asking]
        self._ask([(case, quota) for case, quota in wanted if quota is not None])

    def _ask(self, wanted: Sequence[tuple[Case, Quota]]) -> None:
        """Each region's officer asks for its families, and brings along what became of them."""
        by_region: dict[str, list[tuple[Case, Quota]]] = defaultdict(list)
        for case, quota in wanted:
            by_region[case.territory_id].append((case, quota))
        for path, of_region in sorted(by_region.items()):
            requests: list[services.Request] = []
            for case, quota in of_region:
                key, after = f"case:{case.number}", HOLDS[Status(case.status)]
                until = self._lapses() if case.status == Status.TO_DECIDE else None
                requests.append(Ask(key, quota.pk, _persons(case), case.pk, until=until))
                if after != State.RESERVED:
                    requests.append(Change(key, after))
            services.carry_out(requests, actor=self.staff.of(path, "decider").actor)

    def _exchange(self, opened: Mapping[Places, int]) -> Order | None:
        """Proposed by one, not signed by the other: from one kind to another in the place that has most of both."""
        families = [each for each in opened if each.kind in self._streams() and each.territory != self.nation.pk]
        for one in sorted(families, key=lambda each: -opened[each]):
            other = next((each for each in families if each.territory == one.territory and each.kind != one.kind), None)
            if other:
                lines = {one: -SWAPPED, other: SWAPPED}
                return orders.propose(OrderKind.SWAP, self._document("swap"), lines, by=self._officers[0])
        return None

    def _signed(self, kind: OrderKind, document: Document, lines: Mapping[Places, int]) -> Order:
        one, other = self._officers
        return orders.confirm(orders.propose(kind, document, lines, by=one), by=other)

    @property
    def _officers(self) -> tuple[Account, Account]:
        return self.staff.of(self.nation.pk, "committee"), self.staff.of(self.nation.pk, "committee2")

    def _document(self, occasion: str, source: str = "") -> Document:
        told = self.content.texts.orders[occasion]
        return Document(told.number.format(year=self.today.year), self.today, told.document.format(source=source))

    def _place(self, case: Case) -> Places:
        return Places(self.today.year, self._stream(case), case.territory_id)

    def _stream(self, case: Case) -> str:
        return str(law.procedures()[case.procedure].stream or "")

    def _streams(self) -> set[str]:
        return {str(each.stream) for each in law.procedures().values()} & set(kinds())

    def _lapses(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.today + LAPSES, time.max))


def _persons(case: Case) -> int:
    """`case.relatives`: counted with the case."""
    return 1 + case.relatives  # type: ignore[attr-defined, no-any-return]
