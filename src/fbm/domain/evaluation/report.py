"""What a validation found, as nested plain numbers.

Shapes: `n` players. Rates come in as events per opportunity and are reported per 600 of them: 600 plate appearances for
batters, 600 outs (200 innings) for pitchers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np

from fbm.domain.evaluation.intervals import Bootstrap, Pair, rmse_difference
from fbm.domain.evaluation.metrics import correlation, mae, rmse
from fbm.domain.seasons import FloatArray

PER: Final = 600.0
"""Opportunities that events are reported per."""


@dataclass(frozen=True, slots=True)
class Validation:
    """A held-out season with two projections of it.

    Attributes
    ----------
    season : int
    actual, model, baseline : mapping of stat to float64, shape (n,)
        Events per opportunity. Players whose actual rate is NaN do not count for that stat.
    weights : float64, shape (n,)
        Actual opportunities, > 0.
    bootstrap : Bootstrap
    """

    season: int
    actual: Mapping[str, FloatArray]
    model: Mapping[str, FloatArray]
    baseline: Mapping[str, FloatArray]
    weights: FloatArray
    bootstrap: Bootstrap = field(default_factory=Bootstrap)


def validation_report(validation: Validation) -> dict[str, Any]:
    """Compare a model with its baseline on a held-out season.

    Returns
    -------
    dict
        ``{"validation": {"season", "n", "model": {stat: {"rmse", "mae", "r"}}, "baseline": the same,
        "difference": {stat: {"rmse": {"delta", "lo", "hi"}}}}}``, for the stats of the model. A delta below zero says
        that the model is better.
    """
    pairs = {stat: _pair(validation, stat) for stat in validation.model}
    return {
        "validation": {
            "season": validation.season,
            "n": len(validation.weights),
            "model": {stat: _measures(pair, pair.first) for stat, pair in pairs.items()},
            "baseline": {stat: _measures(pair, pair.second) for stat, pair in pairs.items()},
            "difference": {
                stat: {"rmse": asdict(rmse_difference(pair, validation.bootstrap))} for stat, pair in pairs.items()
            },
        }
    }


def _pair(validation: Validation, stat: str) -> Pair:
    known = np.isfinite(validation.actual[stat])
    columns = (validation.actual[stat], validation.model[stat], validation.baseline[stat])
    actual, model, baseline = (PER * column[known] for column in columns)
    return Pair(actual, model, baseline, validation.weights[known])


def _measures(pair: Pair, projected: FloatArray) -> dict[str, float]:
    return {
        "rmse": rmse(pair.actual, projected, pair.weights),
        "mae": mae(pair.actual, projected, pair.weights),
        "r": correlation(pair.actual, projected, pair.weights),
    }
