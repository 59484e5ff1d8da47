"""From pitches to a network's tensors: what is looked up, and numbers standardised.

Shapes: `m` tokens of a batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from fbm.adapters.neural.contextual_net import Batch
from fbm.domain.contextual.games import Perspective
from fbm.domain.contextual.hiding import hide, targets
from fbm.domain.contextual.packing import Tokens, fields_of, offsets
from fbm.domain.contextual.pitches import CATEGORICAL, NUMERIC, Float32, Int16, PitchArrays, Vocabularies
from fbm.domain.features.identity import entry
from fbm.domain.seasons import BoolArray

FARTHEST: Final = 5.0
"""Standard deviations beyond which a number counts no more."""


@dataclass(frozen=True, slots=True)
class NumberScaler:
    """What speeds, movements and places are standardised by.

    Attributes
    ----------
    mean, scale : float32, shape (len(NUMERIC),)
        Of the pitches that were learned from; 0 and 1 where none was known.
    """

    mean: Float32
    scale: Float32

    def __call__(self, numbers: Float32) -> Float32:
        """Standardise, shape (m, len(NUMERIC)); unknown stays NaN."""
        return np.asarray(np.clip((numbers - self.mean) / self.scale, -FARTHEST, FARTHEST), dtype=np.float32)

    def get_params(self) -> dict[str, Any]:
        """Plain data to store."""
        return {"names": list(NUMERIC), "mean": self.mean.copy(), "scale": self.scale.copy()}

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> NumberScaler:
        """Make a scaler of what `get_params` gave; `ValueError` naming what is wrong."""
        if tuple(entry(params, "names", (list, tuple), within="scaler")) != NUMERIC:
            raise ValueError(f"scaler.names is {params['names']}, not {NUMERIC}")
        mean, scale = (np.asarray(params.get(name), dtype=np.float32) for name in ("mean", "scale"))
        if {mean.shape, scale.shape} != {(len(NUMERIC),)} or not np.isfinite([mean, scale]).all() or scale.min() <= 0:
            raise ValueError("scaler.mean or scaler.scale is not what numbers can be standardised by")
        return cls(mean, scale)


def scaler_of(numbers: Float32) -> NumberScaler:
    """Measure mean and spread of what is known, shape (n, len(NUMERIC))."""
    known = np.isfinite(numbers)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, numbers, 0).sum(axis=0, dtype=np.float64) / count
    spread = np.sqrt(np.where(known, (numbers - mean) ** 2, 0).sum(axis=0, dtype=np.float64) / count)
    return NumberScaler(mean.astype(np.float32), np.where(spread > 1e-6, spread, 1.0).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes tensors of pitches, always in the same way.

    Attributes
    ----------
    arrays : PitchArrays
    vocabularies : Vocabularies
    scaler : NumberScaler
    """

    arrays: PitchArrays
    vocabularies: Vocabularies
    scaler: NumberScaler

    def batch(self, tokens: Tokens, perspective: Perspective) -> Batch:
        """Read games as they were."""
        codes, numbers = fields_of(self.arrays, tokens, perspective)
        return self._batch(codes, numbers, tokens)

    def hidden_batch(
        self, tokens: Tokens, perspective: Perspective, hidden: Mapping[str, BoolArray]
    ) -> tuple[Batch, dict[str, Tensor]]:
        """Read games with groups of fields hidden, `hidden` of shape (m,) each; and the words to guess, int64 (m,)."""
        codes, numbers = fields_of(self.arrays, tokens, perspective)
        words = codes[:, : len(CATEGORICAL)]
        wanted = {name: torch.from_numpy(found.astype(np.int64)) for name, found in targets(words, hidden).items()}
        covered, numbers = hide(words, numbers, hidden, tokens.turn)
        return self._batch(np.concatenate([covered, codes[:, len(CATEGORICAL) :]], axis=1), numbers, tokens), wanted

    def _batch(self, codes: Int16, numbers: Float32, tokens: Tokens) -> Batch:
        rows = codes.astype(np.int64) + offsets(self.vocabularies)
        return Batch(
            codes=torch.from_numpy(rows),
            numbers=torch.from_numpy(self.scaler(numbers)),
            position=torch.from_numpy(tokens.position),
            turn=torch.from_numpy(tokens.turn),
            blocks=tokens.blocks,
            ends=torch.from_numpy(tokens.ends),
        )
