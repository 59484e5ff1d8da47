from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.layers.weights import voice_weights

RNG = np.random.default_rng(0)
ACTUAL = RNG.normal(10.0, 3.0, 4000)
CLOSE = ACTUAL + RNG.normal(0.0, 1.0, 4000)
FAR = ACTUAL + RNG.normal(0.0, 6.0, 4000)
EVENLY = np.ones(4000)


def test_the_better_voice_gets_the_larger_weight() -> None:
    close, far = voice_weights(np.column_stack([CLOSE, FAR]), ACTUAL, EVENLY, 1e-6)
    assert close > 0.9 > 0.1 > far


def test_no_weight_is_negative() -> None:
    noise = RNG.normal(0.0, 1.0, 4000)
    weights = voice_weights(np.column_stack([CLOSE + noise, noise]), ACTUAL, EVENLY, 1e-6)
    assert (weights >= 0).all()
    assert weights[1] == 0.0


def test_a_strong_pull_makes_them_equal() -> None:
    weights = voice_weights(np.column_stack([CLOSE, FAR]), ACTUAL, EVENLY, 1e9)
    assert weights == pytest.approx([0.5, 0.5], abs=1e-4)


def test_rows_without_weight_do_not_count() -> None:
    rows = np.arange(4000) < 2000
    voices = np.column_stack([np.where(rows, CLOSE, -99.0), FAR])
    some = voice_weights(voices, ACTUAL, rows.astype(np.float64), 1e-3)
    alone = voice_weights(voices[rows], ACTUAL[rows], EVENLY[rows], 1e-3)
    assert some == pytest.approx(alone)


def test_nothing_to_go_by_gives_equal_weights() -> None:
    assert voice_weights(np.zeros((0, 4)), np.zeros(0), np.zeros(0), 0.1).tolist() == [0.25] * 4
