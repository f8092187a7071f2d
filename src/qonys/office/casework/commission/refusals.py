"""What the commission refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.casework.cases.refusals import CaseRefused


class CommissionRefused(CaseRefused):
    """Something the rules of the commission do not allow now."""


class UnknownSession(CommissionRefused):
    """No session of that number, or none the asker may see."""


class NoQuorum(CommissionRefused):
    """Too few members are present."""


class NotSeated(CommissionRefused):
    """Who wants to vote is no member of this session, or is not present."""


class AlreadyVoted(CommissionRefused):
    """A vote that was cast is not cast again."""
