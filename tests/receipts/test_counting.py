"""Receipts of the shipped rules, for whoever comes: counted again to the same bytes, and false in no other way."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.folders import BUILT_IN
from qonys.countries.points import read_book
from qonys.engines.scoring.kinds import Kind, Sort
from qonys.engines.scoring.rules import RuleSet
from qonys.receipts import counting, document, keys
from qonys.receipts.document import Body
from qonys.receipts.verification import Question, deviation, verify

KEY = keys.new_key()
KNOWN = {KEY.public.name: KEY.public}
LAW = {"kz/policy/points/kandas-pilot.yaml": date(2026, 6, 1), "ca/policy/points/crs.yaml": date(2020, 10, 21)}


@cache
def text(place: str) -> str:
    return (BUILT_IN / place).read_text(encoding="utf-8")


@cache
def rules(place: str) -> RuleSet:
    return read_book(text(place), place).on(LAW[place])


def value(kind: Kind) -> st.SearchStrategy[Any]:
    return st.integers(kind.low, kind.high).map(lambda code: counting.plain(kind.value(code)))


def people(law: RuleSet) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({each.name: value(each.kind) for each in law.fields})


def receipt(place: str, facts: dict[str, Any], outcome: str) -> document.Receipt:
    result = counting.count(text(place), facts, LAW[place])
    decision = {"outcome": outcome, "officer": "account:1", "deviates": deviation(result, outcome)}
    told = {
        "format": document.FORMAT, "code": "C", "case": "K", "procedure": "p", "office": "KZ/",
        "issued": "2026-06-02T08:00:00Z", "law_on": LAW[place].isoformat(), "data_on": "2026-06-02",
        "rules": {"key": "k", "version": "0", "sha256": document.digest(text(place)), "address": "-"},
        "inputs": tuple({"name": k, "value": v, "source": {"kind": "officer"}} for k, v in facts.items()),
        "result": result, "tie_break": None, "decision": decision,
        "journal": {"stream": "case:K", "entries": 1, "head": "0" * 64}, "previous": None, "engine": "test",
    }  # fmt: skip
    return document.signed(Body.model_validate(told), text(place), KEY)


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(sorted(LAW)), st.sampled_from(["grant", "refuse"]))
def test_every_receipt_of_shipped_rules_is_the_same_bytes_again(data: Any, place: str, outcome: str) -> None:
    made = receipt(place, data.draw(people(rules(place))), outcome)
    file = document.as_file(made)
    verdict = verify(file, KNOWN, counting.count)
    assert verdict.holds
    result = made.body.result
    lines = sum(each["points"] for each in result["items"])
    assert lines - result["lost_to_cap"] == result["total"]
    assert sum(each["lost"] for each in result["caps"]) == result["lost_to_cap"]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_another_fact_that_gives_other_points_is_found_out(data: Any) -> None:
    place = "kz/policy/points/kandas-pilot.yaml"
    law = rules(place)
    one, other = data.draw(people(law)), data.draw(people(law))
    made = receipt(place, one, "grant")
    inputs = tuple(each.model_copy(update={"value": other[each.name]}) for each in made.body.inputs)
    forged = made.model_copy(update={"body": made.body.model_copy(update={"inputs": inputs})})
    same = counting.count(text(place), other, LAW[place]) == dict(made.body.result)
    verdict = verify(document.as_file(forged), KNOWN, counting.count)
    assert verdict.answer(Question.COUNT).holds is same
    assert verdict.answer(Question.SIGNATURE).holds is (one == other)


def test_days_are_written_as_texts_and_read_as_days() -> None:
    day = Kind(Sort.DATE, date(2020, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
    assert counting.plain(day.value(day.low)) == "2020-01-01"
