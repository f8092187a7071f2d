"""The table of roles holds together."""

from __future__ import annotations

from itertools import combinations

import pytest

from qonys.office.foundation.authority.roles import INCOMPATIBLE, ROLES, Action, conflicts, roles_that_may
from qonys.office.portal.officer.words import ACTIONS


def why(one: str, other: str) -> set[tuple[str, str]]:
    return {(rule.one, rule.other) for rule in conflicts(one, other)}


def test_every_action_is_in_some_role_and_has_words() -> None:
    assert set().union(*(role.may for role in ROLES.values())) == set(Action) == set(ACTIONS)


def test_no_role_contradicts_itself() -> None:
    assert [code for code in ROLES if list(conflicts(code, code))] == []


def test_conflicts_are_the_same_from_both_sides() -> None:
    for one, other in combinations(ROLES, 2):
        assert why(one, other) == why(other, one)


@pytest.mark.parametrize("watcher", ["administrator", "auditor"])
def test_administrators_and_auditors_decide_no_case(watcher: str) -> None:
    for handler in roles_that_may(Action.DECIDE) + roles_that_may(Action.VOTE) + roles_that_may(Action.FORWARD):
        assert why(watcher, handler), f"{watcher} and {handler}"
        assert all(rule.anywhere for rule in conflicts(watcher, handler))


def test_nobody_both_forwards_and_decides() -> None:
    for forwarder in roles_that_may(Action.FORWARD):
        for decider in roles_that_may(Action.DECIDE) + roles_that_may(Action.VOTE):
            assert why(forwarder, decider), f"{forwarder} and {decider}"


def test_no_administrator_sees_a_file() -> None:
    assert not ROLES["administrator"].may & {Action.SEE, Action.REGISTER, Action.DECIDE, Action.VOTE}


def test_no_rule_is_written_twice() -> None:
    pairs = [frozenset((rule.one, rule.other)) for rule in INCOMPATIBLE]
    assert len(pairs) == len(set(pairs))
