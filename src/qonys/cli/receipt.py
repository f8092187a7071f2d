"""`qonys receipt`: count a receipt again, see the office's keys, change its key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qonys.cli.terminal import note, set_up_django, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qonys.receipts.keys import PublicKey
    from qonys.receipts.verification import Answer

receipt_app = typer.Typer(no_args_is_help=True, help="Receipts of decisions by points.")

SAID = {
    "form": "it is a receipt",
    "signature": "the office signed it",
    "rules": "its rules are those it was counted by",
    "count": "the rules give the same document",
}
MARKS = {True: "yes", False: "NO", None: "not asked"}


@receipt_app.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="The receipt, as JSON or as the PDF that carries it.")],
    key: Annotated[
        Path | None, typer.Option(help="Public keys of the office: the list from its address, PEM, or base64.")
    ] = None,
) -> None:
    """Check the signature and count the points again, without any network. Ends with 0 if everything holds.

    Ends with 1 if something does not, and with 2 if the signature could not be asked for want of a key.
    """
    from qonys.receipts import counting, inside_pdf, verification
    from qonys.receipts.refusals import NotAReceipt

    content = _content(file)
    try:
        verdict = verification.verify(inside_pdf.receipt_of(content), _keys(key), counting.count)
    except NotAReceipt as letter:
        verdict = verification.not_one(str(letter))
    show(line for answer in verdict.answers for line in _lines(answer))
    if verdict.receipt is not None:
        body = verdict.receipt.body
        show([f"{body.case}: {body.decision.outcome}, rules {body.rules.key} {body.rules.version} of {body.law_on}"])
    if not verdict.holds:
        raise typer.Exit(1 if verdict.broken else 2)


@receipt_app.command("keys")
def keys() -> None:
    """The public keys of this office, as they stand at /.well-known/qonys-receipt-keys.json."""
    set_up_django()
    import json

    from qonys.office.casework.selection import engine
    from qonys.office.casework.selection import keys as office

    office.signing_key()
    typer.echo(json.dumps(engine.published(office.public_keys().values()), indent=1))


@receipt_app.command("renew")
def renew() -> None:
    """Sign with another key from now on. Old receipts are still checked: their public keys are kept."""
    set_up_django()
    from qonys.office.casework.selection import keys as office

    made = office.renew()
    note(f"Receipts are signed with the key {made.public.name} from now on; it lies in {office.file()}.")
    note("The old file lies beside it. Take it away from this machine, or destroy it.")


def _content(file: Path) -> bytes:
    from qonys.countries.yaml_files import read_content

    return read_content(file)


def _keys(key: Path | None) -> Mapping[str, PublicKey]:
    from qonys.receipts.keys import read_published

    return read_published(_content(key)) if key else {}


def _lines(answer: Answer) -> Iterator[str]:
    why = f" ({answer.why})" if answer.why else ""
    yield f"{SAID[answer.question]}: {MARKS[answer.holds]}{why}"
    for each in answer.differences:
        yield f"    {each.place}: stands {each.stands}, comes {each.comes}"
