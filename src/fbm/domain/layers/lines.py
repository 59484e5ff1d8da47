"""From what a blend says of its targets to a player's whole line: rates of every stat, and playing time.

Shapes: `n` players.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.layers.targets import EXPECTED, RATES, TOGETHER, TOTALS, USUAL
from fbm.domain.projection.baseline.fit import Mode
from fbm.domain.projection.baseline.stages import LEAST
from fbm.domain.projection.baseline.use import within_relief
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray

CEILING: Final = 0.95
"""Largest share of a rate that all its parts but one may take."""

MODES: Final[Mapping[Mode, str]] = {"expected": EXPECTED, "regular": USUAL}


@dataclass(frozen=True, slots=True)
class Line:
    """Rates by stat, events per opportunity, and opportunities; float64, shape (n,) each."""

    rates: Mapping[str, FloatArray]
    volume: FloatArray


def blended_line(line: Line, said: Mapping[str, FloatArray], league: Mapping[str, FloatArray], mode: Mode) -> Line:
    """Put what a blend says into a line.

    Parameters
    ----------
    line : Line
        The baseline's.
    said : mapping of target to float64, shape (n,)
    league : mapping of stat to float64, shape (n,)
        The league's rates that multiples refer to, events per opportunity.
    mode : {"expected", "regular"}

    Returns
    -------
    Line
        Stats that the blend does not speak of keep their rates. Singles, or hits allowed, are what is left of the sum
        they belong to. Runs allowed go with earned runs. Totals become rates over the playing time of a regular, and
        nobody is expected to play more than that, nor to have more saves, holds and blown saves than games in relief.
    """
    player_type: Playing = "pitcher" if "er" in line.rates else "batter"
    rates = dict(line.rates)
    for stat in RATES[player_type]:
        if stat not in TOGETHER:
            rates[stat] = np.maximum(said[f"rate:{stat}"], 0.0) * league[stat]
    rest = _singles if player_type == "batter" else _hits
    rates |= rest(rates, said, league)
    if player_type == "pitcher":
        rates["r"] = line.rates["r"] * _over(rates["er"], line.rates["er"])
    usual = np.maximum(said[USUAL], LEAST)
    for stat in TOTALS[player_type]:
        rates[stat] = np.maximum(said[f"total:{stat}"], 0.0) / usual
    return Line(within_relief(rates), np.maximum(np.minimum(said[MODES[mode]], usual), LEAST))


def _singles(
    rates: Mapping[str, FloatArray], said: Mapping[str, FloatArray], league: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    on_base = said["rate:on_base"] * _together(league, "on_base")
    return {"singles": _rest(on_base, rates, "on_base", "singles")}


def _hits(
    rates: Mapping[str, FloatArray], said: Mapping[str, FloatArray], league: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    reached = said["rate:reached"] * _together(league, "reached")
    return {"h": _rest(reached, rates, "reached", "h")}


def _together(league: Mapping[str, FloatArray], whole: str) -> FloatArray:
    total: FloatArray = np.sum([league[part] for part in TOGETHER[whole]], axis=0)
    return total


def _rest(whole: FloatArray, rates: Mapping[str, FloatArray], name: str, part: str) -> FloatArray:
    others = np.sum([rates[other] for other in TOGETHER[name] if other != part], axis=0)
    rest: FloatArray = np.maximum(whole - others, (1.0 - CEILING) * whole)
    return rest


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    ratio: FloatArray = np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 1.0)
    return ratio
