"""What other systems hear of a case: that something happened, its number and where it stands. Who it is about, and
what was written, they read from the case, if their mandates let them.
"""

from __future__ import annotations

from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.events.services import publish

EVENTS = {
    "submit": "qonys.case.submitted",
    "ask": "qonys.case.asked",
    "answer": "qonys.case.answered",
    "forward": "qonys.case.forwarded",
    "grant": "qonys.case.decided",
    "refuse": "qonys.case.decided",
    "withdraw": "qonys.case.withdrawn",
    "turn_back": "qonys.case.closed",
    "finish": "qonys.case.closed",
}


def heard(case: Case, line: Line) -> None:
    """Called inside the transaction of the act."""
    event = EVENTS.get(line.act)
    if event is None:
        return
    data = {"case": case.number, "act": line.act, "status": str(case.status), "link": f"/api/v1/cases/{case.number}"}
    publish(
        event,
        case.stream,
        data,
        territory=case.territory_id,
        procedure=case.procedure,
        key=f"{case.stream}:{line.sequence}",
    )
