"""The registers as figures: in the shape of a country pack, rounded, adding up, and fit for the next estimate."""

from __future__ import annotations

import csv
import random
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from django.utils import timezone
from typer.testing import CliRunner

from qonys.cli import app
from qonys.countries import pack
from qonys.countries.figures.checks import demand
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.foundation.jobs.tasks import perform
from qonys.office.planning.estimates import tasks
from qonys.office.planning.estimates.services import write_figures
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Began, Residence
from qonys.office.registers.vital_events import services as events
from tests.office.registers import people

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)
UNITS = ("KZ-61", "KZ-55", "KZ-59", "KZ-33")


@pytest.fixture
def country() -> list[Person]:
    """A country of 150: some move, some are born, some die; everything by the services."""
    chance, common = random.Random(11), {"vintage": people.vintage(), "actor": people.ACTOR}
    found = []
    for _ in range(150):
        born = date(chance.randint(1950, 2005), chance.randint(1, 12), 5)
        person = people.person(sex=chance.choice(("male", "female")), birth_date=born)
        began = chance.choice((Began.REGISTERED, Began.ARRIVED))
        residence.register(person, people.place(chance.choice(UNITS)), since=date(2023, 5, 1), began=began, **common)
        found.append(person)
    for person in found[:60]:
        elsewhere = [code for code in UNITS if code != person.residences.get().territory.code]
        residence.move(
            person, people.place(chance.choice(elsewhere)), on=date(2024, chance.randint(1, 12), 9), **common
        )
    for person in found[100:120]:
        events.death(person, on=date(2025, chance.randint(1, 12), 9), **common)
    for mother in [each for each in found[:100] if each.sex == "female"]:
        child = people.told("Серік", "Нұр", birth_date=date(2025, chance.randint(1, 12), 9), sex="female")
        events.birth(mother, child, **common)
    return found


@pytest.fixture
def folder(country: list[Person], tmp_path: Path, settings: Any) -> Path:
    settings.QONYS_HOME = tmp_path
    return write_figures(NEW_YEAR)


def own(folder: Path) -> pl.DataFrame:
    return pack.load("kz", folder).figures().filter(pl.col("publisher") == "registers")


def value(figures: pl.DataFrame, **where: str) -> float:
    found = figures.filter(pl.all_horizontal(pl.col(name) == text for name, text in where.items()))
    assert len(found) == 1, (where, len(found))
    return float(found["value"][0])


def test_everything_adds_up_beside_the_countrys_own_figures(folder: Path):
    checks = {each.name: each for each in pack.load("kz", folder).check()}
    alone = {each.name: each for each in pack.load("kz").check()}
    demand(checks.values())
    for name in ("regions", "sexes", "age_groups", "net_internal", "arrivals_and_departures", "net_zero"):
        assert checks[name].compared > alone[name].compared, name


def test_every_value_is_a_multiple_and_says_whose_it_is(folder: Path):
    figures = own(folder)
    assert (figures["value"] % 5 == 0).all()
    assert figures["source"].unique().to_list() == ["Administrative count from registers (Qonys)"]
    assert set(figures["indicator"]) == {
        "population", "births", "deaths", "internal_arrivals", "internal_departures", "net_internal_migration",
        "immigration", "emigration",
    }  # fmt: skip
    assert set(figures["published_on"]) == {timezone.localdate()}
    assert figures["definition"].str.contains("@registers-").all()
    assert all("rounded" in pack.load("kz", folder).definition(each).en for each in figures["definition"].unique())


def test_totals_are_near_the_truth(folder: Path, country: list[Person]):
    figures, everybody = own(folder), {"sex": "both", "age": "all"}
    living = Residence.objects.filter(until=None)
    truth = Counter(row.territory.code for row in living.select_related("territory"))
    assert value(figures, indicator="population", territory="KZ", **everybody) == pytest.approx(living.count(), abs=60)
    assert set(truth) == set(UNITS)
    born = Person.objects.filter(birth_date__year=2025).count()
    assert value(figures, indicator="births", territory="KZ", period="2025", **everybody) == pytest.approx(born, abs=15)
    moved = value(figures, indicator="internal_arrivals", territory="KZ", period="2024", **everybody)
    assert moved == value(figures, indicator="internal_departures", territory="KZ", period="2024", **everybody)
    assert moved == pytest.approx(60, abs=45)


