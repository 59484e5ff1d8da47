"""What the learners of a blend are given: everybody projected before each season, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.layers.base import base_predictions, with_base
from fbm.domain.layers.features import layer_features
from fbm.domain.layers.targets import target_names, target_of
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.baseline.fit import fit_panel
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.seasons import FloatArray, Rows


@dataclass(frozen=True, slots=True)
class LayerSet(TrainingSet):
    """Player seasons with all targets of a blend; those who never played have a weight of 0.

    Attributes
    ----------
    panel : Panel
        The rows.
    past : Panel
        All rows at hand, of earlier seasons and other ones too: what the baseline before a season is fitted on. A fit
        before a season reads rows of earlier ones only.
    """

    panel: Panel
    past: Panel

    def take(self, rows: Rows) -> LayerSet:
        """Pick player seasons by mask or position."""
        return replace(
            self,
            matrix=self.matrix.take(rows),
            targets={stat: column[rows] for stat, column in self.targets.items()},
            weights=self.weights[rows],
            seasons=self.seasons[rows],
            player_ids=self.player_ids[rows],
            panel=self.panel.take(rows),
        )

    def based(self, season: int) -> LayerSet:
        """Put the numbers of the baseline before a season beside the features."""
        base = base_predictions(fit_panel(self.past, season), self.panel)
        return replace(self, matrix=with_base(self.matrix, base))


def layer_set(
    past: Panel, seasons: tuple[int, ...], corrects: Corrects, beside: Mapping[str, FloatArray] | None = None
) -> LayerSet:
    """Gather the rows of some seasons.

    Parameters
    ----------
    past : Panel
        All rows at hand.
    seasons : tuple of int
    corrects : Corrects
    beside : mapping of name to float64, shape of the panel, optional
        Further features.

    Returns
    -------
    LayerSet
        With the numbers of the baseline before the season after the last.
    """
    rows = np.isin(past.season, seasons)
    panel = past.take(rows)
    features: FeatureMatrix = layer_features(panel, {name: column[rows] for name, column in (beside or {}).items()})
    names = target_names(past.player_type)
    return LayerSet(
        player_type=past.player_type,
        corrects=corrects,
        matrix=features,
        targets={name: target_of(panel, name).values for name in names},
        weights=panel.happened["volume"],
        seasons=panel.season,
        player_ids=panel.player_id,
        panel=panel,
        past=past,
    ).based(max(seasons) + 1)
