"""From seasons to what a blend learns from: everybody projected before each season, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from fbm.domain.layers.base import BASE
from fbm.domain.layers.learning import LayerSet, layer_set
from fbm.domain.layers.targets import league_rate
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.baseline.panel import open_panel
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray, History, Rows

RATE = "rate:"

MINOR_SEASONS = 5
"""Target seasons with seasons below the majors right before them, from which on these are read."""


@dataclass(frozen=True, slots=True)
class LayerExamples:
    """Player seasons for a blend; they count for nothing where one of its targets cannot be learned.

    Attributes
    ----------
    learning : LayerSet
    """

    learning: LayerSet

    def __len__(self) -> int:
        return len(self.learning) if self.learning.teaches() else 0

    @property
    def projected(self) -> Mapping[str, FloatArray]:
        """What the baseline said, events per opportunity, shape (n,) for each rate."""
        names = self.learning.matrix.names
        base = {stat: self.learning.matrix.values[:, names.index(f"{BASE}{RATE}{stat}")] for stat in self._rates()}
        return self._times_league(base)

    def take(self, rows: Rows) -> LayerExamples:
        """Pick player seasons by mask or position."""
        return LayerExamples(self.learning.take(rows))

    def judged(self, rows: BoolArray) -> LayerExamples:
        """Pick those who can be judged: who played; the baseline is that before their first season."""
        played = self.learning.take(rows & (self.learning.weights > 0))
        return LayerExamples(played.based(int(played.seasons.min())))

    def actual(self) -> Mapping[str, FloatArray]:
        """Give what happened, events per opportunity, shape (n,) for each rate."""
        panel = self.learning.panel
        return {
            stat: self.learning.targets[f"{RATE}{stat}"] * np.nan_to_num(league_rate(panel, stat, 0))
            for stat in self._rates()
        }

    def corrected(self, said: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Turn what a blend says into rates just as a pipeline does, shape (n,) for each rate."""
        return self._times_league({stat: np.maximum(said[f"{RATE}{stat}"], 0.0) for stat in self._rates()})

    def _rates(self) -> tuple[str, ...]:
        return tuple(name.removeprefix(RATE) for name in self.learning.targets if name.startswith(RATE))

    def _times_league(self, rates: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        return {stat: rate * league_rate(self.learning.panel, stat, 1) for stat, rate in rates.items()}


def gather_layers(
    history: History, seasons: tuple[int, ...], player_type: Playing, corrects: Corrects, *, tracking: bool = True
) -> LayerExamples:
    """Gather what a blend learns from.

    Parameters
    ----------
    history : History
        The target seasons and those that the baseline reads before each.
    seasons : tuple of int
    player_type : {"batter", "pitcher"}
    corrects : Corrects
    tracking : bool
        Whether tracking figures may be used where there are enough of them. Seasons below the majors are used if the
        history has them before `MINOR_SEASONS` target seasons.
    """
    known = history.before(max(seasons) + 1)
    known = known if tracking else replace(known, tracking={})
    known = known if _told_of(known, seasons, player_type) >= MINOR_SEASONS else replace(known, minors={})
    panel = open_panel(known, player_type)
    return LayerExamples(layer_set(panel.take(np.isin(panel.season, seasons)), BaselineFits(known), corrects))


def _told_of(history: History, seasons: tuple[int, ...], player_type: Playing) -> int:
    """Count the target seasons before which somebody played below the majors."""
    lines = history.minors.get(player_type)
    return 0 if lines is None else int(np.isin(np.array(seasons) - 1, lines.season).sum())
