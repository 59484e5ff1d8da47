"""Marcel's rates of a season by MLBAM id: what networks that read pitches are weighed against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
from returns.result import Result

from fbm.app.training_set import stages_until
from fbm.domain.contextual.pitches import Int32
from fbm.domain.contextual.players import rows_of_players
from fbm.domain.features.residuals import centred, evident_share, residual_targets
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.contextual import PlayerRates
from fbm.domain.ports.minors import CrosswalkSource
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, IntArray, season_totals

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


def fitted_blend(seasons: Sequence[tuple[MarcelRates, PlayerRates]]) -> dict[str, float]:
    """Give the weights beside Marcel that served best in some seasons, by stat; in [0, 1].

    Each is drawn towards none by as much as it is uncertain. What all players of a season have in common does not
    count.

    Parameters
    ----------
    seasons : sequence of (MarcelRates, PlayerRates)
        The same stats in each; at least one season.
    """
    return {stat: _weight([_changes(*one, place) for one in seasons]) for place, stat in enumerate(seasons[0][1].stats)}


class _Changes(NamedTuple):
    """What Marcel missed of a season, what the network would have added, opportunities, and whose they are."""

    missed: FloatArray
    added: FloatArray
    weights: FloatArray
    player: IntArray


def _changes(marcel: MarcelRates, told: PlayerRates, place: int) -> _Changes:
    batch, stat = marcel.batch, told.stats[place]
    lines = marcel.history.batting if batch.player_type == "batter" else marcel.history.pitching
    found = residual_targets(batch, season_totals(lines))
    rows = rows_of_players(batch, marcel.mlbam, told.player)
    added = np.full(len(batch), np.nan)
    added[rows[rows >= 0]] = told.rates[rows >= 0, place] - batch.rate(stat)[rows[rows >= 0]]
    player = np.full(len(batch), -1)
    player[rows[rows >= 0]] = told.player[rows >= 0]
    missed, change = found.targets[stat], added[found.rows]
    known = np.isfinite(missed) & np.isfinite(change)
    if not known.any():
        return _Changes(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))
    weights, one_season = found.weights[known], np.zeros(int(known.sum()), dtype=np.int64)
    missed, change = (centred(column[known], weights, one_season) for column in (missed, change))
    return _Changes(missed, change, weights, player[found.rows][known])


def _weight(seasons: Sequence[_Changes]) -> float:
    missed, added, weights = (np.concatenate([one[part] for one in seasons]) for part in range(3))
    return evident_share(missed, added, weights, np.concatenate([one.player for one in seasons]))
