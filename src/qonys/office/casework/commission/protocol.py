"""What the minutes of a closed session say, as plain texts in the language of its secretary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qonys.office.casework.cases import law
from qonys.office.casework.commission import selectors
from qonys.office.casework.commission.models import AgendaItem, Seat, Session, Vote
from qonys.office.casework.commission.states import Choice, Result
from qonys.office.casework.letters.words import wording


def content(session: Session) -> dict[str, Any]:
    """Everything that stands in the minutes. Raises Erased."""
    language = session.secretary.language
    with translation.override(language):
        seats = selectors.seats(session)
        return {
            "language": language,
            "title": _("Minutes of a session of the commission"),
            "office": [_("Commission"), session.territory.names.in_language(language)],
            "number": _("No. %(number)d") % {"number": session.pk},
            "day": session.day.isoformat(),
            "dated": wording(language).day(session.day),
            "labels": _labels(),
            "rows": _rows(session, seats, language),
            "members": [_member(seat) for seat in seats],
            "items": [_item(item, language) for item in selectors.agenda(session)],
            "minutes": [part for part in selectors.minutes(session).split("\n") if part.strip()],
            "signatures": _signatures(session, seats),
        }


def _labels() -> dict[str, str]:
    return {
        "members": _("Members"),
        "name": _("Name"),
        "chair_or_member": _("Office held"),
        "presence": _("Presence"),
        "agenda": _("Agenda and votes"),
        "course": _("Course of the session"),
    }


def _rows(session: Session, seats: Iterable[Seat], language: str) -> list[list[str]]:
    present = sum(seat.present for seat in seats)
    told = [
        [_("Procedure"), law.procedure(session.procedure).names.names.in_language(language)],
        [_("Place"), session.place],
        [_("Opened"), _hour(session.opened)],
        [_("Closed"), _hour(session.ended)],
        [_("Quorum"), _("%(present)d present, %(quorum)d needed") % {"present": present, "quorum": session.quorum}],
    ]
    return [*told, [_("Recording"), session.recording]] if session.recording else told


def _hour(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M") if moment else "-"


def _member(seat: Seat) -> list[str]:
    role = _("chair") if seat.chair else _("member")
    return [seat.account.display_name, role, _("present") if seat.present else _("absent")]


def _item(item: AgendaItem, language: str) -> dict[str, Any]:
    votes = list(item.votes.all())
    rows = [[str(choice.label).capitalize(), _names(votes, choice)] for choice in Choice if _names(votes, choice)]
    reasons = [[vote.seat.account.display_name, selectors.reason(vote)] for vote in votes if vote.reason]
    rows += [[_("Reason (%(name)s)") % {"name": name}, reason] for name, reason in reasons]
    rows.append([_("Result"), str(Result(item.result).label)])
    if item.ground:
        ground = law.version(item.case.procedure, item.case.version).ground(item.ground)
        rows.append([_("Ground"), ground.names.names.in_language(language)])
    if item.reason:
        rows.append([_("Reason"), selectors.reason(item)])
    return {"place": item.place, "case": item.case.number, "applicant": item.case.applicant.full_name, "rows": rows}


def _names(votes: Iterable[Vote], choice: Choice) -> str:
    return ", ".join(vote.seat.account.display_name for vote in votes if vote.choice == choice)


def _signatures(session: Session, seats: Iterable[Seat]) -> list[list[str]]:
    chair = next(seat for seat in seats if seat.chair)
    return [[_("Chair"), chair.account.display_name], [_("Secretary"), session.secretary.display_name]]
