"""What the published model of settled families says of places, as a round of placement takes it."""

from __future__ import annotations

from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.worth import Outlook, kept, learned
from qonys.office.planning.outcomes import selectors as outcomes


def outlook_for(found: Round) -> Outlook:
    """What the round began with, else the newest published: a round computed anew counts as it did before."""
    told = found.report.get("worth")
    return kept(told) if told else published()


def published() -> Outlook:
    """Empty while too few families were followed: then every place is assumed to suit alike."""
    found = outcomes.latest()
    if found is None or not found.speaks:
        return Outlook()
    gains = {key: chance.gain for key, chance in found.chances.items()}
    return learned(found.version, found.on.isoformat(), found.adults, found.family_years, gains)
