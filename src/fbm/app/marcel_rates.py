"""Marcel's rates of a season by MLBAM id: what networks that read pitches are weighed against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from returns.result import Result

from fbm.app.training_set import stages_until
from fbm.domain.contextual.pitches import Int32
from fbm.domain.contextual.players import rows_of_players
from fbm.domain.features.residuals import blend_weight, centred, residual_targets
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.contextual import PlayerRates
from fbm.domain.ports.minors import CrosswalkSource
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, season_totals

AGED: Final = Corrects("marcel", "aging")


class Majors(SeasonSource, CrosswalkSource, Protocol):
    """Season tables with the crosswalk of ids."""


@dataclass(frozen=True, slots=True)
class MarcelRates:
    """What Marcel tells of a season.

    Attributes
    ----------
    history : History
        The season itself too, where it is at hand.
    batch : Batch
        With rates.
    mlbam : mapping of player id to MLBAM id
    """

    history: History
    batch: Batch
    mlbam: Mapping[str, str]

    def of(self, players: Int32, stats: tuple[str, ...]) -> FloatArray:
        """Give rates by MLBAM id, shape (n, t); NaN for whom Marcel does not project or nobody knows."""
        rows = rows_of_players(self.batch, self.mlbam, players)
        rates = np.full((len(players), len(stats)), np.nan)
        wanted = self.batch.rates[:, [self.batch.stats.index(stat) for stat in stats]]
        rates[rows >= 0] = wanted[rows[rows >= 0]]
        return rates


def marcel_rates(majors: Majors, season: int, playing: Playing, *, played: bool) -> Result[MarcelRates, SourceError]:
    """Project a season by Marcel; `played` asks for the season itself as well."""
    history = majors.history(season - WINDOW, season if played else season - 1)
    return history.bind(
        lambda known: majors.crosswalk().map(
            lambda people: MarcelRates(
                known, run(open_batch(known, season, playing), stages_until(AGED, playing)), people.of_players("mlbam")
            )
        )
    )


def fitted_blend(marcel: MarcelRates, told: PlayerRates) -> dict[str, float]:
    """Give the weights beside Marcel that would have served best in its season, by stat; in [0, 1]."""
    batch = marcel.batch
    lines = marcel.history.batting if batch.player_type == "batter" else marcel.history.pitching
    found = residual_targets(batch, season_totals(lines))
    rows = rows_of_players(batch, marcel.mlbam, told.player)
    rates = np.full((len(batch), len(told.stats)), np.nan)
    rates[rows[rows >= 0]] = told.rates[rows >= 0]
    return {
        stat: _weight(found.targets[stat], rates[found.rows, place] - batch.rate(stat)[found.rows], found.weights)
        for place, stat in enumerate(told.stats)
    }


def _weight(missed: FloatArray, added: FloatArray, weights: FloatArray) -> float:
    known = np.isfinite(missed) & np.isfinite(added)
    if not known.any():
        return 0.0
    one_season = np.zeros(int(known.sum()), dtype=np.int64)
    residual, change = (centred(column[known], weights[known], one_season) for column in (missed, added))
    return blend_weight(residual, change, weights[known])
