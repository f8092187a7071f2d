"""One person is scored, and a receipt re-run, by plain Python: no array, no compiler, nothing to be installed."""

from __future__ import annotations

import subprocess
import sys

SCORE_ONE = """
import sys
from datetime import date
from qonys.countries import points
from qonys.countries.points.cases import examples_of
from qonys.engines.scoring.examples import may_take_effect
from qonys.engines.scoring.ladder import ladder
from qonys.engines.scoring.assessment import assess
from qonys.engines.scoring.unknown import bounds
from qonys.engines.scoring.versions import text_difference
book = points.load("kz-resettlement-readiness")
example = examples_of(book.name)[0]
found = assess(book.on(example.on), example.facts)
assert found.total == example.total and ladder(found) and bounds(found.rules, {}).high == 100
assert may_take_effect(book, example.on, examples_of(book.name)).ready
assert not text_difference(found.rules, found.rules)
print(*(name for name in ("numpy", "numba", "polars", "django") if name in sys.modules))
"""


def test_one_person_needs_no_numerical_library() -> None:
    answer = subprocess.run([sys.executable, "-c", SCORE_ONE], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""
