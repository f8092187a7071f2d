"""What the computation of a scenario is doing, in the words of the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAGES = {
    "baseline": _("Following the population without the policy"),
    "scenarios": _("Following the population with the policy, in the same futures"),
    "goal": _("Trying how many must come"),
}
