"""`qonys link` and `qonys names`: one person across registers, whatever script the names are written in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note

names_app = typer.Typer(no_args_is_help=True, help="Names in a form that does not depend on script or spelling.")


def link(
    first: Annotated[Path, typer.Argument(metavar="A", help="Records: id, surname, given, patronymic, birth_date ...")],
    out: Annotated[Path, typer.Option(help="Where id_a, id_b, probability go (.csv or .parquet).")],
    second: Annotated[
        Path | None, typer.Argument(metavar="B", help="Another file; without it A is linked to itself.")
    ] = None,
    least: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out pairs below this probability.")] = 0.5,
    model: Annotated[Path | None, typer.Option(help="Where what was learned goes, as JSON.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 2026,
) -> None:
    """Find the records of one person in a file, or in two files, with the probability of each pair."""
    import json

    from qonys.one_person import pairing

    linked = pairing.run(first, second, least, seed)
    for line in linked.notes:
        note(line)
    for count in linked.compared.counts:
        note(f"{count.key}: {count.pairs:,} pairs among {count.records:,} records, {count.left_out:,} left out.")
    if out.suffix == ".parquet":
        linked.pairs.write_parquet(out)
    else:
        linked.pairs.write_csv(out, float_precision=6)
    if model is not None:
        model.write_text(json.dumps(linked.compared.model.as_dict(), indent=1), encoding="utf-8")
    note(f"{len(linked.compared.left):,} pairs compared, {len(linked.pairs):,} written to {out}.")


@names_app.command("canon")
def names_canon(
    file: Annotated[Path, typer.Argument(help="One name a line; - reads standard input.")],
) -> None:
    """Print the canonical form of every name, a line for a line."""
    import sys

    from qonys.engines.linkage.names.canonical import canon
    from qonys.engines.vocabulary.errors import UnreadableFile

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile("the file cannot be opened.", where=str(file), remedy="Compare the path.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile("the file is not UTF-8.", where=str(file), remedy="Save it as UTF-8.") from error
    sys.stdout.write("".join(f"{form}\n" for form in canon(text.splitlines())))
