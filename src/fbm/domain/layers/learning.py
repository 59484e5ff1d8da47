"""What the learners of a blend are given: everybody projected before each season, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fbm.domain.layers.base import base_predictions, with_base
from fbm.domain.layers.features import layer_features
from fbm.domain.layers.targets import target_names, target_of
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.baseline.fit import BaselineFits, TypeFit
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.seasons import Rows


@dataclass(frozen=True, slots=True)
class LayerSet(TrainingSet):
    """Player seasons with all targets of a blend; those who never played have a weight of 0.

    Attributes
    ----------
    panel : Panel
        The rows.
    fits : BaselineFits
        The baseline before any season; a fit before a season reads rows of earlier ones only.
    """

    panel: Panel
    fits: BaselineFits

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

    def teaches(self) -> bool:
        """Whether somebody's outcome is known of every target: a season cut short tells nothing of playing time."""
        return all(bool(target_of(self.panel, name).weights.any()) for name in self.targets)

    def based(self, season: int) -> LayerSet:
        """Put the numbers of the baseline before a season beside the features."""
        base = base_predictions(self.fit_before(season), self.panel)
        return replace(self, matrix=with_base(self.matrix, base))

    def fit_before(self, season: int) -> TypeFit:
        """Give the baseline before a season; it is fitted once."""
        return self.fits.type_before(season, self.player_type)


def layer_set(panel: Panel, fits: BaselineFits, corrects: Corrects) -> LayerSet:
    """Gather what rows tell.

    Parameters
    ----------
    panel : Panel
        The rows.
    fits : BaselineFits
        Of a history that holds their seasons and those before.
    corrects : Corrects

    Returns
    -------
    LayerSet
        With the numbers of the baseline before the season after the last.
    """
    names = target_names(panel.player_type)
    return LayerSet(
        player_type=panel.player_type,
        corrects=corrects,
        matrix=layer_features(panel),
        targets={name: target_of(panel, name).values for name in names},
        weights=panel.happened["volume"],
        seasons=panel.season,
        player_ids=panel.player_id,
        panel=panel,
        fits=fits,
    ).based(int(panel.season.max()) + 1)
