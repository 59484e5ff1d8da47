"""The stages of the baseline: what a player did, where he will play, how old he is, and how much he will play.

Shapes: `n` players of a batch, `k` stats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np

from fbm.domain.projection.baseline.design import Known, Setting, known_of
from fbm.domain.projection.baseline.fit import Mode, TypeFit
from fbm.domain.projection.baseline.seasons import Team
from fbm.domain.projection.batch import WINDOW, Batch, Stage
from fbm.domain.projection.population import STARTER, roles
from fbm.domain.seasons import FloatArray

LEAST: Final = 5.0
"""Opportunities that everybody projected gets."""

_Settings: TypeAlias = Callable[[TypeFit, Batch, Known], Setting]


def baseline_stages(fit: TypeFit, mode: Mode) -> tuple[Stage, ...]:
    """Make the stages over a fit.

    Parameters
    ----------
    fit : TypeFit
        For the batch's season and type of player.
    mode : {"expected", "regular"}

    Returns
    -------
    tuple of Stage
        ``rates``: what the record says, for an average team and the age of 28; ``rebaseline``: the team to come, its
        park and its runs, and a new role; ``aging``: the age of the season; ``playing_time``.
    """
    return (
        Stage("rates", lambda batch: _rates(fit, batch, mode)),
        Stage("rebaseline", lambda batch: _moved(fit, batch, _neutral, _settled)),
        Stage("aging", lambda batch: _aged(_moved(fit, batch, _settled, _actual))),
        Stage("playing_time", lambda batch: replace(batch, volume=_volume(fit, _known(fit, batch), mode))),
    )


def _known(fit: TypeFit, batch: Batch) -> Known:
    """Rows of the batch's players.

    Raises
    ------
    ValueError
        If the fit is for another season or type, or does not know a player.
    """
    players = fit.players
    if (fit.season, players.player_type) != (batch.season, batch.player_type):
        raise ValueError(f"a baseline for {players.player_type}s of {fit.season} cannot project {batch.season}")
    rows = np.searchsorted(players.player_id, batch.player_id)
    found = players.player_id[np.minimum(rows, max(len(players) - 1, 0))] == batch.player_id
    if not found.all():
        raise ValueError(f"the baseline was fitted without {batch.player_id[~found][0]}")
    return known_of(players.take(rows), fit.memories)


def _rates(fit: TypeFit, batch: Batch, mode: Mode) -> Batch:
    known = _known(fit, batch)
    rates = np.full(batch.rates.shape, np.nan)
    places = [batch.stats.index(stat) for stat in fit.rates.stats]
    rates[:, places] = fit.rates.predict(known, _neutral(fit, batch, known)) * batch.league[0, places]
    volume = _volume(fit, known, mode)
    for stat, total in fit.totals(known, mode).items():
        rates[:, batch.stats.index(stat)] = np.maximum(total, 0.0) / volume
    return batch.with_rates(rates)


def _moved(fit: TypeFit, batch: Batch, come: _Settings, go: _Settings) -> Batch:
    """Move players from one setting to another: by what the regression makes of the difference."""
    known = _known(fit, batch)
    places = [batch.stats.index(stat) for stat in fit.rates.stats]
    old, new = (fit.rates.predict(known, settings(fit, batch, known)) for settings in (come, go))
    rates = batch.rates.copy()
    rates[:, places] += (new - old) * batch.league[0, places]
    return batch.with_rates(rates)


def _aged(batch: Batch) -> Batch:
    return batch.with_rates(np.maximum(batch.rates, 0.0))


def _neutral(_fit: TypeFit, _batch: Batch, known: Known) -> Setting:
    return Setting.neutral(known.panel)


def _settled(fit: TypeFit, batch: Batch, known: Known) -> Setting:
    teams = fit.players.teams.get(batch.season, {})
    found = [teams.get(team, Team()) for team in batch.team.tolist()]
    park, runs = (np.array([getattr(team, name) for team in found], dtype=np.float64) for name in Team._fields)
    return replace(Setting.neutral(known.panel), park=park, runs=runs, share=_new_share(batch, known))


def _new_share(batch: Batch, known: Known) -> FloatArray:
    """Share of starts of pitchers whose role is another than their record's: all or none; NaN for the others."""
    counts = known.panel.counts
    if batch.player_type == "batter":
        return np.full(len(batch), np.nan)
    record = roles(counts["g"][:, :WINDOW], counts["gs"][:, :WINDOW])
    return np.where(batch.position == record, np.nan, np.where(batch.position == STARTER, 1.0, 0.0))


def _actual(fit: TypeFit, batch: Batch, known: Known) -> Setting:
    return replace(_settled(fit, batch, known), age=Setting.actual(known.panel).age)


def _volume(fit: TypeFit, known: Known, mode: Mode) -> FloatArray:
    result: FloatArray = np.maximum(fit.opportunities(known, mode), LEAST)
    return result
