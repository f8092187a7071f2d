"""The rule by which votes become a result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qonys.countries.procedures.law import Voting
from qonys.office.casework.commission.counting import Cast, outcome, tally
from qonys.office.casework.commission.states import Choice, Result

choices = st.sampled_from(list(Choice))
ties = st.sampled_from(["chair", "refuse", "send_back"])


def law(tie: str) -> Voting:
    return Voting(quorum=1, tie=tie, assumption="a test")  # type: ignore[arg-type]


@st.composite
def votes(draw: st.DrawFn) -> list[Cast]:
    drawn = draw(st.lists(choices, max_size=9))
    chair = draw(st.integers(0, len(drawn)))
    return [Cast(choice, chair=place == chair) for place, choice in enumerate(drawn)]


def by_hand(cast: list[Cast], tie: str) -> Result:
    """The slow and obvious way: strike one vote for against one vote against, and look at what is left."""
    left = [vote.choice for vote in cast if vote.choice != Choice.ABSTAIN]
    while Choice.FOR in left and Choice.AGAINST in left:
        left.remove(Choice.FOR)
        left.remove(Choice.AGAINST)
    if left:
        return Result.GRANT if left[0] == Choice.FOR else Result.REFUSE
    if tie == "chair" and any(vote.chair and vote.choice == Choice.FOR for vote in cast):
        return Result.GRANT
    if tie == "chair" and any(vote.chair and vote.choice == Choice.AGAINST for vote in cast):
        return Result.REFUSE
    somebody_against = any(vote.choice == Choice.AGAINST for vote in cast)
    return Result.REFUSE if tie == "refuse" and somebody_against else Result.SEND_BACK


@given(votes(), ties)
def test_the_count_is_what_striking_pairs_gives(cast: list[Cast], tie: str) -> None:
    assert outcome(cast, law(tie)).result == by_hand(cast, tie)


@given(votes(), ties)
def test_one_vote_more_for_the_family_never_makes_it_worse(cast: list[Cast], tie: str) -> None:
    order = [Result.REFUSE, Result.SEND_BACK, Result.GRANT]
    better = outcome([*cast, Cast(Choice.FOR)], law(tie)).result
    assert order.index(better) >= order.index(outcome(cast, law(tie)).result)


@given(votes(), ties, st.randoms())
def test_the_order_of_votes_does_not_matter(cast: list[Cast], tie: str, chance: object) -> None:
    mixed = list(cast)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert outcome(mixed, law(tie)) == outcome(cast, law(tie))
    assert sum(tally(cast).values()) == len(cast)


@given(st.lists(st.just(Cast(Choice.ABSTAIN)), max_size=7), ties)
def test_nobody_is_refused_when_nobody_voted(cast: list[Cast], tie: str) -> None:
    assert outcome(cast, law(tie)).result == Result.SEND_BACK
