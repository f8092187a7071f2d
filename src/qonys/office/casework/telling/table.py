"""Act by act: which notice goes to the family, which to the officer in charge, and which letters the act brings."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.casework.letters.kinds import Kind


@dataclass(frozen=True)
class Told:
    """`family`, `officer`: templates of notices ('' is none). Nobody is told of what he did himself."""

    family: str = ""
    officer: str = ""
    letters: tuple[Kind, ...] = ()


TABLE = {
    "submit": Told(family="application_received"),
    "turn_back": Told(family="turned_back", letters=(Kind.TURNED_BACK,)),
    "ask": Told(family="papers_asked"),
    "answer": Told(officer="answered"),
    "forward": Told(family="forwarded"),
    "grant": Told(family="granted", letters=(Kind.GRANT, Kind.CERTIFICATE)),
    "refuse": Told(family="refused", letters=(Kind.REFUSAL,)),
    "extend": Told(family="extended"),
    "withdraw": Told(family="withdrawn", officer="withdrawn"),
    "message": Told(family="message", officer="answered"),
    "paper": Told(family="document_received"),
    "letter": Told(family="certificate_ready"),
}
ONLY = {"letter": Kind.CERTIFICATE}  # of these letters alone the family is told by a notice of their own
AT_ONCE = frozenset({"submit", "withdraw"})  # told to who did it as well: it is the receipt
