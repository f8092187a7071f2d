"""Every broken input is refused with the right letter: file, row, value, remedy. Nothing is changed by refusing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from qonys.countries.pack import load
from qonys.engines.vocabulary.errors import (
    BadInput,
    ConflictingVintages,
    DuplicateCell,
    MissingCell,
    MissingColumn,
    OutOfRange,
    SumsDisagree,
    UnknownIndicator,
    UnknownTerritory,
    UnreadableFile,
)
from tests.countries.messages import GENERIC_XML, SDMX_HEAD, WPP_COMMON, WPP_HEAD, wpp_row

Damage = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """What is done to the pack, and what the letter must be and say."""

    name: str
    damage: Damage
    error: type[BadInput]
    says: tuple[str, ...]


def edit(file: str, old: str, new: str) -> Damage:
    def damage(pack: Path) -> None:
        text = (pack / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def line(file: str, number: int, change: Callable[[str], str]) -> Damage:
    def damage(pack: Path) -> None:
        lines = (pack / file).read_text(encoding="utf-8").splitlines()
        lines[number - 1] = change(lines[number - 1])
        (pack / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return damage


def cell(file: str, row: int, column: int, value: str) -> Damage:
    def change(text: str) -> str:
        cells = text.split(",")
        cells[column] = value
        return ",".join(cells)

    return line(file, row, change)


def drop(file: str, row: int) -> Damage:
    def damage(pack: Path) -> None:
        lines = (pack / file).read_text().splitlines()
        del lines[row - 1]
        (pack / file).write_text("\n".join(lines) + "\n")

    return damage


def raw(file: str, content: bytes) -> Damage:
    return lambda pack: (pack / file).write_bytes(content)


def dataset(table: str, head: str = "", kind: str = "csv") -> Damage:
    def damage(pack: Path) -> None:
        first = "publisher: samal-office\nsource: test\npublished_on: 2025-06-01\nvintage: test\n"
        (pack / "figures" / "new.yaml").write_text(head or first)
        (pack / "figures" / f"new.{kind}").write_text(table)

    return damage


def wrong_sheet(pack: Path) -> None:
    book = openpyxl.Workbook()
    book.save(pack / "figures" / "new.xlsx")
    head = "publisher: p\nsource: s\npublished_on: 2025-06-01\nvintage: v\nsheet: Table 3\n"
    (pack / "figures" / "new.yaml").write_text(head)


def fake_workbook(pack: Path) -> None:
    dataset("not a workbook", kind="xlsx")(pack)


TIDY = "indicator,territory,period,sex,age,value\n"
MORTALITY, AGES, RATES = "figures/mortality.csv", "figures/ages-2025.csv", "figures/rates.csv"
PEOPLE, VITAL = "figures/population.csv", "figures/vital-events.csv"
WPP_COLUMNS = "MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan,PopMale,PopFemale,PopTotal"
LONELY = "in no list"

CASES = [
    Case(
        "wrong code",
        cell(PEOPLE, 3, 1, "XQ-Z"),
        UnknownTerritory,
        ("Row 3 of figures/population.csv", "XQ-Z", "Use one of"),
    ),
    Case(
        "territory younger than the period",
        dataset(TIDY + "births,XQ-L,2018,both,all,5\n"),
        UnknownTerritory,
        ("Row 2 of figures/new.csv", "XQ-L", "2020-01-01", "'territories'"),
    ),
    Case("missing age", drop(MORTALITY, 40), MissingCell, ("figures/mortality.csv", "38", "every single age")),
    Case("negative count", cell(AGES, 12, 1, "-9600"), OutOfRange, ("Row 12 of figures/ages-2025.csv", "-9600")),
    Case("ratio times 12", cell(RATES, 4, 3, "840.5"), OutOfRange, ("Row 4", "840.5", "twelve monthly values")),
    Case("percent instead of ratio", cell(RATES, 2, 6, "105.7"), OutOfRange, ("Row 2", "105.7", "percentage")),
    Case(
        "death rate per thousand",
        cell(MORTALITY, 2, 2, "8.0"),
        OutOfRange,
        ("Row 2 of figures/mortality.csv", "per thousand"),
    ),
    Case(
        "regions do not sum",
        cell(PEOPLE, 3, 2, "462001"),
        SumsDisagree,
        ("sum to", "population.csv", "known_deviations"),
    ),
    Case(
        "sexes do not sum", cell(PEOPLE, 2, 3, "1"), SumsDisagree, ("2015-01-01", "Row", "Compare with the publication")
    ),
    Case("balance off", cell("figures/external-migration.csv", 5, 3, "17"), SumsDisagree, ("births - deaths", "2018")),
    Case(
        "net is not zero",
        cell("figures/internal-migration.csv", 3, 4, "0"),
        SumsDisagree,
        ("Row", "internal-migration.csv"),
    ),
    Case(
        "two values of one vintage",
        dataset(
            TIDY + "births,XQ,2024,both,all,1\n",
            "publisher: samal-office\nsource: t\npublished_on: 2025-06-01\nvintage: final\n",
        ),
        ConflictingVintages,
        ("row 2 of figures/new.csv", "figures/vital-events.csv", "its own vintage"),
    ),
    Case(
        "two values of one day",
        dataset(
            TIDY + "births,XQ,2024,both,all,1\n",
            "publisher: samal-office\nsource: t\npublished_on: 2025-03-01\nvintage: other\n",
        ),
        ConflictingVintages,
        ("published_on (2025-03-01)",),
    ),
    Case(
        "not UTF-8",
        raw(VITAL, "period,territory\n2020,Көл\n".encode("utf-16")),
        UnreadableFile,
        ("Row 1", "not UTF-8", "CSV UTF-8"),
    ),
    Case(
        "old code page",
        raw(VITAL, b"period,territory,births,deaths,natural_increase\n2020,\xca\xb8\xeb,1,1,0\n"),
        UnreadableFile,
        ("Row 2 of vital-events.csv", "not UTF-8"),
    ),
    Case("empty file", raw(VITAL, b""), UnreadableFile, ("vital-events.csv", "empty")),
    Case(
        "head without rows",
        raw(VITAL, b"period,territory,births,deaths,natural_increase\n"),
        UnreadableFile,
        ("no rows",),
    ),
    Case("missing column", edit(VITAL, "deaths", "dead"), MissingColumn, ("Row 1", "'deaths'", "dead")),
    Case(
        "missing tidy column",
        dataset("indicator,territory,value\nbirths,XQ,5\n"),
        MissingColumn,
        ("'period'", "columns:"),
    ),
    Case("column twice", edit(VITAL, "deaths", "births"), DuplicateCell, ("'births' stands twice",)),
    Case("text in a number", cell(VITAL, 5, 2, "many"), BadInput, ("Row 5", "not a number", "'many'")),
    Case("thousands separator", cell(VITAL, 5, 2, "12 345"), BadInput, ("Row 5", "12 345", "no spaces")),
    Case("not a number", cell(VITAL, 5, 2, "NaN"), BadInput, ("Row 5", "'NaN'", "leave the cell empty")),
    Case("infinity", cell(VITAL, 5, 2, "inf"), BadInput, ("Row 5", "'inf'")),
    Case(
        "row twice",
        line(VITAL, 5, lambda text: f"{text}\n{text}"),
        DuplicateCell,
        ("Row 5, 6", "given 2 times", "Keep one"),
    ),
    Case(
        "bad date", dataset(TIDY + "population,XQ,2024-13-01,both,all,5\n"), BadInput, ("Row 2", "2024-13-01", "period")
    ),
    Case(
        "a flow on a day", dataset(TIDY + "births,XQ,2024-01-01,both,all,5\n"), BadInput, ("Row 2", "during a period")
    ),
    Case(
        "unknown indicator",
        dataset(TIDY + "brths,XQ,2024,both,all,5\n"),
        UnknownIndicator,
        ("Row 2", "'brths'", "births"),
    ),
    Case(
        "sex misspelt",
        dataset(TIDY + "births,XQ,2024,femal,all,5\n"),
        BadInput,
        ("Row 2", "'femal'", "male, female or both"),
    ),
    Case("age backwards", dataset(TIDY + "population,XQ,2024,male,12-5,5\n"), BadInput, ("Row 2", "'12-5'", "63+")),
    Case("too many cells", line(VITAL, 4, lambda text: text + ",9"), UnreadableFile, ("Row 4", "6 cells", "5")),
    Case(
        "open quotation mark",
        line(VITAL, 4, lambda text: '"' + text),
        UnreadableFile,
        ("vital-events.csv", "quotation mark"),
    ),
    Case("no such sheet", wrong_sheet, UnreadableFile, ("new.xlsx", "Table 3", "Sheet", "Rename")),
    Case("not a workbook", fake_workbook, UnreadableFile, ("new.xlsx", "Save it again")),
    Case("damaged SDMX-ML", dataset(GENERIC_XML[:900], SDMX_HEAD, "xml"), UnreadableFile, ("new.xml", "SDMX")),
    Case("JSON that is no SDMX", dataset('{"a": 1}', SDMX_HEAD, "json"), UnreadableFile, ("new.json", "SDMX")),
    Case(
        "SDMX code of nobody",
        dataset(GENERIC_XML.replace("XQ-C", "XQ-Q"), SDMX_HEAD, "xml"),
        UnknownTerritory,
        ("XQ-Q",),
    ),
    Case(
        "WPP without the location",
        dataset(f"{WPP_COMMON},TFR\n{wpp_row(4, 2024, 2)}\n", WPP_HEAD),
        BadInput,
        ("no rows of 990",),
    ),
    Case("not a WPP file", dataset("a,b\n1,2\n", WPP_HEAD), MissingColumn, ("'LocID'",)),
    Case("table absent", lambda pack: (pack / VITAL).unlink(), UnreadableFile, ("vital-events.yaml", "no table")),
    Case(
        "no figures",
        lambda pack: [path.unlink() for path in (pack / "figures").glob("*.yaml")],
        UnreadableFile,
        ("no figures",),
    ),
    Case("head without a source", edit("figures/rates.yaml", "source:", "sauce:"), BadInput, ("rates.yaml", "source")),
    Case(
        "date of publication",
        edit("figures/rates.yaml", "2025-03-01", "March 2025"),
        BadInput,
        ("rates.yaml", "published_on"),
    ),
    Case(
        "YAML indentation",
        edit("conventions.yaml", "horizon: 2060", "  horizon: 2060"),
        UnreadableFile,
        ("conventions.yaml", "Row"),
    ),
    Case("age band backwards", edit("conventions.yaml", "7-17", "17-7"), BadInput, ("conventions.yaml", "17-7")),
    Case(
        "base year without people",
        edit("conventions.yaml", "base_year: 2025", "base_year: 2031"),
        MissingCell,
        ("2031", "base_year"),
    ),
    Case(
        "shares not one",
        edit(
            "territories.yaml",
            "counts:\n      XQ-H: {XQ-H: 297181, XQ-L: 362625}",
            "shares:\n      XQ-H: {XQ-H: 0.5, XQ-L: 0.6}",
        ),
        SumsDisagree,
        ("XQ-H", "1.1", "shares"),
    ),
    Case(
        "a part in no list",
        edit("territories.yaml", "XQ-L: 362625", "XQ-X: 362625"),
        UnknownTerritory,
        ("XQ-X", "concordance"),
    ),
    Case(
        "neighbour in no list",
        edit("territories.yaml", "[XQ-H, XQ-L]", "[XQ-H, XQ-Y]"),
        UnknownTerritory,
        ("XQ-Y", "XQ-C"),
    ),
    Case("name missing in Kazakh", edit("territories.yaml", "kk: Жаға, ", ""), BadInput, ("unit XQ-C", "names.kk")),
    Case(
        "latitude of nowhere",
        edit("territories.yaml", "latitude: 10.2", "latitude: 102"),
        BadInput,
        ("XQ-C", "102", "centre.latitude"),
    ),
    Case("two units of one code", edit("territories.yaml", "    until: 2020-01-01\n", ""), BadInput, ("XQ-H", "until")),
]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_input_is_refused_with_a_letter(broken: Path, case: Case) -> None:
    case.damage(broken)
    before = digests(broken)
    with pytest.raises(BadInput) as caught:
        load(broken).evidence()
    letter = str(caught.value)
    assert type(caught.value) is case.error, letter
    for part in case.says:
        assert part in letter, letter
    assert caught.value.where and caught.value.remedy, letter
    assert digests(broken) == before, "refusing must change nothing"


def test_the_undamaged_pack_is_accepted(broken: Path) -> None:
    assert load(broken).evidence().base_year == 2025


def test_a_known_deviation_of_another_size_still_breaks(broken: Path) -> None:
    cell("figures/external-migration.csv", 5, 3, "17")(broken)
    known = "known_deviations:\n  - {check: balance, period: '2018', deviation: 5, reason: a census}\n"
    path = broken / "conventions.yaml"
    path.write_text(path.read_text() + known)
    with pytest.raises(SumsDisagree):
        load(broken).evidence()
