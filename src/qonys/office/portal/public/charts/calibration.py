"""How our own method would have done in earlier years, beside the simplest alternative and the United Nations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.tables import Column, Table

DOCUMENT = "calibration.json"


@dataclass(frozen=True)
class ScoreCard:
    """What `calibration.json` of a run says, in words and tables."""

    says: str
    scores: Table
    past_projections: Table


def score_card(run: Run) -> ScoreCard | None:
    """None for a run of a country without a long past."""
    if not (run.folder / DOCUMENT).is_file():
        return None
    told = run.document(DOCUMENT)
    return ScoreCard(_says(told), _scores(told), _past_projections(told))


def _says(told: dict[str, Any]) -> str:
    ours = [row for row in told["summary"] if row["method"] == "qonys"]
    return _(
        "The same method was put back to every year from %(first)s to %(last)s, knowing only what was known then. "
        "Of the population 5, 10 and 15 years later, the 80%% interval held %(five)s, %(ten)s and %(fifteen)s in 100. "
        "Today's intervals are as wide as those errors ask for."
    ) % {
        "first": told["first_cutoff"],
        "last": told["last_cutoff"],
        **{word: round(row["coverage80"]) for word, row in zip(("five", "ten", "fifteen"), ours, strict=True)},
    }


def _scores(told: dict[str, Any]) -> Table:
    columns = (
        Column(_("Method"), numeric=False),
        Column(_("Years ahead")),
        Column(_("Forecasts")),
        Column(_("80% interval held"), "%"),
        Column(_("95% interval held"), "%"),
        Column(_("Mean error"), "%"),
        Column(_("Weighted interval score"), "%"),
    )
    names = {"qonys": _("Qonys"), "constant growth": _("Growth stays as it was")}
    rows = [_score(names[row["method"]], row["forecasts"], row) for row in told["summary"]]
    for row in told["united_nations"]:
        name = _("United Nations, revision of %(year)s, some 200 countries") % {"year": row["revision"]}
        rows.append(_score(name, row["countries"], row))
    return Table(_("How often intervals held, and how large errors were"), columns, tuple(rows))


def _score(method: str, forecasts: int, row: dict[str, Any]) -> tuple[str, ...]:
    return (
        method,
        str(row["horizon"]),
        str(forecasts),
        numbers.number(row["coverage80"]),
        numbers.number(row["coverage95"]),
        numbers.number(row["mape"], 1),
        numbers.number(row["wis"], 1),
    )


def _past_projections(told: dict[str, Any]) -> Table:
    columns = (
        Column(_("United Nations, revision of"), numeric=False),
        Column(_("Projected year")),
        Column(_("Error"), "%"),
        Column(_("Error if growth had stayed as it was"), "%"),
    )
    rows = tuple(
        (
            str(row["revision"]),
            str(row["year"]),
            numbers.number(row["error"], 1, signed=True),
            numbers.number(row["constant_growth_error"], 1, signed=True),
        )
        for row in told["past_projections"]
    )
    return Table(_("Earlier projections of this country's population"), columns, rows)
