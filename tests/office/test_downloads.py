"""What a reader takes home opens in the programs they have."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from qonys.office.planning.forecasts.datasets import OF_A_TERRITORY
from qonys.office.planning.forecasts.runs import Run

pytestmark = pytest.mark.django_db


def body(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of(csv_bytes: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes.decode("utf-8"))))


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("name", sorted(OF_A_TERRITORY))
def test_each_dataset_comes_the_same_in_three_forms(client: Client, name: str) -> None:
    address = f"/en/territories/KZ/{name}"
    from_csv = rows_of(body(client.get(f"{address}.csv")))
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(f"{address}.xlsx"))), read_only=True)
    table = pq.read_table(io.BytesIO(body(client.get(f"{address}.parquet"))))
    sheet = list(book["data"].iter_rows(values_only=True))
    assert len(from_csv) == len(sheet) - 1 == table.num_rows
    if from_csv:
        assert list(from_csv[0]) == list(sheet[0]) == table.column_names


@pytest.mark.usefixtures("run")
def test_a_download_names_its_run_and_tells_where_it_comes_from(client: Client, run: Run) -> None:
    response = client.get("/kk/territories/KZ-10/population.xlsx")
    assert f"qonys-{run.id}-KZ-10-population.xlsx" in response.headers["Content-Disposition"]
    about = openpyxl.load_workbook(io.BytesIO(body(response)))["about"]
    assert {row[0].value: row[1].value for row in about}["seed"] == 2026


@pytest.mark.usefixtures("run")
def test_history_and_forecast_lie_in_one_table(client: Client) -> None:
    found = [
        row
        for row in rows_of(body(client.get("/en/territories/KZ/population.csv")))
        if row["indicator"] == "population"
    ]
    kinds = {(row["kind"], row["year"]) for row in found}
    assert ("published", "2025") in kinds
    assert ("forecast", "2100") in kinds


@pytest.mark.usefixtures("run")
def test_all_regions_of_a_year_come_as_one_table(client: Client) -> None:
    found = rows_of(body(client.get("/ru/regions/2050.csv")))
    assert {row["territory"] for row in found} >= {"KZ", "KZ-10", "KZ-79"}
    assert {row["year"] for row in found} == {"2050"}


def test_every_file_of_the_run_can_be_fetched_and_nothing_else(client: Client, run: Run) -> None:
    for file in run.files():
        assert body(client.get(f"/en/data/{run.id}/{file.name}")) == file.read_bytes()
    for name in ("..%2f..%2fsecret_key", "nix.parquet", ".hidden", "population.exe"):
        assert client.get(f"/en/data/{run.id}/{name}").status_code == 404


def test_a_whole_table_comes_as_csv_too(client: Client, run: Run) -> None:
    found = rows_of(body(client.get(f"/en/data/{run.id}/flows.csv")))
    assert len(found) == 20 * 19


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    "path", ["territories/KZ/population.exe", "territories/KZ'--/population.csv", "territories/KZ/nix.csv"]
)
def test_what_is_not_offered_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404
