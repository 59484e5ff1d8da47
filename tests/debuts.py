"""Errors of projections of first seasons against true talent, beside those of the league's average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.projection.sheet import ProjectionSheet, Row
from fbm.domain.seasons import FloatArray, Lines
from fbm.domain.simulation.league import SimulatedLeague

STATS: Mapping[Playing, tuple[str, ...]] = {
    "batter": ("hr", "so", "bb", "singles", "doubles", "triples", "sb"),
    "pitcher": ("h", "so", "bb", "hr"),
}
CHANCES: Mapping[Playing, tuple[str, ...]] = {
    "batter": ("ab", "bb", "hbp", "sh", "sf"),
    "pitcher": ("outs", "h", "bb", "hbp"),
}


class Errors(NamedTuple):
    """Errors of rates per plate appearance or batter faced, by stat, one for each player."""

    projected: dict[str, FloatArray]
    average: dict[str, FloatArray]

    def ratios(self) -> dict[str, float]:
        """Divide the root mean square of the one by that of the other."""
        return {stat: _rms(self.projected[stat]) / _rms(self.average[stat]) for stat in self.projected}


def debutants(league: SimulatedLeague, season: int, player_type: Playing) -> set[str]:
    """Find who played in the majors for the first time, after time in the minors."""
    lines, below = _lines(league, player_type), league.minors
    minors = below.batting if player_type == "batter" else below.pitching
    came = set(lines.player_id[lines.season == season].tolist()) - set(lines.player_id[lines.season < season].tolist())
    return came & set(minors.player_id[minors.season < season].tolist())


def errors_of(league: SimulatedLeague, sheet: ProjectionSheet, season: int, player_type: Playing) -> Errors:
    """Hold a sheet's rows of debutants, and the league's average of the season before, against true talent."""
    table = sheet.batters if player_type == "batter" else sheet.pitchers
    rows = {str(row["player_id"]): row for row in table}
    truth = true_rates(league, season, player_type, debutants(league, season, player_type) & set(rows))
    players = [rows[player] for player in truth.player_id.tolist()]
    majors = _lines(league, player_type)
    average = _averages(majors.take(majors.season == season - 1), player_type)
    return Errors(
        {stat: _rates(players, stat, player_type) - truth.counts[stat] for stat in STATS[player_type]},
        {stat: average[stat] - truth.counts[stat] for stat in STATS[player_type]},
    )


def true_rates(league: SimulatedLeague, season: int, player_type: Playing, players: set[str]) -> Lines:
    """Take true rates, once a player: who was traded has a line for each team, and rates are not added up."""
    truth = league.truth.batting if player_type == "batter" else league.truth.pitching
    truth = truth.take((truth.season == season) & np.isin(truth.player_id, sorted(players)))
    _, firsts = np.unique(truth.player_id, return_index=True)
    return truth.take(np.isin(np.arange(len(truth.player_id)), firsts))


def joined(parts: Sequence[Errors]) -> Errors:
    """Put the players of several seasons together."""
    stats = parts[0].projected
    return Errors(
        {stat: np.concatenate([part.projected[stat] for part in parts]) for stat in stats},
        {stat: np.concatenate([part.average[stat] for part in parts]) for stat in stats},
    )


def _lines(league: SimulatedLeague, player_type: Playing) -> Lines:
    return league.history.batting if player_type == "batter" else league.history.pitching


def _averages(lines: Lines, player_type: Playing) -> dict[str, float]:
    totals = {name: float(np.nansum(column)) for name, column in lines.counts.items()}
    chances = sum(totals[name] for name in CHANCES[player_type])
    totals["singles"] = totals["h"] - totals["hr"] - totals.get("doubles", 0.0) - totals.get("triples", 0.0)
    return {stat: totals[stat] / chances for stat in STATS[player_type]}


def _rates(rows: Sequence[Row], stat: str, player_type: Playing) -> FloatArray:
    return np.array([_number(row, stat) / _chances(row, player_type) for row in rows])


def _chances(row: Row, player_type: Playing) -> float:
    if player_type == "batter":
        return _number(row, "pa")
    return 3.0 * _number(row, "ip") + sum(_number(row, name) for name in ("h", "bb", "hbp"))


def _number(row: Row, name: str) -> float:
    value = row[name]
    assert isinstance(value, int | float)
    return float(value)


def _rms(errors: FloatArray) -> float:
    return float(np.sqrt(np.mean(errors**2)))
