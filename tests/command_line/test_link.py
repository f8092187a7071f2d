"""`qonys link` and `qonys names canon`: files as offices write them, and what is refused."""

from __future__ import annotations

import csv
import io

import pytest
from typer.testing import CliRunner

from qonys.cli import app
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingColumn, UnreadableFile
from qonys.one_person.invented import Noise, registers
from qonys.one_person.reading import read

RUN = CliRunner()


def _linked(tmp_path, *files, least="0.5"):
    out = tmp_path / "pairs.csv"
    answer = RUN.invoke(app, ["link", *map(str, files), "--out", str(out), "--least", least])
    assert answer.exit_code == 0, answer.output
    return {
        (row["id_a"], row["id_b"]): float(row["probability"]) for row in csv.DictReader(io.StringIO(out.read_text()))
    }


def test_two_offices_that_write_in_their_own_way_are_linked(tmp_path):
    frame = registers(700, Noise(typo=0.01, iin_missing=0.3), seed=8)
    person = dict(zip(frame["id"], frame["person"], strict=True))
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    frame.filter(frame["register"] == "A").drop("person", "register", "group").write_csv(first)
    other = frame.filter(frame["register"] == "C").drop("person", "register", "group", "patronymic")
    year, month, day = (other["birth_date"].str.slice(at, size) for at, size in ((0, 4), (5, 2), (8, 2)))
    iin = other["iin"].str.strip_chars_start("0")  # as a spreadsheet keeps it
    other = other.with_columns((day + "." + month + "." + year).alias("birth_date"), iin.alias("iin"))
    other.with_columns(other["surname"].str.to_uppercase()).rename({"surname": "Last Name"}).write_csv(
        second, separator=";"
    )
    found = _linked(tmp_path, first, second)
    right = sum(person[a] == person[b] for a, b in found)
    assert right >= 0.97 * len(found) and right >= 0.95 * 700


@pytest.mark.parametrize(
    ("told", "date"),
    [("1984-05-31", (1984, 5, 31)), ("31.05.1984", (1984, 5, 31)), ("31/05/1984", (1984, 5, 31)),
     ("05/31/1984", (1984, 5, 31)), ("19840531", (1984, 5, 31)), ("31051984", (1984, 5, 31)), ("1984", (1984, 0, 0)),
     ("1984-05", (1984, 5, 0)), ("31.05.84", (1984, 5, 31)), ("1984-05-31 00:00:00", (1984, 5, 31)),
     ("00.00.1984", (1984, 0, 0)), ("", (0, 0, 0)), ("нет", (0, 0, 0)), ("3I.05.1984", (0, 0, 0))],
)  # fmt: skip
def test_dates_in_many_forms(tmp_path, told, date):
    file = tmp_path / "a.csv"
    file.write_text(f"id,surname,birth_date\n1,Ахметов,{told}\n", encoding="utf-8-sig")
    kept = read(file).told
    assert (kept.year[0], kept.month[0], kept.day[0]) == date


@pytest.mark.parametrize(("told", "number"), [("000101500017", 101500017), ("101500017", 101500017), ("", -1),
                                              ("000101500017.0", 101500017), ("12", -1)])  # fmt: skip
def test_numbers_keep_their_lost_zeros(tmp_path, told, number):
    file = tmp_path / "a.csv"
    file.write_text(f"id,surname,iin\n1,Ахметов,{told}\n")
    assert read(file).told.iin[0] == number


@pytest.mark.parametrize(
    ("text", "refusal", "says"),
    [
        ("surname,given\nА,Б\n", MissingColumn, "no column of ids"),
        ("id,colour\n1,red\n", MissingColumn, "no column tells who"),
        ("id,surname\n1,А\n1,Б\n", DuplicateCell, "Row 3 of a.csv"),
        ("id,surname,sex\n1,А,F\n2,Б,banana\n", BadInput, "Row 3 of a.csv"),
        ("id,surname,birth_date\n1,А,yesterday\n", BadInput, "yesterday"),
        ("id,surname\n", UnreadableFile, "no records"),
    ],
)
def test_what_is_wrong_is_named_with_row_value_and_remedy(tmp_path, text, refusal, says):
    file = tmp_path / "a.csv"
    file.write_text(text)
    with pytest.raises(refusal, match=says):
        read(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nothing\.csv"):
        read(tmp_path / "nothing.csv")


def test_names_come_out_a_line_for_a_line(tmp_path):
    file = tmp_path / "names.txt"
    file.write_text("Жұмабаев\nJumabaev\n\nZhumabayev\n", encoding="utf-8")
    answer = RUN.invoke(app, ["names", "canon", str(file)])
    assert answer.stdout.split("\n") == ["Jumabaev", "Jumabaev", "", "Jumabaev", ""]
