"""From seasons to promotions: who was below the majors before each season, and what became of him in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fbm.domain.features.matrix import stacked
from fbm.domain.features.minors import prospects_of
from fbm.domain.features.prospects import translated_rates
from fbm.domain.features.residuals import count_of
from fbm.domain.minors import Minors
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import BoolArray, FloatArray, History, Lines, Rows, opportunities_of, season_totals


class Told(NamedTuple):
    """Seasons of the majors and of the leagues below them."""

    history: History
    minors: Minors


@dataclass(frozen=True, slots=True)
class Promotions:
    """Players below the majors before a season, with the league's rates of the season before.

    Attributes
    ----------
    learning : TrainingSet
        Targets are multiples of the league's rates; weights are 0 for who stayed where he was.
    projected : mapping of stat to float64, shape (n,)
        The league's rates, events per opportunity: what is said of a player of whom nothing is known.
    """

    learning: TrainingSet
    projected: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return int((self.learning.weights > 0).sum())

    def take(self, rows: Rows) -> Promotions:
        """Pick players by mask or position."""
        return Promotions(self.learning.take(rows), {stat: column[rows] for stat, column in self.projected.items()})

    def judged(self, rows: BoolArray) -> Promotions:
        """Pick those who can be judged: who did play in the majors."""
        return self.take(rows & (self.learning.weights > 0))

    def actual(self) -> Mapping[str, FloatArray]:
        """Give what happened, events per opportunity, shape (n,) for each stat."""
        return {stat: self.projected[stat] * target for stat, target in self.learning.targets.items()}

    def corrected(self, predicted: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Turn predicted multiples into rates just as a pipeline does, shape (n,) for each stat."""
        return {stat: translated_rates(multiple, self.projected[stat]) for stat, multiple in predicted.items()}


def gather_promotions(
    told: Told, seasons: Sequence[int], player_type: Playing, corrects: Corrects, progress: Progress
) -> Promotions:
    """Gather promotions of target seasons.

    Parameters
    ----------
    told : Told
        The target seasons and the three before each; of the minors only what is earlier is read.
    seasons : sequence of int
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        The stage that the model follows.
    progress : Progress
        One step for each season.
    """
    history = told.history
    actual = season_totals(history.batting if player_type == "batter" else history.pitching)
    progress.start(f"promoted {player_type}s, season by season", len(seasons))
    found = []
    for season in seasons:
        batch = open_batch(history, season, player_type)
        found.append(_promotions(batch, told.minors, actual, corrects))
        progress.advance()
    progress.finish()
    return _joined(found)


def _promotions(batch: Batch, minors: Minors, actual: Lines, corrects: Corrects) -> Promotions:
    prospects = prospects_of(batch, minors)
    played, rates = _outcomes(batch, actual, prospects.player_id.tolist())
    league = {stat: float(batch.league[0, place]) for place, stat in enumerate(batch.stats)}
    learning = TrainingSet(
        player_type=batch.player_type,
        corrects=corrects,
        matrix=prospects.matrix,
        targets={stat: _over(rates[stat], league[stat]) for stat in batch.stats},
        weights=played,
        seasons=np.full(len(prospects), batch.season),
        player_ids=prospects.player_id,
    )
    return Promotions(learning, {stat: np.full(len(prospects), rate) for stat, rate in league.items()})


def _outcomes(batch: Batch, actual: Lines, players: Sequence[str]) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Opportunities and rates of players in the season projected; rates are NaN for who had none."""
    lines = actual.take(actual.season == batch.season)
    chances = np.append(opportunities_of(lines, batch.player_type), 0.0)
    at = {player: row for row, player in enumerate(lines.player_id.tolist())}
    rows = np.array([at.get(player, -1) for player in players], dtype=np.int64)
    played = chances[rows]
    rates = {stat: _over(np.append(count_of(lines, stat), np.nan)[rows], played) for stat in batch.stats}
    return played, rates


def _over(part: FloatArray, whole: FloatArray | float) -> FloatArray:
    known = np.asarray(whole) > 0
    return np.where(known, part / np.where(known, whole, 1.0), np.nan)


def _joined(found: Sequence[Promotions]) -> Promotions:
    sets = [one.learning for one in found]
    learning = TrainingSet(
        player_type=sets[0].player_type,
        corrects=sets[0].corrects,
        matrix=stacked([one.matrix for one in sets]),
        targets=_columns([one.targets for one in sets]),
        weights=np.concatenate([one.weights for one in sets]),
        seasons=np.concatenate([one.seasons for one in sets]),
        player_ids=np.concatenate([one.player_ids for one in sets]),
    )
    return Promotions(learning, _columns([one.projected for one in found]))


def _columns(pieces: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    return {stat: np.concatenate([piece[stat] for piece in pieces]) for stat in pieces[0]}
