"""A projection sheet with values in it: prices, ranks and positions beside every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from returns.result import Result

from fbm.domain.projection.sheet import PERSON_COLUMNS, Cell, ProjectionSheet, Row
from fbm.domain.seasons import History
from fbm.domain.valuation.eligibility import batter_positions, pitcher_positions
from fbm.domain.valuation.league import CENTS, League, Thresholds
from fbm.domain.valuation.valuing import Pool, ValuationError, Values, value_players

_NO_ROLES: Final[Mapping[str, str]] = MappingProxyType({})

VALUE_COLUMNS: Final = ("rank", "dollars", "value", "slot", "position_rank", "eligible")
"""Columns that valuing puts behind `PERSON_COLUMNS`."""


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Somebody who is projected to bat and to pitch, and is drafted.

    Attributes
    ----------
    name : str
    kept : tuple of str
        Player types he is valued as.
    """

    name: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A valued sheet, and who had to be told apart from himself."""

    sheet: ProjectionSheet
    two_way: tuple[TwoWay, ...]


def valued(
    sheet: ProjectionSheet, league: League, history: History, roles: Mapping[str, str] = _NO_ROLES
) -> Result[DraftSheet, ValuationError]:
    """Put values into a sheet.

    Parameters
    ----------
    sheet : ProjectionSheet
    league : League
    history : History
        The seasons before the one projected, for positions.
    roles : mapping of player id to {"SP", "RP"}
        Of pitchers, where a roster tells.

    Returns
    -------
    Result of DraftSheet
        Rows have `VALUE_COLUMNS` and stand by rank, which goes over both types. `position_rank` counts those with the
        same main position. What valuing gives when it fails.
    """
    pools = _pools(sheet, league, history, roles)
    both = sorted(set(pools[0].player_id.tolist()) & set(pools[1].player_id.tolist()))
    first = value_players(*pools, league)
    if both and league.two_way == "best":
        return first.bind(lambda values: _once(sheet, league, pools, _lesser(pools, values, both)))
    return first.map(lambda values: _filled(sheet, league, pools, values))


def _once(
    sheet: ProjectionSheet, league: League, pools: tuple[Pool, Pool], lesser: tuple[set[str], set[str]]
) -> Result[DraftSheet, ValuationError]:
    """Value once more with two-way players in one role only."""
    batters, pitchers = (_without(pool, names) for pool, names in zip(pools, lesser, strict=True))
    again = value_players(batters, pitchers, league)
    return again.map(lambda values: _filled(sheet, league, (batters, pitchers), values))


def _lesser(pools: tuple[Pool, Pool], values: tuple[Values, Values], both: Sequence[str]) -> tuple[set[str], set[str]]:
    """Of two-way players, those who are worth less at the bat and those who are worth less on the mound."""
    worth = [
        dict(zip(pool.player_id.tolist(), map(_standing, side.worth.tolist(), side.surplus.tolist()), strict=True))
        for pool, side in zip(pools, values, strict=True)
    ]
    less_at_bat = {player for player in both if worth[0][player] < worth[1][player]}
    return less_at_bat, set(both) - less_at_bat


def _standing(worth: float, surplus: float) -> tuple[float, float]:
    """Order people by worth and, where money does not tell, by what stands behind it; last who has no position."""
    return (worth, surplus) if np.isfinite(worth) else (-np.inf, -np.inf)


def _without(pool: Pool, players: set[str]) -> Pool:
    pairs = zip(pool.player_id.tolist(), pool.eligible, strict=True)
    return replace(pool, eligible=tuple(() if player in players else eligible for player, eligible in pairs))


def _pools(sheet: ProjectionSheet, league: League, history: History, roles: Mapping[str, str]) -> tuple[Pool, Pool]:
    def positions(rows: Sequence[Row]) -> tuple[History, list[str], list[str | None], Thresholds]:
        main = [None if row["position"] is None else str(row["position"]) for row in rows]
        return history, [str(row["player_id"]) for row in rows], main, league.thresholds

    return (
        _pool("batter", sheet.batters, batter_positions(*positions(sheet.batters))),
        _pool("pitcher", sheet.pitchers, pitcher_positions(*positions(sheet.pitchers), roles)),
    )


def _pool(player_type: str, rows: Sequence[Row], eligible: tuple[tuple[str, ...], ...]) -> Pool:
    names = [name for name in (rows[0] if rows else ()) if name not in PERSON_COLUMNS]
    columns = {name: np.array([_number(row[name]) for row in rows]) for name in names}
    return Pool(player_type, np.array([str(row["player_id"]) for row in rows], dtype=np.str_), columns, eligible)


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else np.nan


def _filled(
    sheet: ProjectionSheet, league: League, pools: tuple[Pool, Pool], values: tuple[Values, Values]
) -> DraftSheet:
    ranks = _ranks(pools, values)
    batters, pitchers = (
        _rows(rows, pool, side, rank)
        for rows, pool, side, rank in zip((sheet.batters, sheet.pitchers), pools, values, ranks, strict=True)
    )
    facts = league_facts(league, values)
    return DraftSheet(replace(sheet, batters=batters, pitchers=pitchers, league=facts), _two_way(pools, values, sheet))


def _ranks(pools: tuple[Pool, Pool], values: tuple[Values, Values]) -> tuple[list[int | None], list[int | None]]:
    """Rank everybody by worth, equals by value, price and id; who has no position has no rank."""
    ranks: tuple[list[int | None], list[int | None]] = ([None] * len(pools[0]), [None] * len(pools[1]))
    keys = [
        (-worth, -surplus, -cents, player, which, place)
        for which, (pool, side) in enumerate(zip(pools, values, strict=True))
        for place, (worth, surplus, cents, player) in enumerate(
            zip(side.worth.tolist(), side.surplus.tolist(), side.cents.tolist(), pool.player_id.tolist(), strict=True)
        )
        if np.isfinite(worth)
    ]
    for rank, (*_, which, place) in enumerate(sorted(keys), start=1):
        ranks[which][place] = rank
    return ranks


def _rows(rows: Sequence[Row], pool: Pool, values: Values, ranks: Sequence[int | None]) -> tuple[Row, ...]:
    order = sorted(range(len(rows)), key=lambda place: (ranks[place] is None, ranks[place] or 0, place))
    seen: dict[str, int] = {}
    filled: list[Row] = []
    for place in order:
        eligible, rank = pool.eligible[place], ranks[place]
        if rank is not None:
            seen[eligible[0]] = seen.get(eligible[0], 0) + 1
        cells: dict[str, Cell] = {
            "rank": rank,
            "dollars": int(values.cents[place]) / CENTS,
            "value": None if rank is None else float(values.surplus[place]),
            "slot": values.slots[place],
            "position_rank": None if rank is None else f"{eligible[0]}{seen[eligible[0]]}",
            "eligible": ",".join(eligible) or None,
        }
        filled.append(_inserted(rows[place], cells))
    return tuple(filled)


def _inserted(row: Row, cells: Mapping[str, Cell]) -> Row:
    """Put value columns behind those that say who a player is."""
    person = {name: row[name] for name in PERSON_COLUMNS}
    return {**person, **cells, **{name: cell for name, cell in row.items() if name not in person}}


def league_facts(league: League, values: tuple[Values, Values]) -> dict[str, Any]:
    """Tell by which league a sheet was valued, as plain data: its name, money, and replacement levels by slot."""
    spent = [int(side.cents.sum()) / CENTS for side in values]
    return {
        "name": league.name,
        "teams": league.teams,
        "budget": league.budget_cents / CENTS,
        "categories": {kind: list(league.categories(kind)) for kind in ("batter", "pitcher")},
        "spent": {"batter": spent[0], "pitcher": spent[1]},
        "replacement": {**values[0].levels, **values[1].levels},
        "rounds": {"batter": values[0].rounds, "pitcher": values[1].rounds},
    }


def _two_way(pools: tuple[Pool, Pool], values: tuple[Values, Values], sheet: ProjectionSheet) -> tuple[TwoWay, ...]:
    """Those in both lists whom somebody drafts."""
    names = {str(row["player_id"]): str(row["name"]) for row in sheet.batters}
    slots = [
        dict(zip(pool.player_id.tolist(), side.slots, strict=True)) for pool, side in zip(pools, values, strict=True)
    ]
    can = [dict(zip(pool.player_id.tolist(), pool.eligible, strict=True)) for pool in pools]
    return tuple(
        TwoWay(names[player], tuple(kind for kind, who in zip(("batter", "pitcher"), can, strict=True) if who[player]))
        for player in sorted(slots[0].keys() & slots[1].keys())
        if slots[0][player] or slots[1][player]
    )
