"""Where a home lies on the list of a day, also if its unit was split since and nobody said in which part.

Then it is put into one of the parts by a draw with the shares of their people. The draw hangs on the person, so that
all tables agree, and the sums come out as the shares say.
"""

from __future__ import annotations

from datetime import date

from qonys.office.foundation.authority.paths import unit_of
from qonys.office.registers.disclosure.rounding import record_key, share_of
from qonys.office.registers.residence.lists import lists, parts

UNPLACED = ""  # registered in the nation, but in none of its units


def unit_in(year: int, path: str, listed: date, key: str) -> str:
    """On the list of the year's end, as statistical offices publish a year in which a boundary changed."""
    return unit_on(date(year, 12, 31), path, listed, key)


def unit_on(day: date, path: str, listed: date, key: str) -> str:
    """The unit on the list of that day in which a home lies, drawn where nobody knows."""
    unit = unit_of(path)
    if not unit or listed == lists().on(day).since:
        return unit or UNPLACED
    shares = sorted(parts(unit, listed, day).items())
    drawn, passed = share_of(record_key("home", key)), 0.0
    for code, share in shares:
        passed += share
        if drawn < passed:
            return code
    return shares[-1][0]
