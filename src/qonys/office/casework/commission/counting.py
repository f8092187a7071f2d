"""From votes to a result, by the law's rule. Pure: the same votes always give the same result, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.countries.procedures.law import Voting
from qonys.office.casework.commission.states import Choice, Result


@dataclass(frozen=True)
class Cast:
    """One vote; `chair`: the member in the chair cast it."""

    choice: str
    chair: bool = False


@dataclass(frozen=True)
class Outcome:
    result: Result
    why: Promise


MAJORITY = _("the majority of the votes cast")
TIE_CHAIR = _("a tie, settled by the vote of the chair")
TIE_REFUSED = _("a tie, which refuses")
TIE_BACK = _("no majority: the case goes back for review")


def tally(votes: Sequence[Cast]) -> dict[str, int]:
    return {choice.value: sum(vote.choice == choice for vote in votes) for choice in Choice}


def outcome(votes: Sequence[Cast], law: Voting) -> Outcome:
    """Who abstains is present and counts for the quorum, but is not among the votes cast."""
    counted = tally(votes)
    ahead = counted[Choice.FOR] - counted[Choice.AGAINST]
    if ahead:
        return Outcome(Result.GRANT if ahead > 0 else Result.REFUSE, MAJORITY)
    chair = next((vote.choice for vote in votes if vote.chair), Choice.ABSTAIN)
    if law.tie == "chair" and chair != Choice.ABSTAIN:
        return Outcome(Result.GRANT if chair == Choice.FOR else Result.REFUSE, TIE_CHAIR)
    if law.tie == "refuse" and counted[Choice.AGAINST]:
        return Outcome(Result.REFUSE, TIE_REFUSED)
    # Nobody is refused because a chair was away, or because nobody voted at all.
    return Outcome(Result.SEND_BACK, TIE_BACK)
