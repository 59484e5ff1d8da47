"""Fitting the baseline on everything before a season.

Shapes: `n` rows of a panel, `t` targets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from fbm.domain.projection.baseline.design import (
    CORE,
    PARKED,
    Known,
    Memories,
    known_of,
)
from fbm.domain.projection.baseline.memory import fit_memory
from fbm.domain.projection.baseline.panel import Panel, open_panel
from fbm.domain.projection.baseline.playing_time import time_design, use_design
from fbm.domain.projection.baseline.quality import QUALITY, STARTS, counted, fit_quality, quality_of
from fbm.domain.projection.baseline.rates import RateFit, fit_rates
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.projection.baseline.seasons import CAREER
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import BoolArray, FloatArray, History

Mode: TypeAlias = Literal["expected", "regular"]
"""Playing time of everybody projected, or of players given that they are regulars."""

MODES: Final[tuple[Mode, ...]] = ("expected", "regular")

REGULAR: Final[Mapping[Playing, float]] = {"batter": 200.0, "pitcher": 150.0}
"""Plate appearances or outs of a regular."""

USED: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": (),
    "pitcher": ("w", "l", "sv", "hld", "bs", "g", "gs", "qs"),
}
"""Stats that depend on how a player is used: their totals are projected, not their rates."""

HEAVIEST: Final[Mapping[Playing, float]] = {"batter": 500.0, "pitcher": 250.0}
"""Opportunities above which an outcome weighs no more."""

SHORT: Final = 1.3
"""A season scaled by more is no target for totals: 1981, 1994 and 2020."""

TARGETS: Final = 20
"""Seasons whose outcomes are fitted to, at most."""

HORIZON: Final = TARGETS + CAREER
"""Seasons before the one projected that the baseline reads, at most."""

VOLUME_PENALTY: Final = 1e-3
USE_PENALTY: Final = 0.02
FEWEST: Final = 200
"""Player seasons that a regression of totals needs."""


@dataclass(frozen=True, slots=True)
class TypeFit:
    """The baseline for one type of player.

    Attributes
    ----------
    season : int
        The season it is for; it has seen nothing of it.
    memories : mapping of stat to Memory
    rates : RateFit
        Multiples of the league's rates.
    volume : mapping of mode to Ridge
        Opportunities in 162 games.
    use : mapping of mode to mapping of stats to Ridge
        Totals in 162 games, but for quality starts.
    quality : mapping of mode to Ridge
        Quality starts in 162 games; empty where too few were counted.
    players : Panel
        Who is projected.
    """

    season: int
    memories: Memories
    rates: RateFit
    volume: Mapping[Mode, Ridge]
    use: Mapping[Mode, Mapping[tuple[str, ...], Ridge]]
    quality: Mapping[Mode, Ridge]
    players: Panel

    def totals(self, known: Known, mode: Mode) -> dict[str, FloatArray]:
        """Predict the totals in `USED` that there was enough to fit on, shape (n,) each; most may come below zero."""
        if not self.use[mode]:
            return {}
        found = _totals(self.use[mode], use_design(known))
        if mode in self.quality:
            found[QUALITY] = quality_of(self.quality[mode], known.panel, found[STARTS])
        return found


@dataclass(frozen=True, slots=True)
class BaselineFit:
    """The baseline before a season, for both types of player.

    Attributes
    ----------
    season : int
        The season it is for; it has seen nothing of it.
    of : mapping of player type to TypeFit
    """

    season: int
    of: Mapping[Playing, TypeFit]


def fit_baseline(history: History) -> BaselineFit:
    """Fit the baseline for the season after a history's last.

    Parameters
    ----------
    history : History
        At least four seasons; of the earlier ones, `HORIZON` are read.

    Returns
    -------
    BaselineFit
        The same for the same lines, whatever their order.

    Raises
    ------
    ValueError
        If there are fewer seasons than that.
    """
    return BaselineFits(history).before(history.seasons[-1] + 1 if history.seasons else 0)


class BaselineFits:
    """Baselines before any of the seasons of a history, each fitted when first asked for.

    A fit for a season reads rows of earlier seasons only, and those read lines before theirs: what is in the history
    beyond does not matter.

    Parameters
    ----------
    history : History
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._panels: dict[Playing, Panel] = {}
        self._fits: dict[tuple[int, Playing], TypeFit] = {}

    def before(self, season: int) -> BaselineFit:
        """Fit for a season; ValueError where fewer than four seasons before it are held."""
        return BaselineFit(season, {player_type: self.type_before(season, player_type) for player_type in REGULAR})

    def type_before(self, season: int, player_type: Playing) -> TypeFit:
        """Fit for a season and one type of player."""
        if (season, player_type) not in self._fits:
            self._fits[season, player_type] = fit_panel(self._panel(player_type), season)
        return self._fits[season, player_type]

    def _panel(self, player_type: Playing) -> Panel:
        if player_type not in self._panels:
            self._panels[player_type] = open_panel(self._history, player_type)
        return self._panels[player_type]


