"""A receipt is one sequence of bytes: signed once, counted again by anybody, and telling where it was touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.receipts import canonical, document, keys
from qonys.receipts.document import Body, Receipt
from qonys.receipts.refusals import NotAReceipt, NotCanonical, UnusableKey
from qonys.receipts.verification import Question, deviation, verify

RULES = "points: {young: 20, old: 5}\n"
KEY = keys.new_key()
KNOWN = {KEY.public.name: KEY.public}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
CONTENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def count(rules: str, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A rule of one line, for what the document itself promises; the real rules stand in test_rerunning.py."""
    points = 20 if int(facts["age"]) < 35 else 5
    return {"items": [{"item": "age", "points": points}], "total": points, "cut_off": 10, "reached": points >= 10}


def body(age: int = 30, outcome: str = "grant") -> Body:
    result = count(RULES, {"age": age}, date(2026, 3, 1))
    return Body.model_validate(
        {
            "format": document.FORMAT, "code": "7QF4-9TZX-0KMB-3WDE", "case": "K26-1", "procedure": "kandas",
            "office": "KZ/KZ-39/", "issued": "2026-03-02T08:00:00Z",
            "rules": {"key": "trial", "version": "1", "sha256": document.digest(RULES), "address": "http://x/"},
            "law_on": "2026-03-01", "data_on": "2026-03-02",
            "inputs": ({"name": "age", "value": age, "source": {"kind": "register", "reference": "persons"}},),
            "result": result, "tie_break": None,
            "decision": {
                "outcome": outcome, "officer": "account:7", "deviates": deviation(result, outcome), "reason": "",
            },
            "journal": {"stream": "case:K26-1", "entries": 3, "head": "0" * 64}, "previous": None, "engine": "test",
        }
    )  # fmt: skip


def receipt(**told: Any) -> Receipt:
    return document.signed(body(**told), RULES, KEY)


@settings(max_examples=40, deadline=None)
@given(CONTENTS)
def test_what_is_written_is_read_back_and_written_the_same(content: Any) -> None:
    told = canonical.written(content)
    assert canonical.read(told) == content
    spaced = json.dumps(content, indent=3, ensure_ascii=True).encode()
    assert canonical.written(canonical.read(spaced)) == told


def test_signs_are_written_as_rfc_8785_writes_them() -> None:
    # Section 3.2.2.2 and 3.2.3: short escapes where they exist, small hexadecimal digits, everything else as it is.
    assert canonical.written({"b": '\x0f\n"\\/€', "a": "é"}) == '{"a":"é","b":"\\u000f\\n\\"\\\\/€"}'.encode()


@pytest.mark.parametrize("content", [1.5, {"a": 0.0}, [2**53], {"ü": 1}, {1: 1}, date(2026, 1, 1), "\ud800"])
def test_what_could_be_written_in_two_ways_is_refused(content: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical.written(content)


@pytest.mark.parametrize("content", [b'{"a":1,"a":2}', b"1.0", b"[NaN]", b"\xff", b"", b"[" * 5000])
def test_files_that_say_two_things_are_refused(content: bytes) -> None:
    with pytest.raises(NotAReceipt):
        canonical.read(content)


@settings(max_examples=20, deadline=None)
@given(st.integers(18, 90), st.sampled_from(["grant", "refuse"]))
def test_every_receipt_holds_and_is_the_same_bytes_again(age: int, outcome: str) -> None:
    made = receipt(age=age, outcome=outcome)
    file = document.as_file(made)
    assert verify(file, KNOWN, count).holds
    assert document.as_file(document.read(file)) == file
    assert document.as_file(receipt(age=age, outcome=outcome)) == file  # ed25519 draws nothing


def changed(file: bytes, place: str, value: Any) -> bytes:
    told = json.loads(file)
    *way, last = place.split(".")
    held = told
    for part in way:
        held = held[int(part)] if part.isdigit() else held[part]
    held[last] = value
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("place", "value", "wrong", "named"),
    [
        ("body.result.total", 25, {Question.SIGNATURE, Question.COUNT}, "result.total"),
        ("body.inputs.0.value", 60, {Question.SIGNATURE, Question.COUNT}, "result.items[0].points"),
        ("body.decision.reason", "-", {Question.SIGNATURE}, ""),
        ("body.decision.deviates", True, {Question.SIGNATURE, Question.COUNT}, "decision.deviates"),
        ("rules", RULES + " ", {Question.RULES}, ""),
        ("body.colour", "red", {Question.FORM}, ""),
    ],
)
def test_a_receipt_that_was_touched_says_where(place: str, value: Any, wrong: set[Question], named: str) -> None:
    verdict = verify(changed(document.as_file(receipt()), place, value), KNOWN, count)
    assert {each.question for each in verdict.answers if each.holds is False} == wrong
    assert verdict.broken and not verdict.holds
    if named:
        assert named in {each.place for each in verdict.answer(Question.COUNT).differences}


def test_without_the_key_the_count_is_still_done() -> None:
    verdict = verify(document.as_file(receipt()), {}, count)
    assert verdict.answer(Question.SIGNATURE).holds is None
    assert verdict.answer(Question.COUNT).holds and not verdict.broken and not verdict.holds


def test_another_office_cannot_sign_for_this_one() -> None:
    stranger = keys.new_key()
    forged = document.signed(body(), RULES, stranger)
    assert verify(document.as_file(forged), KNOWN, count).answer(Question.SIGNATURE).holds is None
    named = forged.signature.model_copy(update={"key": KEY.public.name})
    told = document.as_file(forged.model_copy(update={"signature": named}))
    assert verify(told, KNOWN, count).answer(Question.SIGNATURE).holds is False


def test_keys_are_read_as_they_are_published() -> None:
    listed = json.dumps(keys.published([KEY.public])).encode()
    assert dict(keys.read_published(listed)) == KNOWN
    assert dict(keys.read_published(KEY.public.public.encode())) == KNOWN
    assert keys.read_signing_key(KEY.pem(), "x").public == KEY.public
    for wrong in (b"{}", b"abc", b"-----BEGIN PUBLIC KEY-----\nx", b"QUJD"):
        with pytest.raises(UnusableKey):
            keys.read_published(wrong)
    assert "PRIVATE" not in repr(KEY)
