"""Player seasons that were projected without being seen, beside what happened: what spreads are learned from.

Shapes: `n` player seasons of everybody projected, those who never played among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fbm.domain.layers.lines import Line
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import FloatArray, Rows


@dataclass(frozen=True, slots=True)
class Sample:
    """Projections and outcomes.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    season : float64, shape (n,)
    said, last, role : float64, shape (n,)
        Opportunities projected, those of the season before as they were, and a pitcher's share of games started there.
        A season cut short is not scaled: less was seen of everybody, so more may come.
    volume : float64, shape (n,)
        Opportunities in the season itself.
    rates : mapping of stat to float64, shape (n,)
        Projected, events per opportunity.
    counts : mapping of stat to float64, shape (n,)
        What happened; NaN where the source has no figure.
    """

    player_type: Playing
    season: FloatArray
    said: FloatArray
    last: FloatArray
    role: FloatArray
    volume: FloatArray
    rates: Mapping[str, FloatArray]
    counts: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.said)

    def take(self, rows: Rows) -> Sample:
        """Pick player seasons by mask or position."""

        def of(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
            return {name: column[rows] for name, column in columns.items()}

        columns = of({name: getattr(self, name) for name in COLUMNS})
        return Sample(self.player_type, rates=of(self.rates), counts=of(self.counts), **columns)

    def get_params(self) -> dict[str, Any]:
        """Return it as plain data."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        return {**columns, "rates": dict(self.rates), "counts": dict(self.counts)}


COLUMNS: Final = ("season", "said", "last", "role", "volume")

LATER: Final = frozenset({"qs"})
"""Stats that samples may lack, because they were kept before those were projected."""


def sample_of(panel: Panel, line: Line) -> Sample:
    """Set lines beside what happened; seasons cut short are left out.

    Parameters
    ----------
    panel : Panel
    line : Line
        Of the panel's rows, made without their seasons.
    """
    stats = STATS[panel.player_type]
    last, role = seen_last(panel)
    sample = Sample(
        player_type=panel.player_type,
        season=panel.season.astype(np.float64),
        said=line.volume,
        last=last,
        role=role,
        volume=panel.happened["volume"],
        rates={stat: line.rates[stat] for stat in stats},
        counts={stat: panel.happened[stat] for stat in stats},
    )
    return sample.take(panel.whole())


def seen_last(panel: Panel) -> tuple[FloatArray, FloatArray]:
    """Tell the opportunities of the season before, and the share of games started there, shape (n,)."""
    last = panel.volume[:, 0]
    if panel.player_type == "batter":
        return last, np.zeros(len(panel))
    return last, panel.counts["gs"][:, 0] / np.maximum(panel.counts["g"][:, 0], 1.0)


def sample_from(params: Mapping[str, Any], player_type: Playing) -> Sample:
    """Build a sample from what `get_params` gave; `ValueError` where a column is missing or of another length.

    Of a stat in `LATER` that it lacks nothing is known.
    """
    stats = STATS[player_type]
    try:
        columns = {name: _column(params[name]) for name in COLUMNS}
        unknown = np.full(len(columns["said"]), np.nan)
        later = dict.fromkeys(LATER.intersection(stats), unknown)
        rates, counts = (
            {stat: _column({**later, **params[table]}[stat]) for stat in stats} for table in ("rates", "counts")
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the sample lacks {error}") from error
    lengths = {column.shape for table in (columns, rates, counts) for column in table.values()}
    if len(lengths) != 1 or len(next(iter(lengths))) != 1:
        raise ValueError("the sample's columns differ in length")
    return Sample(player_type, rates=rates, counts=counts, **columns)


def _column(values: object) -> FloatArray:
    return np.asarray(values, dtype=np.float64)


def joined(samples: Sequence[Sample]) -> Sample:
    """Put samples below one another."""
    first = samples[0]

    def table(name: str) -> dict[str, FloatArray]:
        return {stat: np.concatenate([getattr(one, name)[stat] for one in samples]) for stat in first.rates}

    columns = {name: np.concatenate([getattr(one, name) for one in samples]) for name in COLUMNS}
    return Sample(first.player_type, rates=table("rates"), counts=table("counts"), **columns)