def fit_panel(panel: Panel, season: int) -> TypeFit:
    """Fit on the rows before a season.

    Parameters
    ----------
    panel : Panel
        May hold later seasons; nothing of them is read.
    season : int
    """
    past, players = panel.between(season - TARGETS, season - 1), panel.between(season, season)
    if not past.happened["volume"].any() or not len(players):
        raise ValueError(f"too few seasons before {season} to fit a baseline on")
    kind = panel.player_type
    memories = {stat: fit_memory(past, stat, park=stat in PARKED) for stat in CORE[kind]}
    known = known_of(past, memories)
    stats = tuple(stat for stat in STATS[kind] if stat not in USED[kind])
    times, uses = time_design(known), use_design(known) if USED[kind] else np.zeros((len(past), 0))
    use = {mode: _fit_use(past, uses, _rows(past, mode)) for mode in MODES}
    return TypeFit(
        season=season,
        memories=memories,
        rates=fit_rates(known, stats, HEAVIEST[kind]),
        volume={mode: _fit_volume(past, times, _rows(past, mode)) for mode in MODES},
        use=use,
        quality={mode: ridge for mode in MODES if (ridge := _fit_quality(past, uses, use[mode], mode))},
        players=players,
    )


def _rows(panel: Panel, mode: Mode) -> BoolArray:
    whole = panel.scale[:, 0] <= SHORT
    usable = whole if whole.sum() >= FEWEST else np.ones_like(whole)
    regular = usable & (panel.happened["volume"] >= REGULAR[panel.player_type])
    return regular if mode == "regular" and regular.sum() >= FEWEST else usable


def _fit_volume(panel: Panel, design: FloatArray, rows: BoolArray) -> Ridge:
    target = (panel.happened["volume"] * panel.scale[:, 0])[rows, None]
    return fit_ridge(design[rows], target, np.ones(len(target)), VOLUME_PENALTY)


def _fit_use(panel: Panel, design: FloatArray, rows: BoolArray) -> dict[tuple[str, ...], Ridge]:
    wanted = (stat for stat in USED[panel.player_type] if stat != QUALITY)
    known = {stat: rows & counted(panel, stat) for stat in wanted}
    fits = {}
    for usable in {mask.tobytes(): mask for mask in known.values() if mask.sum() >= FEWEST}.values():
        stats = tuple(stat for stat, mask in known.items() if np.array_equal(mask, usable))
        targets = np.column_stack([panel.happened[stat] for stat in stats]) * panel.scale[:, :1]
        fits[stats] = fit_ridge(design[usable], targets[usable], np.ones(int(usable.sum())), USE_PENALTY)
    return fits


def _totals(use: Mapping[tuple[str, ...], Ridge], design: FloatArray) -> dict[str, FloatArray]:
    return {
        stat: column
        for stats, ridge in use.items()
        for stat, column in zip(stats, ridge.predict(design).T, strict=True)
    }


def _fit_quality(panel: Panel, design: FloatArray, use: Mapping[tuple[str, ...], Ridge], mode: Mode) -> Ridge | None:
    """Fit quality starts upon the starts projected; None without those, or where too few were counted."""
    starts = _totals(use, design).get(STARTS)
    if starts is None:
        return None
    rows = _rows(panel, mode) & counted(panel)
    return fit_quality(panel, starts, rows) if rows.sum() >= FEWEST else None
