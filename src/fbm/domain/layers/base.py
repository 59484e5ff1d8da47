"""What the baseline says of every target: where the layers start from, and the first voice in their blend.

Shapes: `n` rows of a panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.layers.lines import Line
from fbm.domain.layers.targets import EXPECTED, USUAL, league_rate, parts_of, target_names
from fbm.domain.projection.baseline.design import Known, Setting, known_of
from fbm.domain.projection.baseline.fit import Mode, TypeFit
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.stages import LEAST
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import FloatArray

BASE: Final = "base "
"""Beginning of the columns that hold the baseline's numbers: what a blend starts from, not what its learners see."""


def base_predictions(fit: TypeFit, panel: Panel) -> dict[str, FloatArray]:
    """Give the baseline's number for every target, shape (n,) each, from a fit on seasons before.

    Rates are multiples of the league's; sums weigh their parts by the league of the season before.
    """
    known = known_of(panel, fit.memories)
    rates, volumes = _rates(fit, known), _volumes(fit, known)
    totals = _totals(fit, known, "regular")
    return {name: _base(name, panel, rates, {**volumes, **totals}) for name in target_names(panel.player_type)}


def with_base(matrix: FeatureMatrix, base: Mapping[str, FloatArray]) -> FeatureMatrix:
    """Put the baseline's numbers beside features, in place of any that were there."""
    names = tuple(name for name in matrix.names if not name.startswith(BASE))
    values = matrix.values[:, [matrix.names.index(name) for name in names]]
    columns = np.column_stack([values, *base.values()])
    return FeatureMatrix(columns, (*names, *(BASE + target for target in base)))


def base_line(fit: TypeFit, panel: Panel, mode: Mode) -> Line:
    """Give the baseline's line, as its stages do."""
    known = known_of(panel, fit.memories)
    rates = {stat: rate * league_rate(panel, stat, 1) for stat, rate in _rates(fit, known).items()}
    volume = np.maximum(_volumes(fit, known)[EXPECTED if mode == "expected" else USUAL], LEAST)
    totals = _totals(fit, known, mode)
    used = {name.partition(":")[2]: np.maximum(total, 0.0) / volume for name, total in totals.items()}
    unknown = np.full(len(panel), np.nan)
    return Line({stat: {**rates, **used}.get(stat, unknown) for stat in STATS[panel.player_type]}, volume)


def _base(name: str, panel: Panel, rates: Mapping[str, FloatArray], ready: Mapping[str, FloatArray]) -> FloatArray:
    kind, _, stat = name.partition(":")
    if kind == "rate":
        return rates[stat] if stat in rates else _together(rates, panel, parts_of(stat))
    return ready[name] if name in ready else _product(stat, panel, rates, ready)


def _product(stat: str, panel: Panel, rates: Mapping[str, FloatArray], ready: Mapping[str, FloatArray]) -> FloatArray:
    """Rate times playing time of a regular; nothing for totals that there was too little to fit on."""
    if stat not in rates:
        return np.zeros(len(panel))
    total: FloatArray = rates[stat] * league_rate(panel, stat, 1) * ready[USUAL]
    return total


def _rates(fit: TypeFit, known: Known) -> Mapping[str, FloatArray]:
    predicted = fit.rates.predict(known, Setting.actual(known.panel))
    return dict(zip(fit.rates.stats, np.maximum(predicted, 0.0).T, strict=True))


def _volumes(fit: TypeFit, known: Known) -> dict[str, FloatArray]:
    return {EXPECTED: fit.opportunities(known, "expected"), USUAL: fit.opportunities(known, "regular")}


def _totals(fit: TypeFit, known: Known, mode: Mode) -> dict[str, FloatArray]:
    return {f"total:{stat}": column for stat, column in fit.totals(known, mode).items()}


def _together(rates: Mapping[str, FloatArray], panel: Panel, parts: tuple[str, ...]) -> FloatArray:
    leagues = [league_rate(panel, part, 1) for part in parts]
    events = np.sum([rates[part] * league for part, league in zip(parts, leagues, strict=True)], axis=0)
    multiple: FloatArray = events / np.sum(leagues, axis=0)
    return multiple
