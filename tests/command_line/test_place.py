"""`qonys place`, as somebody types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from qonys import placing
from qonys.cli import app
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingColumn, OutOfRange, QonysError
from tests.engines.matching.placements import invented

FAMILIES = "family,need_home,need_job\nA,1,1\nB,1,2\nC,1,0\n"
PLACES = "place,resource,capacity\nNorth,home,1\nNorth,job,2\nSouth,home,1\nSouth,job,1\n"
GAINS = "family,place,value\nA,North,0.9\nA,South,0.8\nB,North,1.5\nC,North,0.2\nC,South,0.1\n"


def laid_out(folder: Path, families: str = FAMILIES, places: str = PLACES, gains: str = GAINS) -> list[str]:
    for name, text in (("families", families), ("places", places), ("gains", gains)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in ("families", "places", "gains")]


def run(folder: Path, files: list[str], *more: str) -> list[dict[str, str]]:
    answer = CliRunner().invoke(
        app, ["place", *files, "--out", str(folder / "out.csv"), "--report", str(folder / "r.json"), *more]
    )
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_best_plan_is_written_with_its_certificate(tmp_path: Path) -> None:
    rows = run(tmp_path, laid_out(tmp_path), "--seconds", "0.2")
    assert rows == [
        {"family": "A", "place": "South"}, {"family": "B", "place": "North"}, {"family": "C", "place": ""},
    ]  # fmt: skip
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["value"] == pytest.approx(2.3) and report["bound"] >= report["value"] and report["gap"] >= 0
    assert report["placed"] == 2 and report["peak_mb"] > 0 and report["seconds"] >= 0
    assert {each["place"] for each in report["prices"]} <= {"North", "South"}


def test_pairs_and_an_array_give_the_same_plan_and_report_of_a_bound_anybody_can_add_up(tmp_path: Path) -> None:
    problem = invented(60, 6, seed=9)
    names, places = [f"f{i}" for i in range(60)], list(problem.places)
    needs = {f"need_{name}": problem.need[:, k] for k, name in enumerate(problem.resources)}
    pl.DataFrame({"family": names, **needs}).write_parquet(tmp_path / "f.parquet")
    what = {
        "place": np.repeat(places, 5), "resource": list(problem.resources) * 6, "capacity": problem.capacity.ravel(),
    }  # fmt: skip
    pl.DataFrame(what).write_csv(tmp_path / "p.csv")
    i, r = np.nonzero(~np.isnan(problem.gain))
    pairs = {"family": np.array(names)[i], "place": np.array(places)[r], "value": problem.gain[i, r].astype(float)}
    pl.DataFrame(pairs).sample(fraction=1.0, shuffle=True, seed=1).write_parquet(tmp_path / "g.parquet")
    np.save(tmp_path / "g.npy", problem.gain)
    files = [str(tmp_path / "f.parquet"), str(tmp_path / "p.csv")]
    first = run(tmp_path, [*files, str(tmp_path / "g.parquet")], "--seconds", "30", "--seed", "3")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert first == run(tmp_path, [*files, str(tmp_path / "g.npy")], "--seconds", "30", "--seed", "3")
    price = np.zeros(problem.capacity.shape)
    for each in report["prices"]:
        price[places.index(each["place"]), problem.resources.index(each["resource"])] = each["price"]
    surplus = np.nan_to_num(problem.gain.astype(float) - problem.need @ price.T, nan=0.0).max(axis=1)
    assert (price * problem.capacity).sum() + np.maximum(surplus, 0).sum() >= report["bound"] - 1e-6
    stands = np.array([places.index(each["place"]) if each["place"] else -1 for each in first], dtype=np.int32)
    assert problem.allows(stands) and problem.value(stands) == pytest.approx(report["value"], rel=1e-9)


@pytest.mark.parametrize(
    ("broken", "error", "letter"),
    [
        ({"families": "family,need_home\nA,1\nA,1\n"}, DuplicateCell, "Row 3 of families.csv: this family is there"),
        ({"families": "family,need_home\nA,-1\n"}, OutOfRange, "Row 2 of families.csv: 'need_home'.*'-1'"),
        ({"families": "family,need_home\nA,\n"}, OutOfRange, "Row 2 of families.csv.*Write 0"),
        ({"families": "household,need_home\nA,1\n"}, MissingColumn, "'family' is missing"),
        ({"families": "family,home\nA,1\n"}, MissingColumn, "no column says what families need"),
        ({"families": FAMILIES.replace("need_job", "need_work")}, BadInput, "no place is said to have.*'work'"),
        ({"places": PLACES + "North,home,3\n"}, DuplicateCell, "Row 6 of places.csv.*North, home"),
        ({"places": PLACES.replace("home,1", "home,many")}, OutOfRange, "Row 2 of places.csv.*many"),
        ({"gains": GAINS + "D,North,1\n"}, BadInput, "Row 7 of gains.csv: there is no such family.*'D'"),
        ({"gains": GAINS + "C,West,1\n"}, BadInput, "Row 7 of gains.csv: there is no such place.*'West'"),
        ({"gains": GAINS + "B,South,high\n"}, BadInput, "Row 7 of gains.csv: the gain is not a number.*'high'"),
        ({"gains": GAINS + "B,South,inf\n"}, BadInput, "Row 7 of gains.csv: the gain is infinite"),
        ({"gains": GAINS + "A,North,1\n"}, DuplicateCell, "gains.csv: a pair of family and place.*A, North"),
    ],
)
def test_what_cannot_be_used_is_named_by_row_and_nothing_is_written(
    tmp_path: Path, broken: dict[str, str], error: type[QonysError], letter: str
) -> None:
    with pytest.raises(error, match=f"(?s){letter}"):
        run(tmp_path, laid_out(tmp_path, **broken))
    assert not (tmp_path / "out.csv").exists() and not (tmp_path / "r.json").exists()


def test_an_array_of_another_shape_is_refused_with_the_shape_it_should_have(tmp_path: Path) -> None:
    files = laid_out(tmp_path)
    np.save(tmp_path / "g.npy", np.ones((2, 2)))
    with pytest.raises(BadInput, match=r"It should be \(3, 2\)"):
        placing.read(*(Path(each) for each in files[:2]), tmp_path / "g.npy")


def test_a_folder_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(QonysError, match="there is no such folder"):
        run(tmp_path / "nowhere", laid_out(tmp_path))
