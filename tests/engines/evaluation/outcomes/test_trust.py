"""How far chances can be trusted: calibration, retention with censoring, fairness, what a lot can tell."""

from __future__ import annotations

import numpy as np
import pytest

from qonys.engines.evaluation.outcomes import (
    Logged,
    assess,
    by_group,
    kaplan_meier,
    one_by_one,
    policy_value,
    recalibrated,
    retention,
)
from qonys.engines.evaluation.outcomes.reference import still_there
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.shares import wilson_interval


def test_honest_chances_are_found_calibrated_and_bent_ones_are_not() -> None:
    chance = np.random.default_rng(1)
    truth = chance.uniform(0.05, 0.95, 6000)
    was = chance.random(6000) < truth
    honest, bold = (assess(each, was, chance) for each in (truth, np.clip(truth * 1.6 - 0.3, 0.01, 0.99)))
    assert honest.ece.value < 0.03
    assert bold.ece.low > honest.ece.high
    assert honest.brier.low <= honest.brier.value <= honest.brier.high
    assert honest.brier.value < honest.reference


def test_recalibration_mends_what_was_bold_and_keeps_the_order() -> None:
    chance = np.random.default_rng(2)
    truth = chance.uniform(0.05, 0.95, 8000)
    was = (chance.random(8000) < truth).astype(float)
    bold = np.clip(truth * 1.6 - 0.3, 0.01, 0.99)
    mended = recalibrated(bold[:4000], was[:4000], bold[4000:])
    assert assess(mended, was[4000:], chance).ece.value < assess(bold[4000:], was[4000:], chance).ece.value / 2
    assert (np.diff(mended[np.argsort(bold[4000:])]) >= 0).all()


def test_retention_is_that_of_kaplan_and_meier_family_by_family() -> None:
    chance = np.random.default_rng(3)
    years = chance.integers(1, 6, 200)
    left = chance.random(200) < 0.3
    began = [float((years >= year).sum()) for year in range(1, 6)]
    gone = [float(((years == year) & left).sum()) for year in range(1, 6)]
    curve = kaplan_meier(began, gone)
    np.testing.assert_allclose(curve.stays, still_there(years.tolist(), left.tolist()))
    assert (curve.low <= curve.stays).all() and (curve.stays <= curve.high).all()


def test_families_still_there_are_neither_lost_nor_counted_as_staying() -> None:
    """Half of the families came late and were followed for one year: the estimate stays where the truth is."""
    chance, estimates, naive = np.random.default_rng(4), [], []
    for _country in range(60):
        leaves = chance.geometric(0.12, 400)
        followed = np.where(np.arange(400) % 2 == 0, 5, 1)
        began = [float(((leaves >= year) & (followed >= year)).sum()) for year in range(1, 6)]
        gone = [float(((leaves == year) & (followed >= year)).sum()) for year in range(1, 6)]
        estimates.append(kaplan_meier(began, gone).stays[-1])
        naive.append((leaves > followed).mean())
    assert abs(np.mean(estimates) - 0.88**5) < 0.01
    assert np.mean(naive) > 0.88**5 + 0.1


def test_nobody_left_yet_is_not_nobody_will() -> None:
    curve = kaplan_meier([10, 10], [0, 0])
    assert (curve.stays == 1).all() and curve.low[0] == pytest.approx(0.7)


def test_more_leaving_than_were_there_is_refused() -> None:
    with pytest.raises(OutOfRange, match="more families left"):
        kaplan_meier([3], [4])


def test_retention_is_the_product_of_the_years() -> None:
    np.testing.assert_allclose(retention(np.array([0.9, 0.8])), [0.9, 0.72])


def test_a_group_the_model_serves_badly_is_named() -> None:
    chance = np.random.default_rng(5)
    said = np.full(3000, 0.5)
    groups = ["women" if row % 2 else "men" for row in range(3000)]
    was = chance.random(3000) < np.where(np.array(groups) == "women", 0.38, 0.5)
    found = by_group(said, was, groups)
    assert found["women"].misjudged and found["women"].gap < 0
    assert not found["men"].misjudged
    assert found["men"].low < 0.5 < found["men"].high


def test_groups_too_small_to_show_are_left_out() -> None:
    assert set(by_group([0.5] * 6, [1, 0, 1, 1, 0, 1], ["a"] * 5 + ["b"], smallest=5)) == {"a"}


def test_what_another_way_would_have_brought_is_told_by_the_lot() -> None:
    """Nine of ten intervals (here: of sixty countries) hold the truth, whatever the model says."""
    held, chance = 0, np.random.default_rng(6)
    for _country in range(60):
        truth = chance.uniform(0.2, 0.8, size=(400, 4))
        place = chance.integers(0, 4, 400)
        outcome = (chance.random(400) < truth[np.arange(400), place]).astype(float)
        policy = np.eye(4)[truth.argmax(axis=1)]
        model = np.full_like(truth, 0.5)
        found = policy_value(Logged(place, np.full(400, 0.25), outcome), policy, model)
        held += found.low <= truth.max(axis=1).mean() <= found.high
        assert 60 < found.families < 140  # one in four agrees with the lot
    assert held >= 54


def test_a_chance_no_lot_has_is_refused() -> None:
    with pytest.raises(OutOfRange, match="chance that no lot has"):
        Logged(np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1))


def test_an_interval_of_a_share_holds_it_and_stays_a_share() -> None:
    for count in (1, 7, 30, 1000):
        for share in np.arange(count + 1) / count:
            low, high = wilson_interval(share, count)
            assert 0 <= low <= share <= high <= 1
    assert wilson_interval(0.5, 10)[0] == pytest.approx(0.2366, abs=1e-4)  # Wilson 1927; Agresti and Coull 1998


def test_counts_come_out_as_outcomes_one_by_one_in_no_order() -> None:
    said, was = one_by_one([0.2, 0.8], [30, 40], [100, 50], np.random.default_rng(5))
    assert was[said == 0.2].sum() == 30 and was[said == 0.8].sum() == 40 and len(said) == 150
    first = was[said == 0.2][:50].sum()
    assert 5 < first < 25, "a half of a cell holds about half of its outcomes, not all of them first"
