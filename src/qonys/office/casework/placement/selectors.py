"""Questions about rounds: an officer's own, a family's own, and what everybody may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.offers.models import Kind, Offer
from qonys.office.casework.placement.models import Edit, Hold, Placing, Round
from qonys.office.casework.placement.refusals import UnknownRound
from qonys.office.casework.placement.states import Result, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, in_force, within

PAGE = 50


def rounds(account: Account) -> QuerySet[Round]:
    """The newest first."""
    inside = common_path(account, Action.SEE)
    return within(Round.objects.select_related("territory"), account, Action.SEE, inside=inside).order_by("-pk")


def round_of(account: Account, number: int) -> Round:
    """Raises UnknownRound, also for one the asker may not see."""
    found = rounds(account).filter(pk=number).first()
    if found is None:
        raise UnknownRound(_("There is no round %(number)d among those you may see.") % {"number": number})
    return found


def families(found: Round, account: Account, after: int = 0) -> list[Placing]:
    """Those whose cases the account may see. One more than a page, if there is more."""
    rows = found.placings.select_related("case", "place", "first").filter(pk__gt=after)
    return list(within(rows, account, Action.SEE).order_by("pk")[: PAGE + 1])


def family(found: Round, account: Account, number: str) -> Placing:
    """Raises UnknownRound."""
    rows = found.placings.select_related("case", "place", "first", "round").filter(case__number=number)
    placing = within(rows, account, Action.SEE).first()
    if placing is None:
        raise UnknownRound(_("This family is not among those you may see in the round."))
    return placing


def edits(found: Round, account: Account) -> list[Edit]:
    """What stands, newest first, as far as the account may see the families."""
    rows = Edit.objects.filter(placing__round=found, undone=None).select_related("placing__case", "place")
    seen = within(found.placings.all(), account, Action.SEE).order_by().values("pk")
    return list(rows.filter(placing__in=seen).order_by("-pk")[:PAGE])


def places_of(found: Round) -> list[Territory]:
    """Where families can go in a round: places with an offer of dwellings."""
    offering = Offer.objects.filter(kind=Kind.DWELLING, withdrawn=None).order_by().values("territory")
    return list(Territory.objects.filter(wholes__whole=found.territory_id, pk__in=offering).order_by("path"))


def newest_of(case: Case) -> Placing | None:
    """What a published round means for a family; the newest one."""
    rows = Placing.objects.filter(case=case).exclude(result=Result.OPEN)
    return rows.select_related("place", "round", "case").order_by("-pk").first()


def promised(placing: Placing) -> list[Hold]:
    return list(placing.holds.filter(lost=None).select_related("offer__territory").order_by("offer__kind"))


def published() -> QuerySet[Round]:
    return Round.objects.filter(state=State.PUBLISHED).select_related("territory").order_by("-pk")


def territories(account: Account) -> QuerySet[Territory]:
    """Where the account may run rounds."""
    held = in_force(account, Action.CONVENE).values("territory__parts__part")
    return Territory.objects.filter(pk__in=held, until=None)
