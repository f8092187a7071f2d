"""Questions to the ledger: balances now and on a day, the statement of a quota, who waits, where units came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case as Either
from django.db.models import F, IntegerField, QuerySet, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.ledger.models import Entry, Order, Quota, Reservation
from qonys.office.casework.ledger.refusals import UnknownPlaces
from qonys.office.casework.ledger.states import Account, OrderState, State
from qonys.office.casework.ledger.tracing import Traced, traced
from qonys.office.foundation.authority.models import Account as Person
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, in_force, within

PAGE = 50
SHOWN = 200  # of a waiting list on one page


@dataclass(frozen=True)
class Balance:
    """How units stood at the end of a day."""

    granted: int = 0
    available: int = 0
    reserved: int = 0
    frozen: int = 0
    used: int = 0


def years() -> list[int]:
    """Years that have quotas, the newest first."""
    return list(Quota.objects.order_by("-year").values_list("year", flat=True).distinct())


def balances(year: int, kind: str = "") -> QuerySet[Quota]:
    """Public: places are counted here, not persons."""
    found = Quota.objects.select_related("territory").filter(year=year)
    return found.filter(kind=kind) if kind else found


def quota(number: int) -> Quota:
    """Raises UnknownPlaces."""
    found = Quota.objects.select_related("territory").filter(pk=number).first()
    if found is None:
        raise UnknownPlaces(_("There is no quota %(number)d.") % {"number": number})
    return found


def movable(account: Person) -> QuerySet[Quota]:
    """Quotas on which the account may propose or confirm orders."""
    inside = common_path(account, Action.ALLOT)
    return within(Quota.objects.select_related("territory"), account, Action.ALLOT, inside=inside)


def territories(account: Person) -> QuerySet[Territory]:
    """Where the account may give places."""
    held = in_force(account, Action.ALLOT).values("territory__parts__part")
    return Territory.objects.filter(pk__in=held, until=None)


def balance_on(found: Quota, day: date) -> Balance:
    """The balance when that day ended, from the entries themselves."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    lines = Entry.objects.filter(quota=found, at__lt=end)
    sums = lines.aggregate(**{each.value: _moved(each) for each in Account})
    told = {key: value or 0 for key, value in sums.items()}
    return Balance(**told | {"granted": -told["granted"]})


def statement(found: Quota, before: int | None = None) -> list[Entry]:
    """Its entries, newest first; `before`: the number of the last one seen. One more than a page, if there is more."""
    lines = found.lines.select_related("order", "reservation__case").order_by("-number")
    return list((lines.filter(number__lt=before) if before else lines)[: PAGE + 1])


def waiting_list(found: Quota) -> list[Reservation]:
    """Who waits, in the order in which they will be served."""
    waiting = found.reservations.filter(state=State.WAITING).select_related("case")
    return list(waiting.order_by("priority", "arrival")[:SHOWN])


def visible_cases(account: Person, rows: Iterable[Reservation | None]) -> set[int]:
    """Those of these reservations whose case the account may see."""
    numbers = [each.pk for each in rows if each is not None]
    return set(within(Reservation.objects.filter(pk__in=numbers), account, Action.SEE).values_list("pk", flat=True))


def of_case(case: int) -> Reservation | None:
    """What a case holds or waits for, else the last it held."""
    found = Reservation.objects.select_related("quota__territory").filter(case=case)
    return found.order_by("-changed", "-id").first()


def orders(account: Person) -> QuerySet[Order]:
    """Orders that touch a quota in the account's reach, newest first."""
    lines = movable(account).order_by().values("order_lines__order")
    return Order.objects.filter(pk__in=lines).prefetch_related("lines__quota__territory")


def order(account: Person, number: int) -> Order:
    """Raises UnknownPlaces, also for one out of reach."""
    found = orders(account).filter(pk=number).first()
    if found is None:
        raise UnknownPlaces(_("There is no order %(number)d among those you may see.") % {"number": number})
    return found


def proposed(account: Person) -> QuerySet[Order]:
    return orders(account).filter(state=OrderState.PROPOSED)


def trace(found: Quota) -> Traced:
    """Which order gave the units each reservation holds."""
    lines = found.lines.order_by("number").values_list("source", "target", "units", "order", "reservation")
    return traced(lines.iterator())


def _moved(account: Account) -> Sum:
    """What came to an account less what left it."""
    sign = Either(
        When(target=account, then=Value(1)), When(source=account, then=Value(-1)), default=Value(0),
        output_field=IntegerField(),
    )  # fmt: skip
    return Sum(F("units") * sign)
