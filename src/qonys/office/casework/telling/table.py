"""Act by act: which notice goes to the family, which to the officer in charge, which letters the act brings, and which
event other systems are told of."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.casework.letters.kinds import Kind


@dataclass(frozen=True)
class Told:
    """`family`, `officer`: templates of notices ('' is none). Nobody is told of what he did himself."""

    family: str = ""
    officer: str = ""
    letters: tuple[Kind, ...] = ()
    event: str = ""  # of foundation/events/catalogue.py


TABLE = {
    "submit": Told(family="application_received", event="qonys.case.submitted"),
    "turn_back": Told(family="turned_back", letters=(Kind.TURNED_BACK,), event="qonys.case.decided"),
    "ask": Told(family="papers_asked", event="qonys.case.asked"),
    "answer": Told(officer="answered", event="qonys.case.answered"),
    "forward": Told(family="forwarded", event="qonys.case.forwarded"),
    "grant": Told(family="granted", letters=(Kind.GRANT, Kind.CERTIFICATE), event="qonys.case.decided"),
    "refuse": Told(family="refused", letters=(Kind.REFUSAL,), event="qonys.case.decided"),
    "appeal": Told(family="appeal_received", event="qonys.case.appealed"),
    "dismiss": Told(family="appeal_dismissed", event="qonys.case.decided"),
    "extend": Told(family="extended"),
    "withdraw": Told(family="withdrawn", officer="withdrawn", event="qonys.case.withdrawn"),
    "finish": Told(event="qonys.case.closed"),
    "message": Told(family="message", officer="answered"),
    "paper": Told(family="document_received"),
    "letter": Told(family="certificate_ready"),
    "revoke": Told(family="letter_revoked"),
}
ONLY = {"letter": Kind.CERTIFICATE}  # of these letters alone the family is told by a notice of their own
AT_ONCE = frozenset({"submit", "withdraw", "appeal"})  # told to who did it as well: it is the receipt
