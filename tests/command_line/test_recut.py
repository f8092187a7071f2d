"""`qonys recut`: the quota in force cut anew, and letters for files nobody could cut from."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polars as pl
import pytest

from qonys.cli import main

SAMAL = Path(__file__).resolve().parents[2] / "examples" / "samal"
USED = "stream,territory,persons\nsettlers,XQ-C,110\nsettlers,XQ-L,150\n"


def recut(monkeypatch: pytest.MonkeyPatch, used: Path, *options: object) -> int:
    words = ("recut", used, "--country", SAMAL, "--year", 2025, "--trajectories", 40, *options)
    monkeypatch.setattr(sys, "argv", ["qonys", *map(str, words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def written(folder: Path, text: str, name: str = "used.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("elapsed", [(), ("--elapsed", 0.5)], ids=["all unused is shared", "lagging lines free"])
def test_a_recut_leads_from_the_quota_in_force_to_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], elapsed: tuple[object, ...]
) -> None:
    out = tmp_path / "new.csv"
    assert recut(monkeypatch, written(tmp_path, USED), "--out", out, *elapsed) == 0
    said = capsys.readouterr()
    assert "in force is the official quota, 600 persons; 260 have come" in said.out
    rows = pl.read_csv(out)
    assert rows.columns[:7] == ["year", "stream", "territory", "in_force", "used", "recut", "change"]
    held = {row["territory"]: row for row in rows.iter_rows(named=True)}
    assert (held["XQ-C"]["in_force"], held["XQ-L"]["in_force"]) == (400, 200)
    assert (rows["recut"] >= rows["used"]).all() and rows["recut"].sum() <= 600
    assert (rows["recut"] - rows["in_force"] == rows["change"]).all()
    for language in ("kk", "ru", "en"):
        for told, line in rows.select(f"reasons_{language}", "recut").iter_rows():
            amounts = [int(amount.replace(",", "")) for amount in re.findall(r"[+-][\d,]+(?=;|$)", told)]
            assert sum(amounts) == line, told
    assert str(out) in said.err


def test_a_line_that_lags_frees_what_it_will_not_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recut(monkeypatch, written(tmp_path, USED), "--elapsed", 0.5) == 0
    said = capsys.readouterr().out
    assert re.search(r"XQ-C +400 +110 +110 +-290 .*Will not be used at the pace so far -125; There is no room", said)
    assert "340 are freed, 5 of them given to other lines." in said
    assert "335 of the quota are given to nobody" in said


def test_more_than_the_quota_is_a_finding_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    used = written(tmp_path, "stream,territory,persons\nsettlers,XQ-C,500\nsettlers,XQ-L,230\n")
    assert recut(monkeypatch, used, "--elapsed", 0.9) == 0
    said = capsys.readouterr().out
    assert "settlers XQ-C: 100 more have come than the quota in force. They stay." in said
    assert "settlers XQ-L: 30 more have come" in said
    assert "So many have already come +100" in said


BROKEN = {
    "stream": ("stream,territory,persons\nrobots,XQ-C,1\n", "Row 2 of used.csv: this stream", "'robots'", "settlers"),
    "stream of another plan": (
        USED + "guests,XQ-C,5\n", "Row 4 of used.csv: this stream", "'guests'", "Write settlers",
    ),
    "territory": (USED + "settlers,XQ-Z,1\n", "Row 4 of used.csv: this territory", "'XQ-Z'", "Write one of XQ-"),
    "nation": (USED + "settlers,XQ,1\n", "Row 4 of used.csv: this territory", "'XQ'", "Write one of XQ-"),
    "twice": (USED + "settlers,XQ-C,1\n", "Row 4 of used.csv: row 2 tells of the same line", "XQ-C", "Keep one"),
    "negative": (USED + "settlers,XQ-S,-3\n", "Row 4 of used.csv: 'persons' is not a whole number", "'-3'", "Correct"),
    "half": (USED + "settlers,XQ-S,2.5\n", "Row 4 of used.csv: 'persons' is not a whole number", "'2.5'", "Correct"),
    "word": (USED + "settlers,XQ-S,some\n", "Row 4 of used.csv: 'persons' is not a number", "'some'", "Write digits"),
    "blank": (USED + "settlers,XQ-S,\n", "Row 4 of used.csv: 'persons' is not a whole number", "''", "Correct"),
    "column": ("stream,territory\nsettlers,XQ-C\n", "used.csv: column 'persons' is missing", "stream", "Add it"),
    "nobody": ("stream,territory,persons\n", "used.csv: the table has no rows", "", "Add the figures"),
    "empty": ("", "used.csv: the file is empty", "", "Export it again"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "value", "remedy"), BROKEN.values(), ids=BROKEN.keys())
def test_what_nobody_could_cut_from_gets_a_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    text: str, place: str, value: str, remedy: str,
) -> None:  # fmt: skip
    out = tmp_path / "new.csv"
    assert recut(monkeypatch, written(tmp_path, text), "--out", out) == 2
    said = capsys.readouterr()
    assert said.out == "" and not out.exists()
    assert all(part in said.err for part in (place, value, remedy)), said.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--elapsed", 0), "above 0 and up to 1. Found: 0.0. Give 0.5"),
        (("--elapsed", 1.5), "above 0 and up to 1. Found: 1.5. Give 0.5"),
        (("--year", 2015), "a forecast begins on 1 January 2025 and goes on from there"),
    ],
)
def test_a_year_or_a_share_that_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    options: tuple[object, ...], says: str,
) -> None:  # fmt: skip
    assert recut(monkeypatch, written(tmp_path, USED), *options) == 2
    assert says in capsys.readouterr().err
