"""May this happen now? What the table, the law and four eyes ask of an act; raises letters, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Version
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed, WrongStep
from qonys.office.casework.cases.states import Act, Status

Payload = Mapping[str, Any]


def refuse(act: Act, course: Course, version: Version, payload: Payload, actor: str) -> None:
    """Raises WrongStep, NotAllowed or Incomplete."""
    if course.status not in act.before:
        allowed = ", ".join(str(Status(each).label) for each in Status if each in act.before)
        letter = _("“%(act)s” is not possible: the case is %(status)s. It is possible while a case is %(allowed)s.")
        told = {"act": act.name, "status": Status(course.status).label, "allowed": allowed or "-"}
        raise WrongStep(letter % told)
    check = _CHECKS.get(act.key)
    if check:
        check(course, version, payload, actor)


def _accept(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if course.waiting:
        raise WrongStep(_("The applicant was asked for papers and has not answered. Wait, or record the answer."))


def _forward(course: Course, version: Version, payload: Payload, actor: str) -> None:
    _accept(course, version, payload, actor)
    if not version.commission:
        raise WrongStep(_("This procedure knows no commission."))


def _ask(course: Course, version: Version, payload: Payload, actor: str) -> None:
    papers = payload.get("papers", ())
    if not papers and not payload.get("text"):
        raise Incomplete(_("Say which papers are missing, or what you want to know."))
    for key in papers:
        _known(lambda key=key: version.paper(key))


def _answer(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if not course.waiting:
        raise WrongStep(_("Nothing was asked of the applicant."))


def _ground(course: Course, version: Version, payload: Payload, actor: str) -> None:
    key = payload.get("ground")
    if not key:
        raise Incomplete(_("Name the ground: a refusal rests on a ground of the law."))
    ground = _known(lambda: version.ground(key))
    if ground.turns_back != (course.status == Status.RECEIVED):
        raise Incomplete(_("This ground is not one for this step."))
    _four_eyes(course, version, payload, actor)


def _recommend(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if payload.get("recommends") not in ("grant", "refuse"):
        raise Incomplete(_("A recommendation is to grant or to refuse."))


def _decide(course: Course, version: Version, payload: Payload, actor: str) -> None:
    _four_eyes(course, version, payload, actor)
    wanted = "grant" if payload.get("ground") is None else "refuse"
    if course.recommends and course.recommends != wanted and not payload.get("reason"):
        raise Incomplete(_("The commission recommended otherwise: write why you decide differently."))


def _refuse(course: Course, version: Version, payload: Payload, actor: str) -> None:
    _ground(course, version, payload, actor)
    _decide(course, version, payload, actor)


def _four_eyes(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if course.status == Status.TO_DECIDE and course.forwarded_by == actor:
        raise NotAllowed(_("You put this case before the commission: another officer decides it."))


def _extend(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if version.extension is None:
        raise WrongStep(_("The law knows no extension of this procedure."))
    if course.extended:
        raise WrongStep(_("The term was extended once already; the law allows no second time."))
    if not payload.get("reason"):
        raise Incomplete(_("Write why the term is extended: the applicant is told."))


def _dated(course: Course, version: Version, payload: Payload, actor: str) -> None:
    day = _day(payload.get("on"))
    if day > timezone.localdate():
        raise Incomplete(_("The day lies in the future: record what has happened."))
    first = course.days.get("grant") or course.submitted
    if first and day < first:
        raise Incomplete(_("The day lies before the decision."))


def _event(course: Course, version: Version, payload: Payload, actor: str) -> None:
    _known(lambda: version.event(str(payload.get("event"))))
    _dated(course, version, payload, actor)


def _migrate(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if payload.get("to") == course.version:
        raise WrongStep(_("The case follows this version already."))
    if not payload.get("reason"):
        raise Incomplete(_("Write why the case is moved: the law's transitional rule, or what the applicant gains."))


def _revoke(course: Course, version: Version, payload: Payload, actor: str) -> None:
    if not payload.get("letter") or not payload.get("reason"):
        raise Incomplete(_("Name the letter, and write why it is revoked."))


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Incomplete(_("Give the day as year-month-day.")) from None


def _known(find: Callable[[], Any]) -> Any:
    try:
        return find()
    except BadInput as letter:
        raise Incomplete(str(letter)) from letter


_CHECKS = {
    "accept": _accept,
    "turn_back": _ground,
    "ask": _ask,
    "answer": _answer,
    "forward": _forward,
    "recommend": _recommend,
    "grant": _decide,
    "refuse": _refuse,
    "extend": _extend,
    "settle": _dated,
    "event": _event,
    "finish": _dated,
    "migrate": _migrate,
    "revoke": _revoke,
}
