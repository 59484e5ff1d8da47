"""What a validation found, as nested plain numbers.

Shapes: `n` players. Rates come in as events per opportunity and are reported per 600 of them: 600 plate appearances for
batters, 600 outs (200 innings) for pitchers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import numpy as np

from fbm.domain.evaluation.intervals import Bootstrap, Pair, rmse_difference
from fbm.domain.evaluation.metrics import correlation, mae, rmse
from fbm.domain.seasons import FloatArray, StrArray

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
    players : str, shape (n,), or None
        Who they are; needed to pool seasons.
    """

    season: int
    actual: Mapping[str, FloatArray]
    model: Mapping[str, FloatArray]
    baseline: Mapping[str, FloatArray]
    weights: FloatArray
    bootstrap: Bootstrap = field(default_factory=Bootstrap)
    players: StrArray | None = None


def validation_report(validation: Validation) -> dict[str, Any]:
    """Compare a model with its baseline on a held-out season.

    Returns
    -------
    dict
        ``{"validation": {"season", "n", "model": {stat: {"rmse", "mae", "r"}}, "baseline": the same,
        "difference": {stat: {"rmse": {"delta", "lo", "hi"}}}}}``, for the stats of the model. A delta below zero says
        that the model is better.
    """
    return {"validation": {"season": validation.season, **_compared(validation)}}


def rolling_report(validations: Sequence[Validation]) -> dict[str, Any]:
    """Compare models with their baseline on several held-out seasons, each fitted before its season.

    Parameters
    ----------
    validations : sequence of Validation
        At least one, with players.

    Returns
    -------
    dict
        ``{"seasons": {"2019": {"n", "model", "baseline", "difference"}, …}, "pooled": the same over all of them}``, for
        the stats that every season has. In resamples of what is pooled a player comes with all of his seasons.
    """
    return {
        "seasons": {str(one.season): _compared(one) for one in validations},
        "pooled": _compared(_pooled(validations)),
    }


def _compared(validation: Validation) -> dict[str, Any]:
    pairs = {stat: _pair(validation, stat) for stat in validation.model}
    return {
        "n": len(validation.weights),
        "model": {stat: _measures(pair, pair.first) for stat, pair in pairs.items()},
        "baseline": {stat: _measures(pair, pair.second) for stat, pair in pairs.items()},
        "difference": {
            stat: {"rmse": asdict(rmse_difference(pair, validation.bootstrap))} for stat, pair in pairs.items()
        },
    }


def _pooled(validations: Sequence[Validation]) -> Validation:
    """Put held-out seasons below one another."""

    def columns(name: str) -> dict[str, FloatArray]:
        tables = [getattr(one, name) for one in validations]
        return {stat: np.concatenate([table[stat] for table in tables]) for stat in stats}

    stats = [stat for stat in validations[0].model if all(stat in one.model for one in validations)]
    return replace(
        validations[-1],
        actual=columns("actual"),
        model=columns("model"),
        baseline=columns("baseline"),
        weights=np.concatenate([one.weights for one in validations]),
        players=np.concatenate([one.players for one in validations if one.players is not None]),
    )


def _pair(validation: Validation, stat: str) -> Pair:
    known = np.isfinite(validation.actual[stat])
    columns = (validation.actual[stat], validation.model[stat], validation.baseline[stat])
    actual, model, baseline = (PER * column[known] for column in columns)
    players = None if validation.players is None else validation.players[known]
    return Pair(actual, model, baseline, validation.weights[known], players)


def _measures(pair: Pair, projected: FloatArray) -> dict[str, float]:
    return {
        "rmse": rmse(pair.actual, projected, pair.weights),
        "mae": mae(pair.actual, projected, pair.weights),
        "r": correlation(pair.actual, projected, pair.weights),
    }
