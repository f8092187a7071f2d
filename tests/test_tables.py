"""Whatever a table lacks, its reader is told the file, the row, the value and the remedy."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell, MissingColumn, UnreadableFile
from qonys.tables import open_table

ROWS = {"id": ["а", "б"], "age": ["30", None]}


def written(folder: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_csv_of_any_office_is_read_as_texts(tmp_path: Path, separator: str, mark: str) -> None:
    path = written(tmp_path, mark + "id,age\nа,30\nб,\n".replace(",", separator))
    table = open_table(path)
    assert table.columns == ("id", "age") and table.read().to_dict(as_series=False) == ROWS
    assert table.read("age").columns == ["age"]
    assert [len(part) for part in table.parts("id", rows=1)] in ([1, 1], [2])


def test_parquet_keeps_its_kinds_and_has_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pl.DataFrame({"id": [7, 7]}).write_parquet(path)
    table = open_table(path)
    assert table.read()["id"].dtype == pl.Int64
    with pytest.raises(DuplicateCell, match=r"Row 2 of people.parquet: this id is there twice. Found: 7. Row 1 of"):
        table.refuse_unnamed(table.read()["id"])


@pytest.mark.parametrize(
    ("content", "error", "letter"),
    [
        ("id,age\nа,30\nб,\nа,31\n", DuplicateCell, "Row 4 of people.csv: .*Found: 'а'. Row 2 of people.csv has the"),
        ("id,age\nа,30\n  ,31\n", MissingCell, "Row 3 of people.csv: this row has no id. Every row needs one"),
        ("name,age\nа,30\n", MissingColumn, r"people.csv: the column 'id' is missing. Found: \['name', 'age'\]"),
        ("id,age\nа,30,5\n", UnreadableFile, "people.csv: .*rows differ in length.*Export it again"),
        ("", UnreadableFile, "people.csv: the file cannot be read as CSV in UTF-8"),
        ("id\nӘлия\n".encode("cp1251", "replace") + b"\xc0\xc0\n", UnreadableFile, "people.csv: .*UTF-8"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, content: str, error: type[BadInput], letter: str) -> None:
    with pytest.raises(error, match=letter):
        table = open_table(written(tmp_path, content))
        table.need("id")
        table.refuse_unnamed(table.read()["id"])


def test_a_file_that_is_none_of_the_two(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.csv: there is no such file"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match=r"torn\.parquet: the file cannot be read as Parquet"):
        open_table(written(tmp_path, "id", "torn.parquet"))
