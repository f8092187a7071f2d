"""May this letter be issued, or taken back, now? Raises letters, changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Version
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import Incomplete, WrongStep
from qonys.office.casework.cases.states import Status
from qonys.office.casework.letters.kinds import RULES, Kind
from qonys.office.casework.letters.models import Letter


def refuse_unknown(kind: str, language: str) -> None:
    if kind not in Kind or language not in dict(settings.LANGUAGES):
        raise Incomplete(_("Choose a kind of letter and its language."))


def refuse_issuing(case: Case, kind: str, language: str, course: Course, version: Version) -> None:
    rule = RULES[Kind(kind)]
    if course.status not in rule.statuses or (rule.asked and not course.waiting):
        told = {"kind": Kind(kind).label, "status": Status(course.status).label}
        raise WrongStep(_("“%(kind)s” is not for a case that is %(status)s.") % told)
    if rule.act not in course.days:
        raise WrongStep(_("“%(kind)s” is not for this case: what it tells of did not happen.") % {"kind": kind})
    if kind == Kind.CERTIFICATE and version.certificate is None:
        raise WrongStep(_("This procedure gives no certificate."))
    if rule.once and Letter.objects.filter(case=case, kind=kind, language=language, revoked=None).exists():
        raise WrongStep(_("It was issued in this language already. Revoke the old one first."))


def refuse_revoking(letter: Letter, reason: str) -> None:
    if letter.revoked:
        raise WrongStep(_("This letter was revoked already."))
    if not reason:
        raise Incomplete(_("Write why the letter is revoked: it stands in the journal."))
