"""From rows of minor-league files to counts. Where a source has rates only, counts are what the rates came from.

Shapes: `n` rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from fbm.adapters.sources.minor_rows import (
    BrefBattingRow,
    BrefPitchingRow,
    FanGraphsBattingRow,
    FanGraphsPitchingRow,
    FanGraphsRegularsRow,
    FanGraphsSharesRow,
    MinorRow,
    finite,
)
from fbm.domain.minors import MINOR_BATTING, MINOR_PITCHING
from fbm.domain.seasons import FloatArray

Counts = dict[str, FloatArray]

SACRIFICES: Final[Mapping[str, float]] = {"sh": 0.0081, "sf": 0.0067}
"""Sacrifices for each plate appearance, A to AA 2006-2019: sources without at-bats do not have them either."""

NINE: Final = 27.0
"""Outs of nine innings."""


def counts_of(model: type[MinorRow], rows: Sequence[MinorRow]) -> Counts:
    """Take the counts of the rows of one format, shape (n,) each; stats that the format cannot give are NaN."""
    if issubclass(model, BrefBattingRow):
        return _filled(_bref_batting(rows), MINOR_BATTING, len(rows))
    if issubclass(model, BrefPitchingRow):
        return _filled(_bref_pitching(rows), MINOR_PITCHING, len(rows))
    if issubclass(model, FanGraphsBattingRow):
        return _filled(_with_bases(_columns(rows, MINOR_BATTING)), MINOR_BATTING, len(rows))
    if issubclass(model, FanGraphsPitchingRow):
        columns = _columns(rows, MINOR_PITCHING) | {"outs": _column(rows, "innings")}
        return _filled(columns, MINOR_PITCHING, len(rows))
    if issubclass(model, FanGraphsRegularsRow):
        return _filled(_from_averages(rows, 1.0), MINOR_BATTING, len(rows))
    if issubclass(model, FanGraphsSharesRow):
        return _filled(_walks_and_strikeouts(rows, 1.0), MINOR_BATTING, len(rows))
    raise ValueError(f"no counts can be made of {model.__name__}")


def _bref_batting(rows: Sequence[MinorRow]) -> Counts:
    return _from_averages(rows, 100.0) | {stat: _column(rows, stat) for stat in ("g", "hr", "sb")}


def _bref_pitching(rows: Sequence[MinorRow]) -> Counts:
    outs = _column(rows, "innings")
    per_nine = {"er": "era", "so": "so9", "bb": "bb9", "hr": "hr9", "h": "h9"}
    given = {stat: _column(rows, stat) for stat in ("g", "gs", "w", "l", "sv")}
    return {
        **given,
        "outs": outs,
        **{stat: np.round(_column(rows, field) * outs / NINE) for stat, field in per_nine.items()},
    }


def _walks_and_strikeouts(rows: Sequence[MinorRow], whole: float) -> Counts:
    """Work out walks and strikeouts, which times plate appearances come out whole."""
    pa = _column(rows, "pa")
    return {
        "pa": pa,
        "bb": np.round(_column(rows, "bb_share") * pa / whole),
        "so": np.round(_column(rows, "so_share") * pa / whole),
    }


def _from_averages(rows: Sequence[MinorRow], whole: float) -> Counts:
    """Work out hits and bases.

    At-bats are not given, but what reaches base by no hit and no walk was hit by a pitch: on-base average times its
    plate appearances, less walks and hits, which are batting average times what is left as at-bats. Against full lines
    of the same players hits are .7 off in the mean, at-bats 2.7.
    """
    counts = _walks_and_strikeouts(rows, whole)
    pa, bb, avg = counts["pa"], counts["bb"], _column(rows, "avg")
    flies = SACRIFICES["sf"] * pa
    chances = pa - SACRIFICES["sh"] * pa
    reached = _column(rows, "obp") * chances - bb - avg * (chances - bb - flies)
    hbp = np.asarray(np.clip(np.round(reached / np.maximum(1 - avg, 0.1)), 0, chances - bb), dtype=np.float64)
    ab = np.asarray(np.round(np.maximum(chances - bb - hbp - flies, 0)), dtype=np.float64)
    return {**counts, "hbp": hbp, "ab": ab, "h": np.round(avg * ab), "tb": np.round(_column(rows, "slg") * ab)}


def _with_bases(counts: Counts) -> Counts:
    bases = counts["h"] + counts["doubles"] + 2 * counts["triples"] + 3 * counts["hr"]
    return {**counts, "tb": bases}


def _columns(rows: Sequence[MinorRow], stats: Sequence[str]) -> Counts:
    fields = type(rows[0]).model_fields if rows else {}
    return {stat: _column(rows, stat) for stat in stats if stat in fields or not rows}


def _column(rows: Sequence[MinorRow], field: str) -> FloatArray:
    return np.array([finite(getattr(row, field)) for row in rows], dtype=np.float64)


def _filled(counts: Counts, stats: Sequence[str], n: int) -> Counts:
    return {stat: counts.get(stat, np.full(n, np.nan)) for stat in stats}
