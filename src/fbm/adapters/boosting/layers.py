"""Gradient boosting of one target, with what a blend needs: fitting, and texts small enough to keep dozens of them.

Shapes: `n` rows, `p` features.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import lightgbm
import numpy as np

from fbm.adapters.boosting.booster import digest_of, parse_text
from fbm.domain.layers.spec import BlendSpec
from fbm.domain.layers.targets import Target
from fbm.domain.seasons import FloatArray

_FIXED: Final[Mapping[str, Any]] = {
    "objective": "regression",
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbosity": -1,
    "bagging_freq": 1,
}

LARGEST: Final = 50_000_000
"""Bytes of a text that is unpacked, at most: ten thousand trees are far below."""


def fit_booster(
    values: FloatArray, target: Target, spec: BlendSpec, *, trees: int, seed: int, names: Sequence[str]
) -> lightgbm.Booster:
    """Fit a booster to the rows of a target that have a weight."""
    rows = target.weights > 0
    weights = target.weights[rows]
    data = lightgbm.Dataset(
        values[rows].astype(np.float32),
        label=target.values[rows],
        weight=weights / weights.mean(),
        feature_name=[name.replace(" ", "_") for name in names],
        params={"verbosity": -1, "max_bin": spec.bins},
    )
    return lightgbm.train(_settings(spec, seed), data, num_boost_round=trees)


def packed(booster: lightgbm.Booster) -> bytes:
    """Give a booster's text, packed: the same text gives the same bytes."""
    return zlib.compress(booster.model_to_string().encode(), 6)


def unpacked(data: bytes) -> str:
    """Give the text of what `packed` gave.

    Raises
    ------
    ValueError
        If it is no packed text, or one that is too large to be meant.
    """
    packer = zlib.decompressobj()
    try:
        text = packer.decompress(data, LARGEST)
        if packer.unconsumed_tail or not packer.eof:
            raise ValueError("a packed model text is cut off or too large")
        return text.decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"a packed model text is damaged: {error}") from error


def read_booster(data: bytes, digest: str) -> lightgbm.Booster:
    """Read a packed booster; `ValueError` if its text does not have the digest."""
    return parse_text(unpacked(data), digest)


def digest_in(data: bytes) -> str:
    """Digest of the text in a packed booster."""
    return digest_of(unpacked(data))


def _settings(spec: BlendSpec, seed: int) -> dict[str, Any]:
    return {
        **_FIXED,
        "max_bin": spec.bins,
        "learning_rate": spec.step,
        "num_leaves": spec.leaves,
        "min_data_in_leaf": spec.fewest,
        "lambda_l2": spec.pull,
        "feature_fraction": spec.features,
        "bagging_fraction": spec.rows,
        "seed": seed,
    }
