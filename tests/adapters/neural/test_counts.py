from __future__ import annotations

import math

import pytest
import torch

from fbm.adapters.neural.counts import DEVIANCES, Counts, objective, poisson, squared
from fbm.domain.models.mtl import Likelihood


def counts(
    events: list[float], expected: list[float], chances: list[float], known: list[float] | None = None
) -> Counts:
    columns = (events, expected, known or [1.0] * len(events), chances)
    happened, led_to_expect, there, opportunities = (torch.tensor(column)[:, None] for column in columns)
    return Counts(torch.zeros(len(events), 1), happened, led_to_expect, there, opportunities)


@pytest.mark.parametrize("likelihood", ["poisson", "squared"])
def test_the_deviance_is_zero_where_the_prediction_is_what_happened(likelihood: Likelihood) -> None:
    some = counts([6.0, 0.5], [3.0, 2.0], [100.0, 50.0])
    perfect = torch.tensor([[math.log(2.0)], [math.log(0.25)]])
    assert DEVIANCES[likelihood](perfect, some).abs().max() < 1e-5
    assert DEVIANCES[likelihood](perfect + 0.1, some).min() > 0


def test_poisson_deviance_is_that_of_the_textbook() -> None:
    found = poisson(torch.tensor([[0.0], [0.0]]), counts([6.0, 0.0], [3.0, 2.0], [100.0, 100.0]))
    # 2 (6 ln 2 - 3), and 2 x 2 where nothing happened.
    assert found[:, 0].tolist() == pytest.approx([2 * (6 * math.log(2) - 3), 4.0])


def test_squared_errors_weigh_by_opportunities_and_are_measured_by_the_variance_of_a_count() -> None:
    found = squared(torch.tensor([[0.0], [0.0]]), counts([6.0, 60.0], [4.0, 40.0], [100.0, 1000.0]))
    # The rate is 4 %: 100 x .02^2 / .04, and ten times as much for ten times the opportunities.
    assert found[:, 0].tolist() == pytest.approx([1.0, 10.0])


def test_unknown_counts_are_nothing() -> None:
    some = counts([6.0, 0.0], [3.0, 3.0], [100.0, 100.0], known=[1.0, 0.0])
    for deviance in DEVIANCES.values():
        assert deviance(torch.tensor([[0.3], [0.3]]), some)[1].item() == 0.0


def test_a_stat_that_scatters_widely_weighs_less() -> None:
    deviance, known = torch.tensor([[[4.0, 4.0]], [[4.0, 4.0]]]), torch.ones(2, 1, 2)
    dispersion = torch.tensor([[0.0, math.log(4.0)], [0.0, math.log(4.0)]])
    found = objective(deviance, known, dispersion)
    assert found[0].tolist() == pytest.approx([2.0, 0.5 + 0.5 * math.log(4.0)])


def test_the_best_dispersion_is_the_mean_deviance() -> None:
    deviance, known = torch.tensor([[[3.0], [5.0]]]), torch.ones(1, 2, 1)
    losses = [float(objective(deviance, known, torch.tensor([[math.log(size)]]))) for size in (3.9, 4.0, 4.1)]
    assert losses[1] == min(losses)
