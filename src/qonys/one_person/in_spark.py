"""Registers too large for one machine: Splink on Spark, on names in our canonical form. Wants the extra `qonys[spark]`.

    session = SparkSession.builder.config("spark.jars", similarity_jar_location()).getOrCreate()
    session.sparkContext.setCheckpointDir("/a/folder/all/machines/see")
    linker = linker_of(session, [session.read.parquet("registers/")])
    linker.inference.predict(threshold_match_probability=0.5)

`similarity_jar_location` comes with Splink (`splink.internals.spark.jar_location`): its functions for strings in Java.

The canonical form is worked out on the partitions of the cluster, by the function that works it out here; Splink's own
Fellegi-Sunter model then blocks, learns and weighs in Spark SQL. It knows no relatives and no names that go together:
benchmarks/linkage.py shows what that costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, SparkAPI, block_on

from qonys.engines.linkage.names.canonical import canon
from qonys.engines.linkage.names.morphology import father_stems, surname_stems

COLUMNS = ("surname", "given", "patronymic", "birth_date", "sex", "birth_place")
SCHEMA = "unique_id string, " + ", ".join(f"{name} string" for name in COLUMNS)


def canonical(frame: Any) -> Any:
    """A Spark data frame of unique_id and the columns above, its names in canonical form, partition by partition."""
    return frame.select("unique_id", *COLUMNS).mapInPandas(_partition, SCHEMA)


def settings(one_file: bool = True) -> SettingsCreator:
    """Splink's own name and date comparisons, with term frequencies."""
    compared = [cl.NameComparison(name).configure(term_frequency_adjustments=True) for name in COLUMNS[:3]]
    blocks = [("given", "birth_date"), ("surname", "birth_date"), ("patronymic", "birth_date"),
              ("surname", "given", "patronymic")]  # fmt: skip
    return SettingsCreator(
        link_type="dedupe_only" if one_file else "link_only",
        comparisons=[
            *compared,
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("birth_place", [0.9]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
    )


def linker_of(session: Any, frames: Sequence[Any]) -> Linker:
    """Splink's linker over one file (its doubles) or several (pairs between them), not yet trained."""
    api = SparkAPI(spark_session=session)
    registered = [api.register(canonical(frame), table_name=f"register_{at}") for at, frame in enumerate(frames)]
    return Linker(registered if len(registered) > 1 else registered[0], settings(len(frames) == 1))


def _partition(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for batch in batches:
        yield named(batch)


def named(batch: pd.DataFrame) -> pd.DataFrame:
    """A table with its names in canonical form; what is empty is missing."""
    names = {name: canon(batch[name].fillna("").tolist()) for name in ("surname", "given", "patronymic", "birth_place")}
    names["surname"], names["patronymic"] = surname_stems(names["surname"]), father_stems(names["patronymic"])
    kept = batch.assign(**names, unique_id=batch["unique_id"].astype(str))
    return kept.replace("", None)[["unique_id", *COLUMNS]]
