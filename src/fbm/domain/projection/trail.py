"""What each stage of a pipeline did: the players after each, and one player's way through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np

from fbm.domain.projection.batch import Batch, Playing, Stage
from fbm.domain.projection.finalise import finalise
from fbm.domain.seasons import FloatArray

START: Final = "start"
"""Name of the step before the first stage."""
LEAGUE: Final = "league"

PER: Final[Mapping[Playing, float]] = {"batter": 600.0, "pitcher": 27.0}
"""Opportunities that rates are shown for: 600 plate appearances, 27 outs."""

VOLUME: Final[Mapping[Playing, str]] = {"batter": "pa", "pitcher": "ip"}


class Step(NamedTuple):
    """The players after a stage.

    Attributes
    ----------
    stage : str
        `START` before the first.
    batch : Batch
    """

    stage: str
    batch: Batch


def walk(batch: Batch, stages: Iterable[Stage]) -> tuple[Step, ...]:
    """Pass a batch through stages and keep it as it was after each."""
    steps = [Step(START, batch)]
    for stage in stages:
        steps.append(Step(stage.name, stage(steps[-1].batch)))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Reading:
    """A player's line at one point.

    Attributes
    ----------
    name : str
        A season, `LEAGUE`, or a stage.
    volume : float or None
        Plate appearances or innings; None where they are not known yet.
    line : mapping of column to float
        Counts for as many opportunities as `PER` says, and rates; only what is known.
    """

    name: str
    volume: float | None
    line: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One player's way through a pipeline.

    Attributes
    ----------
    player_id : str
    player_type : {"batter", "pitcher"}
    past : tuple of Reading
        His seasons in the window, the earliest first, and the league's last season.
    stages : tuple of Reading
        After each stage that knows him.
    final : mapping of column to float
        The projection.
    """

    player_id: str
    player_type: Playing
    past: tuple[Reading, ...]
    stages: tuple[Reading, ...]
    final: Mapping[str, float]

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "player_id": self.player_id,
            "player_type": self.player_type,
            "per": {"opportunities": PER[self.player_type]},
            "past": [_data(reading) for reading in self.past],
            "stages": [_data(reading) for reading in self.stages],
            "projection": dict(self.final),
        }


def explain(steps: tuple[Step, ...], player: str) -> Explanation | None:
    """Follow a player through the steps of a pipeline; None where its end does not know him.

    Parameters
    ----------
    steps : tuple of Step
        As `walk` gives them.
    player : str
        Player id.
    """
    end = steps[-1].batch
    row = _row(end, player)
    if row is None:
        return None
    stages = [
        reading for stage, batch in steps[1:] if (reading := _reading(stage, batch, player, batch.volume)) is not None
    ]
    return Explanation(
        player_id=player,
        player_type=end.player_type,
        past=_past(steps[0].batch, player),
        stages=tuple(stages),
        final=_line(end, row),
    )


def _past(batch: Batch, player: str) -> tuple[Reading, ...]:
    row = _row(batch, player)
    readings = (
        []
        if row is None
        else [
            _reading(str(batch.season - 1 - place), _season(batch, place), player, batch.opportunities[:, place])
            for place in reversed(range(batch.opportunities.shape[1]))
            if batch.opportunities[row, place] > 0
        ]
    )
    if len(batch):
        league = batch.with_rates(np.broadcast_to(batch.league[0], batch.rates.shape))
        readings.append(Reading(LEAGUE, None, _per(league, 0)))
    return tuple(reading for reading in readings if reading is not None)


def _season(batch: Batch, place: int) -> Batch:
    """Rates of one season of the window."""
    chances = batch.opportunities[:, place, None]
    return batch.with_rates(np.where(chances > 0, batch.counts[:, place] / np.where(chances > 0, chances, 1.0), np.nan))


def _reading(name: str, batch: Batch, player: str, volume: FloatArray) -> Reading | None:
    row = _row(batch, player)
    if row is None:
        return None
    known = np.isfinite(volume[row])
    whole = _line(replace(batch, volume=volume), row) if known else {}
    return Reading(name, whole.get(VOLUME[batch.player_type]), _per(batch, row))


def _per(batch: Batch, row: int) -> dict[str, float]:
    """Give a line of as many opportunities as rates are shown for, without them."""
    line = _line(replace(batch, volume=np.full(len(batch), PER[batch.player_type])), row)
    return {name: value for name, value in line.items() if name != VOLUME[batch.player_type]}


def _line(batch: Batch, row: int) -> dict[str, float]:
    columns = finalise(batch).columns
    return {name: float(column[row]) for name, column in columns.items() if np.isfinite(column[row])}


def _row(batch: Batch, player: str) -> int | None:
    found = np.flatnonzero(batch.player_id == player)
    return int(found[0]) if len(found) else None


def _data(reading: Reading) -> dict[str, Any]:
    return {"name": reading.name, "volume": reading.volume, "line": dict(reading.line)}
