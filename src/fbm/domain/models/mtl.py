"""What the multi-task network is told before it is fitted. Plain values; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Likelihood: TypeAlias = Literal["poisson", "squared"]
"""What a prediction is judged by: how likely it makes the count, or how far the raw rate lies from it."""

LIKELIHOODS: Final[tuple[Likelihood, ...]] = get_args(Likelihood)


@dataclass(frozen=True, slots=True)
class MTLSpec:
    """Settings of a network with a shared trunk and a head for each stat.

    Attributes
    ----------
    stats : tuple of str
        The stats predicted.
    trunk_wide, trunk_narrow, head : int
        Units of the trunk's two layers and of each head, >= 1.
    dropout : float
        Share of the trunk's units that a step leaves out, in [0, 1).
    learning_rate : float
        > 0; the direct path from inputs to stats, without hidden units, learns at half of it.
    weight_decay : float
        Pull of weights towards zero, where the network gives back what it started from, >= 0.
    batch : int
        Player seasons in a step, >= 1.
    epochs : int
        Most passes over the player seasons, >= 1.
    restarts : int
        Networks from different starts whose predictions are averaged, >= 1.
    folds : int
        Seasons at the end of the training years that are held out in turn, each from a fit on those before it: they
        tell how many epochs are enough and how much weight the network deserves beside the pipeline, >= 0.
    likelihood : {"poisson", "squared"}
    blend : float
        Weight beside the pipeline where no season can be held out, in [0, 1].
    seed : int
        Seed of a run that names none, >= 0.

    Raises
    ------
    ValueError
        If a setting is outside of its range.
    """

    stats: tuple[str, ...]
    trunk_wide: int = 32
    trunk_narrow: int = 16
    head: int = 8
    dropout: float = 0.2
    learning_rate: float = 0.003
    weight_decay: float = 1.0
    batch: int = 512
    epochs: int = 30
    restarts: int = 5
    folds: int = 3
    likelihood: Likelihood = "poisson"
    blend: float = 0.7
    seed: int = 0

    def __post_init__(self) -> None:
        for name, lowest in _LOWEST.items():
            if getattr(self, name) < lowest:
                raise ValueError(f"{name} is {getattr(self, name)}, below {lowest}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}, not in [0, 1)")
        if not 0 <= self.blend <= 1:
            raise ValueError(f"blend is {self.blend}, not in [0, 1]")
        if self.learning_rate <= 0:
            raise ValueError(f"learning_rate is {self.learning_rate}, not above 0")
        if self.likelihood not in LIKELIHOODS:
            raise ValueError(f"likelihood is {self.likelihood!r}, none of {', '.join(LIKELIHOODS)}")


_LOWEST: Final = {
    "trunk_wide": 1, "trunk_narrow": 1, "head": 1, "weight_decay": 0.0, "batch": 1, "epochs": 1, "restarts": 1,
    "folds": 0, "seed": 0,
}  # fmt: skip

# Chosen on the seasons 2013 to 2017, each projected by networks trained on those before it. The optimum is flat: half
# or twice the units, the rate or the decay move the error by a few tenths of a per cent against what the network gains.
BATTER_NETWORK: Final = MTLSpec(stats=("hr", "so", "bb", "singles", "doubles", "triples", "sb"))
"""Settings for batters: rates per plate appearance."""

PITCHER_NETWORK: Final = MTLSpec(stats=("h", "er", "so", "bb", "hr"))
"""Settings for pitchers: rates per out."""
