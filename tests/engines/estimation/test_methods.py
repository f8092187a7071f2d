"""Every subject has a line that says how its numbers were made, in three languages."""

from __future__ import annotations

import re

import pytest

from qonys.engines.estimation import estimate
from tests.engines.estimation import invented

SUBJECTS = {"base_population", "fertility", "mortality", "internal_migration", "external_migration"}


@pytest.mark.parametrize("evidence", [invented.country(1), invented.bare(invented.country(1))], ids=["full", "bare"])
def test_every_subject_is_explained_in_three_languages(evidence):
    methods = estimate(evidence).methods
    assert {method.subject for method in methods} == SUBJECTS
    for method in methods:
        assert re.search("[әғқңөұүһі]", method.text.kk)
        assert re.search("[а-я]", method.text.ru) and not re.search("[әғқңөұүһі]", method.text.ru)
        assert re.fullmatch(r"[\x20-\x7e]+", method.text.en)
        for text in (method.text.kk, method.text.ru, method.text.en):
            assert text.endswith(".") and "  " not in text and "{" not in text


def test_the_numbers_of_this_estimate_are_in_the_words():
    text = " ".join(method.text.en for method in estimate(invented.country(1, 7)).methods)
    assert "7 territories" in text
    assert "broad ages of 2014" in text
