"""Roles as a table: what each may do, and what nobody may hold together.

An action is asked for by name (`within(cases, account, Action.DECIDE)`); a role is only a bundle of actions, so a
procedure never asks who somebody is. The table is drawn into docs/reference/roles.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Action(StrEnum):
    """What somebody may do with the cases, places and figures a mandate covers."""

    SEE = "see"  # find and open files
    HANDLE = "handle"  # take a case over or hand it on, write notes in it
    REGISTER = "register"  # take an application in, check that it is complete
    CORRESPOND = "correspond"  # ask the applicant, answer, send letters
    FORWARD = "forward"  # put a case before the commission
    CONVENE = "convene"  # agenda, quorum, minutes of a commission
    VOTE = "vote"  # vote in a commission
    DECIDE = "decide"  # sign the decision
    PAY = "pay"  # order support payments
    ALLOT = "allot"  # propose and confirm orders on quotas
    OFFER = "offer"  # enter places: dwellings, seats, jobs
    FOLLOW = "follow"  # integration plans, visits, outcomes
    SUPPORT = "support"  # help families that agree to it, as an NGO
    COUNT = "count"  # figures without persons
    AUDIT = "audit"  # read the journal and who looked, without changing anything
    LEGISLATE = "legislate"  # write sets of point rules, approve those of others
    GRANT = "grant"  # give and end mandates
    RUN = "run"  # settings, jobs, imports


@dataclass(frozen=True)
class Role:
    code: str
    name: Promise
    may: frozenset[Action]


@dataclass(frozen=True)
class Incompatible:
    """Nobody holds both actions; `anywhere` even over different places and procedures."""

    one: Action
    other: Action
    anywhere: bool
    why: Promise


def _role(code: str, name: Promise, *may: Action) -> Role:
    return Role(code, name, frozenset(may))


A = Action
ROLES = {
    role.code: role
    for role in (
        _role(
            "career_centre_officer", _("career centre officer"), A.SEE, A.HANDLE, A.REGISTER, A.CORRESPOND, A.FORWARD
        ),
        _role("migration_officer", _("migration officer"), A.SEE, A.HANDLE, A.CORRESPOND, A.DECIDE, A.PAY, A.ALLOT),
        _role("commission_secretary", _("commission secretary"), A.SEE, A.HANDLE, A.CONVENE),
        _role("commission_member", _("commission member"), A.SEE, A.HANDLE, A.VOTE),
        _role("municipality_officer", _("municipality officer"), A.OFFER, A.COUNT),
        _role("integration_officer", _("integration officer"), A.SEE, A.HANDLE, A.CORRESPOND, A.FOLLOW),
        _role("ngo_worker", _("NGO worker"), A.SUPPORT),
        _role("auditor", _("auditor"), A.SEE, A.COUNT, A.AUDIT),
        _role("analyst", _("analyst"), A.COUNT),
        _role("rule_officer", _("officer of the rules"), A.COUNT, A.LEGISLATE),
        _role("administrator", _("administrator"), A.GRANT, A.RUN),
    )
}

_HANDS_OFF = _("who grants mandates may not handle cases, or could decide in borrowed names")
_LOOKS_ON = _("who audits may change nothing, or would audit himself")
_FOUR_EYES = _("who puts a case forward may not decide it: four eyes see every case")
_OWN_RULES = _("who writes the rules of points may not decide by them")
_MINUTES = _("who keeps the minutes of a commission may not vote in it")
HANDLING = (A.HANDLE, A.REGISTER, A.CORRESPOND, A.FORWARD, A.CONVENE, A.VOTE, A.DECIDE, A.PAY, A.FOLLOW, A.SUPPORT)

INCOMPATIBLE = (
    *(Incompatible(A.GRANT, other, anywhere=True, why=_HANDS_OFF) for other in HANDLING),
    *(Incompatible(A.AUDIT, other, anywhere=True, why=_LOOKS_ON) for other in (*HANDLING, A.OFFER, A.GRANT, A.RUN)),
    Incompatible(A.LEGISLATE, A.DECIDE, anywhere=True, why=_OWN_RULES),
    Incompatible(A.AUDIT, A.LEGISLATE, anywhere=True, why=_LOOKS_ON),
    Incompatible(A.GRANT, A.LEGISLATE, anywhere=True, why=_HANDS_OFF),
    Incompatible(A.FORWARD, A.DECIDE, anywhere=False, why=_FOUR_EYES),
    Incompatible(A.FORWARD, A.VOTE, anywhere=False, why=_FOUR_EYES),
    Incompatible(A.REGISTER, A.DECIDE, anywhere=False, why=_FOUR_EYES),
    Incompatible(A.CONVENE, A.VOTE, anywhere=False, why=_MINUTES),
)


def roles_that_may(action: Action) -> list[str]:
    """Codes of the roles that hold an action."""
    return [role.code for role in ROLES.values() if action in role.may]


def conflicts(one: str, other: str) -> Iterator[Incompatible]:
    """Why two roles may not be held together; nothing if they may."""
    pairs = set(product(ROLES[one].may, ROLES[other].may))
    return (each for each in INCOMPATIBLE if {(each.one, each.other), (each.other, each.one)} & pairs)


def described(roles: Iterable[str]) -> list[str]:
    return [str(ROLES[role].name) for role in roles]
