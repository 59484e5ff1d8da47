"""Named pipelines over nothing but the window: which stages, in which order, with which numbers.

`marcel_classic` is Marcel as Tango published it: batters are compared with the majors, pitchers with their own league.
`marcel_light` is what comparisons often call Marcel: a lighter ballast of pitchers, all of it at the majors' rates.
`marcel` has a regression and an age curve for each stat, and counts 2020 as a whole season.
`baseline` has its numbers from the seasons before the one projected: it needs a fit of `projection.baseline`.
Pipelines around a trained model are composed elsewhere, from these stages and the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Final

from fbm.domain.models import marcel
from fbm.domain.projection.aging import component_aging, uniform_aging
from fbm.domain.projection.baseline.fit import BaselineFit, Mode
from fbm.domain.projection.baseline.stages import baseline_stages
from fbm.domain.projection.batch import Batch, Playing, Stage, StageFunction
from fbm.domain.projection.playing_time import Volumes, marcel_volumes, playing_time
from fbm.domain.projection.rates import weighted_rates
from fbm.domain.projection.rebaseline import rebaselined


@dataclass(frozen=True, slots=True)
class Basis:
    """What a preset that is fitted stands on.

    Attributes
    ----------
    fit : BaselineFit
        Of the season projected.
    mode : {"expected", "regular"}
        Whether playing time is that of everybody projected, or given that a player is a regular.
    """

    fit: BaselineFit
    mode: Mode = "expected"


def stages_of(preset: str, player_type: Playing, basis: Basis | None = None) -> tuple[Stage, ...]:
    """Stages of a preset for one type of player.

    Parameters
    ----------
    preset : str
        One of `PRESETS` or `FITTED`.
    player_type : {"batter", "pitcher"}
    basis : Basis, optional
        For the presets in `FITTED`; the others do without.

    Returns
    -------
    tuple of Stage
        Named ``rates``, ``rebaseline``, ``aging`` and ``playing_time``, in this order.

    Raises
    ------
    KeyError
        If there is no such preset.
    ValueError
        If a preset that is fitted comes without a fit.
    """
    if preset in FITTED:
        if basis is None:
            raise ValueError(f"{preset} needs a fit on the seasons before")
        return baseline_stages(basis.fit.of[player_type], basis.mode)
    return _STAGES[preset, player_type]()


def run(batch: Batch, stages: Iterable[Stage]) -> Batch:
    """Pass a batch through stages, one after the other."""
    return reduce(lambda passing, stage: stage(passing), stages, batch)


def _stages(
    rates: StageFunction, rebaseline: StageFunction, aging: StageFunction, volumes: Volumes
) -> tuple[Stage, ...]:
    return (
        Stage("rates", rates),
        Stage("rebaseline", rebaseline),
        Stage("aging", aging),
        Stage("playing_time", playing_time(volumes)),
    )


def _classic_batters() -> tuple[Stage, ...]:
    return _stages(
        weighted_rates(marcel.BATTER_WEIGHTS, marcel.BATTER_BALLAST),
        rebaselined(marcel.BATTER_WEIGHTS, hits_as_one=True),
        uniform_aging(marcel.CLASSIC_AGING, marcel.CLASSIC_BATTER_BAD, ageless=marcel.CLASSIC_BATTER_AGELESS),
        marcel_volumes(marcel.BATTER_TIME),
    )


def _classic_pitchers() -> tuple[Stage, ...]:
    return _stages(
        weighted_rates(
            marcel.PITCHER_WEIGHTS, marcel.PITCHER_BALLAST, to_none={"sv": marcel.SAVES_BALLAST}, own_league=True
        ),
        rebaselined(marcel.PITCHER_WEIGHTS, leave=("sv",), own_league=True),
        uniform_aging(marcel.CLASSIC_AGING, marcel.CLASSIC_PITCHER_BAD, ageless=marcel.CLASSIC_PITCHER_AGELESS),
        marcel_volumes(marcel.PITCHER_TIME),
    )


def _light_pitchers() -> tuple[Stage, ...]:
    return (
        Stage("rates", weighted_rates(marcel.PITCHER_WEIGHTS, marcel.LIGHT_BALLAST)),
        Stage("rebaseline", rebaselined(marcel.PITCHER_WEIGHTS)),
        *_classic_pitchers()[2:],
    )


def _batters() -> tuple[Stage, ...]:
    return _stages(
        weighted_rates(marcel.BATTER_WEIGHTS, marcel.BATTER_BALLASTS),
        rebaselined(marcel.BATTER_WEIGHTS),
        component_aging(marcel.BATTER_AGING, marcel.BATTER_BAD, positions=marcel.POSITION_AGING),
        marcel_volumes(marcel.BATTER_TIME, marcel.SHORT_SEASONS),
    )


def _pitchers() -> tuple[Stage, ...]:
    return _stages(
        weighted_rates(marcel.PITCHER_WEIGHTS, marcel.PITCHER_BALLASTS),
        rebaselined(marcel.PITCHER_WEIGHTS),
        component_aging(marcel.PITCHER_AGING, marcel.PITCHER_BAD, positions=marcel.POSITION_AGING),
        marcel_volumes(marcel.PITCHER_TIME, marcel.SHORT_SEASONS),
    )


_STAGES: Final[Mapping[tuple[str, Playing], Callable[[], tuple[Stage, ...]]]] = MappingProxyType(
    {
        ("marcel_classic", "batter"): _classic_batters,
        ("marcel_classic", "pitcher"): _classic_pitchers,
        ("marcel_light", "batter"): _classic_batters,
        ("marcel_light", "pitcher"): _light_pitchers,
        ("marcel", "batter"): _batters,
        ("marcel", "pitcher"): _pitchers,
    }
)

FITTED: Final = ("baseline",)
"""Pipelines that are fitted on the seasons before."""

PRESETS: Final = ("marcel", "marcel_classic", "marcel_light")
"""Pipelines that need nothing but the window."""
