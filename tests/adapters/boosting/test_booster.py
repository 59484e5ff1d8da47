from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from fbm.adapters.boosting.booster import Sample, digest_of, fit_text, gain_shares, parse_text, predicted
from fbm.domain.models.specs import GBResidualSpec
from tests.batches import learnable

SPEC = GBResidualSpec(("so",), n_estimators=20)


def sample() -> Sample:
    league = learnable(range(2010, 2013))
    return Sample(league.matrix, 600 * league.targets["so"], league.weights)


def test_the_same_sample_and_seed_give_the_same_text_and_another_seed_another() -> None:
    assert fit_text(sample(), SPEC, 7) == fit_text(sample(), SPEC, 7)
    assert fit_text(sample(), SPEC, 7) != fit_text(sample(), SPEC, 8)


def test_only_the_ratios_of_weights_matter() -> None:
    once, doubled = sample(), Sample(sample().matrix, sample().target, 2 * sample().weights)
    assert fit_text(once, SPEC, 7) == fit_text(doubled, SPEC, 7)


def test_a_text_read_back_predicts_the_same_and_writes_the_same() -> None:
    text = fit_text(sample(), SPEC, 7)
    first, second = (parse_text(text, digest_of(text)) for _ in range(2))
    assert np.array_equal(predicted(first, sample().matrix), predicted(second, sample().matrix))
    assert first.model_to_string() == text


@pytest.mark.parametrize(
    "damage", [lambda t: t[: len(t) // 2], lambda t: "", lambda t: t.replace("split_feature=", "x=")]
)
def test_a_damaged_text_is_refused_before_lightgbm_sees_it(damage: Callable[[str], str]) -> None:
    text = fit_text(sample(), SPEC, 7)
    with pytest.raises(ValueError, match="digest"):
        parse_text(damage(text), digest_of(text))


def test_nobody_is_predicted_for_no_rows() -> None:
    text = fit_text(sample(), SPEC, 7)
    nobody = sample().matrix.take(np.zeros(0, dtype=np.int64))
    assert predicted(parse_text(text, digest_of(text)), nobody).shape == (0,)


def test_gain_shares_add_up_to_one_with_the_largest_first() -> None:
    text = fit_text(sample(), SPEC, 7)
    shares = gain_shares(parse_text(text, digest_of(text)))
    assert sum(shares.values()) == pytest.approx(1.0)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_a_model_without_splits_has_no_shares() -> None:
    flat = Sample(sample().matrix, np.zeros(len(sample().matrix)), sample().weights)
    text = fit_text(flat, SPEC, 7)
    assert set(gain_shares(parse_text(text, digest_of(text))).values()) == {0.0}
