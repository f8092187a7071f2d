"""The page of a case, put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qonys.office.casework.cases.clocks import Running
from qonys.office.casework.cases.states import OPEN, Status
from qonys.office.casework.selection import facts
from qonys.office.foundation.authority.roles import Action
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import terms
from qonys.office.portal.officer.casefile import answers, handed_in, history, people
from qonys.office.portal.officer.casefile.loaded import Loaded


@dataclass(frozen=True)
class Term:
    name: str
    who: str
    due: date
    told: terms.Told


def context(loaded: Loaded) -> dict[str, Any]:
    case, today = loaded.case, loaded.today
    papers = handed_in.rows(loaded)
    return {
        "case": case,
        "over": case.status not in OPEN,
        "procedure": name(loaded.procedure.names.names),
        "version": loaded.version.version,
        "place": name(case.territory.names),
        "status": Status(case.status).label,
        "term": terms.of_row(case, today),
        "lapse": terms.lapse(case, today),
        "family": family(loaded),
        "screens": answers.screens(loaded.version, loaded.answers),
        "papers": papers,
        "may_check": Action.REGISTER in loaded.actions and case.status in OPEN,
        "missing": handed_in.missing(papers),
        "terms": [_term(each, today) for each in loaded.terms],
        "history": history.history(loaded),
        "talk": history.conversation(loaded),
        "erased": loaded.erased,
        "scored": facts.scored_by(loaded.version, loaded.answers) is not None,
        "recommends": history.RECOMMENDS.get(loaded.course.recommends, ""),
    }


def family(loaded: Loaded) -> list[people.Shown]:
    """The applicant first, then the members as the application names them."""
    everybody = [
        (loaded.case.applicant, ""),
        *((each.person, people.relation(each.relation)) for each in loaded.members),
    ]
    remarks = people.open_remarks(person for person, _relation in everybody)
    return [people.shown(each, loaded.today, remarks.get(each.pk, ()), related) for each, related in everybody]


def _term(each: Running, today: date) -> Term:
    return Term(name(each.names), name(each.who), each.due, terms.of_term(each, today))
