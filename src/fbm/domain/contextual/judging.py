"""How well hidden words are guessed: one pitch of a game is hidden at a time, and both sides see the same around it.

Shapes: b guesses, k codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.contextual.games import Int64, PlayerGames
from fbm.domain.contextual.lookup import LookupTable, Scores, score
from fbm.domain.contextual.pitches import FIRST_WORD, PitchArrays
from fbm.domain.seasons import BoolArray, FloatArray

AROUND: Final = (
    "balls", "strikes", "outs", "bases", "inning", "half", "stand", "throws", "score", "pitch",
    "previous_result", "second_result", "previous_pitch_type", "second_pitch_type", "next_result", "next_pitch_type",
    "event_after", "balls_after", "strikes_after", "fouls_after", "last",
)  # fmt: skip
"""What stands around any hidden pitch and is not hidden itself: columns a table may be counted by."""

CANDIDATES: Final[Mapping[str, tuple[str, ...]]] = {
    "result": (*AROUND, "pitch_type"),
    "pitch_type": (*AROUND, "result", "event", "batted_ball"),
}
"""For each hidden field, the columns of the best table. A network sees these, and the game so far."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to guess, one of each game.

    Attributes
    ----------
    group : str
        The field.
    games : int64, shape (b,)
        Index of each game; a game may be asked about several times.
    places : int64, shape (b,)
        Place of the pitch in its game.
    rows : int64, shape (b,)
        The pitch itself.
    """

    group: str
    games: Int64
    places: Int64
    rows: Int64

    def __len__(self) -> int:
        return len(self.rows)


class Difference(NamedTuple):
    """How much better one guesses than another on the same pitches.

    Attributes
    ----------
    log_loss, accuracy : tuple of (float, float, float)
        First minus second, and the ends of its 95 % interval; pitches of one game count as one draw.
    """

    log_loss: tuple[float, float, float]
    accuracy: tuple[float, float, float]


class Judged(NamedTuple):
    """Scores on the same pitches."""

    network: Scores
    table: Scores
    marginal: Scores
    over_table: Difference


def ask(
    arrays: PitchArrays, games: PlayerGames, group: str, among: BoolArray, seed: int, *, most: int, positions: int
) -> Asked:
    """Choose a pitch in each of some games, at random.

    Parameters
    ----------
    arrays : PitchArrays
    games : PlayerGames
    group : str
    among : bool, shape (g,)
        Games to ask about; those without a known word are passed over.
    seed : int
    most : int
        Questions; a game is asked about again in another round when there are fewer games.
    positions : int
        Only pitches before this place of a game are asked about.
    """
    generator = np.random.default_rng(seed)
    place = np.arange(len(games.rows)) - np.repeat(games.start[:-1], np.diff(games.start))
    of = np.repeat(np.arange(len(games)), np.diff(games.start))
    words = arrays.column(group)[games.rows]
    open_to = np.flatnonzero((words >= FIRST_WORD) & (place < positions) & among[of])
    rounds = []
    for _ in range(-(-most // max(1, len(np.unique(of[open_to]))))):
        mixed = open_to[generator.permutation(len(open_to))]
        _, first = np.unique(of[mixed], return_index=True)
        rounds.append(mixed[generator.permutation(first)])
    chosen = np.concatenate(rounds)[:most] if len(open_to) else open_to
    return Asked(group, of[chosen].astype(np.int64), place[chosen].astype(np.int64), games.rows[chosen])


def judge(shares: FloatArray, arrays: PitchArrays, asked: Asked, tables: tuple[LookupTable, LookupTable]) -> Judged:
    """Hold guesses against the best table and the marginal one.

    Parameters
    ----------
    shares : float64, shape (b, k)
        The network's.
    arrays : PitchArrays
        Whole plate appearances.
    asked : Asked
    tables : (LookupTable, LookupTable)
        The best one, and the marginal.
    """
    codes = arrays.column(asked.group)[asked.rows]
    best, marginal = (table.predict(arrays, asked.rows) for table in tables)
    difference = _difference(shares, best, codes.astype(np.int64), arrays.game[asked.rows].astype(np.int64))
    return Judged(score(shares, codes), score(best, codes), score(marginal, codes), difference)


def _difference(one: FloatArray, other: FloatArray, codes: Int64, game: Int64) -> Difference:
    rows = np.arange(len(codes))
    losses = [-np.log(np.maximum(shares[rows, codes], 1e-12)) for shares in (one, other)]
    hits = [(shares.argmax(axis=1) == codes).astype(np.float64) for shares in (one, other)]
    return Difference(mean_interval(losses[0] - losses[1], game), mean_interval(hits[0] - hits[1], game))


def mean_interval(values: FloatArray, cluster: Int64, weights: FloatArray | None = None) -> tuple[float, float, float]:
    """Give a weighted mean and the ends of its 95 % interval, values of one cluster taken as one draw.

    References
    ----------
    Cochran, Sampling Techniques (3rd ed., 1977), section 6.3: the variance of a ratio of cluster totals.
    """
    weight = np.ones(len(values)) if weights is None else weights
    _, of = np.unique(cluster, return_inverse=True)
    total, size = np.bincount(of, values * weight), np.bincount(of, weight)
    mean = float(total.sum() / size.sum())
    many = max(len(size), 2)
    error = float(np.sqrt(((total - mean * size) ** 2).sum() * many / (many - 1)) / size.sum())
    return mean, mean - 1.96 * error, mean + 1.96 * error
