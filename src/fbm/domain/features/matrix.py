"""The matrix a learned model reads: columns of numbers with names and a digest of those names.

Shapes: `n` players, `p` features. What the columns mean is said where they are made, not here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fbm.domain.seasons import FloatArray, Rows


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """Features of some players.

    Attributes
    ----------
    values : float64, shape (n, p)
        NaN where a figure does not exist.
    names : tuple of str, length p

    Raises
    ------
    ValueError
        If the columns and the names are not equally many, or a name comes twice.
    """

    values: FloatArray
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names):
            raise ValueError(f"{len(self.names)} feature names for values of shape {self.values.shape}")
        if len(set(self.names)) != len(self.names):
            raise ValueError("a feature name comes twice")

    def __len__(self) -> int:
        return len(self.values)

    @property
    def schema(self) -> str:
        """Digest of the names in their order, `"sha256:..."`."""
        return schema_of(self.names)

    def take(self, rows: Rows) -> FeatureMatrix:
        """Pick players by mask or position."""
        return FeatureMatrix(self.values[rows], self.names)

    def pick(self, names: Sequence[str]) -> FeatureMatrix:
        """Pick features by name, in the order named; ValueError where one is not there."""
        places = [self.names.index(name) for name in names]
        return FeatureMatrix(self.values[:, places], tuple(names))


def schema_of(names: Sequence[str]) -> str:
    """Digest of feature names in their order, `"sha256:..."`."""
    return "sha256:" + hashlib.sha256("\n".join(names).encode()).hexdigest()


def from_columns(columns: Mapping[str, FloatArray]) -> FeatureMatrix:
    """Put named columns, each of shape (n,), side by side."""
    return FeatureMatrix(np.column_stack(list(columns.values())).astype(np.float64), tuple(columns))


def stacked(matrices: Sequence[FeatureMatrix]) -> FeatureMatrix:
    """Put the players of several matrices below one another.

    Raises
    ------
    ValueError
        If the matrices do not have the same features.
    """
    if len({matrix.names for matrix in matrices}) != 1:
        raise ValueError("the matrices to stack have different features, or there are none")
    return FeatureMatrix(np.concatenate([matrix.values for matrix in matrices]), matrices[0].names)
