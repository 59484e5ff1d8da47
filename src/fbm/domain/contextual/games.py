"""Players' games: which pitches each saw or threw in each game, and what his plate appearances came to.

Shapes: n pitches, g games of players.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from fbm.domain.contextual.leaks import ends_plate_appearance
from fbm.domain.contextual.pitches import FIRST_WORD, UNKNOWN, VOCABULARIES, Int32, PitchArrays, Vocabularies
from fbm.domain.seasons import BoolArray, IntArray

Perspective: TypeAlias = Literal["batter", "pitcher"]
Int64: TypeAlias = npt.NDArray[np.int64]

PERSPECTIVES: Final[tuple[Perspective, ...]] = ("batter", "pitcher")

OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "hr": ("home_run",),
    "so": ("strikeout", "strikeout_double_play"),
    "bb": ("walk", "intent_walk"),
    "hbp": ("hit_by_pitch",),
    "singles": ("single",),
    "doubles": ("double",),
    "triples": ("triple",),
    "h": ("single", "double", "triple", "home_run"),
}
"""Events that count towards an outcome."""

NONE: Final = ("truncated_pa",)
"""Events that end no plate appearance."""

OUTS: Final[Mapping[str, int]] = {
    "strikeout": 1, "field_out": 1, "force_out": 1, "fielders_choice_out": 1, "sac_fly": 1, "sac_bunt": 1,
    "strikeout_double_play": 2, "grounded_into_double_play": 2, "double_play": 2, "sac_fly_double_play": 2,
    "sac_bunt_double_play": 2, "triple_play": 3, "truncated_pa": 1,
}  # fmt: skip
"""Outs that an event makes by itself, where the next pitch does not tell."""


@dataclass(frozen=True, slots=True)
class PlayerGames:
    """Every player's games, ordered by player and, for each, by date.

    Attributes
    ----------
    player : int32, shape (g,)
        MLBAM id.
    game : int32, shape (g,)
        Index as in `PitchArrays.game`.
    season, date : int32, shape (g,)
    rows : int64, shape (n,)
        Pitches, those of a game together and in playing order.
    start : int64, shape (g + 1,)
        Game `i` has the pitches ``rows[start[i]:start[i + 1]]``.
    """

    player: Int32
    game: Int32
    season: Int32
    date: Int32
    rows: Int64
    start: Int64

    def __len__(self) -> int:
        return len(self.player)

    def pitches(self, index: int) -> Int64:
        """Rows of one game's pitches."""
        return self.rows[self.start[index] : self.start[index + 1]]


@dataclass(frozen=True, slots=True)
class GameCounts:
    """What came of the plate appearances of each of `PlayerGames`, in its order.

    Attributes
    ----------
    player, game, season, date : int32, shape (g,)
    counts : mapping of str to int32, shape (g,)
        `pa`, `hr`, `so`, `bb`, `hbp`, `singles`, `doubles`, `triples`, `h`, and `outs` made.
    """

    player: Int32
    game: Int32
    season: Int32
    date: Int32
    counts: Mapping[str, Int32]

    def __len__(self) -> int:
        return len(self.player)


def player_games(arrays: PitchArrays, perspective: Perspective) -> PlayerGames:
    """Find every player's games, as those who bat or those who pitch."""
    player = getattr(arrays, perspective)
    rows = np.argsort(player, kind="stable")
    who, game = player[rows], arrays.game[rows]
    first = _first(who, game)
    at = rows[first]
    return PlayerGames(
        player=player[at].astype(np.int32),
        game=arrays.game[at].astype(np.int32),
        season=arrays.season[at].astype(np.int32),
        date=arrays.date[at].astype(np.int32),
        rows=rows,
        start=np.append(first, len(rows)).astype(np.int64),
    )


def plate_appearances(
    arrays: PitchArrays, perspective: Perspective, vocabularies: Vocabularies = VOCABULARIES
) -> GameCounts:
    """Count what plate appearances came to by player and game.

    A plate appearance is its last pitch's batter's and pitcher's; one that a runner's out cut off counts for nobody,
    but its out for the pitcher. Outs are those that the next plate appearance of the half inning shows; of a game's
    last one, those of its event.

    Returns
    -------
    GameCounts
        In the order of `player_games`.
    """
    games = player_games(arrays, perspective)
    of_row = np.empty(len(arrays), dtype=np.int64)
    of_row[games.rows] = np.repeat(np.arange(len(games)), np.diff(games.start))
    last = np.flatnonzero(ends_plate_appearance(arrays))
    event = arrays.column("event")[last]

    def total(weight: npt.NDArray[np.generic]) -> Int32:
        return np.bincount(of_row[last], weight, len(games)).astype(np.int32)

    ended = (event != UNKNOWN) & ~_among(event, NONE, vocabularies)
    counts = {name: total(_among(event, events, vocabularies)) for name, events in OUTCOMES.items()}
    outs = total(_outs(arrays, last, event, vocabularies))
    return GameCounts(games.player, games.game, games.season, games.date, {"pa": total(ended), **counts, "outs": outs})


def _first(who: Int32, game: Int32) -> IntArray:
    new = np.ones(len(who), dtype=np.bool_)
    new[1:] = (np.diff(who) != 0) | (np.diff(game) != 0)
    return np.flatnonzero(new)


def _among(event: npt.NDArray[np.int16], events: tuple[str, ...], vocabularies: Vocabularies) -> BoolArray:
    return np.isin(event, [vocabularies.code("event", name) for name in events if name in vocabularies.words["event"]])


def _outs(
    arrays: PitchArrays, last: IntArray, event: npt.NDArray[np.int16], vocabularies: Vocabularies
) -> npt.NDArray[np.int64]:
    """Outs made in each plate appearance, shape (len(last),)."""
    by_code = np.zeros(vocabularies.size("event"), dtype=np.int64)
    for name, outs in OUTS.items():
        by_code[vocabularies.code("event", name)] = outs
    by_code[UNKNOWN] = 0
    first = np.append(0, last[:-1] + 1)
    before = np.maximum(arrays.column("outs")[first].astype(np.int64) - FIRST_WORD, 0)
    made = np.minimum(by_code[event], 3 - before)
    here, after = last[:-1], last[1:]
    same_game = arrays.game[here] == arrays.game[after]
    same_half = arrays.column("half")[here] == arrays.column("half")[after]
    shown = np.where(same_half, before[1:], 3) - before[:-1]
    made[:-1] = np.where(same_game, np.clip(shown, 0, 3), made[:-1])
    return np.asarray(made, dtype=np.int64)
