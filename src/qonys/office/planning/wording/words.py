"""How sure we are, in words, and the small texts that are built rather than written."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from qonys.office.planning.forecasts.selectors import Band

# Django leaves these empty in Kazakh; naming them here brings them into our own catalogue.
MONTHS = [
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
]


def than_today(today: float, later: Band) -> str:
    """Will there be more people than today? Read from where today's number lies among the quantiles."""
    if today < later.q025:
        return _("Growth is almost certain (more than 97 in 100).")
    if today < later.q10:
        return _("Growth is very likely (more than 9 in 10).")
    if today <= later.q50:
        return _("Growth is more likely than decline.")
    if today <= later.q90:
        return _("Decline is more likely than growth.")
    if today <= later.q975:
        return _("Decline is very likely (more than 9 in 10).")
    return _("Decline is almost certain (more than 97 in 100).")


def odds(raised: float, lowered: float) -> str:
    """How surely something goes up or down, from the shares of futures in which it does."""
    if raised + lowered == 0:
        return _("No change in any future.")
    share = max(raised, lowered)
    up = raised >= lowered
    if share > 0.97:
        return (
            _("Higher, almost certainly (more than 97 in 100).")
            if up
            else _("Lower, almost certainly (more than 97 in 100).")
        )
    if share >= 0.9:
        return _("Higher, very likely (more than 9 in 10).") if up else _("Lower, very likely (more than 9 in 10).")
    if share >= 0.55:
        return (_("Rather higher (%(odds)s).") if up else _("Rather lower (%(odds)s).")) % {"odds": tenths(share)}
    return _("Higher and lower are about as likely.")


def chance(probability: float) -> str:
    """A probability as a word and a number; the same steps as the standings of the balance."""
    if probability >= 0.975:
        return _("almost certain (more than 97 in 100)")
    if probability > 0.9:
        return _("very likely (more than 9 in 10)")
    if probability < 0.025:
        return _("almost ruled out (fewer than 3 in 100)")
    if probability < 0.1:
        return _("very unlikely (fewer than 1 in 10)")
    if probability >= 2 / 3:
        return _("likely (%(odds)s)") % {"odds": tenths(probability)}
    if probability <= 1 / 3:
        return _("unlikely (%(odds)s)") % {"odds": tenths(probability)}
    return _("undecided (%(odds)s)") % {"odds": tenths(probability)}


def tenths(probability: float) -> str:
    """About so many in ten. Whole phrases: the numeral governs its ending in Kazakh."""
    phrases = (
        _("about 1 in 10"),
        _("about 2 in 10"),
        _("about 3 in 10"),
        _("about 4 in 10"),
        _("about 5 in 10"),
        _("about 6 in 10"),
        _("about 7 in 10"),
        _("about 8 in 10"),
        _("about 9 in 10"),
    )
    return phrases[min(max(round(probability * 10), 1), 9) - 1]


def time_left(seconds: float | None) -> str:
    """20 seconds left, 3 minutes left; before anything is known, that it is being worked out."""
    if seconds is None:
        return _("Working out how long this will take")
    if seconds < 3:
        return _("Almost done")
    if seconds < 55:
        count = max(5, round(seconds / 5) * 5)
        return ngettext("About %(count)d second left", "About %(count)d seconds left", count) % {"count": count}
    count = max(1, round(seconds / 60))
    return ngettext("About %(count)d minute left", "About %(count)d minutes left", count) % {"count": count}


def position(value: float, band: Band) -> str:
    """Where another office's figure lies in our interval."""
    if band.q10 <= value <= band.q90:
        return _("inside the 80% interval")
    if band.q025 <= value <= band.q975:
        return _("inside the 95% interval")
    return _("above the 95% interval") if value > band.q975 else _("below the 95% interval")
