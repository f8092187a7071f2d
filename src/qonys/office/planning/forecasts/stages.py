"""What a forecast is doing, in the words of the screen. The keys are what `make_run` reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAGES = {
    "figures": _("Reading and checking the published figures"),
    "estimates": _("Estimating the population by region, sex and age"),
    "calibration": _("Looking back: what this method would have said in earlier years"),
    "flows": _("Estimating who moves from where to where, and forecasting it"),
    "compiling": _("Preparing the calculation for this machine (only once)"),
    "projection": _("Following the population through the years"),
    "quotas": _("Proposing quotas from what will be missing and what there is room for"),
    "writing": _("Writing the results"),
}
UNNAMED = _("Working")


def in_words(stage: str) -> str:
    """The stage for the reader; a key this table does not know reads simply "Working"."""
    return str(STAGES.get(stage, UNNAMED))
