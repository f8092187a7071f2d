"""Invented families, moves and answers for the laws of the calculation."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from qonys.countries.support.household import ABROAD, Application, Home, Household, Member, Move, Said

TODAYS_REGIONS = (
    "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39",
    "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79",
)  # fmt: skip
OLD_REGIONS = tuple(code for code in TODAYS_REGIONS if code not in ("KZ-10", "KZ-33", "KZ-62"))
SPLIT = date(2022, 6, 8)
ANSWERS = ("job_seeker", "included_before", "included", "settlement_listed", "works", "rents")

YES_NO = st.sampled_from((None, True, False))
PAST = st.dates(date(2000, 1, 1), date(2027, 12, 31))
STATUS = st.sampled_from(("citizen", "kandas", "ethnic_kazakh", "foreigner"))


@st.composite
def households(draw: Any) -> Household:
    status = draw(STATUS)
    head = Member(draw(st.integers(14, 80)), "head", status)
    relation = st.sampled_from(("spouse", "child", "parent", "other"))
    others = draw(st.lists(st.builds(Member, st.integers(0, 99), relation, st.just(status), st.booleans()), max_size=8))
    return Household((head, *others))


@st.composite
def moves(draw: Any) -> Move:
    day = draw(st.dates(date(2019, 1, 1), date(2028, 6, 30)))
    regions = st.sampled_from(TODAYS_REGIONS if day >= SPLIT else OLD_REGIONS)
    return Move(day, draw(regions | st.just(ABROAD)), draw(regions))


@st.composite
def said(draw: Any) -> Said:
    price = draw(st.none() | st.integers(1, 60_000_000))
    home = draw(st.none() | st.builds(Home, st.sampled_from(("buy", "build", "mortgage")), st.just(price)))
    days = {key: draw(st.none() | PAST) for key in ("registered_since", "graduated_on", "divorced_on")}
    return Said(home=home, **days, **{key: draw(YES_NO) for key in ANSWERS})


applications = st.builds(Application, households(), moves(), said())
