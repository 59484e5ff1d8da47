"""What networks that read pitches are told before they are trained. Plain values; nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class EncoderSizes:
    """How large a network that reads games is.

    Attributes
    ----------
    layers, width, heads, inner : int
        Blocks, numbers for each pitch, heads of attention (a divisor of the width), units between a block's two
        linear layers.
    positions : int
        Most tokens of a game, its summary included; of a longer game the first pitches are read.
    dropout : float
        Share of what each block adds that a step leaves out, in [0, 1). Attention itself has none: with it the fast
        kernels are not used.

    Raises
    ------
    ValueError
        If a size is outside of its range.
    """

    layers: int
    width: int
    heads: int
    inner: int
    positions: int
    dropout: float = 0.0

    def __post_init__(self) -> None:
        for name in ("layers", "width", "heads", "inner"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}, below 1")
        if self.positions < 2:
            raise ValueError(f"positions is {self.positions}, below 2")
        if self.width % self.heads:
            raise ValueError(f"width {self.width} cannot be shared by {self.heads} heads")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}, not in [0, 1)")


SIZES: Final[Mapping[str, EncoderSizes]] = {
    "tiny": EncoderSizes(2, 32, 2, 64, 192),
    "small": EncoderSizes(2, 64, 4, 192, 192),
    "medium": EncoderSizes(3, 128, 4, 384, 256, 0.05),
    "life": EncoderSizes(4, 256, 8, 1024, 512, 0.1),
}
"""Sizes by name: ``tiny`` trains in a minute on two CPU cores, ``life`` is for a GPU."""


@dataclass(frozen=True, slots=True)
class PretrainSpec:
    """How a network is pretrained on hidden fields of pitches.

    Attributes
    ----------
    size : str
        One of `SIZES`.
    epochs : int
        Passes over the games, >= 1.
    tokens : int
        Tokens of a step, about, >= 1.
    hidden : float
        Share of the pitches whose result is hidden, and as many whose type is, in (0, 1).
    learning_rate : float
        The highest, > 0; it rises over the first `warm_up` of the steps and falls to a tenth along a cosine.
    warm_up : float
        In [0, 1).
    weight_decay : float
        Of matrices only, >= 0.
    clip : float
        Longest gradient, > 0.
    checkpoint_every : int
        Steps between checkpoints, >= 1.
    seed : int
        >= 0.
    compile : bool
        Have torch compile what is done for each pitch by itself; on CUDA only.
    games : int
        Most games of players that are read, 0 for all: a sample of them is drawn by the seed.

    Raises
    ------
    ValueError
        If a setting is outside of its range.
    """

    size: str = "tiny"
    epochs: int = 3
    tokens: int = 4096
    hidden: float = 0.15
    learning_rate: float = 0.003
    warm_up: float = 0.05
    weight_decay: float = 0.01
    clip: float = 1.0
    checkpoint_every: int = 200
    seed: int = 42
    compile: bool = False
    games: int = 0

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"size is {self.size!r}, none of {', '.join(SIZES)}")
        for name in ("epochs", "tokens", "checkpoint_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}, below 1")
        if not (0 < self.hidden < 1 and 0 <= self.warm_up < 1 and self.learning_rate > 0 and self.clip > 0):
            raise ValueError("hidden, warm_up, learning_rate or clip is outside of its range")
        if self.seed < 0 or self.games < 0 or self.weight_decay < 0:
            raise ValueError("seed, games or weight_decay is below 0")

    def as_config(self) -> dict[str, Any]:
        """Give the settings as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class FinetuneSpec:
    """How a pretrained network is taught to tell what a player's next games bring.

    Attributes
    ----------
    stats : tuple of str
        Rates that are told: per plate appearance, or per out for pitchers.
    context, horizon, stride, least : int
        As in `fbm.domain.contextual.windows.WindowPlan`.
    epochs : int
        Most passes over the windows, >= 1; `patience` passes without a better held-out season end it sooner.
    patience : int
        >= 1.
    batch : int
        Windows of a step, >= 1.
    head_rate, backbone_rate : float
        Learning rates of what is new and of the pretrained network, >= 0; at a rate of 0 it is frozen as a whole.
    frozen : int
        Lowest blocks of the pretrained network that stay as they are, with what they read.
    weight_decay : float
        Of what is new, >= 0.
    members : int
        Networks above the games whose mean is taken, >= 1.
    blend : float
        Weight beside the pipeline where it cannot be fitted, in [0, 1].
    seed : int
        >= 0.
    look_back : int
        As in `fbm.domain.contextual.windows.WindowPlan`.
    lately : int
        Days of play after which a day counts half in the league's rates that a player is drawn to; 0 draws him to
        those of the season before.
    folds : int
        Last seasons that are held out, one after the other, each from a network that learned from those before it.
    blind : int
        Networks besides that see what came of the games, but not how they were pitched.

    Raises
    ------
    ValueError
        If a setting is outside of its range.
    """

    stats: tuple[str, ...]
    context: int
    horizon: int
    stride: int
    least: int
    epochs: int = 12
    patience: int = 3
    batch: int = 256
    head_rate: float = 0.002
    backbone_rate: float = 0.0
    frozen: int = 0
    weight_decay: float = 0.05
    members: int = 4
    blend: float = 0.3
    seed: int = 42
    look_back: int = 2
    lately: int = 0
    folds: int = 1
    blind: int = 0

    def __post_init__(self) -> None:
        for name in (
            "context",
            "horizon",
            "stride",
            "least",
            "epochs",
            "patience",
            "batch",
            "members",
            "look_back",
            "folds",
        ):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}, below 1")
        if min(self.head_rate, self.backbone_rate, self.frozen, self.weight_decay, self.seed) < 0:
            raise ValueError("a rate, frozen, weight_decay or seed is below 0")
        if min(self.lately, self.blind) < 0:
            raise ValueError("lately or blind is below 0")
        if not 0 <= self.blend <= 1:
            raise ValueError(f"blend is {self.blend}, not in [0, 1]")

    def as_config(self) -> dict[str, Any]:
        """Give the settings as plain data."""
        return {name: getattr(self, name) for name in self.__slots__} | {"stats": list(self.stats)}


BATTER_TUNING: Final = FinetuneSpec(
    ("hr", "so", "bb", "singles", "doubles", "triples"), context=400, horizon=30, stride=30, least=10, look_back=3,
    lately=30, folds=3, blind=4,
)  # fmt: skip
"""Settings for batters."""

PITCHER_TUNING: Final = FinetuneSpec(
    ("h", "so", "bb", "hr"), context=150, horizon=10, stride=10, least=4, look_back=3, lately=30, folds=3, blind=4
)
"""Settings for pitchers."""
