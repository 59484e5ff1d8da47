"""A small simulated league's pitches as arrays, and settings of networks that are quick."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import numpy as np

from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.models.contextual import FinetuneSpec, PretrainSpec
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.pitches import PitchSpec, simulate_pitches
from fbm.domain.simulation.spec import LeagueSpec

QUICK = PretrainSpec(epochs=2, tokens=2048, checkpoint_every=3, games=200)
QUICK_TUNING = FinetuneSpec(("hr", "so", "bb"), context=20, horizon=8, stride=5, least=3, epochs=3, batch=64)


@cache
def league_pitches(seasons: int = 3, games: int = 20) -> PitchArrays:
    """Pitches of some seasons up to 2022."""
    spec = LeagueSpec(first_season=2023 - seasons, last_season=2022, teams=6)
    played = simulate_pitches(simulate_league(spec), spec, PitchSpec(games=games, clubs=4))
    return joined([prepare(season) for season in played])


def joined(seasons: list[PitchArrays]) -> PitchArrays:
    """Put seasons together, games counted on."""
    games = np.cumsum([0, *(int(one.game[-1]) + 1 for one in seasons)])
    columns = {name.name: np.concatenate([getattr(one, name.name) for one in seasons]) for name in fields(PitchArrays)}
    columns["game"] = np.concatenate([one.game + first for one, first in zip(seasons, games, strict=False)])
    return PitchArrays(**columns)
