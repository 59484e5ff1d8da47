"""The pitch table as columns: what is known of each pitch, in the order in which they were thrown.

Shapes: n pitches, g games. Words are codes, places in the tuples of `fbm.domain.pitches.words`; a missing word or
whole number is `NONE`, a missing measurement NaN, never zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fbm.domain.seasons import IntArray, Rows, StrArray

Int8: TypeAlias = npt.NDArray[np.int8]
Int16: TypeAlias = npt.NDArray[np.int16]
Int32: TypeAlias = npt.NDArray[np.int32]
Float32: TypeAlias = npt.NDArray[np.float32]

NONE: Final = -1
"""Of a word's code or a whole number: the source has none."""

ORDER: Final = ("date", "game", "at_bat", "pitch")
"""Rows stand in this order."""


@dataclass(frozen=True, slots=True)
class Pitches:
    """Pitches of some games.

    Attributes
    ----------
    games : str, shape (g,)
        The games' ids in the source, ascending.
    game : int32, shape (n,)
        Place in `games`.
    date : int32, shape (n,)
        yyyymmdd.
    season : int16, shape (n,)
    regular : int8, shape (n,)
        1 in the regular season, 0 after it.
    at_bat, pitch : int16, shape (n,)
        Plate appearance in the game and pitch in the plate appearance, from 1.
    batter, pitcher : int32, shape (n,)
        MLBAM ids.
    stand, throws : int8, shape (n,)
        Codes of `STANDS` and `THROWS`: the side the batter stands on, the pitcher's arm.
    balls, strikes, outs : int8, shape (n,)
        Before the pitch.
    on_1b, on_2b, on_3b : int8, shape (n,)
        1 where a runner stands there before the pitch.
    inning : int16, shape (n,)
    half : int8, shape (n,)
        Code of `HALVES`.
    bat_score, fld_score : int16, shape (n,)
        Before the pitch.
    pitch_type, result, event, batted_ball : int8, shape (n,)
        Codes of `PITCH_TYPES`, `RESULTS`, `EVENTS` (on a plate appearance's last pitch) and `BATTED_BALLS`.
    velocity : float32, shape (n,)
        Release speed, mph.
    move_x, move_z : float32, shape (n,)
        Movement against a spinless pitch, feet, from the catcher's view.
    plate_x, plate_z : float32, shape (n,)
        Where it crosses the plate, feet.
    exit_speed, launch_angle : float32, shape (n,)
        mph and degrees, of balls that were hit.
    """

    games: StrArray
    game: Int32
    date: Int32
    season: Int16
    regular: Int8
    at_bat: Int16
    pitch: Int16
    batter: Int32
    pitcher: Int32
    stand: Int8
    throws: Int8
    balls: Int8
    strikes: Int8
    outs: Int8
    on_1b: Int8
    on_2b: Int8
    on_3b: Int8
    inning: Int16
    half: Int8
    bat_score: Int16
    fld_score: Int16
    pitch_type: Int8
    result: Int8
    event: Int8
    batted_ball: Int8
    velocity: Float32
    move_x: Float32
    move_z: Float32
    plate_x: Float32
    plate_z: Float32
    exit_speed: Float32
    launch_angle: Float32

    def __len__(self) -> int:
        return len(self.game)

    def columns(self) -> Iterator[tuple[str, npt.NDArray[Any]]]:
        """Names and values of all columns, the list of games left out."""
        for field in fields(self)[1:]:
            yield field.name, getattr(self, field.name)

    def take(self, rows: Rows) -> Pitches:
        """Pick pitches by mask or position; the list of games stays."""
        return Pitches(self.games, *(column[rows] for _, column in self.columns()))

    def digest(self) -> str:
        """SHA-256 over games and columns, names and kinds included."""
        digest = hashlib.sha256("".join(f"{game}\0" for game in self.games.tolist()).encode())
        for name, column in self.columns():
            little = np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<"))
            digest.update(f"{name}:{little.dtype.str}:{len(little)}\n".encode())
            digest.update(little.tobytes())
        return f"sha256:{digest.hexdigest()}"


def in_order(pitches: Pitches) -> Pitches:
    """Put rows in `ORDER`; the list of games must be ascending."""
    return pitches.take(np.lexsort([getattr(pitches, name) for name in reversed(ORDER)]))


def joined(parts: Iterable[Pitches]) -> Pitches:
    """Put pitches of different games together, in order.

    Raises
    ------
    ValueError
        Without parts.
    """
    held = list(parts)
    if not held:
        raise ValueError("there are no pitches to join")
    games, where = np.unique(np.concatenate([part.games for part in held]), return_inverse=True)
    starts = np.cumsum([0, *(len(part.games) for part in held)])
    moved = [where[start:][part.game] for start, part in zip(starts[:-1], held, strict=True)]
    columns = {
        name: np.concatenate([getattr(part, name) for part in held]) for name, _ in held[0].columns() if name != "game"
    }
    return in_order(Pitches(games=games, game=np.concatenate(moved).astype(np.int32), **columns))


def merged(sources: Iterable[Pitches]) -> Pitches:
    """Put the pitches of several sources together; a game that an earlier one has is not taken from a later one.

    Sources name games differently: the same date and the same two first pitchers make it the same game.
    """
    seen: set[tuple[int, int, int]] = set()
    parts = []
    for pitches in sources:
        names = _starters(pitches)
        new = np.array([name not in seen for name in names], dtype=np.bool_)
        seen.update(names)
        parts.append(pitches.take(new[pitches.game]))
    return _without_empty_games(joined(parts))


def _starters(pitches: Pitches) -> list[tuple[int, int, int]]:
    """Date and first pitcher of either half for each of `games`."""
    date = np.zeros(len(pitches.games), dtype=np.int64)
    date[pitches.game] = pitches.date
    first = [_first_pitcher(pitches, half) for half in (0, 1)]
    return list(zip(date.tolist(), first[0].tolist(), first[1].tolist(), strict=True))


def _first_pitcher(pitches: Pitches, half: int) -> IntArray:
    rows = np.flatnonzero(pitches.half == half)
    pitcher = np.full(len(pitches.games), NONE, dtype=np.int64)
    game, first = np.unique(pitches.game[rows], return_index=True)
    pitcher[game] = pitches.pitcher[rows[first]]
    return pitcher


def _without_empty_games(pitches: Pitches) -> Pitches:
    held, game = np.unique(pitches.game, return_inverse=True)
    columns = {name: column for name, column in pitches.columns() if name != "game"}
    return Pitches(games=pitches.games[held], game=game.astype(np.int32), **columns)
