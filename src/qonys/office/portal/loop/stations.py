"""The stations of the loop, each asked what it holds now: no figures, only days and versions.

A station is stale when the one it takes from holds something newer than what it took. One that holds nothing is
empty, which is another thing: nobody has begun.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qonys.office.casework.integration.models import Fact, Settled, Visit
from qonys.office.casework.ledger.models import Order
from qonys.office.casework.ledger.states import OrderState
from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.states import State
from qonys.office.casework.selection.models import Score
from qonys.office.planning.balances import selectors as balances
from qonys.office.planning.estimates import services as estimates
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.outcomes import selectors as outcomes
from qonys.office.registers.settlements.models import Settlement
from qonys.office.registers.sources.models import Vintage


@dataclass(frozen=True)
class Station:
    """`took`: from the station before; `stale`: why it ought to be made anew, '' if it need not."""

    key: str
    name: str
    on: date | None
    version: str
    took: str
    stale: str = ""
    page: str = ""  # name of the address where it is shown


@dataclass(frozen=True)
class Ground:
    """What several stations ask, found once."""

    today: date
    run: Run | None
    counted: tuple[date, date] | None  # the 1 January the registers were counted for, and the day it was done
    order: Order | None
    learned: outcomes.Outcomes | None
    settlement: Settlement | None

    @property
    def made(self) -> date | None:
        return timezone.localdate(self.run.created) if self.run else None


def stations(today: date) -> list[Station]:
    """In the order of the loop; the outcome model, which stands in its middle, last."""
    order = Order.objects.filter(state=OrderState.IN_FORCE).order_by("-pk").first()
    ground = Ground(today, runs.latest(), estimates.newest(), order, outcomes.latest(),
                    Settlement.objects.order_by("-pk").first())  # fmt: skip
    return [station(ground) for station in STATIONS]


def _registers(ground: Ground) -> Station:
    newest = Vintage.objects.order_by("-pk").first()
    on = timezone.localdate(newest.received) if newest else None
    version = f"{newest.source_id} {newest.as_of:%Y-%m-%d}" if newest else ""
    settled = ground.settlement
    took = (
        _("Families that settled, to %(day)s") % {"day": _day(timezone.localdate(settled.recorded))} if settled else ""
    )
    return Station("registers", _("Registers"), on, version, took)


def _estimates(ground: Ground) -> Station:
    name = _("Estimates")
    if ground.counted is None:
        return Station("estimates", name, None, "", "")
    day, told = ground.counted
    took = _("The registers as of %(day)s") % {"day": _day(day)}
    since = date(ground.today.year, 1, 1)
    stale = _("As of %(day)s the registers can be counted.") % {"day": _day(since)} if day < since else ""
    return Station("estimates", name, told, f"registers {day:%Y-%m-%d}", took, stale)


def _flows(ground: Ground) -> Station:
    run, made = ground.run, ground.made
    if run is None or made is None or not run.holds("flows"):
        return Station("flows", _("Flows"), None, "", "", page="flows")
    until = run.published_until
    took = _("Figures published until %(day)s") % {"day": _day(until)} if until else ""
    later = ground.counted is not None and ground.counted[1] > made
    stale = _("The registers were counted after this forecast was made.") if later else ""
    return Station("flows", _("Flows"), made, run.id, took, stale, "flows")


def _of_run(key: str, name: Callable[[], str], page: str, holds: Callable[[Run], bool]) -> Callable[[Ground], Station]:
    """Stations that one forecast makes in one go take from one another what is of the same run: never stale within."""

    def station(ground: Ground) -> Station:
        run = ground.run
        if run is None or not holds(run):
            return Station(key, name(), None, "", "", page=page)
        took = _("The same forecast, %(run)s") % {"run": run.fingerprint}
        return Station(key, name(), ground.made, run.id, took, page=page)

    return station


def _selection(ground: Ground) -> Station:
    newest, order = Score.objects.order_by("-pk").first(), ground.order
    on = timezone.localdate(newest.made) if newest else None
    took = (
        _("Order %(number)s of %(day)s on quotas") % {"number": order.number, "day": _day(order.day)} if order else ""
    )
    later = order is not None and ground.made is not None and ground.made > order.day
    stale = _("Quotas were proposed after the last order on them.") if later else ""
    return Station("selection", _("Selection"), on, newest.version if newest else "", took, stale, "rules")


def _placement(ground: Ground) -> Station:
    newest = Round.objects.exclude(state=State.DROPPED).order_by("-pk").first()
    if newest is None:
        return Station("placement", _("Placement"), None, "", "", page="quotas_placement")
    used = newest.report.get("worth", {}).get("version", "")
    took = _("Version %(version)s of the outcome model") % {"version": used} if used else _("Assumed worth of places")
    model = ground.learned
    later = model is not None and model.speaks and model.version != used
    stale = _("The outcome model has a newer version.") if later and newest.state != State.COMPUTING else ""
    number = _("Round № %(number)s") % {"number": newest.pk}
    return Station("placement", _("Placement"), timezone.localdate(newest.opened), number, took, stale,
                   "quotas_placement")  # fmt: skip


def _integration(ground: Ground) -> Station:
    fact, settled = Fact.objects.order_by("-pk").first(), Settled.objects.order_by("-pk").first()
    on = timezone.localdate(fact.recorded) if fact else None
    took = _("Arrivals to %(day)s") % {"day": _day(settled.since)} if settled else ""
    late = Visit.objects.filter(done=None, due__lt=ground.today, settled__until=None).exists()
    stale = _("Visits to families are late.") if late else ""
    return Station("integration", _("Integration"), on or (settled.since if settled else None), "", took, stale,
                   "settled")  # fmt: skip


def _learned(ground: Ground) -> Station:
    model, settled = ground.learned, ground.settlement
    name = _("Outcome model")
    if model is None:
        return Station("outcomes", name, None, "", "", page="settled_model")
    took = _("The registers as of %(day)s") % {"day": _day(model.on)}
    later = settled is not None and timezone.localdate(settled.recorded) > model.on
    old = model.on < ground.today - timedelta(days=1)
    stale = _("Families settled after it was counted.") if later and old else ""
    return Station("outcomes", name, model.on, model.version, took, stale, "settled_model")


STATIONS: tuple[Callable[[Ground], Station], ...] = (
    _registers,
    _estimates,
    _flows,
    _of_run("projection", lambda: _("Projection"), "start", lambda run: True),
    _of_run("balance", lambda: _("Balance"), "balance", balances.holds),
    _of_run("quotas", lambda: _("Quotas"), "quotas", lambda run: run.holds("quotas")),
    _selection,
    _placement,
    _integration,
    _learned,
)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
