"""May this happen now, and may this account? Raises letters, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.cases import law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.placement.models import Edit, Placing, Round
from qonys.office.casework.placement.refusals import PlacementRefused
from qonys.office.casework.placement.states import Deed, Result, State
from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import may, reaches


def refuse_opening(procedure: str, territory: Territory, day: date, by: Account) -> str:
    """The kind of quota such a round fills."""
    known = law.procedures().get(procedure)
    if known is None or known.stream is None:
        raise PlacementRefused(_("Families of this procedure are not settled by a round."))
    if not reaches(by, Action.CONVENE, territory.pk, procedure):
        raise PlacementRefused(_("You hold no mandate to run a round of placement there."))
    if day < timezone.localdate():
        raise PlacementRefused(_("The day lies in the past: families are invited to what will be ready."))
    if Round.objects.filter(
        procedure=procedure, territory=territory, state__in=(State.COMPUTING, State.PROPOSED)
    ).exists():
        raise PlacementRefused(_("A round is open there already: publish it or drop it first."))
    return str(known.stream)


def refuse_running(found: Round, by: Account) -> None:
    if not may(by, Action.CONVENE, found):
        raise PlacementRefused(_("You hold no mandate to run a round of placement there."))
    if found.state not in (State.COMPUTING, State.PROPOSED):
        raise PlacementRefused(_("This round is %(state)s.") % {"state": State(found.state).label})


def refuse_editing(found: Round, deed: str, place: str, reason: str, by: Account) -> None:
    refuse_running(found, by)
    if deed not in Deed:
        raise PlacementRefused(_("Choose what to change."))
    if (deed == Deed.LEAVE) != (not place):
        raise PlacementRefused(_("Choose the place."))
    if place and not Territory.objects.filter(pk=place, wholes__whole=found.territory_id).exists():
        raise PlacementRefused(_("This place lies outside the round."))
    if not reason.strip():
        raise PlacementRefused(_("Write why: the family and the public may ask."))
    if letter := too_long(Edit, reason=reason.strip()):
        raise PlacementRefused(letter)


def refuse_publishing(found: Round, by: Account) -> None:
    """Who ran the round does not publish it: members vote, the secretary keeps the minutes."""
    if not may(by, Action.VOTE, found):
        raise PlacementRefused(_("A member of the commission publishes a round."))
    if by.actor == found.opened_by:
        raise PlacementRefused(_("You opened this round: another member publishes it."))
    if found.state != State.PROPOSED:
        raise PlacementRefused(_("This round is %(state)s.") % {"state": State(found.state).label})


def refuse_wishes(case: Case, paths: Sequence[str], most: int, by: Account) -> None:
    if case.account_id != by.pk:
        raise PlacementRefused(_("Only the family itself says where it would go."))
    if case.status != Status.GRANTED or Placing.objects.filter(case=case, result=Result.INVITED).exists():
        raise PlacementRefused(_("Wishes are taken between the decision and the invitation."))
    if len(paths) > most:
        raise PlacementRefused(_("Name at most %(most)d places.") % {"most": most})
    if Territory.objects.filter(pk__in=paths, until=None).count() < len(paths):
        raise PlacementRefused(_("Choose places from the list."))


def refuse_confirming(placing: Placing, by: Account) -> None:
    if placing.case.account_id != by.pk:
        raise PlacementRefused(_("Only the family itself says whether all is there."))
    if placing.result != Result.INVITED:
        raise PlacementRefused(_("There is no invitation that waits for your word."))
