"""What each kind of model is told before it is fitted. Plain values; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Corrects:
    """The point of a pipeline whose rates a model corrects.

    Attributes
    ----------
    pipeline : str
        Name of the preset.
    stage : str
        The last stage passed before the model's turn.
    """

    pipeline: str
    stage: str


@dataclass(frozen=True, slots=True)
class GBResidualSpec:
    """Settings of gradient boosting on residual rates: one regression for each stat.

    Attributes
    ----------
    stats : tuple of str
        The stats that are corrected.
    n_estimators : int
        Trees for each stat, >= 1.
    learning_rate : float
        Share of each tree that is taken, > 0.
    num_leaves : int
        Most leaves of a tree, >= 2.
    min_child_samples : int
        Fewest player seasons in a leaf, >= 1.
    lambda_l2 : float
        Pull of leaves towards zero, in player seasons of mean weight, >= 0.
    feature_fraction, bagging_fraction : float
        Share of the features and of the player seasons that a tree may see, in (0, 1].
    shrink : float
        Share of the predicted residual that is applied, in (0, 1].
    seed : int
        Seed of a run that names none, >= 0.

    Raises
    ------
    ValueError
        If a number is outside of its range.
    """

    stats: tuple[str, ...]
    n_estimators: int = 250
    learning_rate: float = 0.03
    num_leaves: int = 8
    min_child_samples: int = 100
    lambda_l2: float = 100.0
    feature_fraction: float = 0.5
    bagging_fraction: float = 0.7
    shrink: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, lowest in _LOWEST.items():
            if getattr(self, name) < lowest:
                raise ValueError(f"{name} is {getattr(self, name)}, below {lowest}")
        for name in _SHARES:
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name)}, not in (0, 1]")


_LOWEST: Final = {"n_estimators": 1, "num_leaves": 2, "min_child_samples": 1, "lambda_l2": 0.0, "seed": 0}
_SHARES: Final = ("learning_rate", "feature_fraction", "bagging_fraction", "shrink")

# Numbers and stats were chosen on the seasons up to 2014, always testing on seasons after those trained on; every stat
# named here was projected better with its model than without. The optimum is flat: twice or half the trees or leaves
# change the error little against what the models gain.
BATTER_RESIDUALS: Final = GBResidualSpec(
    stats=("hr", "so", "bb", "singles", "doubles", "triples", "sb", "cs", "hbp", "r", "rbi")
)
"""Settings for batters."""

PITCHER_RESIDUALS: Final = GBResidualSpec(stats=("h", "er", "so", "bb", "hr", "hbp", "w", "l", "sv"))
"""Settings for pitchers."""
