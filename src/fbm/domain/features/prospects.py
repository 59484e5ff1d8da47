"""Put prospects into a batch: those who are in it already get other rates, those who are not come in.

Shapes: `n` players of a batch, `p` prospects, `k` stats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.features.minors import Prospects
from fbm.domain.projection.batch import WINDOW, Batch, Origin
from fbm.domain.projection.population import RELIEVER, STARTER, STARTER_SHARE
from fbm.domain.projection.window import NEUTRAL
from fbm.domain.seasons import FloatArray, IntArray

_PARTS: Final[Mapping[str, str]] = {"qs": "gs", "hld": "relief", "bs": "relief"}
"""What a stat is a part of that the minors count: starts, or games in relief."""

MOST: Final = 10.0
"""Largest multiple of the league's rate that is taken from a translation."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What is expected of prospects in the majors.

    Attributes
    ----------
    prospects : Prospects
    multiples : mapping of stat to float64, shape (p,)
        Of the league's rate in the latest season.
    volumes : float64, shape (p,)
        Opportunities.
    """

    prospects: Prospects
    multiples: Mapping[str, FloatArray]
    volumes: FloatArray


def with_prospects(batch: Batch, translation: Translation) -> Batch:
    """Put translated prospects into a batch.

    Parameters
    ----------
    batch : Batch
        At the end of a pipeline.
    translation : Translation

    Returns
    -------
    Batch
        Ordered by player id. Who is no prospect is left as he was, to the last bit. A prospect's rate of a stat that
        was not translated stays what it was; for who was not in the batch it is the league's. His quality
        starts, holds and blown saves, which no minor league counts, are then as many of his starts, and of his games in
        relief, as in the league.

    Raises
    ------
    ValueError
        If the batch has no such stat.
    """
    unknown = sorted(set(translation.multiples) - set(batch.stats))
    if unknown:
        raise ValueError(f"the batch has no {', '.join(unknown)}")
    prospects = translation.prospects
    known = set(batch.player_id.tolist())
    strangers = np.flatnonzero(
        np.array([player not in known for player in prospects.player_id.tolist()], dtype=np.bool_)
    )
    wider = _ordered(_joined(batch, prospects, strangers))
    rows = np.searchsorted(wider.player_id, prospects.player_id)
    rates, volume = wider.rates.copy(), wider.volume.copy()
    for stat, multiple in translation.multiples.items():
        column = wider.stats.index(stat)
        rates[rows, column] = translated_rates(multiple, wider.league[0, column])
    if {*_PARTS, "g", "gs"} <= set(wider.stats):
        _share_out(rates, rows[strangers], wider, translation)
    volume[rows] = translation.volumes
    origins = {
        player: Origin(name, minors, in_majors=player in known)
        for player, name, minors in zip(
            prospects.player_id.tolist(), prospects.name.tolist(), prospects.origin.tolist(), strict=True
        )
    }
    return replace(wider, rates=rates, volume=volume, origins={**batch.origins, **origins})


def _share_out(rates: FloatArray, rows: IntArray, batch: Batch, translation: Translation) -> None:
    """Set what comes of starts or of relief for prospects, whose `rows` of `rates`, shape (n, k), are translated.

    The league's rate would give a reliever as many quality starts in an inning as a starter.
    """

    def uses(of: FloatArray) -> dict[str, FloatArray]:
        games, starts = (of[..., batch.stats.index(stat)] for stat in ("g", "gs"))
        return {"gs": starts, "relief": np.maximum(games - starts, 0.0)}

    mine, everybodys = uses(rates[rows]), uses(batch.league[0])
    for stat, use in _PARTS.items():
        if stat not in translation.multiples and everybodys[use] > 0:
            column = batch.stats.index(stat)
            rates[rows, column] = mine[use] * (batch.league[0, column] / everybodys[use])


def translated_rates(multiples: FloatArray, league: FloatArray | float) -> FloatArray:
    """Turn multiples of the league's rate into rates, shape (p,), events per opportunity."""
    rates: FloatArray = np.clip(multiples, 0.0, MOST) * league
    return rates


def _joined(batch: Batch, prospects: Prospects, strangers: IntArray) -> Batch:
    """Put men behind a batch of whom the majors know nothing."""
    n, k = len(strangers), len(batch.stats)

    def behind(column: FloatArray, value: FloatArray | float = 0.0) -> FloatArray:
        return np.concatenate([column, np.broadcast_to(value, (n, *column.shape[1:]))])

    league = np.broadcast_to(batch.league, (n, WINDOW, k))
    return replace(
        batch,
        player_id=np.concatenate([batch.player_id, prospects.player_id[strangers]]),
        team=np.concatenate([batch.team, prospects.team[strangers]]),
        position=np.concatenate([batch.position, _positions(batch, prospects)[strangers]]),
        age=np.concatenate([batch.age, prospects.age[strangers]]),
        counts=behind(batch.counts),
        opportunities=behind(batch.opportunities),
        games=behind(batch.games),
        starts=behind(batch.starts),
        own_league=np.concatenate([batch.own_league, league]),
        last_league=behind(batch.last_league, batch.league[0]),
        rates=behind(batch.rates, batch.league[0]),
        volume=behind(batch.volume),
        park=behind(batch.park, NEUTRAL),
    )


def _positions(batch: Batch, prospects: Prospects) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    if batch.player_type == "batter":
        return prospects.position
    share = prospects.matrix.values[:, prospects.matrix.names.index("starter_share")]
    return np.where(share >= STARTER_SHARE, STARTER, RELIEVER)


def _ordered(batch: Batch) -> Batch:
    """Order a batch by player id."""
    order = np.argsort(batch.player_id, kind="stable")
    columns = (
        "player_id", "team", "position", "age", "counts", "opportunities", "games", "starts", "own_league",
        "last_league", "rates", "volume", "park",
    )  # fmt: skip
    return replace(batch, **{name: getattr(batch, name)[order] for name in columns})
