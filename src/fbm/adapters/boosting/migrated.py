"""Boosters of the earlier system, rebuilt from their texts: they predict what they predicted there, to the last bit.

Their features and the meaning of what they predict are that system's own: residuals in season counts, or rates. They
are kept and can be asked, and no pipeline of ours takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import lightgbm
import numpy as np

from fbm.domain.features.matrix import schema_of
from fbm.domain.models.specs import Corrects
from fbm.domain.seasons import FloatArray

FORMAT: Final = "boosters-of-old/1"
_ELSEWHERE: Final = Corrects("earlier system", "finished projection")


class MigratedBoosters:
    """A booster for each stat.

    Parameters
    ----------
    player_type : str
    feature_names : tuple of str, length p
    texts : mapping of stat to LightGBM's text
    """

    corrects = _ELSEWHERE

    def __init__(self, player_type: str, feature_names: tuple[str, ...], texts: Mapping[str, str]) -> None:
        self.player_type = player_type
        self.feature_names = feature_names
        self._texts = dict(texts)
        self._boosters = {stat: lightgbm.Booster(model_str=text) for stat, text in texts.items()}

    @property
    def stats(self) -> tuple[str, ...]:
        """Stats, in training order."""
        return tuple(self._boosters)

    @property
    def feature_schema(self) -> str:
        """Digest of the feature names."""
        return schema_of(self.feature_names)

    def predict_rows(self, rows: FloatArray) -> dict[str, FloatArray]:
        """Predict from rows of shape (n, p) in the order of the feature names; shape (n,) for each stat."""
        return {stat: np.asarray(booster.predict(rows)) for stat, booster in self._boosters.items()}

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> MigratedBoosters:
        """Rebuild from what migration kept.

        Raises
        ------
        ValueError
            When something is missing, or a text is no model.
        """
        texts, names, stats = (params.get(key) for key in ("texts", "feature_names", "stats"))
        if not isinstance(texts, Mapping) or not isinstance(names, list) or not isinstance(stats, list):
            raise ValueError("texts, feature_names or stats are missing")
        if set(texts) != set(stats):
            raise ValueError("texts and stats do not go together")
        try:
            return cls(str(params.get("player_type")), tuple(map(str, names)), {stat: texts[stat] for stat in stats})
        except lightgbm.basic.LightGBMError as error:
            raise ValueError(f"a model text cannot be read ({error!s:.80})") from error
