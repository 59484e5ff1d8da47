"""Values of all players in a league: scores against those drafted, who is drafted by those scores, and dollars.

Shapes: `n` players of one type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from returns.result import Failure, Result, Success

from fbm.domain.seasons import BoolArray, FloatArray, IntArray, StrArray
from fbm.domain.valuation.dollars import share_out
from fbm.domain.valuation.league import BENCH, League, takes, terms
from fbm.domain.valuation.rosters import Seating, seat
from fbm.domain.valuation.scoring import Columns, scorer_of

ROUNDS: Final = 50
"""Most rounds of drafting and scoring again; a handful are the rule."""
OPPORTUNITIES: Final[Mapping[str, str]] = {"batter": "pa", "pitcher": "ip"}


@dataclass(frozen=True, slots=True)
class Pool:
    """Projected players of one type.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
    columns : mapping of column to float64, shape (n,)
        The projection; NaN where there is no figure.
    eligible : tuple of tuple of str, length n
        Positions of each, the main one first; nobody can draft who has none.
    """

    player_type: str
    player_id: StrArray
    columns: Columns
    eligible: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.player_id)


@dataclass(frozen=True, slots=True)
class NoFigures:
    """A category that the projection has no figure for."""

    player_type: str
    category: str


@dataclass(frozen=True, slots=True)
class TooFewPlayers:
    """A slot that too few projected players are eligible for."""

    slot: str
    missing: int


ValuationError: TypeAlias = NoFigures | TooFewPlayers


@dataclass(frozen=True, slots=True)
class Values:
    """What players of one type are worth.

    Attributes
    ----------
    surplus : float64, shape (n,)
        Scores above replacement level; NaN for who has no position.
    worth : float64, shape (n,)
        The same in cents above the minimum bid, so that both types compare; where no money is above it, those who are
        drafted are worth 0 alike and `surplus` tells them apart.
    cents : int64, shape (n,)
        Price; 0 for who is not drafted.
    slots : tuple of str or None, length n
    levels : mapping of slot to float
        Replacement level of each slot.
    rounds : int
        Rounds of drafting until nobody new was drafted; 0 where that never came about.
    """

    surplus: FloatArray
    worth: FloatArray
    cents: IntArray
    slots: tuple[str | None, ...]
    levels: Mapping[str, float]
    rounds: int


def value_players(batters: Pool, pitchers: Pool, league: League) -> Result[tuple[Values, Values], ValuationError]:
    """Value everybody in a league.

    Parameters
    ----------
    batters, pitchers : Pool
        The order of the players does not matter.
    league : League

    Returns
    -------
    Result of tuple of Values
        In the order of the players; prices add up to the teams' money. `NoFigures` or `TooFewPlayers`.
    """
    pools = (batters, pitchers)
    missing = next(filter(None, (_missing(pool, league) for pool in pools)), None)
    if missing is not None:
        return Failure(missing)
    orders = [np.argsort(pool.player_id, kind="stable") for pool in pools]
    first, second = (_settled(_taken(pool, order), league) for pool, order in zip(pools, orders, strict=True))
    short = _short((first, second), league)
    if short is not None:
        return Failure(short)
    priced = _priced((first, second), league)
    back = [np.argsort(order, kind="stable") for order in orders]
    return Success((_reordered(priced[0], back[0]), _reordered(priced[1], back[1])))


def _missing(pool: Pool, league: League) -> NoFigures | None:
    for category in league.categories(pool.player_type):
        for name, _ in terms(category):
            column = pool.columns.get(name)
            if column is None or not np.isfinite(column).any():
                return NoFigures(pool.player_type, name)
    return None


def _taken(pool: Pool, order: IntArray) -> Pool:
    return replace(
        pool,
        player_id=pool.player_id[order],
        columns={name: column[order] for name, column in pool.columns.items()},
        eligible=tuple(pool.eligible[place] for place in order.tolist()),
    )


def _short(settled: tuple[_Settled, _Settled], league: League) -> TooFewPlayers | None:
    """Name the first slot that cannot be filled."""
    unfilled = {**settled[0].seating.unfilled, **settled[1].seating.unfilled}
    left = sum(int((np.isfinite(side.surplus) & ~side.drafted).sum()) for side in settled)
    if league.bench > left:
        unfilled[BENCH] = league.bench - left
    return TooFewPlayers(*next(iter(unfilled.items()))) if unfilled else None


@dataclass(frozen=True, slots=True)
class _Settled:
    surplus: FloatArray
    seating: Seating
    rounds: int

    @property
    def drafted(self) -> BoolArray:
        return np.array([slot is not None for slot in self.seating.slots], dtype=np.bool_)


def _settled(pool: Pool, league: League) -> _Settled:
    """Score against those drafted and draft by those scores, until the same players are drafted again."""
    places, scorer = league.slots(pool.player_type), scorer_of(league, pool.player_type)
    fits = [_fitting(eligible, pool.player_type, places) for eligible in pool.eligible]
    drafted = _likely(pool, fits, sum(places.values()))
    seen: set[bytes] = set()
    while True:
        seen.add(drafted.tobytes())
        values = scorer(pool.columns, drafted).sum(axis=1)
        seating = seat(values, fits, places)
        now = np.array([slot is not None for slot in seating.slots], dtype=np.bool_)
        if now.tobytes() in seen or len(seen) == ROUNDS:
            break
        drafted = now
    return _Settled(_surplus(values, fits, seating), seating, len(seen) if np.array_equal(now, drafted) else 0)


def _fitting(eligible: Sequence[str], player_type: str, places: Mapping[str, int]) -> frozenset[str]:
    taking = takes(player_type)
    return frozenset(slot for slot in places if taking[slot] & set(eligible))


def _likely(pool: Pool, fits: Sequence[frozenset[str]], places: int) -> BoolArray:
    """Those with most opportunities, to begin with."""
    chances = np.nan_to_num(pool.columns[OPPORTUNITIES[pool.player_type]])
    chances = np.where([bool(fit) for fit in fits], chances, -1.0)
    drafted = np.zeros(len(pool), dtype=np.bool_)
    drafted[np.argsort(-chances, kind="stable")[:places]] = True
    return drafted


def _surplus(values: FloatArray, fits: Sequence[frozenset[str]], seating: Seating) -> FloatArray:
    """Value above replacement: of the slot he is in, else of the one where least is asked for."""
    levels = [
        seating.levels[slot] if slot else min((seating.levels[one] for one in fit), default=np.nan)
        for slot, fit in zip(seating.slots, fits, strict=True)
    ]
    surplus: FloatArray = values - np.array(levels, dtype=np.float64)
    # Whoever is drafted is at least as good as who is left; adding scores in another order may say otherwise by a bit.
    return np.where([slot is not None for slot in seating.slots], np.maximum(surplus, 0.0), surplus)


def _priced(settled: tuple[_Settled, _Settled], league: League) -> tuple[Values, Values]:
    pots = _pots(settled, league)
    above = [np.where(side.drafted, side.surplus, 0.0) for side in settled]
    worth = _worth(settled, [_rate(pot, float(side.sum())) for pot, side in zip(pots, above, strict=True)])
    benched = _benched(worth, settled, league.bench)
    shares = [_shared(pot, side, at.drafted) for pot, side, at in zip(pots, above, settled, strict=True)]

    def values(place: int) -> Values:
        side, bench = settled[place], benched[place]
        cents = np.where(side.drafted | bench, league.minimum_cents, 0) + shares[place]
        slots = tuple(BENCH if sits else slot for slot, sits in zip(side.seating.slots, bench.tolist(), strict=True))
        return Values(side.surplus, worth[place], cents, slots, side.seating.levels, side.rounds)

    return values(0), values(1)


def _rate(pot: int, total: float) -> float:
    """Cents for one unit above replacement; none where there is no money or nobody to earn it."""
    return pot / total if pot > 0 and total > 0 else 0.0


def _worth(settled: tuple[_Settled, _Settled], rates: Sequence[float]) -> list[FloatArray]:
    """Give surplus in money; what is below replacement stays below it where a side has none, at the other's rate."""
    below = [rate or max(rates) or 1.0 for rate in rates]
    return [
        np.where(side.drafted, side.surplus * rate, side.surplus * least)
        for side, rate, least in zip(settled, rates, below, strict=True)
    ]


