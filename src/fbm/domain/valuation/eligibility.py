"""Where players may be used: by the games of the last season they were seen in.

Shapes: `n` players, `m` season lines.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.projection.population import RELIEVER, STARTER, STARTER_SHARE
from fbm.domain.seasons import History, Lines, season_totals
from fbm.domain.valuation.league import HITTING, PITCHING, Thresholds

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "C": ("c",), "1B": ("1b",), "2B": ("2b",), "3B": ("3b",), "SS": ("ss",), "OF": ("lf", "cf", "rf"), "DH": ("dh",),
}  # fmt: skip
_NO_ROLES: Final[Mapping[str, str]] = MappingProxyType({})
_MAIN: Final[Mapping[str, str]] = {"LF": "OF", "CF": "OF", "RF": "OF"}


def batter_positions(
    history: History, players: Sequence[str], main: Sequence[str | None], thresholds: Thresholds
) -> tuple[tuple[str, ...], ...]:
    """Find the positions that batters are eligible at.

    Parameters
    ----------
    history : History
        The seasons before the one projected.
    players : sequence of str, length n
    main : sequence of str or None, length n
        Main position of each, as projected.
    thresholds : Thresholds
        Games of a full season; a short one asks for its share of them, rounded up.

    Returns
    -------
    tuple of tuple of str, length n
        The main position, then the others in the field, most games first. Games in left, centre and right field add
        up. Who has no position in the field is a designated hitter.
    """
    totals = season_totals(history.positions)
    games = np.stack([sum(np.nan_to_num(totals.counts[name]) for name in names) for names in _FIELDS.values()], axis=1)
    rows = _last_rows(totals)
    return tuple(
        _positions(
            _main(position, HITTING, "DH"),
            dict(zip(_FIELDS, games[rows[player]].tolist(), strict=True)) if player in rows else {},
            _least(thresholds.games, int(totals.season[rows[player]])) if player in rows else 0,
        )
        for player, position in zip(players, main, strict=True)
    )


def pitcher_positions(
    history: History,
    players: Sequence[str],
    main: Sequence[str | None],
    thresholds: Thresholds,
    given: Mapping[str, str] = _NO_ROLES,
) -> tuple[tuple[str, ...], ...]:
    """Find out who may start and who may relieve.

    The main role is the one that a roster gives, else that of the last season a pitcher was seen in: starter from half
    of his games on, reliever where no game is known. He may be used in that one too where another is given. The
    projection's stands in for who has none.
    """
    totals = season_totals(history.pitching)
    rows = _last_rows(totals)
    starts = np.nan_to_num(totals.counts["gs"])
    relief = np.nan_to_num(totals.counts["g"]) - starts
    played = {STARTER: (starts, thresholds.starts), RELIEVER: (relief, thresholds.relief)}
    found: list[tuple[str, ...]] = []
    for player, position in zip(players, main, strict=True):
        if player not in rows:
            found.append((_main(position, PITCHING, RELIEVER),))
            continue
        row = rows[player]
        season = int(totals.season[row])
        role = STARTER if 0 < starts[row] >= STARTER_SHARE * (starts[row] + relief[row]) else RELIEVER
        also = [name for name, (games, least) in played.items() if games[row] >= _least(least, season)]
        found.append(tuple(dict.fromkeys((given.get(player, role), role, *also))))
    return tuple(found)


def _last_rows(totals: Lines) -> dict[str, int]:
    """Row of each player's last season: totals are ordered by season."""
    return {player: row for row, player in enumerate(totals.player_id.tolist())}


def _least(games: int, season: int) -> int:
    return math.ceil(games * SHORT_SEASONS.get(season, FULL_SEASON) / FULL_SEASON)


def _main(position: str | None, known: Sequence[str], other: str) -> str:
    name = _MAIN.get(position or "", position or "")
    return name if name in known else other


def _positions(main: str, games: Mapping[str, float], least: int) -> tuple[str, ...]:
    field = {name: played for name, played in games.items() if name != "DH" and played >= max(least, 1)}
    also = sorted(field, key=lambda name: -field[name])
    return (main, *(name for name in also if name != main))
