"""`qonys support`, as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qonys.cli import app
from qonys.engines.vocabulary.errors import BadInput, UnknownTerritory

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "families" / "five-from-turkistan.yaml"
TYPED = [
    "support", "kz", "--on", "2026-03-02", "--origin", "KZ-61", "--destination", "KZ-59",
    "--member", "1988-05-01:head", "--member", "1990-07-15:spouse", "--member", "2015-02-03:child",
    "--member", "2018-11-20:child", "--member", "2023-04-09:child",
    "--job-seeker", "--registered-since", "2019-06-01", "--no-included-before", "--home", "buy", "--price", "9000000",
]  # fmt: skip


def said(*arguments: str) -> str:
    answer = CliRunner().invoke(app, list(arguments))
    assert answer.exit_code == 0, answer.output
    return answer.output.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_options_and_a_file_say_the_same() -> None:
    assert said(*TYPED) == said("support", "--application", str(EXAMPLE))


def test_items_come_with_formula_conditions_act_and_total() -> None:
    text = said(*TYPED)
    for wanted in (
        "Formula: 70 MCI × 4,325 ₸ × 5 people = 1,513,750 ₸",
        "Together: 9,320,375–10,098,875 ₸",
        "In the first month: 1,578,625–1,643,500 ₸",
        "Act: Order No 234 of 22 June 2023",
        "the act itself was not read",
        "? The commission decides.",
        "If you leave before 2 March 2031",
        "3 March 2026: The career centre passes the application on",
    ):
        assert wanted in text


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("kk", "70 АЕК × 4 325 ₸ × 5 адам = 1 513 750 ₸"), ("ru", "70 МРП × 4 325 ₸ × 5 чел. = 1 513 750 ₸")],
)
def test_it_speaks_the_readers_language(language: str, wanted: str) -> None:
    assert wanted in said(*TYPED, "--language", language)


def test_a_refusal_says_why() -> None:
    text = said("support", "kz", "--on", "2026-02-12", "--origin", "abroad", "--destination", "KZ-47",
                "--status", "kandas", "--member", "1984-04-01:head")  # fmt: skip
    assert "- Mangystau Region has no quota for 2026 (kandas)." in text
    assert "Relocation subsidy: not due\n  Lost because this is not met: The region takes newcomers this year" in text
    assert "Adaptation and integration services: due" in text


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (["--member", "x:head", "--origin", "KZ-61", "--destination", "KZ-59"], BadInput, "this is no day"),
        (["--member", "38:head", "--origin", "KZ-61", "--destination", "KZ-99"], UnknownTerritory, "KZ-99"),
        (["--origin", "KZ-61", "--destination", "KZ-59"], BadInput, "one applicant"),
    ],
)
def test_what_cannot_be_used_is_refused(arguments: list[str], error: type[Exception], says: str) -> None:
    answer = CliRunner().invoke(app, ["support", "kz", "--on", "2026-03-02", *arguments])
    assert isinstance(answer.exception, error)
    assert says in str(answer.exception)
