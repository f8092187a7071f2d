"""The family of errors. Each is a letter to its reader: what happened, where, and what to do.

QonysError
  BadInput            a file or value from outside cannot be used
    UnreadableFile      absent, empty, not UTF-8, not the format its name promises
    MissingColumn       a column the table needs is not there
    UnknownTerritory    a code that is not in the list of that date
    UnknownIndicator    an indicator no definition exists for
    MissingCell         a year, sex or age that the calculation needs is absent
    DuplicateCell       the same cell twice
    OutOfRange          a value no population can have
    SumsDisagree        parts do not add up to their whole
    ConflictingVintages two publications of one figure that claim the same vintage
    UnlawfulRules       a rule set that cannot be law: a gap, an overlap, a line without its article
  DamagedRun          a stored run is incomplete or was altered
  UnknownRun          no run of that name
  UnknownCountry      no country pack of that name
"""

from __future__ import annotations


class QonysError(Exception):
    """Anything Qonys refuses, said in words its reader can act on."""


class BadInput(QonysError):
    """A file or value from outside cannot be used.

    `where` names the file and row, `value` what was found there, `remedy` what to do.
    """

    def __init__(self, problem: str, *, where: str = "", value: object = None, remedy: str = "") -> None:
        self.problem, self.where, self.value, self.remedy = problem, where, value, remedy
        place = f"{where}: " if where else ""
        found = f" Found: {value!r}." if value is not None else ""
        cure = f" {remedy}" if remedy else ""
        super().__init__(f"{place}{problem}{found}{cure}")


class UnreadableFile(BadInput):
    """Absent, empty, not UTF-8, or not the format its name promises."""


class MissingColumn(BadInput):
    """A column the table needs is not there."""


class UnknownTerritory(BadInput):
    """A code that is not in the list of territories of that date."""


class UnknownIndicator(BadInput):
    """An indicator no definition exists for."""


class MissingCell(BadInput):
    """A year, sex or age that the calculation needs is absent."""


class DuplicateCell(BadInput):
    """The same cell is given twice."""


class OutOfRange(BadInput):
    """A value no population can have."""


class SumsDisagree(BadInput):
    """Parts do not add up to their whole."""


class ConflictingVintages(BadInput):
    """Two publications of one figure claim the same vintage."""


class UnlawfulRules(BadInput):
    """A rule set that cannot be law: a gap or an overlap of bands, a line without its article."""


class DamagedRun(QonysError):
    """A stored run is incomplete or was altered."""


class UnknownRun(QonysError):
    """No run of that name."""


class UnknownCountry(QonysError):
    """No country pack of that name."""
