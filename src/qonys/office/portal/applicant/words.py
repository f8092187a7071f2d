"""Statuses, acts and readers as an applicant reads them: what happens now, who does it, who looked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases.states import Status

S = Status
# What happens now, and what the family should do, status by status.
NOW: dict[str, Promise] = {
    S.RECEIVED: _(
        "Your application has arrived. The office checks whether the papers are complete. You need do nothing."
    ),
    S.IN_REVIEW: _("Your papers are complete. An officer looks at your application. You need do nothing."),
    S.AT_COMMISSION: _("A commission of the region looks at your application. You need do nothing."),
    S.TO_DECIDE: _("The commission has given its advice. An officer decides now. You need do nothing."),
    S.GRANTED: _("Your application was granted. The office writes to you about what comes next."),
    S.FOLLOWED: _("You have arrived. An officer stays in touch with you and helps with work, school and home."),
    S.REFUSED: _("Your application was refused. The ground stands below. You may write to us, appeal, or apply again."),
    S.TURNED_BACK: _("Your application was turned back, for the reason below. You may put it right and apply again."),
    S.WITHDRAWN: _("You withdrew this application. You may apply again at any time."),
    S.CLOSED: _("This application is closed."),
}
WAITING = _("We need something from you. The term of the office stands still until you answer.")
LOOKED_AT = _("an officer")  # whose mandate has left no trace
