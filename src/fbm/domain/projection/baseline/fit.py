"""Fitting the baseline on everything before a season.

Shapes: `n` rows of a panel, `t` targets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from fbm.domain.projection.baseline.design import CORE, PARKED, Known, Memories, known_of, start_share
from fbm.domain.projection.baseline.memory import fit_memory
from fbm.domain.projection.baseline.panel import Panel, open_panel
from fbm.domain.projection.baseline.playing_time import time_design, use_design
from fbm.domain.projection.baseline.quality import QUALITY, STARTS, counted, fit_quality, quality_of
from fbm.domain.projection.baseline.rates import RateFit, fit_rates
from fbm.domain.projection.baseline.regression import Ridge
from fbm.domain.projection.baseline.seasons import CAREER
from fbm.domain.projection.baseline.use import FEWEST, USED, UseFit, fit_use, within_relief
from fbm.domain.projection.baseline.volumes import VolumeFit, fit_volume
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import BoolArray, FloatArray, History

Mode: TypeAlias = Literal["expected", "regular"]
"""Playing time of everybody projected, or of players given that they are regulars."""

MODES: Final[tuple[Mode, ...]] = ("expected", "regular")

REGULAR: Final[Mapping[Playing, float]] = {"batter": 200.0, "pitcher": 150.0}
"""Plate appearances or outs of a regular."""

HEAVIEST: Final[Mapping[Playing, float]] = {"batter": 500.0, "pitcher": 250.0}
"""Opportunities above which an outcome weighs no more."""

TARGETS: Final = 20
"""Seasons whose outcomes are fitted to, at most."""

HORIZON: Final = TARGETS + CAREER
"""Seasons before the one projected that the baseline reads, at most."""


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
    volume : mapping of mode to VolumeFit
        Opportunities in 162 games.
    use : mapping of mode to tuple of UseFit
        Totals in 162 games, but for quality starts.
    quality : mapping of mode to Ridge
        Quality starts in 162 games; empty where too few were counted.
    players : Panel
        Who is projected.
    """

    season: int
    memories: Memories
    rates: RateFit
    volume: Mapping[Mode, VolumeFit]
    use: Mapping[Mode, tuple[UseFit, ...]]
    quality: Mapping[Mode, Ridge]
    players: Panel

    def opportunities(self, known: Known, mode: Mode) -> FloatArray:
        """Predict plate appearances or outs in 162 games, shape (n,).

        Nobody is expected to play more than if he is a regular.
        """
        design = time_design(known)
        usual = self.volume["regular"].predict(design)
        return usual if mode == "regular" else np.minimum(self.volume["expected"].predict(design), usual)

    def totals(self, known: Known, mode: Mode) -> dict[str, FloatArray]:
        """Predict the totals in `USED` that there was enough to fit on, shape (n,) each; most may come below zero."""
        if not self.use[mode]:
            return {}
        found = _totals(self.use[mode], use_design(known), known.panel)
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
    use = {mode: fit_use(past, uses, _rows(past, mode)) for mode in MODES}
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
    whole = panel.whole()
    usable = whole if whole.sum() >= FEWEST else np.ones_like(whole)
    regular = usable & (panel.happened["volume"] >= REGULAR[panel.player_type])
    return regular if mode == "regular" and regular.sum() >= FEWEST else usable


def _fit_volume(panel: Panel, design: FloatArray, rows: BoolArray) -> VolumeFit:
    return fit_volume(design[rows], (panel.happened["volume"] * panel.scale[:, 0])[rows])


def _totals(use: tuple[UseFit, ...], design: FloatArray, panel: Panel) -> dict[str, FloatArray]:
    share = start_share(panel) if use else np.zeros(len(panel))
    return within_relief({stat: column for fit in use for stat, column in fit.predict(design, share).items()})


def _fit_quality(panel: Panel, design: FloatArray, use: tuple[UseFit, ...], mode: Mode) -> Ridge | None:
    """Fit quality starts upon the starts projected; None without those, or where too few were counted."""
    starts = _totals(use, design, panel).get(STARTS)
    if starts is None:
        return None
    rows = _rows(panel, mode) & counted(panel)
    return fit_quality(panel, starts, rows) if rows.sum() >= FEWEST else None
