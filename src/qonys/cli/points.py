"""`qonys points`: rule sets before they are law: which there are, whether they hold, what a change would do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note, show

points_app = typer.Typer(no_args_is_help=True, help="Rule sets of points: list, check, compare.")
DAY = ["%Y-%m-%d"]
RuleSet = Annotated[str, typer.Argument(help="A name, or the path of a YAML file.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=DAY, help="The law of that day. Without it, today.")]


@points_app.command("list")
def points_list() -> None:
    """The rule sets that come with the program: since when, how many lines, how many of them placeholders."""
    from qonys.countries import points

    for name in points.built_in_rule_sets():
        book = points.load(name)
        law = book.on(book.changes[-1])
        until = f" to {book.until}" if book.until else ""
        marked = f", {len(law.placeholders)} placeholders" if law.placeholders else ""
        typer.echo(f"{name}: {book.titles.en}, since {book.since}{until}, {len(law.items)} lines{marked}")


@points_app.command("check")
def points_check(
    ruleset: RuleSet,
    examples: Annotated[Path | None, typer.Option(help="A YAML file of worked examples; without it, its own.")] = None,
    signed: Annotated[bool, typer.Option(help="Also ask that every example is signed.")] = False,
) -> None:
    """Prove a rule set for every day of its time and try its worked examples. Ends with 1 if it may not take effect."""
    from qonys.countries import points
    from qonys.countries.points.cases import examples_of, read_examples
    from qonys.engines.scoring.examples import may_take_effect

    book = points.load(ruleset)
    cases = read_examples(examples) if examples else examples_of(book.name)
    found = [may_take_effect(book, day, cases, demand_signed=signed) for day in book.changes]
    show(f"{each.day}: {reason}" for each in found for reason in each.reasons)
    if not all(each.ready for each in found):
        raise typer.Exit(1)
    note(f"{book.name}: proven for {len(book.changes)} times, {len(cases)} examples hold, every line is met.")


@points_app.command("diff")
def points_diff(
    old: RuleSet,
    new: RuleSet,
    on: Day = None,
    people: Annotated[
        Path | None, typer.Option(help="Past applicants (.parquet): who would gain, who would lose.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="A column of theirs to count by: sex, region, ... Repeat it.")
    ] = None,
    cut_offs: Annotated[
        tuple[int, int] | None, typer.Option(help="Before and after; without them, the pass marks.")
    ] = None,
) -> None:
    """What a new version says otherwise; with people, who gains and who loses, group by group."""
    from qonys.countries import points
    from qonys.engines.scoring.versions import text_difference
    from qonys.points.comparing import gains_and_losses

    day = (on or datetime.now()).date()
    before, after = points.load(old).on(day), points.load(new).on(day)
    show(text_difference(before, after) or ("Nothing changes.",))
    if people is not None:
        show(["", *gains_and_losses(before, after, people, by or [], cut_offs)])
