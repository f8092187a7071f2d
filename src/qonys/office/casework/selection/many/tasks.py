"""Work of the worker: past applicants by other rules when an officer asks, and the fairness of every rule set."""

from __future__ import annotations

from typing import Any

from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.selection.many.comparing import Progress, compare, newest_score
from qonys.office.casework.selection.models import Comparison


def change(parameters: dict[str, Any], progress: Progress) -> str:
    """What a version would have meant for past applicants; returns how many could not be counted by it."""
    version = RuleVersion.objects.select_related("text").get(pk=parameters["version"])
    return str(compare(version.key, version, progress).open_ones)


def fairness(parameters: dict[str, Any], progress: Progress) -> str:
    """Count anew by group where somebody was scored since; returns how many rule sets."""
    kept = dict(Comparison.objects.filter(version=None).values_list("key", "newest"))
    stale = [key for key in rulesets.names() if newest_score(key) > kept.get(key, 0)]
    for key in stale:
        compare(key, None, lambda share, stage: None)
    return str(len(stale))
