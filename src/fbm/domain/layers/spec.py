"""What a blend is told before it is fitted. Plain values; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fbm.domain.layers.targets import target_names

VOICES: Final = ("baseline", "direct", "residual", "network")
"""Who speaks in a blend: the baseline, boosting of the target itself, boosting of what the baseline misses, and a
network over all targets that starts from the baseline."""


@dataclass(frozen=True, slots=True)
class BlendSpec:
    """Settings of a blend.

    Attributes
    ----------
    stats : tuple of str
        The targets, see `fbm.domain.layers.targets`.
    trees, residual_trees : int
        Trees of each booster, of the target itself and of what the baseline misses, >= 1.
    leaves, fewest, bins : int
        Leaves of a tree, fewest rows in a leaf, bins of a feature.
    step : float
        Share of each tree that is taken, > 0.
    pull : float
        Of leaves towards zero, in rows of mean weight, >= 0.
    features, rows : float
        Shares of features and rows that a tree may see, in (0, 1].
    wide, narrow : int
        Units of the network's hidden layers, >= 1.
    dropout_wide, dropout_narrow : float
        Shares of them that a step leaves out, in [0, 1).
    epochs, batch, restarts : int
        Passes, rows in a step, and networks whose mean is taken, >= 1.
    learning_rate, weight_decay : float
        Of the network.
    folds, fold_seasons : int
        Blocks of seasons at the end that are held out in turn, and seasons in each, >= 0 and >= 1.
    equality : float
        How strongly weights are drawn to equal ones, > 0.
    tracking_seasons : int
        Held-out seasons with tracking figures from which on these are used, >= 1.
    tracking_pull : float
        Penalty of the squared coefficients of tracking figures, as a share of the sum of weights, > 0.
    seed : int
        Seed of a run that names none, >= 0.

    Raises
    ------
    ValueError
        If a setting is outside of its range.
    """

    stats: tuple[str, ...]
    trees: int = 200
    residual_trees: int = 100
    leaves: int = 8
    fewest: int = 80
    bins: int = 63
    step: float = 0.04
    pull: float = 20.0
    features: float = 0.3
    rows: float = 0.7
    wide: int = 96
    narrow: int = 48
    dropout_wide: float = 0.4
    dropout_narrow: float = 0.2
    epochs: int = 12
    batch: int = 512
    restarts: int = 3
    learning_rate: float = 0.002
    weight_decay: float = 0.05
    folds: int = 2
    fold_seasons: int = 3
    equality: float = 0.02
    tracking_seasons: int = 5
    tracking_pull: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        for name, lowest in _LOWEST.items():
            if getattr(self, name) < lowest:
                raise ValueError(f"{name} is {getattr(self, name)}, below {lowest}")
        for name, most in _HIGHEST.items():
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} is {getattr(self, name)}, not between 0 and {most}")
        for name in _ABOVE:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}, not above 0")


_LOWEST: Final = {
    "trees": 1, "residual_trees": 1, "leaves": 2, "fewest": 1, "bins": 2, "pull": 0.0, "wide": 1, "narrow": 1,
    "epochs": 1, "batch": 1, "restarts": 1, "weight_decay": 0.0, "folds": 0, "fold_seasons": 1,
    "tracking_seasons": 1, "seed": 0,
}  # fmt: skip

_HIGHEST: Final = {"step": 1.0, "features": 1.0, "rows": 1.0, "dropout_wide": 0.99, "dropout_narrow": 0.99}
_ABOVE: Final = ("step", "features", "rows", "learning_rate", "equality", "tracking_pull")

BATTER_BLEND: Final = BlendSpec(stats=target_names("batter"))
"""Settings for batters. Chosen on the seasons 2008 to 2014, each projected from those before it."""

PITCHER_BLEND: Final = BlendSpec(stats=target_names("pitcher"))
"""Settings for pitchers."""
