"""Procedures as dated law: what loads, what is refused, and that nothing in Kazakhstan's files is left unsaid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from qonys.countries.folders import pack_folder
from qonys.countries.points import load
from qonys.countries.procedures.law import Procedure, read_procedures
from qonys.engines.vocabulary.errors import BadInput

KZ = pack_folder("kz")


def test_kazakhstan_knows_kandas_status_and_resettlement() -> None:
    assert set(read_procedures(KZ)) == {"kandas", "resettlement"}


@pytest.mark.parametrize(
    ("day", "version"), [("2024-06-01", "2023-12"), ("2026-02-12", "2023-12"), ("2026-02-13", "2026-02")]
)
def test_the_law_of_the_day_is_applied(day: str, version: str) -> None:
    assert read_procedures(KZ)["kandas"].on(date.fromisoformat(day)).version == version


def test_before_the_first_version_the_law_is_not_known() -> None:
    with pytest.raises(BadInput, match="is not known"):
        read_procedures(KZ)["resettlement"].on(date(2025, 12, 31))


def test_a_version_like_another_takes_what_it_does_not_say() -> None:
    older, newer = read_procedures(KZ)["kandas"].versions
    assert newer.screens[: len(older.screens)] == older.screens and newer.papers != older.papers


def test_what_a_version_adds_comes_after_what_it_took() -> None:
    older, newer = read_procedures(KZ)["kandas"].versions
    assert [screen.key for screen in newer.screens[len(older.screens) :]] == ["points"]
    assert older.scored is None and newer.scored is not None


def test_every_fact_of_the_points_is_asked_and_every_answer_fits() -> None:
    version = read_procedures(KZ)["kandas"].versions[-1]
    assert version.scored is not None
    law = load(version.scored.rules).on(version.since)
    assert {fact.field for fact in version.scored.facts} == set(law.by_name)
    asked = {question.key: question for question in version.questions}
    for fact in version.scored.facts:
        options = [option.key for option in asked[fact.question].options] if fact.question else []
        assert options in ([], list(law.by_name[fact.field].kind.values)), fact.field


def texts(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict) and set(value) == {"kk", "ru", "en"}:
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [each for part in inside for each in texts(part)]


@pytest.mark.parametrize("key", ["kandas", "resettlement"])
def test_every_text_is_there_in_three_languages(key: str) -> None:
    found = texts(read_procedures(KZ)[key].model_dump())
    assert len(found) > 45
    assert all(text.strip() for each in found for text in each.values())
    assert [each for each in found if each["kk"] == each["en"]] == []


@pytest.mark.parametrize("procedure", read_procedures(KZ).values(), ids=str)
def test_keys_are_unique_and_every_application_says_where_to(procedure: Procedure) -> None:
    for version in procedure.versions:
        for rules in (list(version.questions), version.papers, version.grounds, version.events):
            keys = [rule.key for rule in rules]
            assert len(keys) == len(set(keys))
        assert "settle" in {question.key for question in version.questions}
        assert any(ground.turns_back for ground in version.grounds)


def broken(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def write(pack: Path) -> None:
        content = yaml.safe_load((KZ / "policy/procedures/resettlement.yaml").read_text(encoding="utf-8"))
        change(content)
        (pack / "policy/procedures").mkdir(parents=True)
        (pack / "policy/procedures/resettlement.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
        (pack / "policy/clocks.yaml").write_bytes((KZ / "policy/clocks.yaml").read_bytes())

    return write


BROKEN = {
    "no such clock": lambda law: law["versions"][0]["terms"][0].update(clock="moon"),
    "depends on the question": lambda law: law["versions"][0]["papers"][2]["when"].update(question="shoe_size"),
    "is not described": lambda law: law["versions"][0].update(act="order_1"),
    "a choice has options": lambda law: law["versions"][0]["screens"][1]["questions"][0].update(kind="choice"),
    "no entry of that name": lambda law: law["versions"][0].update(colour="blue"),
    "this entry is needed": lambda law: law["versions"][0].pop("grounds"),
    "no version above": lambda law: law["versions"][0].update(like="2019"),
    "needs its source": lambda law: law["versions"][0]["grounds"][0].pop("source"),
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_file_that_cannot_be_law_is_refused_with_the_place(said: str, tmp_path: Path) -> None:
    broken(BROKEN[said])(tmp_path)
    with pytest.raises(BadInput, match=said) as refusal:
        read_procedures(tmp_path)
    assert "resettlement.yaml" in str(refusal.value)
