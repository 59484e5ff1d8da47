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