def _pots(settled: tuple[_Settled, _Settled], league: League) -> tuple[int, int]:
    """Money above minimum bids for hitters and for pitchers, in cents; the bench costs the minimum."""
    counts = [int(side.drafted.sum()) for side in settled]
    active = league.money_cents - league.bench * league.minimum_cents
    free = active - sum(counts) * league.minimum_cents
    if not all(counts):
        return (free, 0) if counts[0] else (0, free)
    if league.hitter_share is not None:
        hitters = round(league.hitter_share * active) - counts[0] * league.minimum_cents
        return hitters, free - hitters
    totals = [float(side.surplus[side.drafted].sum()) for side in settled]
    both = sum(totals)
    hitters = round(free * (totals[0] / both if both > 0 else counts[0] / sum(counts)))
    return hitters, free - hitters


def _shared(pot: int, above: FloatArray, drafted: BoolArray) -> IntArray:
    cents = np.zeros(len(above), dtype=np.int64)
    cents[drafted] = share_out(pot, above[drafted])
    return cents


def _benched(worth: Sequence[FloatArray], settled: tuple[_Settled, _Settled], places: int) -> list[BoolArray]:
    """Choose the best left of both types, whatever their position."""
    benched = [np.zeros(len(side), dtype=np.bool_) for side in worth]
    left = [
        (-float(worth[which][place]), which, place)
        for which, side in enumerate(settled)
        for place in np.flatnonzero(~side.drafted & np.isfinite(worth[which])).tolist()
    ]
    for _, which, place in sorted(left)[:places]:
        benched[which][place] = True
    return benched


def _reordered(values: Values, order: IntArray) -> Values:
    return replace(
        values,
        surplus=values.surplus[order],
        worth=values.worth[order],
        cents=values.cents[order],
        slots=tuple(values.slots[place] for place in order.tolist()),
    )
