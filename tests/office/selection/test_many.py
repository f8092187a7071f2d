"""Past applicants by other rules, many at once: as one by one, without who was erased."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.rulesets import engine as rulesets_engine
from qonys.office.casework.selection import engine as points_engine
from qonys.office.casework.selection import groups
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.many import comparing
from qonys.office.casework.selection.many import engine as many
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal import personal
from tests.office.cases.filing import KOSTANAY, office
from tests.office.selection.scoring import ENOUGH, KEY, lasting_rules, to_decide
from tests.office.selection.test_rules import lowered, text, writers

__all__ = ["writers"]  # a fixture


@pytest.mark.django_db
def test_a_case_whose_facts_were_erased_is_left_out_of_a_change(
    writers: tuple[Account, Account], settings: Any
) -> None:
    lasting_rules()
    staff = office(KOSTANAY)
    settings.QONYS_SMALLEST_COUNT = 1
    kept, gone = (points.score(to_decide(staff, **ENOUGH), by=staff["decider"]) for _ in range(2))
    personal.erase(gone.case.stream, actor="test", reason="asked")
    found = comparing.compare(KEY, lowered(writers[0]), lambda share, stage: None)
    assert kept.content != gone.content
    assert [row.people for row in groups.rows(found)["sex"]] == [1]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "education": st.sampled_from(["secondary", "bachelors", "doctoral", "none of these", 3]),
        "kazakh": st.sampled_from(["none", "a1", "b1", "c1", True]),
        "russian": st.sampled_from(["none", "b2"]),
        "work_years": st.sampled_from([0, 8, True, -1, 10**12, None]),
        "profession_in_demand": st.sampled_from([True, False, 1, "yes"]),
        "age": st.integers(0, 130),
    },
)


@given(st.lists(FACTS, min_size=1, max_size=12))
@settings_of(max_examples=20, deadline=None)
def test_many_at_once_come_out_as_one_by_one(people: list[dict[str, Any]]) -> None:
    """The fast columns beside the slow reading of the law that receipts are counted by."""
    book = rulesets_engine.read(text(300), KEY)
    day = date(2026, 3, 2)
    law = book.on(day)
    whole = {field.name: _usual(field) for field in law.fields}
    facts = [{name: value for name, value in (whole | each).items() if name in law.by_name} for each in people]
    assert many.reached(book, [day] * len(facts), facts) == [_one_by_one(law, each) for each in facts]


def _usual(field: Any) -> Any:
    value = field.kind.value(field.kind.low)
    return value.isoformat() if isinstance(value, date) else value


def _one_by_one(law: Any, facts: dict[str, Any]) -> bool | None:
    try:
        return points_engine.counted(law, facts).passes is not False
    except BadInput:
        return None


def test_after_the_end_of_a_law_nobody_can_be_counted_by_it() -> None:
    book = rulesets_engine.read(rulesets_engine.shipped()[KEY], KEY)
    assert book.until is not None
    assert many.reached(book, [date(book.until.year + 1, 1, 1)], [{}]) == [None]
