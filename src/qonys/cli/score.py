"""`qonys score`: points by the law of a day, for everybody in a table, with reasons for anyone of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, show

DAY = ["%Y-%m-%d"]


RuleSet = Annotated[str, typer.Argument(help="A name (canada-crs, kz-residence-pilot) or the path of a YAML file.")]
People = Annotated[Path, typer.Argument(help="A .parquet or .csv file: a column id, and one for each fact.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=DAY, help="The law of that day. Without it, today.")]
Out = Annotated[Path | None, typer.Option(help="Where id, total, every line and lost_to_cap go: .parquet or .csv.")]
Explain = Annotated[str | None, typer.Option(help="The id of a person: prints reasons and the ladder.")]
CutOff = Annotated[int | None, typer.Option(help="With --explain: the points to reach, say of the last round.")]
Language = Annotated[str, typer.Option(help="kk, ru or en.")]


def score(
    ruleset: RuleSet,
    people: People,
    on: Day = None,
    out: Out = None,
    explain: Explain = None,
    cut_off: CutOff = None,
    language: Language = "en",
) -> None:
    """Score people by a rule set: total and every line, exactly as the law of that day says."""
    from qonys.countries import points
    from qonys.points.reading import read_people

    if language not in ("kk", "ru", "en"):
        raise typer.BadParameter("--language is kk, ru or en.")
    if out is None and explain is None:
        raise typer.BadParameter("Say where the scores go (--out), or whose score to explain (--explain ID).")
    rules = points.load(ruleset).on((on or datetime.now()).date())
    table = read_people(people, rules)
    if table.ignored:
        note(f"Not asked for by {rules.name}, ignored: {', '.join(table.ignored)}.")
    if out is not None:
        _write(rules, table, out)
    if explain is not None:
        show(_explained(rules, table, explain, cut_off, language, people.name))


def _write(rules: Any, table: Any, out: Path) -> None:
    from qonys.points.report import warning
    from qonys.points.writing import scored, write

    frame = scored(rules, table)
    write(frame, out)
    for line in filter(None, warning(rules, "en")):
        note(line)
    open_totals = frame["total"].null_count()
    if open_totals:
        note(f"{open_totals} of {len(frame)} totals stay open: see total_min, total_max and unknown.")
    note(f"{len(frame)} people scored by {rules.name} as of {rules.day}, written to {out}.")


def _explained(rules: Any, table: Any, wanted: str, cut_off: int | None, language: str, name: str) -> list[str]:
    from qonys.engines.scoring.assessment import assess
    from qonys.engines.scoring.unknown import bounds
    from qonys.engines.vocabulary.errors import BadInput
    from qonys.points import report
    from qonys.points.reading import facts_of

    rows = (table.ids.cast(str) == wanted).arg_true()
    if not len(rows):
        raise BadInput("nobody of this id.", where=name, value=wanted, remedy="Take an id from the column id.")
    row = int(rows[0])
    facts = facts_of(table, row, rules)
    if row in table.people.incomplete:
        return report.open_lines(bounds(rules, facts), language)
    return report.lines(assess(rules, facts), language, cut_off)
