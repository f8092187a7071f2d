"""Who is helped and who is not, by group: sex, age, region, origin. Groups are only ever compared here, never scored.

Read here is what the worker counted (many/comparing): no page counts people. Counts leave the office rounded, as all
others do (registers/disclosure): no row tells of somebody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.selection.models import Comparison, Score
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.jobs.models import Job

DIMENSIONS = ("sex", "age", "region", "origin")
AGES = ((18, "-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"), (200, "60+"))
UNKNOWN = "?"
CHANGE = "qonys.office.casework.selection.many.tasks.change"


@dataclass(frozen=True)
class Row:
    """One group: how many were counted, how many reached the mark before and after."""

    group: str
    people: int
    before: int
    after: int

    @property
    def said_before(self) -> str:
        return _share(self.before, self.people)

    @property
    def said_after(self) -> str:
        return _share(self.after, self.people)


def fairness(key: str) -> Comparison | None:
    """By group, how many of the applicants counted by a rule set reached its mark."""
    return Comparison.objects.filter(key=key, version=None).first()


def change(version: RuleVersion) -> Comparison | None:
    """By group, who would reach the mark if past applicants were counted by that version."""
    return Comparison.objects.filter(version=version).first()


def rows(found: Comparison | None) -> dict[str, list[Row]]:
    return {name: [Row(*each) for each in told] for name, told in found.rows.items()} if found else {}


def outdated(found: Comparison) -> bool:
    """Whether somebody was scored since."""
    newest = Score.objects.filter(rules__key=found.key).aggregate(last=Max("pk"))["last"] or 0
    return newest > found.newest


def ask(version: RuleVersion) -> Job:
    """Have the worker count past applicants by that version."""
    return work.enqueue(_kind(version), CHANGE, {"version": version.pk})


def asked(version: RuleVersion) -> Job | None:
    """The work while it waits or runs."""
    return jobs.open_job(_kind(version))


def _kind(version: RuleVersion) -> str:
    return f"what if {version.key} {version.number}"


def _share(count: int, people: int) -> str:
    """Of a hundred; nothing where nobody is shown."""
    return f"({round(100 * count / people)} %)" if people else ""