def test_no_moves_are_counted_between_nowhere(folder: Path):
    (table,) = (folder / "flows").glob("*.csv")
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(row["origin"] in UNITS and row["destination"] in UNITS for row in rows)
    assert all(row["origin"] != row["destination"] and int(row["flow"]) % 5 == 0 for row in rows)
    assert {(row["year"], row["quarter"]) for row in rows} <= {("2024", number) for number in "1234"}


def test_the_same_registers_give_the_same_bytes(folder: Path):
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
    assert write_figures(NEW_YEAR) == folder
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")} == before and len(before) == 9


def test_a_country_may_let_its_estimate_stand_on_them(folder: Path, tmp_path: Path):
    """Dropped into a pack and named in its conventions, they are the nation's births; not named, nothing changes."""
    mine = tmp_path / "kz"
    shutil.copytree(pack_folder("kz"), mine, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for path in folder.glob("registers-births*"):
        shutil.copy(path, mine / "figures")
    before = pack.load("kz").evidence().history.births
    assert pack.load(mine).evidence().history.births.equals(before)
    conventions = yaml.safe_load((mine / "conventions.yaml").read_text(encoding="utf-8"))
    conventions["publishers"]["registers"] = {"names": {"kk": "Тіркелімдер", "ru": "Регистры", "en": "Registers"}}
    conventions["preference_of"]["births"] = ["registers", "bns"]
    (mine / "conventions.yaml").write_text(yaml.safe_dump(conventions, allow_unicode=True), encoding="utf-8")
    births = pack.load(mine).evidence().history.births
    counted = value(own(folder), indicator="births", territory="KZ", period="2025", sex="both", age="all")
    assert float(births.sel(time=2025)) == counted != float(before.sel(time=2025))


def test_people_in_no_unit_are_named_in_the_note(country: list[Person], tmp_path: Path, settings: Any):
    settings.QONYS_HOME = tmp_path
    nation = people.place().__class__.objects.get(path="KZ/")
    for _ in range(10):
        person = people.person(birth_date=date(1980, 1, 1))
        residence.register(person, nation, since=date(2024, 1, 1), vintage=people.vintage(), actor=people.ACTOR)
    (head,) = write_figures(NEW_YEAR).glob("registers-population*.yaml")
    assert "10 people are registered in no unit" in yaml.safe_load(head.read_text(encoding="utf-8"))["note"]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2099, 1, 1)])
def test_figures_stand_on_a_past_new_year(day: date, tmp_path: Path, settings: Any):
    settings.QONYS_HOME = tmp_path
    with pytest.raises(BadInput, match=str(day)):
        write_figures(day)
    assert not list(tmp_path.rglob("*.csv"))


def test_the_worker_counts_too(country: list[Person], tmp_path: Path, settings: Any):
    settings.QONYS_HOME = tmp_path
    job = tasks.ask_for_figures(NEW_YEAR)
    assert tasks.ask_for_figures().pk == job.pk, "never two at a time"
    perform.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "") and Path(job.result).is_dir()


def test_the_command_counts_and_checks(country: list[Person], tmp_path: Path, settings: Any):
    settings.QONYS_HOME = tmp_path
    answer = CliRunner().invoke(app, ["registers", "figures", "--on", "2026-01-01"])
    assert answer.exit_code == 0 and answer.stdout.strip() == str(tmp_path / "figures")
    checked = CliRunner().invoke(app, ["figures", "check", "--also", str(tmp_path / "figures")])
    assert checked.exit_code == 0 and "29 datasets" in checked.stdout
    answer = CliRunner().invoke(app, ["registers", "check"])
    assert answer.exit_code == 0 and "BREAKS" not in answer.stdout
    Person.objects.filter(pk=country[0].pk).update(sort_key="x")
    answer = CliRunner().invoke(app, ["registers", "check"])
    assert (
        answer.exit_code == 1
        and f"BREAKS  sort and search keys are those of the names (persons): {country[0].pk}" in answer.stdout
    )
    assert country[0].surname not in answer.output
